"""Where records of meetings begin: labels (时间, 地点, 主持人, 记录人) close to one another, or a heading."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from ..dates import Moment, find_dates
from ..kinds import kind_in
from ..layout import Kind, is_organisation, kind_of
from ..paper import Line, Passage
from ..persons import names_in
from .labels import Stretch, stretches

_FIELDS = frozenset(
    {
        *("name", "type", "time", "place", "host", "recorder", "speaker"),
        *("expected", "present", "absent", "attending", "topics"),
    }
)
#: What may stand above the time: 会议名称, 类型, 主题.
_OPENING_FIELDS = frozenset({"name", "type", "topics"})
#: A label of these that comes again begins another record.
_REPEATING = frozenset({"name", "type", "time", "place", "host", "recorder"})
#: How many different labels make a head, how many characters it may span, how far its title may be.
_LEAST_FIELDS, _HEAD_SPAN, _TITLE_LINES = 3, 900, 3
#: Among so many records, one with the same labels is one too, even if nobody was counted.
_LEAST_ALIKE = 2
#: How many characters a record told in sentences has at least.
_LEAST_TOLD = 100
_TITLE = re.compile(
    r"(?:记录|纪要|纪实|会议?|大会|党课|党日|活动|会\([^)]{1,16}\))(?:表|本|簿)?(?:\([^)]{1,16}\))?$|第[一二三四五六七八九十\d]{1,3}次|^\d{4}年.{0,20}月"
)
_NOT_TITLE = re.compile(r"散会|休会|闭会|结束|[。;,:]|^附")
_HEADING = re.compile(r".{0,36}(?:会议[记纪]录|会议纪要|大会[记纪]录|会[记纪]录)(?:\([^)]{1,20}\))?")
_COUNT = re.compile(r"[\s:约共]*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[人名位]")
#: What only a record says of who was there; a plan's 参加人员 may list names too.
_CAME = re.compile(r"到|出席|出勤|实")
#: 主讲：王光豪　到课11人.
_HEARD = re.compile(r"(?<!应)(?:到课?|到会|听课)\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[人名]")


@dataclass(frozen=True, slots=True)
class Head:
    """Where a meeting begins (a line), its own day and kind, and its time as written."""

    line: int
    moment: Moment | None
    kind: str | None
    time: str


def labelled_heads(passage: Passage) -> Iterator[Head]:
    """Records that open with labels, from the title above them on."""
    labelled = stretches(passage, len(passage.text))
    opening = {_line_at(passage, s.label) for s in labelled if s.field in _OPENING_FIELDS}
    spans = [[s for s in group if s.label - group[0].label <= _HEAD_SPAN] for group in _groups(labelled)]
    spans = [span for span in spans if len(_of(span)) >= _LEAST_FIELDS and "time" in _of(span)]
    held = [_of(span) for span in spans if _of(span) & {"host", "recorder"} or _attended(passage, span)]
    alike = held if len(held) >= _LEAST_ALIKE else []
    for span in spans:
        if _of(span) & {"host", "recorder"} or _attended(passage, span) or _of(span) in alike:
            yield _head(passage, span, opening)


def _of(span: list[Stretch]) -> set[str]:
    """The fields that labels name; 会标（时间） names the meeting and its time."""
    timed = {"time" for stretch in span if _tells_time(stretch)}
    return {stretch.field for stretch in span} | timed


def _tells_time(stretch: Stretch) -> bool:
    return stretch.field == "time" or (stretch.field == "name" and "时间" in stretch.words)


def _attended(passage: Passage, span: list[Stretch]) -> bool:
    """Whether somebody counted or named who came: a plan's 时间, 地点 and 主题 make no record."""
    for stretch in span:
        told = passage.spaced(stretch.start, min(stretch.end, stretch.start + 40)).strip().split("\n")[0]
        if stretch.field == "present" and (
            _COUNT.match(told) or (_CAME.search(stretch.words) and names_in(told.split("\t")[0]))
        ):
            return True
        if stretch.field == "speaker" and _HEARD.search(told):
            return True
    return False


def _groups(labelled: list[Stretch]) -> Iterator[list[Stretch]]:
    """Labels in runs; a run ends where one of them comes again, a head of labels already behind it."""
    group: list[Stretch] = []
    for stretch in labelled:
        if stretch.field not in _FIELDS:
            continue
        again = stretch.field in _REPEATING and any(s.field == stretch.field for s in group)
        if again:
            yield group
            group = []
        group.append(stretch)
    if group:
        yield group


def _head(passage: Passage, span: list[Stretch], opening: Container[int]) -> Head:
    """``opening``: the lines of labels that may stand above the span, 活动主题 above 活动时间."""
    line = _line_at(passage, span[0].label)
    while line - 1 in opening:
        line -= 1
    first = with_title(passage, line)
    time = next(s for s in span if _tells_time(s))
    written = passage.text[time.start : min(time.end, time.start + 60)].strip().split("\n")[0]
    above = " ".join(item.text for item in passage.lines[first:line])
    named = " ".join(passage.text[s.start : s.end] for s in span if s.field in ("type", "name", "topics"))
    return Head(first, _day(written, above), kind_in(above) or kind_in(named), written)


def _line_at(passage: Passage, offset: int) -> int:
    return next(line.index for line in reversed(passage.lines) if line.start <= offset)


def with_title(passage: Passage, line: int) -> int:
    """The line that a record's title begins at, above the ``line`` that its head begins at."""
    first = line
    while first > 0 and line - first < _TITLE_LINES and _is_title(passage.lines[first - 1]):
        first -= 1
    return first


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


def titled_heads(passage: Passage) -> Iterator[Head]:
    """Records told in sentences, each under a heading of its own with a date, a number or a kind."""
    lines = [line for line in passage.lines if len(line.text) <= 44 and _HEADING.fullmatch(line.text)]
    ends = [*(line.start for line in lines), len(passage.text)][1:]
    for line, end in zip(lines, ends, strict=True):
        told = re.search(r"\d{1,2}月|第[一二三四五六七八九十\d]{1,3}次|[\u4e00-\u9fff]{2,}会", line.text)
        if told and end - line.end >= _LEAST_TOLD and not _NOT_TITLE.search(line.text):
            below = passage.text[line.end : line.end + 120]
            yield Head(line.index, _day(line.text, below), kind_in(line.text), line.text)
