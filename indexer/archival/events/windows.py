"""How long before or after its meeting a paper is written, and whether it is known by its folder only."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from .keys import DAY, ELECTION, REVIEW, EventKey

_MONTH = len("2021-06")
_NAMED = 60


@dataclass(frozen=True, slots=True)
class Window:
    """A paper may be dated so many days before and after its meeting. One that is ``at_hand`` belongs to a
    meeting only where it lies beside other papers of it."""

    before: int = 0
    after: int = 0
    at_hand: bool = True


#: By role: notices and plans come before a meeting, news and reports after it.
_WINDOWS = {
    "通知": Window(before=15, at_hand=False),
    "方案": Window(before=30, at_hand=False),
    "新闻简报": Window(after=15, at_hand=False),
    "报告": Window(after=15, at_hand=False),
    "签到表": Window(at_hand=False),
    "会议记录": Window(at_hand=False),
    "会议纪要": Window(at_hand=False),
    "讲稿": Window(before=10, after=3, at_hand=False),
    "表决票": Window(at_hand=False),
    "决议": Window(at_hand=False),
    "照片": Window(at_hand=False),
    "报表": Window(after=7, at_hand=False),
    "计划": Window(before=15),
    "名册": Window(before=15, after=7),
    "学习材料": Window(before=15, after=7),
    "总结": Window(after=15),
    "清单台账": Window(after=30),
    "心得体会": Window(after=30),
}
_OTHERS = Window(after=15)
#: Held once in a year or in three years: whatever is written for it is of that one.
_RARE = {
    REVIEW: Window(before=30, after=60, at_hand=False),
    ELECTION: Window(before=120, after=30, at_hand=False),
}


#: A paper that names no kind of meeting lies beside those of one and bears its day, or none.
_NAMELESS = Window()


def window(role: str | None, kind: str | None) -> Window:
    """The window of a paper of this role that names this kind of meeting, or none."""
    if kind is None:
        return _NAMELESS
    return _RARE.get(kind) or _WINDOWS.get(role or "", _OTHERS)


@cache
def wide(usual: Window) -> Window:
    """The window of a paper that names the day of its meeting: it may be written long before it or after
    it, as its role has it."""
    before, after = (days and max(days, _NAMED) for days in (usual.before, usual.after))
    return replace(usual, before=before, after=after)


def is_rare(kind: str) -> bool:
    """Whether whatever is written for a meeting of this kind is of the only one around."""
    return kind in _RARE


def distance(told: str, key: EventKey, allowed: Window) -> int | None:
    """Days between what a paper is dated (day, month or year) and its meeting, 0 where it is no more exact;
    None where the paper is not of the meeting."""
    if len(told) < _MONTH:
        return 0 if told in (key.year, key.day[:4]) else None
    day, (first, last) = date.fromisoformat(key.day), _span(told)
    if last < day - timedelta(allowed.before) or first > day + timedelta(allowed.after):
        return None
    return abs((first - day).days) if len(told) == DAY else 0


def _span(told: str) -> tuple[date, date]:
    if len(told) >= DAY:
        return date.fromisoformat(told), date.fromisoformat(told)
    year, month = int(told[:4]), int(told[5:7])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
