"""Folders numbered like the checklist of an inspection: 1.1.2 …; final papers as PDF and OFD."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import events_of
from indexer.sample.filing import SampleFile, book, dated_name, file_draft
from indexer.sample.habits.hands import hand_of
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
    hand = hand_of(branch, year)
    events = list(events_of(branch, year))
    committee = [write_minutes(hold(event), hand) for event in events if event.kind == "支委会"]
    heading = f"{branch.name}{year}年度支部委员会会议记录汇编"
    yield file_draft(
        book(committee, heading), f"{top}/1.1.2 支委会每月不少于1次", None, "pdf" if year % 2 else "docx"
    )
    for event in events:
        if event.kind == "支部党员大会":
            draft = write_minutes(hold(event), hand)
            name = dated_name(event.day, "党员大会会议记录")
            yield file_draft(
                draft, f"{top}/1.1.1 党员大会每季度不少于1次", name, "ofd" if event.number % 2 else "pdf"
            )
        elif event.kind == "党课":
            name = f"1.1.4-{event.number // 2} 党课讲稿"
            yield file_draft(write_lesson(event, "formal"), f"{top}/1.1.4 党课", name)
        elif event.kind == "主题党日" and event.number in (2, 6, 10):
            day = celebrate(event)
            yield file_draft(
                write_plan(day, "verbatim"), f"{top}/1.2 主题党日", dated_name(event.day, "方案")
            )
            yield file_draft(
                write_record(day, "verbatim"), f"{top}/1.2 主题党日", dated_name(event.day, "活动记录"), "ofd"
            )
        elif event.kind == "组织生活会":
            yield file_draft(
                write_review(event, hand), f"{top}/1.3 组织生活会", "1.3.1 组织生活会记录", "pdf"
            )
            yield file_draft(write_rating(event, hand), f"{top}/1.3 组织生活会", "1.3.2 测评汇总", "xlsx")
            yield file_draft(write_talk(event, 3, hand), f"{top}/1.3 组织生活会", "1.3.3 谈心谈话记录")
    yield file_draft(write_dues(branch, year, "formal"), f"{top}/2.1 党费收缴", "2.1.1 党费收缴明细", "xlsx")
    yield file_draft(write_dues_notice(branch, year, 4), f"{top}/2.1 党费收缴", "2.1.2 党费公示", "ofd")
    yield file_draft(
        write_year_plan(branch, year, "verbatim"), f"{top}/3.1 计划总结", "3.1.1 年度工作计划", "pdf"
    )
    yield file_draft(
        write_summary(branch, year, "verbatim"), f"{top}/3.1 计划总结", "3.1.2 年度工作总结", "pdf"
    )
