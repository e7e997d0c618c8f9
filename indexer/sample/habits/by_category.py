"""支部/年份/类别: the model clerk's folders, one file a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import Event, events_of
from indexer.sample.filing import SampleFile, book, file_draft, month_name
from indexer.sample.habits.hands import hand_of
from indexer.sample.kinds.activities import celebrate, write_news, write_record
from indexer.sample.kinds.activities import write_plan as write_activity_plan
from indexer.sample.kinds.lessons import as_slides, write_lesson
from indexer.sample.kinds.minutes import write_minutes
from indexer.sample.kinds.notices import write_notice
from indexer.sample.kinds.review import write_fault_list, write_rating, write_review
from indexer.sample.kinds.signin import write_signin
from indexer.sample.kinds.yearly import write_dues, write_dues_notice, write_plan, write_roster, write_summary
from indexer.sample.meetings import hold
from indexer.sample.unit import Branch


def keep(branch: Branch, year: int) -> Iterator[SampleFile]:
    top = f"{branch.name}/{year}年"
    events = list(events_of(branch, year))
    yield from _committee(branch, year, f"{top}/02三会一课/支委会")
    for event in events:
        if event.kind == "支部党员大会":
            yield from _assembly(event, f"{top}/02三会一课/党员大会")
        elif event.kind == "党课":
            lesson = write_lesson(event, hand_of(branch, year, "lesson"))
            slides = event.number > 2
            yield file_draft(
                as_slides(lesson) if slides else lesson,
                f"{top}/02三会一课/党课",
                None,
                "pptx" if slides else "docx",
            )
        elif event.kind == "主题党日":
            yield from _party_day(event, f"{top}/03主题党日")
        elif event.kind == "组织生活会":
            yield from _review(event, f"{top}/04组织生活会")
    yield file_draft(write_dues(branch, year, "formal"), f"{top}/06党费", None, "xlsx")
    yield file_draft(write_dues_notice(branch, year, 2), f"{top}/06党费", None, "pdf")
    yield file_draft(
        write_plan(branch, year, "formal"), f"{top}/12计划总结", f"{branch.name}{year}年工作计划"
    )
    yield file_draft(
        write_summary(branch, year, "formal"), f"{top}/12计划总结", f"{branch.name}{year}年工作总结（终稿）"
    )
    if year % 2:
        yield file_draft(write_roster(branch, year, "formal"), f"{top}/05党员管理", None, "xlsx")


def _committee(branch: Branch, year: int, folder: str) -> Iterator[SampleFile]:
    """2021 a file a meeting; other years the typed-up book."""
    meetings = [hold(event) for event in events_of(branch, year) if event.kind == "支委会"]
    hand = hand_of(branch, year)
    drafts = [write_minutes(meeting, hand) for meeting in meetings]
    if year % 5 != 1:
        yield file_draft(
            book(drafts, f"{branch.name}{year}年支委会会议记录"), folder, f"{year}年支委会会议记录本"
        )
        return
    for meeting, draft in zip(meetings, drafts, strict=True):
        yield file_draft(draft, folder, f"{month_name(meeting.event.day)}支委会会议记录")
    june = next(meeting for meeting in meetings if meeting.event.day.month == 6)
    yield file_draft(write_notice(june, hand), folder, f"{month_name(june.event.day)}支委会通知")
    yield file_draft(write_signin(june, hand), folder, f"{month_name(june.event.day)}支委会签到表", "xlsx")


def _assembly(event: Event, folder: str) -> Iterator[SampleFile]:
    meeting = hold(event)
    hand = hand_of(meeting.event.branch, meeting.event.day.year)
    name = f"{month_name(meeting.event.day)}党员大会"
    yield file_draft(
        write_minutes(meeting, hand),
        folder,
        f"{name}会议记录",
        "pdf" if meeting.event.number == 4 else "docx",
    )
    if meeting.event.number == 2:
        yield file_draft(write_signin(meeting, hand), folder, f"{name}签到表")


def _party_day(event: Event, folder: str) -> Iterator[SampleFile]:
    day = celebrate(event)
    if day.event.number % 3 == 0:
        yield file_draft(write_activity_plan(day, "formal"), folder)
        yield file_draft(write_record(day, "formal"), folder)
    if day.event.number == 7:
        yield file_draft(write_news(day), folder, None, "html")


def _review(event: Event, folder: str) -> Iterator[SampleFile]:
    hand = hand_of(event.branch, event.year, "review")
    yield file_draft(write_review(event, hand), folder)
    yield file_draft(write_fault_list(event, hand), folder, None, "xlsx")
    yield file_draft(write_rating(event, hand), folder, None, "xlsx")
