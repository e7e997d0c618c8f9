"""Where the meetings of a file begin that has them under headings of one form: 第1次, 一月（1月8日）,
■ 9.11 支委会, 一、支委会, 上午 党员大会."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..dates import Moment, find_dates
from ..kinds import kind_in
from ..paper import Line, Passage
from .heads import Head

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_MEETING = r"(?:支委会|支部委员会|大会|小组会|生活会|党课|党日|座谈会|民主评议|学习会|会议|会)"
#: The forms, each by what such headings begin with, and whether a kind of meeting must stand there too.
_FORMS = (
    (re.compile(rf"[\[【(]?第\s?(?:\d{{1,2}}|{_NUMERAL})次"), False),
    (re.compile(rf"(?:\d{{1,2}}|{_NUMERAL})月份?\s?[(:]"), False),
    (re.compile(r"[■●◆▲★◎○□※▪•*#-]{1,3}\s?\d{1,2}[./月-]\d{1,2}"), True),
    (re.compile(rf"(?:{_NUMERAL}、|\({_NUMERAL}\)|\d{{1,2}}[.、])(?=.{{0,10}}{_MEETING}.{{0,6}}$)"), True),
    (re.compile(r"(?:上午|下午|晚上|中午|晚间)\s?(?=.{0,12}" + _MEETING + r".{0,4}$)"), True),
)
#: How long headings are; how far below one its day and what was recorded of it stand.
_LONGEST, _BELOW, _DAY_BELOW = 70, 240, 60
#: What the file says of itself, and what says that nothing has been held yet.
_RECORDS = re.compile(r"记录|纪要|纪实|会议|两会|两次会|合集|汇编|大会|支委会|党课|党日")
_NO_RECORDS = re.compile(
    r"计划|安排|方案|通知|要点|总结|制度|办法|规定|细则|议程|报告|考核|清单|目录|述职|自查|须知|流程"
)
_HELD = re.compile(
    r"主持|[记纪]录|[^\W\d]记[))]|到会|应到|实到|参加[:：]|出席|列席|缺席|请假|都在|全到|都到|到场|\d人|[\u4e00-\u9fff]、[\u4e00-\u9fff]{2,3}(?:到会|在场)"
)
_SHORT_DAY = re.compile(r"\W{0,4}(\d{1,2})[./-](\d{1,2})(?!\d)")
_HOUR = re.compile(r"\d{1,2}(?:[:：]\d{2}|时|点)")


def section_heads(passage: Passage) -> list[Head]:
    """The meetings under headings of the first form that two and more of the file's have; none in a plan or
    a paper of other matters."""
    cover = passage.lines[0].text if passage.lines else ""
    if not _RECORDS.search(cover) or _NO_RECORDS.search(cover):
        return []
    for form, needs_kind in _FORMS:
        lines = [line for line in passage.lines[1:] if len(line.text) <= _LONGEST and form.match(line.text)]
        heads = list(_held(passage, lines, cover, needs_kind=needs_kind))
        if len(heads) >= 2 and len(heads) == len(lines):
            return heads
    return []


def _held(passage: Passage, lines: Sequence[Line], cover: str, *, needs_kind: bool) -> Iterator[Head]:
    """The headings under which a meeting is recorded: on a day, by who was there."""
    day_of_all = next((m for m in find_dates(cover) if m.day is not None), None)
    year = next((m.year for m in find_dates(cover) if m.year), None)
    ends = [*(line.start for line in lines), len(passage.text)][1:]
    last = day_of_all
    for line, end in zip(lines, ends, strict=True):
        body = passage.text[line.start : min(end, line.end + _BELOW)]
        near = passage.text[line.start : min(end, line.end + _DAY_BELOW)]
        moment = _short_day(line.text) or next((m for m in find_dates(near) if m.day is not None), None)
        if moment is None and _HOUR.search(near):
            moment = last
        kind = kind_in(line.text)
        if moment is None or not _HELD.search(body) or (needs_kind and kind is None):
            continue
        dated = moment.in_year(year) if moment.year is None and year else moment
        last = dated
        yield Head(line.index, dated, kind or kind_in(cover), line.text)


def _short_day(text: str) -> Moment | None:
    """The day that a heading begins with: ■ 9.11 支委会."""
    found = _SHORT_DAY.match(text)
    if found is None or not (1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= 31):
        return None
    return Moment(None, int(found[1]), int(found[2]), found.start(1), found.end(2))
