"""The meeting that a description names by itself: whose, of which kind, on which day."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.documents import Description, FieldValue

from .numerals import number

_ELECTION = "换届选举"
KINDS_OF_MEETING = frozenset(
    [
        "支部党员大会",
        "支委会",
        "党小组会",
        "党课",
        "主题党日",
        "志愿服务",
        "红色教育",
        "政治生日",
        "组织生活会",
        "民主评议党员",
        "民主生活会",
        _ELECTION,
        "谈心谈话",
    ]
)
#: Held in one sitting: members are assessed in the meeting where they criticise each other.
HELD_WITH = {"民主评议党员": "组织生活会"}
#: Held at the turn of the year for the year before it.
_FOR_THE_YEAR_BEFORE = frozenset(("组织生活会", "民主生活会"))
_LAST_MONTH_FOR_IT = 3
#: Written before a meeting, of which they give a later day.
BEFORE = frozenset({"通知", "方案", "计划"})
#: The papers of a meeting in the order in which they come about: announced, held, recorded, reported.
ORDER = (
    *("通知", "方案", "计划", "请示", "批复", "签到表", "学习材料", "讲稿", "表决票", "会议记录", "会议纪要"),
    *("决议", "照片", "清单台账", "报告", "新闻简报", "心得体会", "总结"),
)
#: The length of a date known to the day.
DAY = len("2021-06-03")

_CHINESE = "[一二三四五六七八九十]{1,2}"
#: 第2党小组, 二小组, 党小组会3组; in 04党小组会 the number is that of a folder.
_GROUP = re.compile(
    rf"(?:第(\d{{1,2}}|{_CHINESE})|({_CHINESE}))(?:党|学习)?小组"
    rf"|党小组会?(?:议?记录)?[-—_（( ]?第?(\d{{1,2}}|{_CHINESE})组"
)


class EventKey(NamedTuple):
    """Branch, kind and day of a meeting. Groups of a branch meet on one day: ``党小组会（第2组）``."""

    branch: str
    kind: str
    day: str

    def __str__(self) -> str:
        return "|".join(self)

    @property
    def base(self) -> str:
        """The kind without the group."""
        return self.kind.partition("（")[0]

    @property
    def year(self) -> str:
        """The year that a paper dated only to the year gives for it: 2023年度民主评议 is held in 2024-01."""
        year, early = int(self.day[:4]), int(self.day[5:7]) <= _LAST_MONTH_FOR_IT
        return str(year - (self.base in _FOR_THE_YEAR_BEFORE and early))


def own_event(description: Description, place: str = "") -> str | None:
    """The key of the meeting that a description names by itself: its branch, kind and day; None for what
    is written before a meeting. ``place`` is the path, which may name the group that met."""
    branch, kind, day = description.value("branch"), event_kind(description, place), description.value("date")
    if not isinstance(branch, str) or kind is None or not isinstance(day, str) or len(day) < DAY:
        return None
    return None if description.value("role") in BEFORE else str(EventKey(branch, kind, day))


def place_in_event(role: str | None) -> int:
    """Where a paper of this role stands among those of its meeting."""
    return ORDER.index(role) if role in ORDER else len(ORDER)


def kind_named(description: Description) -> str | None:
    """The kind of meeting that a description names, as it names it; an election, though all members meet."""
    own, subject = description.meeting.get("type", FieldValue()).value, description.value("subcategory")
    if subject == _ELECTION:
        return _ELECTION
    return next((kind for kind in (own, subject) if kind in KINDS_OF_MEETING), None)


def event_kind(description: Description, place: str) -> str | None:
    """The kind of meeting as in a key: under one name what is held together, with its group."""
    kind = kind_named(description)
    if kind != "党小组会":
        return HELD_WITH.get(kind or "", kind)
    group = _group(str(description.value("title") or "")) or _group(
        "/".join([one for one in re.split("[/!]", place) if one][-3:])
    )
    return f"{kind}（第{group}组）" if group else kind


def _group(text: str) -> int | None:
    """The group that is named, if it is one only."""
    found = {number("".join(one)) for one in _GROUP.findall(text)} - {None}
    return found.pop() if len(found) == 1 else None
