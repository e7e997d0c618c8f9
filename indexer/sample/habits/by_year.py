"""年份/支部/类别: the year on top; text files out of an old typing program, a whole book in one."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import events_of
from indexer.sample.filing import SampleFile, book, file_draft
from indexer.sample.habits.hands import hand_of
from indexer.sample.kinds.activities import celebrate, write_record
from indexer.sample.kinds.lessons import write_lesson
from indexer.sample.kinds.minutes import write_minutes
from indexer.sample.kinds.review import write_review, write_talk
from indexer.sample.kinds.yearly import write_dues, write_plan, write_roster, write_summary
from indexer.sample.meetings import hold
from indexer.sample.unit import Branch


def keep(branch: Branch, year: int) -> Iterator[SampleFile]:
    top = f"{year}/{branch.name}"
    hand = hand_of(branch, year)
    events = list(events_of(branch, year))
    committee = [write_minutes(hold(event), hand) for event in events if event.kind == "支委会"]
    heading = f"{branch.name}支委会会议记录（{year}年）"
    yield file_draft(
        book(committee, heading, breaks=False), f"{top}/三会一课", heading, "txt-gbk" if year % 2 else "docx"
    )
    groups = [
        write_minutes(hold(event), hand) for event in events if event.kind == "党小组会" and event.group == 1
    ]
    heading = f"第一党小组{year}年会议记录"
    yield file_draft(
        book(groups, f"{branch.name}{heading}"), f"{top}/三会一课", heading, "rtf" if year % 2 else "docx"
    )
    for event in events:
        if event.kind == "支部党员大会":
            name = f"支部大会{event.day.month}月"
            yield file_draft(
                write_minutes(hold(event), hand),
                f"{top}/三会一课",
                name,
                "rtf" if event.number == 1 else "docx",
            )
        elif event.kind == "党课" and event.number == 2:
            yield file_draft(write_lesson(event, hand), f"{top}/党课")
        elif event.kind == "主题党日" and event.number in (4, 8, 11):
            yield file_draft(
                write_record(celebrate(event), hand),
                f"{top}/主题党日",
                None,
                "html-gbk" if event.number == 4 else "docx",
            )
        elif event.kind == "组织生活会":
            yield file_draft(write_review(event, hand), f"{top}/组织生活会")
            yield file_draft(write_talk(event, year % 7, hand), f"{top}/组织生活会/谈心谈话")
    yield file_draft(write_dues(branch, year, "table"), f"{top}/党费", f"党费{year}", "xlsx")
    yield file_draft(write_summary(branch, year, hand), top)
    if year % 2 == 0:
        yield file_draft(write_plan(branch, year, hand), top)
        yield file_draft(write_roster(branch, year, hand), top, f"党员花名册{year}", "xlsx")
