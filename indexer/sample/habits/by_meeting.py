"""A folder a meeting, 2021.6.3支委会/, with all that belongs to it; the year's lesser ones in a ZIP."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import Event, events_of
from indexer.sample.filing import SampleFile, bundle, compact, file_draft, file_prepared, meeting_folder
from indexer.sample.habits.hands import hand_of
from indexer.sample.habits.occasions import file_occasions
from indexer.sample.kinds.activities import celebrate, write_plan, write_record
from indexer.sample.kinds.lessons import write_lesson
from indexer.sample.kinds.minutes import SPOKEN, write_minutes
from indexer.sample.kinds.notices import write_notice
from indexer.sample.kinds.pictures import take_photo
from indexer.sample.kinds.review import write_review
from indexer.sample.kinds.signin import write_signin
from indexer.sample.kinds.yearly import write_dues, write_summary
from indexer.sample.meetings import hold
from indexer.sample.truth import TruthEntry
from indexer.sample.unit import Branch


def keep(branch: Branch, year: int) -> Iterator[SampleFile]:
    top = f"{branch.short.removeprefix('第')}资料/{year}"
    events = list(events_of(branch, year))
    loose = [event for event in events if _is_loose(event)]
    for event in loose:
        yield from _meeting(event, top)
    rest = [event for event in events if event.kind in SPOKEN and event not in loose]
    yield _packed(branch, year, rest, top)
    for event in events:
        folder = f"{top}/{meeting_folder(event.day, event.kind)}"
        if event.kind == "主题党日" and event.number in (3, 7):
            yield from _party_day(event, folder)
        elif event.kind == "党课" and event.number == 2:
            yield file_draft(write_lesson(event, "table"), folder, "讲稿")
        elif event.kind == "组织生活会":
            yield file_draft(write_review(event, "table"), folder, "记录")
    yield file_draft(write_dues(branch, year, "table"), top, "党费收缴登记", "xlsx")
    yield file_draft(write_summary(branch, year, "table"), top, "总结 改2")
    if branch.copy == 0 and branch.number <= 6:
        yield from file_occasions(
            branch.number, year, lambda draft: f"{top}/{draft.truth.date} {draft.truth.subcategory}"
        )


def _is_loose(event: Event) -> bool:
    return (event.kind == "支部党员大会" and event.number % 2 == 0) or (
        event.kind == "支委会" and event.number == 6
    )


def _meeting(event: Event, top: str) -> Iterator[SampleFile]:
    meeting, hand = hold(event), hand_of(event.branch, event.day.year)
    folder = f"{top}/{meeting_folder(event.day, SPOKEN[event.kind])}"
    yield file_draft(write_minutes(meeting, hand), folder, "会议记录")
    yield file_draft(write_notice(meeting, hand), folder, "通知")
    if event.number != 2:
        yield file_draft(write_signin(meeting, hand), folder, "签到表", "xlsx")
        return
    yield file_prepared(write_signin(meeting, hand), folder, "签到", "scan-jpg")
    yield file_prepared(take_photo(event), folder, f"微信图片_{compact(event.day)}1502", "photo")


def _party_day(event: Event, folder: str) -> Iterator[SampleFile]:
    day = celebrate(event)
    if event.number == 3:
        yield file_draft(write_plan(day, "table"), folder, "活动方案")
    yield file_draft(write_record(day, "table"), folder, "活动纪实表")


def _packed(branch: Branch, year: int, events: list[Event], top: str) -> SampleFile:
    """Packed with an old program: names in GBK without a word about it."""
    hand = hand_of(branch, year)
    files = []
    for event in events:
        group = f"{event.group}组" if event.group else ""
        folder = f"{event.day.month}月/{meeting_folder(event.day, SPOKEN[event.kind])}{group}"
        files.append(file_draft(write_minutes(hold(event), hand), folder, "会议记录"))
    truth = TruthEntry(path="", branch=branch.name, work_year=year, category="02")
    return bundle(files, f"{top}/会议记录{year}.zip", names="gbk", truth=truth)
