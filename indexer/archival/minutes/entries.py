"""Entries of a notebook: a line that begins with a day, and with little else, opens a meeting's notes.

2021年1月8日　支委会　村部 · 第一次（2月24日） · 23年2月14日 中午 ICU休息间 · 2023-10-12（四）21:00 党员之家
②支委会 2022年4月15日 老兵之家
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..dates import Moment, find_dates, possible
from ..kinds import kind_in
from ..paper import Line, Passage

#: What may stand before the day: a number, a kind of meeting, a bracket.
_TURN = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}次(?:大会|会议?)?|[①-⑳]|[(]?[一二三四五六七八九十\d]{1,3}[)、]|\d{1,2}\.(?!\d))?"
    r"(?:支委会|支部委员会|(?:支部)?党员大会|支部大会|党课|主题党日|党小组会|组织生活会)?[(\[:]?\s?"
)
_HOUR = (
    r"(?:凌晨|早上?|上午|中午|下午|傍晚|晚上?|夜里?|全天|\d{1,2}\s?[:点时]\s?\d{0,2}分?半?|"
    r"[一二三四五六七八九十]{1,3}[点时](?:半|整|[一二三四五六七八九十]{1,3}分)?|[(]?(?:星期|周)?[一二三四五六日天][)]|"
    r"(?:星期|周)[一二三四五六日天]|[\s,~至到-])"
)
#: The hour and weekday that follow a day.
LEADING_HOUR = re.compile(rf"^(?:{_HOUR})+")
#: What ends like a place where people meet.
_PLACE = re.compile(
    r".{1,15}(?:[室厅楼馆部站家场园村院校所处间队厂社堂区店课组房桥旁边内里上角巷屋山圃亭船点舍台棚摊坝堤岸铺库坡塘湖廊]|中心|基地|会议|微信群|小学|中学"
    r"|大学|[A-Za-z]?\d{2,4}(?:[号房]|室)?)(?:\([^()]{1,12}\))?|(?:线上|网上|视频|微信群|腾讯会议|钉钉)(?:视频|会议|群|开会)?"
)
#: 1.1月10日: a number before a day in figures.
_NUMBER = re.compile(r"\d{1,2}[.、](?=\d{1,2}月)")
#: 6/22晚8:30, 7.7下午: a day in figures before its hour; 6月28 党日: one without 日.
_SHORT_DAY = re.compile(
    rf"(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])(?![\d./])\s?(?={_HOUR}|[(,])"
    r"|(?P<m2>1[0-2]|0?[1-9])月(?P<d2>3[01]|[12]\d|0?[1-9])"
    r"(?=[\u4e00-\u9fff,( ])(?![日号人个名元份户年家条点天岁至到次])"
)
_SENTENCE = re.compile(r"[。;!?:\t《]|,.{14,}")
#: 1999年12月25日　第十三次会议通过: what is told under a rule's title.
_OF_A_RULE = re.compile(r"(?:通过|修正|修订|公布|施行|批准|发布|实施|废止|印发|制定)[)\]]?$")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """The opening line of a meeting's notes: its day (perhaps without year), kind and place."""

    line: Line
    moment: Moment
    kind: str | None
    place: str | None


def entry_of(passage: Passage, line: Line) -> Entry | None:
    """The entry that a line opens; None where it is a sentence, a heading without a day, or a bare date."""
    text = line.text
    if len(text) > _LONGEST or _SENTENCE.search(re.sub(r"\d{1,2}:\d{2}", "", text)):
        return None
    if _OF_A_RULE.search(text):
        return None
    moment = day_that_opens(text)
    if moment is None:
        return None
    rest_at = moment.end + (1 if text[moment.end : moment.end + 1] in ("]", ")") else 0)
    hour = LEADING_HOUR.match(text[rest_at:])
    rest_at += hour.end() if hour else 0
    kind, place = _kind_and_place(passage, line, rest_at)
    return Entry(line, moment, kind_in(text[: moment.start]) or kind, place)


def entry_among(passage: Passage, lines: Iterable[Line]) -> Entry | None:
    """The first entry that one of the lines opens."""
    return next((entry for line in lines if (entry := entry_of(passage, line)) is not None), None)


def day_that_opens(text: str) -> Moment | None:
    """The day that a line begins with, perhaps behind a number, a kind of meeting or a bracket."""
    turn = _TURN.match(text)
    begin = turn.end() if turn else 0
    short = _SHORT_DAY.match(text, begin)
    month, day = (int(short["m"] or short["m2"]), int(short["d"] or short["d2"])) if short else (0, 0)
    if short is not None and possible(2000, month, day):
        return Moment(None, month, day, short.start(), short.end())
    number = _NUMBER.match(text)
    at = number.end() if number else 0
    moment = next(iter(find_dates(text[at:])), None)
    if moment is None or moment.day is None or at + moment.start > max(begin, at):
        return None
    return replace(moment, start=at + moment.start, end=at + moment.end)


def _kind_and_place(passage: Passage, line: Line, at: int) -> tuple[str | None, str | None]:
    kind = place = None
    for piece in re.split(r"[\s,]+", passage.spaced(line.start + at, line.end).strip()):
        named = kind_in(piece)
        if named is not None:
            kind = kind or named
        elif place is None and is_place(piece):
            place = piece.removeprefix("在").removeprefix("地点")
    return kind, place


def is_place(words: str) -> bool:
    """Whether plain words end like a place where people meet: 村部, 学院楼B204, 组长家."""
    return _PLACE.fullmatch(words) is not None and LEADING_HOUR.fullmatch(words) is None
