"""Where the meetings of a book begin that open with their day: entries, paragraphs, a table's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..dates import Moment, find_dates
from ..kinds import kind_in
from ..paper import Line, Passage
from .entries import day_that_opens, entry_of
from .heads import Head, with_title

#: What a notebook of meetings says of itself; how much an entry's notes must be.
_ABOUT_MEETINGS = re.compile(r"记录|记事|会议|支委|小组|党日|大会|例会")
_LEAST_NOTES = 8
#: What a book of meetings is called and of what time it is; how many days it must begin, how long an
#: opening is.
_BOOK = re.compile(r"(?<!大事)(?:记录|纪要|(?<!大)记事|纪实|台账)")
_OTHER_BOOK = re.compile(r"值班|值守|巡[查逻]|谈话|谈心|考察|走访|慰问|工作日志|台班")
_PERIOD = re.compile(r"半年|季度|全年|年度|\d{4}年|汇总|汇编|合订|[本簿册]|各次|历次")
_LEAST_PARAGRAPHS, _LEAST_HELD, _OPENING = 3, 2, 40
#: How many of the days that open lines must open records: all but one in four.
_SHARE = 0.75
#: What the opening of a record says: who presided, wrote, came or stayed away.
_HELD = re.compile(
    r"主持|召集|[记纪]录|(?<![\u4e00-\u9fff])[记到缺][\s:]|到会|到课|到齐|[应实]到|出席|列席|缺席|请假|参会|"
    r"(?<![\u4e00-\u9fff])到\s?[\d一二三四五六七八九十]{1,3}\s?人"
)
#: Columns of a table that has a meeting a row: its day, who was there, what it was about; what plans,
#: lists and statistics call themselves.
_DAY_COLUMN = re.compile(r"(?:会议|活动|召开|开会)?(?:日期|时间)")
_CAME_COLUMN = re.compile(
    r"(?:实际?|应)?(?:到会?|出席|参会|参加|参加人|与会)(?:人数|人员|情况)?|记录人?|缺席.{0,4}|请假.{0,4}"
)
_MATTER_COLUMN = re.compile(r".{0,4}(?:内容|议题|决议|议定|记录|摘要|情况|事项|要点)")
_ROWS_OF = re.compile(r"会议|[记纪]录|开会|支委会|党员大会|小组会")
_NO_RECORDS = re.compile(
    r"安排|计划|方案|统计|台账|一览|目录|清单|登记|预告|通知|值守|值班|谈话|谈心|考察|走访"
)


def entries(passage: Passage) -> list[Head]:
    """A notebook's entries, each opened by a day and followed by its notes; a list of days is none."""
    found = [entry for entry in (entry_of(passage, line) for line in passage.lines) if entry is not None]
    ends = [*(entry.line.index for entry in found), len(passage.lines)][1:]
    noted = [
        entry
        for entry, end in zip(found, ends, strict=True)
        if sum(len(line.text) for line in passage.lines[entry.line.index + 1 : end]) >= _LEAST_NOTES
    ]
    told = " ".join(line.text for line in passage.lines[:2])
    kind = kind_in(told)
    speaking = _ABOUT_MEETINGS.search(told) or sum(entry.kind is not None for entry in noted) * 2 > len(noted)
    if len(noted) < max(2, len(found) - 1) or not speaking:
        return []
    year = _year_of(told)
    return [
        Head(entry.line.index, _in(entry.moment, year), entry.kind or kind, entry.line.text)
        for entry in noted
    ]


def dated_paragraphs(passage: Passage) -> list[Head]:
    """一月九日，支委会，老干部活动室。到会…: paragraphs of a book of meetings, each begun by its day, later
    and later; those of a book that names no period must say who presided, wrote or came."""
    told = passage.lines[0].text if passage.lines else ""
    if not _BOOK.search(told) or _OTHER_BOOK.search(told):
        return []
    lines = [line for line in passage.lines[1:] if "\t" not in line.text.strip()]
    days = [(line, m) for line in lines if (m := day_that_opens(line.text)) is not None]
    held = [line for line, _ in days if _HELD.search(passage.spaced(line.start, line.end)[: 2 * _OPENING])]
    book = len(days) >= _LEAST_PARAGRAPHS and _PERIOD.search(told)
    if not book and len(held) < max(_LEAST_HELD, _SHARE * len(days)):
        return []
    if not _later_and_later([moment for _, moment in days]):
        return []
    kind, year = kind_in(told), _year_of(told)
    return [
        Head(
            with_title(passage, line.index), _in(m, year), _kind(passage, line) or kind, line.text[:_OPENING]
        )
        for line, m in days
    ]


def _kind(passage: Passage, line: Line) -> str | None:
    """The kind that a record's opening names, or the heading above it."""
    above = " ".join(
        item.text for item in passage.lines[max(1, with_title(passage, line.index)) : line.index]
    )
    return kind_in(line.text[:_OPENING]) or kind_in(above)


def rows(passage: Passage) -> list[Head]:
    """The rows of a table that has a meeting a row, under a heading that says so: its day, who came, what
    was dealt with."""
    told = " ".join(line.text for line in passage.lines[:2] if "\t" not in line.text.strip())
    if not _ROWS_OF.search(told) or _NO_RECORDS.search(told):
        return []
    for at, line in enumerate(passage.lines[:6]):
        cells = line.text.split("\t")
        day = next((i for i, cell in enumerate(cells) if _DAY_COLUMN.fullmatch(cell.strip())), None)
        if day is not None and _any(_CAME_COLUMN, cells) and _any(_MATTER_COLUMN, cells):
            return _rows(passage.lines[at + 1 :], day, kind_in(told), _year_of(told))
    return []


def _rows(lines: Sequence[Line], day: int, kind: str | None, year: int | None) -> list[Head]:
    found: list[Head] = []
    for line in lines:
        cells = line.text.split("\t")
        moment = next(iter(find_dates(cells[day])), None) if day < len(cells) else None
        if moment is not None and moment.day is not None:
            found.append(Head(line.index, _in(moment, year), kind_in(line.text) or kind, line.text))
    return found


def _any(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    return any(pattern.fullmatch(cell.strip()) for cell in cells)


def _later_and_later(moments: Sequence[Moment]) -> bool:
    order = [(m.year or 0, m.month or 0, m.day or 0) for m in moments]
    return all(a < b for a, b in pairwise(order))


def _year_of(told: str) -> int | None:
    return next((moment.year for moment in find_dates(told) if moment.year), None)


def _in(moment: Moment, year: int | None) -> Moment:
    return moment.in_year(year) if moment.year is None and year else moment
