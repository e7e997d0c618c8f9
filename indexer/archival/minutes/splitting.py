"""A year's minutes in one file, cut into its meetings.

A meeting begins where a record's head begins: a heading, and labels (时间, 地点, 主持人, 记录人) close
behind it; in a notebook, where a day opens a line; in a table of meetings, with each row. A meeting that is
only mentioned, or listed on an agenda, has no head and begins nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.documents import Page

from ..dates import find_dates
from ..kinds import kind_in
from ..paper import Passage
from .day_openings import dated_paragraphs, entries, rows
from .heads import Head, labelled_heads, titled_heads
from .section_heads import section_heads

_LEAST_TEXT = 40
_DAY = re.compile(r"时间|日期|[\d一二三四五六七八九十][日号]|\d[-./]\d{1,2}[-./]\d|(?<!\d)20\d{6}(?!\d)")
#: ■ 9.11 支委会.
_SHORT_DAY = re.compile(r"^\W{1,4}\d{1,2}[./]\d{1,2}(?!\d)", re.MULTILINE)
_HOUR = re.compile(r"\d{1,2}(?:[:：]\d{2}|[时点])")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class MeetingPart:
    """One meeting of a longer file: its number from 1, what to call it, its pages, cut where it begins."""

    number: int
    label: str
    pages: tuple[Page, ...]


def split_meetings(pages: Sequence[Page]) -> list[MeetingPart]:
    """The meetings of a year's minutes, in their order; an empty list where the pages hold one or none.

    Every word of the pages is in exactly one part; what stands before the first meeting is in the first.
    """
    if not _worth_a_look(pages):
        return []
    passage = Passage([(at, page.text) for at, page in enumerate(pages)])
    heads = _heads(passage)
    if len(heads) < 2:
        return []
    cover = passage.lines[0].text
    kind, year = kind_in(cover) or "会议", next((m.year for m in find_dates(cover) if m.year), None)
    starts = [0, *(passage.lines[head.line].start for head in heads[1:]), len(passage.text) + 1]
    return [
        MeetingPart(number, _label(head, kind, year), _cut(pages, passage, start, end))
        for number, (head, (start, end)) in enumerate(zip(heads, pairwise(starts), strict=True), start=1)
    ]


def _worth_a_look(pages: Sequence[Page]) -> bool:
    text = "".join(page.text for page in pages)
    if len(text) < 2 * _LEAST_TEXT:
        return False
    squeezed = re.sub(r"[ \u3000]", "", text)
    return sum(len(told.findall(squeezed)) for told in (_DAY, _HOUR, _SHORT_DAY)) >= 2


def _heads(passage: Passage) -> list[Head]:
    """The heads that the surest way finds; where days open more records than those, and none of them two,
    the days."""
    labelled, by_day = _distinct(labelled_heads(passage)), _distinct(dated_paragraphs(passage))
    if len(labelled) < 2 and len(tabled := _distinct(rows(passage))) >= 2:
        return tabled
    if len(labelled) == 1 and by_day and not section_heads(passage) and labelled[0].line < by_day[0].line:
        return []  # one meeting's record, and days that it speaks of
    heads = labelled
    for find in (titled_heads, entries):
        if len(heads) < 2:
            heads = _distinct(find(passage))
    sections = _distinct(section_heads(passage))
    if len(sections) > len(heads) and _each_in_its_own(heads, sections):
        heads = sections
    refines = len(heads) < 2 or _each_in_its_own(heads, by_day)
    return by_day if len(by_day) > max(1, len(heads)) and refines else heads


def _each_in_its_own(heads: Sequence[Head], others: Sequence[Head]) -> bool:
    """Whether no two heads lie between the same two of the others."""
    places = [sum(other.line <= head.line for other in others) for head in heads]
    return len(set(places)) == len(places)


def _distinct(heads: Iterable[Head]) -> list[Head]:
    """Heads of different meetings: the same hour of the same day and kind again is the same meeting."""
    kept: list[Head] = []
    for head in heads:
        if kept and _same(kept[-1], head):
            continue
        kept.append(head)
    return kept


def _same(a: Head, b: Head) -> bool:
    return a.time == b.time and (a.kind == b.kind or a.kind is None or b.kind is None)


def _label(head: Head, of_book: str, year_of_book: int | None) -> str:
    kind = head.kind or of_book
    moment = head.moment
    if moment is None or moment.month is None:
        return kind
    year = f"{moment.year or year_of_book}年" if moment.year or year_of_book else ""
    day = f"{moment.day}日" if moment.day else ""
    return f"{year}{moment.month}月{day}{kind}"


def _cut(pages: Sequence[Page], passage: Passage, start: int, end: int) -> tuple[Page, ...]:
    """The pages' own words between two line starts of the passage, with the lines read from pictures."""
    parts: list[Page] = []
    offsets = [*passage.starts, len(passage.text) + 1]
    for page, (offset, after) in zip(pages, pairwise(offsets), strict=True):
        if start >= after or end <= offset:
            continue
        first = _raw_offset(page.text, passage.text, offset, start) if start > offset else 0
        last = _raw_offset(page.text, passage.text, offset, end) if end < after else len(page.text)
        if page.text[first:last].strip():
            parts.append(_slice(page, first, last))
    return tuple(parts)


def _raw_offset(raw: str, text: str, page_start: int, offset: int) -> int:
    """Where the line that begins at ``offset`` of the squeezed text begins in the page as it stands."""
    breaks = text.count("\n", page_start, offset)
    at = 0
    for _ in range(breaks):
        found = _LINE_BREAK.search(raw, at)
        if found is None:
            return len(raw)
        at = found.end()
    return at


def _slice(page: Page, first: int, last: int) -> Page:
    boxes = tuple(
        replace(box, start=box.start - first, end=box.end - first)
        for box in page.boxes
        if box.start >= first and box.end <= last
    )
    return replace(page, text=page.text[first:last], boxes=boxes)
