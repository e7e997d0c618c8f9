"""Folders numbered like the checklist of an inspection: 1.1.2 …; final papers as PDF and OFD."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import Event, events_of
from indexer.sample.filing import SampleFile, book, dated_name, file_draft, file_prepared
from indexer.sample.habits.hands import hand_of
from indexer.sample.habits.occasions import file_occasions
from indexer.sample.kinds.activities import celebrate, write_plan, write_record
from indexer.sample.kinds.lessons import write_lesson
from indexer.sample.kinds.minutes import write_minutes
from indexer.sample.kinds.review import write_rating, write_review, write_talk
from indexer.sample.kinds.yearly import write_dues, write_dues_notice, write_summary
from indexer.sample.kinds.yearly import write_plan as write_year_plan
from indexer.sample.meetings import hold
from indexer.sample.unit import Branch


def keep(branch: Branch, year: int) -> Iterator[SampleFile]:
    top = f"{branch.name}迎检材料/{year}年度"
    events = list(events_of(branch, year))
    yield from _meetings(branch, year, events, top)
    for event in events:
        if event.kind == "党课":
            name = f"1.1.4-{event.number // 2} 党课讲稿"
            yield file_draft(write_lesson(event, "formal"), f"{top}/1.1.4 党课", name)
        elif event.kind == "主题党日" and event.number in (6, 10):
            yield _party_day(event, f"{top}/1.2 主题党日")
        elif event.kind == "组织生活会":
            yield from _review(event, f"{top}/1.3 组织生活会")
    rest = [event for event in events if event.kind == "主题党日" and event.number not in (6, 10)]
    days = book(
        [write_record(celebrate(event), "table") for event in rest], f"{branch.name}{year}年主题党日纪实"
    )
    yield file_draft(days, f"{top}/1.2 主题党日", None, "pdf" if year % 2 == 0 else "docx")
    yield file_draft(write_dues(branch, year, "formal"), f"{top}/2.1 党费收缴", "2.1.1 党费收缴明细", "xlsx")
    yield file_draft(write_dues_notice(branch, year, 4), f"{top}/2.1 党费收缴", "2.1.2 党费公示", "ofd")
    yield file_draft(
        write_year_plan(branch, year, "verbatim"), f"{top}/3.1 计划总结", "3.1.1 年度工作计划", "pdf"
    )
    yield file_draft(
        write_summary(branch, year, "verbatim"), f"{top}/3.1 计划总结", "3.1.2 年度工作总结", "pdf"
    )
    if branch.copy == 0 and branch.number <= 6:
        yield from file_occasions(
            branch.number, year, lambda draft: f"{top}/4.{int(draft.truth.category or 0)} 其他佐证"
        )


def _meetings(branch: Branch, year: int, events: list[Event], top: str) -> Iterator[SampleFile]:
    hand = hand_of(branch, year)
    committee = [write_minutes(hold(event), hand) for event in events if event.kind == "支委会"]
    heading = f"{branch.name}{year}年度支部委员会会议记录汇编"
    yield file_draft(
        book(committee, heading), f"{top}/1.1.2 支委会每月不少于1次", None, "pdf" if year % 2 else "docx"
    )
    folder = f"{top}/1.1.1 党员大会每季度不少于1次"
    assemblies = [event for event in events if event.kind == "支部党员大会"]
    if year == 2022:
        drafts = [write_minutes(hold(event), hand) for event in assemblies]
        yield file_draft(book(drafts, f"{branch.name}{year}年度党员大会会议记录汇编"), folder, None, "ofd")
        return
    for event in assemblies:
        name = dated_name(event.day, "党员大会会议记录")
        yield file_draft(write_minutes(hold(event), hand), folder, name, "ofd" if event.number % 2 else "pdf")


def _party_day(event: Event, folder: str) -> SampleFile:
    day = celebrate(event)
    if event.number == 6:
        return file_draft(write_plan(day, "verbatim"), folder, dated_name(event.day, "方案"))
    return file_draft(write_record(day, "verbatim"), folder, dated_name(event.day, "活动记录"), "ofd")


def _review(event: Event, folder: str) -> Iterator[SampleFile]:
    hand = hand_of(event.branch, event.year)
    review = write_review(event, hand)
    if event.year in (2021, 2023):
        yield file_prepared(review, folder, "1.3.1 组织生活会记录", "scan-pdf")
    else:
        yield file_draft(review, folder, "1.3.1 组织生活会记录", "pdf")
    yield file_draft(write_rating(event, hand), folder, "1.3.2 测评汇总", "xlsx")
    yield file_draft(write_talk(event, 3, hand), folder, "1.3.3 谈心谈话记录")
