"""Which of the events found a paper belongs to that does not bear the day of its meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from .days import within
from .keys import DAY, ELECTION, GENERAL, GROUP, MINUTES, OF_THE_DAY, REVIEW, STUDIES, EventKey
from .papers import EventPaper
from .windows import Window, distance, is_rare, wide, window

_FOLLOWERS = OF_THE_DAY | {"讲稿", "新闻简报", "学习材料", "清单台账"}
_HELD = OF_THE_DAY | {"讲稿"}
#: Papers that tell of a meeting of which no record is kept, the one that knows its day best first; of a
#: yearly meeting any paper does.
_TELLING = ("报表", "讲稿", "新闻简报", "报告")
_AHEAD = frozenset({"通知", "方案", "计划", "学习材料"})
_MONTH = len("2021-06")
#: So many days a meeting may be put off after it was announced.
_PUT_OFF = 3
#: A folder may be that of the month before or after the meetings in it.
_FILED = Window(before=31, after=31)


def rank(paper: EventPaper) -> tuple[int, str]:
    """Papers that tell of a meeting first, those that follow others last."""
    if paper.day is None or len(paper.day) < DAY:
        return len(_TELLING) + 1, ""
    return (_TELLING.index(paper.role) if paper.role in _TELLING else len(_TELLING)), paper.day


def told_by(paper: EventPaper) -> EventKey | None:
    """The event that a paper tells of, though it is no record of it: on the day it speaks of, or its own."""
    if paper.branch is None or paper.kind is None or paper.day is None or len(paper.day) < DAY:
        return None
    if paper.role not in _TELLING and not (paper.kind == REVIEW and paper.role not in _AHEAD):
        return None
    allowed = window(paper.role, paper.kind)
    spoken_of = [] if paper.role == "讲稿" else within(paper.named, paper.day, before=0, after=allowed.after)
    return EventKey(paper.branch, paper.kind, spoken_of[0] if len(spoken_of) == 1 else paper.day)


def one_meeting(key: EventKey, recorded: Mapping[EventKey, Collection[EventPaper]]) -> EventKey:
    """The event under which the papers of ``key`` belong, of those of its branch and day: members who meet
    on the day of an election meet for it; a sign-in sheet that names no group is that of the only one that
    met, one in the folder of a meeting that of the minutes in it, whatever the form is headed."""
    if key.kind == GENERAL and (election := key._replace(kind=ELECTION)) in recorded:
        return election
    papers = recorded[key]
    if any(paper.role in MINUTES for paper in papers):
        return key
    others = [one for one in recorded if one != key]
    some = [one for one in others if key.kind == one.base == GROUP or _minuted(recorded[one], papers)]
    return some[0] if len(some) == 1 else key


def _minuted(papers: Iterable[EventPaper], others: Iterable[EventPaper]) -> bool:
    """Whether there are minutes among the papers of a meeting, in its folder, in which all others lie."""
    folders = {paper.folder for paper in papers if paper.meeting and paper.role in MINUTES}
    return {paper.folder for paper in others} <= folders


class Meetings:
    """Events with their papers, to be looked up by branch, kind and year, and by folder."""

    def __init__(self) -> None:
        self.members: dict[EventKey, list[EventPaper]] = {}
        self._of_branch: dict[tuple[str, str, int], dict[EventKey, None]] = defaultdict(dict)
        self._in_folder: dict[str, dict[EventKey, None]] = defaultdict(dict)
        self._below: dict[str, dict[EventKey, None]] = defaultdict(dict)

    def add(self, key: EventKey, *papers: EventPaper) -> None:
        self.members.setdefault(key, []).extend(papers)
        self._of_branch[key.branch, key.base, int(key.day[:4])][key] = None
        for paper in papers:
            self._in_folder[paper.folder][key] = None
            self._below[_above(paper.folder)][key] = None

    def around(self, paper: EventPaper) -> Iterator[tuple[EventKey, bool]]:
        """The events that a paper may be of, and whether it lies beside papers of it."""
        beside = self._beside(paper.folder)
        yield from ((key, True) for key in beside if paper.branch in (None, key.branch))
        for year in _years(paper):
            for kind in _kinds(paper):
                known = self._of_branch.get((paper.branch or "", kind, year), ())
                yield from ((key, False) for key in known if key not in beside)

    def _beside(self, folder: str) -> dict[EventKey, None]:
        """The events with papers in a folder, in the one it lies in and in those right in it."""
        some = (self._in_folder.get(folder), self._in_folder.get(_above(folder)), self._below.get(folder))
        return {key: None for keys in some for key in keys or ()}


def _kinds(paper: EventPaper) -> tuple[str, ...]:
    kind = (paper.kind or "").partition("（")[0]
    return (kind, ELECTION) if kind == GENERAL else (kind,)


def _above(folder: str) -> str:
    return folder.rpartition("/")[0]


def _years(paper: EventPaper) -> range:
    """The years in which the meeting of a dated paper may have been."""
    year = int(paper.day[:4]) if paper.day is not None else 0
    return range(year - 1, year + 2) if year else range(0)


def joined(paper: EventPaper, meetings: Meetings) -> EventKey | None:
    """The one event a paper belongs to that does not bear its day: the one whose day it speaks of, one in
    its folder, the nearest. One that speaks of several (what was done in half a year) belongs to none."""
    found: dict[EventKey, tuple[bool, int]] = {}
    for key, beside in meetings.around(paper):
        days = _days(paper, key, beside=beside)
        if days is not None:
            found[key] = not beside, days
    named = [key for key in found if key.day in paper.named]
    if len(named) > 1:
        named = [key for key in named if _is_usual(paper, key)]
        return named[0] if len(named) == 1 else None
    some = named or list(found)
    nearest = min((found[key] for key in some), default=None)
    best = [key for key in some if found[key] == nearest]
    return best[0] if len(best) == 1 else None


def _is_usual(paper: EventPaper, key: EventKey) -> bool:
    """Whether a paper is dated as near to an event as those of its role are, as a rule."""
    day = paper.day or ""
    return len(day) == DAY and distance(day, key, window(paper.role, paper.kind)) is not None


def _days(paper: EventPaper, key: EventKey, *, beside: bool) -> int | None:
    """How far in days a paper is from an event that it may be of; None where it is not of it."""
    if not _is_of_kind(paper, key, beside=beside):
        return None
    if paper.day is None:
        return 0 if beside else None
    if paper.filed and beside and len(paper.day) == _MONTH:
        return distance(paper.day, key, _FILED)
    allowed = window(paper.role, key.base if paper.kind else None)
    if not beside and allowed.at_hand:
        return None
    if _names(paper, key, allowed):
        return distance(paper.day, key, wide(allowed))
    if not beside and len(paper.day) < _MONTH and not is_rare(key.base):
        return None
    days = distance(paper.day, key, allowed)
    wrong = days is None or key.base in STUDIES or _speaks_of_another(paper, key, allowed)
    return None if wrong else days


def _names(paper: EventPaper, key: EventKey, allowed: Window) -> bool:
    """Whether a paper that is written before its meeting or after it names the day of this one."""
    if paper.role in OF_THE_DAY or allowed.at_hand or paper.day is None:
        return False
    return distance(paper.day, key, wide(allowed)) is not None and key.day in paper.named


def _speaks_of_another(paper: EventPaper, key: EventKey, allowed: Window) -> bool:
    """Whether a paper names days on which its meeting may have been, and none of them nearly this one."""
    if paper.day is None or len(paper.day) < DAY or is_rare(key.base):
        return False
    others = within(paper.named, paper.day, before=allowed.before, after=allowed.after)
    day = date.fromisoformat(key.day)
    return bool(others) and all(abs((date.fromisoformat(one) - day).days) > _PUT_OFF for one in others)


def _is_of_kind(paper: EventPaper, key: EventKey, *, beside: bool) -> bool:
    if paper.kind is None:
        followers = _FOLLOWERS if paper.meeting else _HELD
        return beside and paper.alone and paper.role in followers
    if paper.branch is None and not (paper.alone and paper.role in _HELD):
        return False
    if paper.role == "计划" and not paper.meeting:
        return False
    same = paper.kind in (key.kind, key.base)
    if paper.kind == GENERAL and key.kind == ELECTION:
        return beside or key.day in paper.named
    return same
