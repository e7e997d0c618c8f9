"""Handwriting of another age: one notebook a year for everything, dates in Chinese numerals."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import events_of
from indexer.sample.filing import SampleFile, book, file_draft
from indexer.sample.habits.hands import hand_of
from indexer.sample.kinds.activities import celebrate, write_record
from indexer.sample.kinds.minutes import write_minutes
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
            yield file_draft(
                write_record(celebrate(event), "numerals"),
                f"{top}/活动/{year}",
                f"{event.day.month}月活动",
                "txt",
            )
        elif event.kind == "组织生活会":
            yield file_draft(write_review(event, "numerals"), f"{top}/组织生活会", f"{year}年度组织生活会")
    yield file_draft(write_dues(branch, year, "numerals"), f"{top}/党费册", f"{year}年党费登记册", "xlsx")
    yield file_draft(write_summary(branch, year, "numerals"), f"{top}/总结", f"{year}年总结")
    if year % 2 == 0:
        yield file_draft(write_roster(branch, year, "numerals"), f"{top}/名册", f"{year}年党员名册")
