"""The meeting that a description names by itself: whose, of which kind, on which day."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.documents import Description, FieldValue

from ..kinds import kind_in
from ..numerals import number

ELECTION = "换届选举"
GENERAL, COMMITTEE, GROUP, REVIEW, PARTY_DAY = "支部党员大会", "支委会", "党小组会", "组织生活会", "主题党日"
#: What a branch does together beside its meetings; the plans of whole campaigns go by the same names.
STUDIES = frozenset(("理论学习", "集中教育", "警示教育", "结对共建"))
KINDS_OF_MEETING = frozenset(
    [
        GENERAL,
        COMMITTEE,
        GROUP,
        "党课",
        PARTY_DAY,
        "志愿服务",
        "红色教育",
        "政治生日",
        REVIEW,
        "民主评议党员",
        "民主生活会",
        ELECTION,
        *STUDIES,
    ]
)
#: Held in one sitting: members are assessed in the meeting where they criticise each other. What a branch
#: does on its Party day goes by several names: its notice says 志愿服务, its sign-in sheet 主题党日.
HELD_WITH = {"民主评议党员": REVIEW} | dict.fromkeys(("志愿服务", "红色教育", "政治生日"), PARTY_DAY)
#: Held at the turn of the year for the year before it.
_FOR_THE_YEAR_BEFORE = frozenset((REVIEW, "民主生活会"))
_LAST_MONTH_FOR_IT = 3
MINUTES = frozenset({"会议记录", "会议纪要"})
#: Papers that come about at a meeting and bear its day; others are written before it or afterwards.
OF_THE_DAY = MINUTES | {"签到表", "表决票", "决议", "照片"}
#: The papers of a meeting in the order in which they come about: asked for, announced, held, recorded, told.
ORDER = (
    *("请示", "批复", "通知", "方案", "计划", "名册", "制度", "学习材料", "签到表", "讲稿", "表决票"),
    *("会议记录", "会议纪要", "决议", "报表", "照片", "清单台账", "报告", "新闻简报", "心得体会", "总结"),
)
_FIRST_HELD, _LAST_HELD = "签到表", "照片"
#: The length of a date known to the day.
DAY = len("2021-06-03")

_CHINESE = "[一二三四五六七八九十]{1,2}"
#: 第2党小组, 二小组, 党小组会3组; in 04党小组会 the number is that of a folder.
_GROUP = re.compile(
    rf"(?:第(\d{{1,2}}|{_CHINESE})|({_CHINESE}))(?:党|学习)?小组"
    rf"|党小组会?(?:议?记录)?[-—_（( ]?第?(\d{{1,2}}|{_CHINESE})组"
)


_LIST = re.compile("目录")
_ELECTS = re.compile("大会|选举|选票")


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
    is written before a meeting or after it. ``place`` is the path, which may name the group that met."""
    branch, kind, day = description.value("branch"), event_kind(description, place), description.value("date")
    if not isinstance(branch, str) or kind is None or not isinstance(day, str) or len(day) < DAY:
        return None
    return str(EventKey(branch, kind, day)) if bears_the_day(description.value("role")) else None


def bears_the_day(role: str | None) -> bool:
    """Whether a paper of this role is dated on the day of its meeting; so is one whose role is not known,
    a scan that is called by kind and day."""
    return role is None or role in OF_THE_DAY


def place_in_event(role: str | None, day: str | None, held: str) -> tuple[int, int]:
    """Where a paper stands among those of a meeting ``held`` on a day: what is dated before it, of it, after
    it; within these, and where it bears no day, by its role."""
    place = ORDER.index(role) if role in ORDER else len(ORDER)
    if day is None or len(day) < DAY:
        first, last = ORDER.index(_FIRST_HELD), ORDER.index(_LAST_HELD)
        return (place > last and place < len(ORDER)) - (place < first), place
    return (day > held) - (day < held), place


def kind_named(description: Description) -> str | None:
    """The kind of meeting that a description names, as it names it; an election, though all members meet.
    Members are taken in by all who meet, and a list of papers is of no meeting."""
    own, subject = description.meeting.get("type", FieldValue()).value, description.value("subcategory")
    title, role = str(description.value("title") or ""), description.value("role")
    if subject == ELECTION:
        first = role in MINUTES and own == COMMITTEE and _is_of_the_committee(title)
        return COMMITTEE if first else ELECTION
    if subject == "预备党员与转正" and role in ("决议", "表决票"):
        return GENERAL
    if _LIST.search(title):
        return None
    return next((kind for kind in (own, subject) if kind in KINDS_OF_MEETING), None)


def _is_of_the_committee(title: str) -> bool:
    """Whether the new committee's own first meeting is meant, not the election of it."""
    return kind_in(title) == COMMITTEE and not _ELECTS.search(title)


def event_kind(description: Description, place: str) -> str | None:
    """The kind of meeting as in a key: under one name what is held together, with its group."""
    kind = kind_named(description)
    if kind != GROUP:
        return HELD_WITH.get(kind or "", kind)
    group = _group(str(description.value("title") or "")) or _group(
        "/".join([one for one in re.split("[/!]", place) if one][-3:])
    )
    return f"{kind}（第{group}组）" if group else kind


def _group(text: str) -> int | None:
    """The group that is named, if it is one only."""
    found = {number("".join(one)) for one in _GROUP.findall(text)} - {None}
    return found.pop() if len(found) == 1 else None
