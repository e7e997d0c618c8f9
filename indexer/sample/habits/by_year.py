"""年份/支部/类别: the year on top; files of an old typing program, a whole book in one."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import Event, events_of
from indexer.sample.filing import SampleFile, book, file_draft, file_prepared
from indexer.sample.habits.hands import hand_of
from indexer.sample.habits.occasions import file_occasions
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
    yield from _books(branch, year, events, f"{top}/三会一课")
    for event in events:
        if event.kind == "支部党员大会":
            yield _assembly(event, hand, f"{top}/三会一课")
        elif event.kind == "党课" and event.number == 2:
            yield file_draft(write_lesson(event, hand), f"{top}/党课")
        elif event.kind == "主题党日" and event.number in (4, 11):
            yield file_draft(
                write_record(celebrate(event), hand),
                f"{top}/主题党日",
                None,
                ("html-gbk", "docx")[event.number > 4],
            )
        elif event.kind == "组织生活会":
            yield file_draft(write_review(event, hand), f"{top}/组织生活会")
            yield file_draft(write_talk(event, year % 7, hand), f"{top}/组织生活会/谈心谈话")
    yield _party_days([event for event in events if event.kind == "主题党日"], hand, f"{top}/主题党日")
    yield from _year(branch, year, top)
    if branch.copy == 0 and branch.number <= 6:
        yield from file_occasions(branch.number, year, lambda _draft: f"{top}/其他")


def _books(branch: Branch, year: int, events: list[Event], folder: str) -> Iterator[SampleFile]:
    """The committee's without page breaks; that of the first party group beside it."""
    hand = hand_of(branch, year)
    committee = [write_minutes(hold(event), hand) for event in events if event.kind == "支委会"]
    heading = f"{branch.name}支委会会议记录（{year}年）"
    yield file_draft(
        book(committee, heading, breaks=False), folder, heading, "txt-gbk" if year % 2 else "docx"
    )
    for group in range(1, branch.groups + 1):
        drafts = [write_minutes(hold(event), hand) for event in events if event.group == group]
        heading = f"第{'一二三'[group - 1]}党小组{year}年会议记录"
        yield file_draft(
            book(drafts, f"{branch.name}{heading}"), folder, heading, "rtf" if (year + group) % 2 else "docx"
        )


def _assembly(event: Event, hand: str, folder: str) -> SampleFile:
    draft, name = write_minutes(hold(event), hand), f"支部大会{event.day.month}月"
    if event.number == 4 and event.day.year % 2 == 0:
        return file_prepared(draft, folder, name, "doc" if event.day.year == 2020 else "wps")
    return file_draft(draft, folder, name, "rtf" if event.number == 1 else "docx")


def _party_days(events: list[Event], hand: str, folder: str) -> SampleFile:
    """The months without a file of their own, one after the other."""
    drafts = [write_record(celebrate(event), hand) for event in events if event.number not in (4, 11)]
    first = events[0]
    draft = book(drafts, f"{first.branch.name}{first.year}年主题党日台账", breaks=False)
    return file_draft(draft, folder, "主题党日台账")


def _year(branch: Branch, year: int, top: str) -> Iterator[SampleFile]:
    dues = write_dues(branch, year, "table")
    if year == 2021:
        yield file_prepared(dues, f"{top}/党费", f"党费{year}", "xls")
    else:
        yield file_draft(dues, f"{top}/党费", f"党费{year}", "xlsx")
    yield file_draft(write_summary(branch, year, hand_of(branch, year)), top)
    if year % 2 == 0:
        yield file_draft(write_plan(branch, year, hand_of(branch, year)), top)
        yield file_prepared(write_roster(branch, year, "table"), top, f"党员花名册{year}", "xls")
