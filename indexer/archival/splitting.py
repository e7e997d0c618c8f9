"""A year's minutes in one file, cut into its meetings.

A meeting begins where a record's head begins: a heading, and labels (时间, 地点, 主持人, 记录人) close
behind it. A meeting that is only mentioned, or listed on an agenda, has no head and begins nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.documents import Page

from .dates import Moment, find_dates
from .entries import entry_of
from .kinds import kind_in
from .layout import Kind, is_organisation, kind_of
from .minutes_labels import Stretch, stretches
from .paper import Line, Passage

_HEAD_FIELDS = frozenset(
    {
        "name",
        "type",
        "time",
        "place",
        "host",
        "recorder",
        "expected",
        "present",
        "absent",
        "attending",
        "topics",
    }
)
#: What may stand above the time: 会议名称, 类型, 主题.
_OPENING_FIELDS = frozenset({"name", "type", "topics"})
#: A label of these that comes again begins another record.
_REPEATING = frozenset({"name", "type", "time", "place", "host", "recorder"})
#: How many different labels make a head, how many characters it may span, how far its title may be.
_LEAST_FIELDS, _HEAD_SPAN, _TITLE_LINES = 3, 900, 3
_LEAST_TEXT = 80
_TITLE = re.compile(
    r"(?:记录|纪要|纪实|会议?|大会|党课|党日|活动|会\([^)]{1,16}\))(?:表|本|簿)?(?:\([^)]{1,16}\))?$|第[一二三四五六七八九十\d]{1,3}次|^\d{4}年.{0,20}月"
)
_NOT_TITLE = re.compile(r"散会|休会|闭会|结束|[。;,:]|^附")
#: What a notebook of meetings says of itself; how much an entry's notes must be.
_ABOUT_MEETINGS = re.compile(r"记录|记事|会议|支委|小组|党日|大会|例会")
_LEAST_NOTES = 8
#: Of what time a book of meetings is; how many days it must begin, how long the words of a day and an
#: opening are.
_BOOK = re.compile(r"记录|纪要|记事|纪实|台账")
_PERIOD = re.compile(r"半年|季度|全年|年度|\d{4}年|汇总|汇编|合订|[本簿册]|各次|历次")
_LEAST_PARAGRAPHS, _DAY_LENGTH, _OPENING = 3, 14, 40
_HEADING = re.compile(r".{0,36}(?:会议[记纪]录|会议纪要|大会[记纪]录|会[记纪]录)(?:\([^)]{1,20}\))?")
_DAY = re.compile(r"时间|日期|[\d一二三四五六七八九十][日号]|\d[-./]\d{1,2}[-./]\d")
_COUNT = re.compile(r"[\s:约共]*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[人名位]")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class MeetingPart:
    """One meeting of a longer file: its number from 1, what to call it, its pages, cut where it begins."""

    number: int
    label: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a meeting begins (a line), its own day and kind, and its time as written."""

    line: int
    moment: Moment | None
    kind: str | None
    time: str


def split_meetings(pages: Sequence[Page]) -> list[MeetingPart]:
    """The meetings of a year's minutes, in their order; an empty list where the pages hold one or none.

    Every word of the pages is in exactly one part; what stands before the first meeting is in the first.
    """
    if not _worth_a_look(pages):
        return []
    passage = Passage([(at, page.text) for at, page in enumerate(pages)])
    heads = _distinct(list(_labelled_heads(passage)))
    if len(heads) < 2:
        heads = _distinct(list(_titled_heads(passage)))
    if len(heads) < 2:
        heads = _distinct(_entries(passage))
    if len(heads) < 2:
        heads = _distinct(_dated_paragraphs(passage))
    if len(heads) < 2:
        return []
    starts = [0, *(passage.lines[head.line].start for head in heads[1:]), len(passage.text) + 1]
    return [
        MeetingPart(number, _label(head), _cut(pages, passage, start, end))
        for number, (head, (start, end)) in enumerate(zip(heads, pairwise(starts), strict=True), start=1)
    ]


def _worth_a_look(pages: Sequence[Page]) -> bool:
    text = "".join(page.text for page in pages)
    if len(text) < 2 * _LEAST_TEXT:
        return False
    squeezed = re.sub(r"[ \u3000]", "", text)
    return len(_DAY.findall(squeezed)) >= 2


def _labelled_heads(passage: Passage) -> Iterator[_Head]:
    labelled = stretches(passage, len(passage.text))
    opening = {_line_at(passage, s.label) for s in labelled if s.field in _OPENING_FIELDS}
    for group in _groups(labelled):
        span = [s for s in group if s.label - group[0].label <= _HEAD_SPAN]
        fields = {s.field for s in span}
        held = fields & {"host", "recorder"} or _counted(passage, span)
        if len(fields) >= _LEAST_FIELDS and "time" in fields and held:
            yield _head(passage, span, opening)


def _counted(passage: Passage, span: list[Stretch]) -> bool:
    """Whether somebody counted who came: a plan's 时间, 地点 and 主题 make no record."""
    told = (passage.text[s.start : s.start + 20] for s in span if s.field == "present")
    return any(_COUNT.match(text) for text in told)


def _groups(labelled: list[Stretch]) -> Iterator[list[Stretch]]:
    """Labels in runs; a run ends where one of them comes again, a head of labels already behind it."""
    group: list[Stretch] = []
    for stretch in labelled:
        if stretch.field not in _HEAD_FIELDS:
            continue
        again = stretch.field in _REPEATING and any(s.field == stretch.field for s in group)
        if again:
            yield group
            group = []
        group.append(stretch)
    if group:
        yield group


def _head(passage: Passage, span: list[Stretch], opening: Container[int]) -> _Head:
    """``opening``: the lines of labels that may stand above the span, 活动主题 above 活动时间."""
    line = _line_at(passage, span[0].label)
    while line - 1 in opening:
        line -= 1
    first = line
    while first > 0 and line - first < _TITLE_LINES and _is_title(passage.lines[first - 1]):
        first -= 1
    time = next(s for s in span if s.field == "time")
    written = passage.text[time.start : min(time.end, time.start + 60)].strip().split("\n")[0]
    above = " ".join(item.text for item in passage.lines[first:line])
    named = " ".join(passage.text[s.start : s.end] for s in span if s.field in ("type", "name", "topics"))
    return _Head(first, _day(written, above), kind_in(above) or kind_in(named), written)


def _line_at(passage: Passage, offset: int) -> int:
    return next(line.index for line in reversed(passage.lines) if line.start <= offset)


def _is_title(line: Line) -> bool:
    text = line.text
    if len(text) > 44 or _NOT_TITLE.search(text):
        return False
    kind = kind_of(text)
    if kind in (Kind.FURNITURE, Kind.DATE):
        return True
    return bool(_TITLE.search(text)) or is_organisation(text)


def _day(written: str, above: str) -> Moment | None:
    moments = [*find_dates(written), *find_dates(above)]
    days = [m for m in moments if m.day is not None]
    year = next((m.year for m in moments if m.year), None)
    best = next(iter(days), next(iter(moments), None))
    return best.in_year(year) if best is not None and best.year is None and year else best


def _titled_heads(passage: Passage) -> Iterator[_Head]:
    """Records told in sentences, each under a heading of its own with a date, a number or a kind."""
    lines = [line for line in passage.lines if len(line.text) <= 44 and _HEADING.fullmatch(line.text)]
    ends = [*(line.start for line in lines), len(passage.text)][1:]
    for line, end in zip(lines, ends, strict=True):
        told = re.search(r"\d{1,2}月|第[一二三四五六七八九十\d]{1,3}次|[\u4e00-\u9fff]{2,}会", line.text)
        if told and end - line.end >= 100 and not _NOT_TITLE.search(line.text):
            below = passage.text[line.end : line.end + 120]
            yield _Head(line.index, _day(line.text, below), kind_in(line.text), line.text)


def _entries(passage: Passage) -> list[_Head]:
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
    year = next((moment.year for moment in find_dates(told) if moment.year), None)
    return [
        _Head(
            entry.line.index,
            entry.moment.in_year(year) if entry.moment.year is None and year else entry.moment,
            entry.kind or kind,
            entry.line.text,
        )
        for entry in noted
    ]


def _dated_paragraphs(passage: Passage) -> list[_Head]:
    """一月九日，支委会，老干部活动室。到会…: paragraphs of a book of meetings, each begun by its day, later
    and later."""
    told = passage.lines[0].text if passage.lines else ""
    if not (_BOOK.search(told) and _PERIOD.search(told)):
        return []
    begun = [(line, next(iter(find_dates(line.text[:_DAY_LENGTH])), None)) for line in passage.lines]
    days = [
        (line, m)
        for line, m in begun
        if m is not None and m.day is not None and not line.text[: m.start].strip("[(")
    ]
    order = [(m.year or 0, m.month or 0, m.day or 0) for _, m in days]
    if len(days) < _LEAST_PARAGRAPHS or any(a >= b for a, b in pairwise(order)):
        return []
    year = next((moment.year for moment in find_dates(told) if moment.year), None)
    kind = kind_in(told)
    return [
        _Head(
            line.index,
            m.in_year(year) if m.year is None and year else m,
            kind_in(line.text[:_OPENING]) or kind,
            line.text[:_OPENING],
        )
        for line, m in days
    ]


def _distinct(heads: list[_Head]) -> list[_Head]:
    """Heads of different meetings: the same hour of the same day and kind again is the same meeting."""
    kept: list[_Head] = []
    for head in heads:
        if kept and _same(kept[-1], head):
            continue
        kept.append(head)
    return kept


def _same(a: _Head, b: _Head) -> bool:
    return a.time == b.time and (a.kind == b.kind or a.kind is None or b.kind is None)


def _label(head: _Head) -> str:
    kind = head.kind or "会议"
    moment = head.moment
    if moment is None or moment.month is None:
        return kind
    year = f"{moment.year}年" if moment.year else ""
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
