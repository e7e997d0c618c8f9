"""One folder with everything in it, long names with versions; a branch without a committee."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import Event, events_of
from indexer.sample.filing import SampleFile, compact, file_draft, file_prepared
from indexer.sample.habits.hands import hand_of
from indexer.sample.habits.occasions import file_occasions
from indexer.sample.kinds.activities import celebrate, write_plan, write_record
from indexer.sample.kinds.lessons import write_lesson
from indexer.sample.kinds.minutes import write_minutes
from indexer.sample.kinds.review import write_rating, write_review
from indexer.sample.kinds.yearly import write_dues, write_summary
from indexer.sample.meetings import hold
from indexer.sample.unit import Branch

VERSIONS = ("", "(最终版)", "-定稿", "（打印版）", "(2)", "改3")


def keep(branch: Branch, year: int) -> Iterator[SampleFile]:
    top = f"{branch.short}党建资料"
    for event in events_of(branch, year):
        yield from _event(event, top)
    dues, summary = write_dues(branch, year, "sloppy"), write_summary(branch, year, hand_of(branch, year))
    if year == 2022:
        yield file_prepared(dues, top, f"{branch.short}{year}党费", "et")
    else:
        yield file_draft(dues, top, f"{branch.short}{year}党费", "xlsx")
    name = f"{branch.short}{year}年总结{VERSIONS[year % 6]}"
    yield file_prepared(summary, top, name, "wps") if year == 2020 else file_draft(summary, top, name)
    if branch.copy == 0 and branch.number <= 6:
        yield from file_occasions(branch.number, year, lambda _draft: top)


def _event(event: Event, top: str) -> Iterator[SampleFile]:
    branch, year, hand = event.branch, event.day.year, hand_of(event.branch, event.day.year)
    version = VERSIONS[(event.number + year) % len(VERSIONS)]
    if event.kind == "支部党员大会":
        name = f"{year}年{branch.short}党员大会会议记录{version}{compact(event.day)}"
        yield file_draft(
            write_minutes(hold(event), hand), top, name, ("docx", "txt", "docx", "html")[event.number - 1]
        )
    elif event.kind == "主题党日" and event.number == 1:
        name = f"{year % 100}年{event.day.month}月{branch.short}主题党日活动{version}"
        yield file_draft(write_record(celebrate(event), hand), top, name)
    elif event.kind == "主题党日" and event.number == 9:
        name = f"{compact(event.day)}主题党日安排{version}"
        yield file_draft(write_plan(celebrate(event), hand), top, name, "txt-gbk")
    elif event.kind == "党课" and event.number == 4:
        yield file_draft(write_lesson(event, hand), top, f"{year}{branch.short}书记党课讲稿{version}")
    elif event.kind == "组织生活会":
        yield file_draft(
            write_review(event, hand), top, f"{event.year}年度{branch.short}组织生活会记录{version}"
        )
        yield file_draft(
            write_rating(event, hand), top, f"{event.year}年度{branch.short}民主评议票数统计", "xlsx"
        )
