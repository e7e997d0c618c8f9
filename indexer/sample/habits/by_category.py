"""支部/年份/类别: the model clerk's folders. In 2021 a file a meeting; other years typed-up books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer.sample.events import Event, events_of
from indexer.sample.filing import SampleFile, book, compact, file_draft, file_prepared, month_name
from indexer.sample.habits.hands import hand_of
from indexer.sample.habits.occasions import file_occasions
from indexer.sample.habits.oddities import COPIED
from indexer.sample.kinds.activities import celebrate, write_news, write_record
from indexer.sample.kinds.activities import write_plan as write_activity_plan
from indexer.sample.kinds.lessons import as_slides, write_lesson
from indexer.sample.kinds.minutes import write_minutes
from indexer.sample.kinds.notices import write_notice
from indexer.sample.kinds.pictures import take_photo
from indexer.sample.kinds.review import write_fault_list, write_rating, write_review
from indexer.sample.kinds.signin import write_signin
from indexer.sample.kinds.yearly import write_dues, write_dues_notice, write_plan, write_roster, write_summary
from indexer.sample.meetings import hold
from indexer.sample.paper import Draft
from indexer.sample.unit import Branch

CATEGORIES = {
    "01": "01组织建设",
    "02": "02三会一课",
    "03": "03主题党日",
    "04": "04组织生活会",
    "05": "05党员管理",
    "06": "06党费",
    "07": "07学习教育",
    "08": "08党风廉政",
    "09": "09意识形态",
    "10": "10群团",
    "11": "11制度",
    "12": "12计划总结",
}


def keep(branch: Branch, year: int) -> Iterator[SampleFile]:
    top = f"{branch.name}/{year}年"
    events = list(events_of(branch, year))
    yield from _committee([event for event in events if event.kind == "支委会"], f"{top}/02三会一课/支委会")
    yield from _assemblies(
        [event for event in events if event.kind == "支部党员大会"], f"{top}/02三会一课/党员大会"
    )
    for event in events:
        if event.kind == "党课":
            yield _lesson(event, f"{top}/02三会一课/党课")
        elif event.kind == "主题党日":
            yield from _party_day(event, f"{top}/03主题党日")
        elif event.kind == "组织生活会":
            yield from _review(event, f"{top}/04组织生活会")
    yield file_draft(_party_days(events, year), f"{top}/03主题党日")
    yield from _year(branch, year, top)
    if branch.copy == 0 and branch.number <= 6:
        yield from file_occasions(
            branch.number, year, lambda draft: f"{top}/{CATEGORIES[draft.truth.category or '12']}"
        )


def _committee(events: list[Event], folder: str) -> Iterator[SampleFile]:
    meetings = [hold(event) for event in events]
    branch, year = events[0].branch, events[0].day.year
    drafts = [write_minutes(meeting, hand_of(branch, year)) for meeting in meetings]
    if year != 2021:
        yield file_draft(
            book(drafts, f"{branch.name}{year}年支委会会议记录"), folder, f"{year}年支委会会议记录本"
        )
        return
    for meeting, draft in zip(meetings, drafts, strict=True):
        day = meeting.event.day
        if meeting.event.key == COPIED:
            draft = replace(draft, truth=replace(draft.truth, copies=COPIED))
        name = f"{month_name(day)}支委会会议记录"
        yield file_prepared(draft, folder, name, "doc") if day.month < 4 else file_draft(draft, folder, name)
        if day.month == 6:
            yield file_draft(write_notice(meeting, "formal"), folder, f"{month_name(day)}支委会通知")
            yield file_draft(
                write_signin(meeting, "formal"), folder, f"{month_name(day)}支委会签到表", "xlsx"
            )


def _assemblies(events: list[Event], folder: str) -> Iterator[SampleFile]:
    meetings = [hold(event) for event in events]
    branch, year = events[0].branch, events[0].day.year
    drafts = [write_minutes(meeting, hand_of(branch, year)) for meeting in meetings]
    if year % 2 == 0:
        yield file_draft(
            book(drafts, f"{branch.name}{year}年党员大会会议记录"),
            folder,
            None,
            "pdf" if year == 2022 else "docx",
        )
        return
    for meeting, draft in zip(meetings, drafts, strict=True):
        name = f"{month_name(meeting.event.day)}党员大会"
        yield file_draft(draft, folder, f"{name}会议记录", "pdf" if meeting.event.number == 4 else "docx")
        if meeting.event.number == 2:
            yield file_prepared(write_signin(meeting, "formal"), folder, f"{name}签到表", "scan-jpg")


def _lesson(event: Event, folder: str) -> SampleFile:
    lesson = write_lesson(event, hand_of(event.branch, event.year, "lesson"))
    if event.number > 2:
        return file_draft(as_slides(lesson), folder, None, "pptx")
    return file_draft(lesson, folder)


def _party_day(event: Event, folder: str) -> Iterator[SampleFile]:
    if event.number not in (3, 7, 11):
        return
    day = celebrate(event)
    if event.number == 3:
        yield file_draft(write_activity_plan(day, "formal"), folder)
    if event.number == 7:
        yield file_draft(write_news(day), folder, None, "html")
        if event.year % 2:
            yield file_prepared(
                take_photo(event), f"{folder}/照片", f"IMG_{compact(event.day)}_150211", "photo"
            )
    yield file_draft(write_record(day, "formal"), folder)


def _party_days(events: list[Event], year: int) -> Draft:
    """The months that have no record of their own, typed up in one file."""
    rest = [event for event in events if event.kind == "主题党日" and event.number not in (3, 7, 11)]
    drafts = [write_record(celebrate(event), "formal") for event in rest]
    return book(drafts, f"{rest[0].branch.name}{year}年主题党日活动记录汇编")


def _review(event: Event, folder: str) -> Iterator[SampleFile]:
    hand = hand_of(event.branch, event.year, "review")
    yield file_draft(write_review(event, hand), folder)
    yield file_draft(write_fault_list(event, hand), folder, None, "xlsx")
    if event.year % 2:
        yield file_draft(write_rating(event, hand), folder, None, "xlsx")


def _year(branch: Branch, year: int, top: str) -> Iterator[SampleFile]:
    dues = write_dues(branch, year, "formal")
    yield (
        file_prepared(dues, f"{top}/06党费", dues.stem, "xls")
        if year == 2020
        else file_draft(dues, f"{top}/06党费", None, "xlsx")
    )
    if year % 2:
        yield file_draft(write_roster(branch, year, "formal"), f"{top}/05党员管理", None, "xlsx")
        yield file_draft(write_dues_notice(branch, year, 2), f"{top}/06党费", None, "pdf")
    yield file_draft(
        write_plan(branch, year, "formal"), f"{top}/12计划总结", f"{branch.name}{year}年工作计划"
    )
    yield file_draft(
        write_summary(branch, year, "formal"), f"{top}/12计划总结", f"{branch.name}{year}年工作总结（终稿）"
    )
