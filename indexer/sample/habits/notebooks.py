"""Handwriting of another age: one notebook a year for everything, dates in Chinese numerals."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import Event, events_of
from indexer.sample.filing import SampleFile, book, file_draft, file_prepared
from indexer.sample.habits.hands import hand_of
from indexer.sample.habits.occasions import file_occasions
from indexer.sample.kinds.activities import celebrate, write_record
from indexer.sample.kinds.minutes import write_minutes
from indexer.sample.kinds.pictures import take_photo
from indexer.sample.kinds.review import write_review
from indexer.sample.kinds.yearly import write_dues, write_roster, write_summary
from indexer.sample.meetings import hold
from indexer.sample.unit import Branch


def keep(branch: Branch, year: int) -> Iterator[SampleFile]:
    top = branch.name
    hand = hand_of(branch, year)
    events = sorted(events_of(branch, year), key=lambda event: event.day)
    meetings = [
        write_minutes(hold(event), hand) for event in events if event.kind in ("支委会", "支部党员大会")
    ]
    heading = f"{branch.name}会议记录本（{year}年）"
    yield file_draft(
        book(meetings, heading, breaks=year % 2 == 0), f"{top}/会议记录本", f"{year}年会议记录本"
    )
    for event in events:
        if event.kind == "主题党日" and event.number in (1, 10):
            yield from _outing(event, f"{top}/活动/{year}")
        elif event.kind == "组织生活会":
            yield file_draft(
                write_review(event, "numerals"), f"{top}/组织生活会", f"{event.year}年度组织生活会"
            )
    yield file_draft(write_dues(branch, year, "numerals"), f"{top}/党费册", f"{year}年党费登记册", "xlsx")
    yield file_draft(write_summary(branch, year, "numerals"), f"{top}/总结", f"{year}年总结")
    if year % 2 == 0:
        yield file_draft(write_roster(branch, year, "numerals"), f"{top}/名册", f"{year}年党员名册")
    if branch.copy == 0 and branch.number <= 6:
        yield from file_occasions(branch.number, year, lambda draft: f"{top}/{draft.truth.role}")


def _outing(event: Event, folder: str) -> Iterator[SampleFile]:
    record = write_record(celebrate(event), "numerals")
    if event.number == 10 and event.day.year < 2023:
        yield file_prepared(record, folder, f"扫描件{event.day.month:04d}", "scan-pdf")
        yield file_prepared(take_photo(event), folder, f"DSC_{event.day:%m%d}", "photo")
    else:
        yield file_draft(record, folder, f"{event.day.month}月活动", "txt")
