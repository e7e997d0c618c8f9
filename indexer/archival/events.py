"""Which documents prove the same meeting, and what a document without a date learns from the others.

An event is (branch, kind, day): 第一党支部 · 支委会 · 2021-06-03. A notice, sign-in sheet, minutes and
photos of one meeting mostly lie in one folder, or share branch, kind and month.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.documents import Description, Evidence, FieldSource, FieldValue

from .dates import find_dates_in_name
from .event_keys import BEFORE, DAY, EventKey, event_kind
from .kinds import kind_in
from .paper import plain

#: How many days before a meeting its notice may be dated.
NOTICE_DAYS = 15
#: A folder of so many documents may be that of one meeting, though its name does not say so.
FEW = 8
_MONTH = len("2021-06")
_FOLLOWERS = frozenset(
    {"照片", "签到表", "新闻简报", "讲稿", "学习材料", "表决票", "决议", "会议纪要", "会议记录", "清单台账"}
)


@dataclass(frozen=True, slots=True)
class Described:
    """A document with its place: ``folder`` is its folder (or container) with the root before it."""

    id: str
    folder: str
    name: str
    description: Description

    @property
    def place(self) -> str:
        """Its path within the root."""
        return f"{self.folder}/{self.name}".partition("/")[2]


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting and the documents that prove it, in order of folder and name."""

    meeting: EventKey
    documents: tuple[str, ...]

    @property
    def key(self) -> str:
        return str(self.meeting)

    @property
    def day(self) -> str:
        return self.meeting.day


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    folder: str
    name: str
    branch: str | None
    kind: str | None
    day: str | None
    role: str | None
    alone: bool


def find_events(documents: Iterable[Described]) -> list[Event]:
    """The events of an archive. A document belongs to one at most, to none where it fits several."""
    items = _items(documents)
    meetings = _Meetings()
    for item in items:
        key = _dated(item)
        if key is not None:
            meetings.add(key, item)
    placed = {item.id for group in meetings.members.values() for item in group}
    for item in items:
        if item.id not in placed:
            key = _joined(item, meetings)
            if key is not None:
                meetings.add(key, item)
    events = [
        Event(key, tuple(item.id for item in sorted(group, key=lambda i: (i.folder, i.name))))
        for key, group in meetings.members.items()
    ]
    return sorted(events, key=lambda event: (event.day, event.meeting))


def dates_from_events(documents: Sequence[Described], events: Iterable[Event]) -> dict[str, Description]:
    """New descriptions, by id, of the documents that have no day of their own: their event lends it."""
    by_document = {id_: event for event in events for id_ in event.documents}
    found: dict[str, Description] = {}
    for document in documents:
        event = by_document.get(document.id)
        known = document.description.fields.get("date", FieldValue())
        written = known.source is FieldSource.EXTRACTED or len(str(known.value)) >= 10
        if event is None or (known.value is not None and written):
            continue
        learned = FieldValue(event.day, FieldSource.EVENT, Evidence(event.key), 0.7)
        found[document.id] = replace(
            document.description, fields=_with(document.description.fields, "date", learned)
        )
    return found


def _with(fields: Mapping[str, FieldValue], name: str, value: FieldValue) -> dict[str, FieldValue]:
    return {**fields, name: value}


def _items(documents: Iterable[Described]) -> list[_Item]:
    """In order of folder and name."""
    some = sorted(documents, key=lambda document: (document.folder, document.name))
    in_folder = Counter(document.folder for document in some)
    return [_item(document, alone=in_folder[document.folder] <= FEW) for document in some]


def _item(document: Described, *, alone: bool) -> _Item:
    description = document.description
    day = description.value("date")
    return _Item(
        document.id,
        document.folder,
        document.name,
        description.value("branch"),
        event_kind(description, document.place),
        day if isinstance(day, str) else None,
        description.value("role"),
        is_meeting_folder(document.folder) or (alone and not _is_of_a_year(document.folder)),
    )


def _dated(item: _Item) -> EventKey | None:
    """The event that a record or its kin dates to the day; notices and plans come before it."""
    if item.branch and item.kind and item.day and len(item.day) >= DAY and item.role not in BEFORE:
        return EventKey(item.branch, item.kind, item.day)
    return None


class _Meetings:
    """Events with their documents, to be looked up by folder, and by branch, kind and month."""

    def __init__(self) -> None:
        self.members: dict[EventKey, list[_Item]] = {}
        self._in_folder: dict[str, dict[EventKey, None]] = defaultdict(dict)
        self._in_month: dict[tuple[str, str, str], dict[EventKey, None]] = defaultdict(dict)

    def add(self, key: EventKey, item: _Item) -> None:
        self.members.setdefault(key, []).append(item)
        self._in_folder[item.folder][key] = None
        self._in_month[key.branch, key.base, key.day[:_MONTH]][key] = None

    def in_folder(self, folder: str) -> Iterable[EventKey]:
        """The events that have a document in this folder."""
        return self._in_folder.get(folder, ())

    def from_month(self, branch: str, kind: str, month: str) -> Iterator[EventKey]:
        """The events of a branch and kind in a month and in the next."""
        year, number = int(month[:4]), int(month[5:7])
        following = f"{year + number // 12:04d}-{number % 12 + 1:02d}"
        for one in (month, following):
            yield from self._in_month.get((branch, kind.partition("（")[0], one), ())


def _joined(item: _Item, meetings: _Meetings) -> EventKey | None:
    """The one event an undated document (or a notice) belongs to: by its folder, its month, its days."""
    in_folder = [key for key in meetings.in_folder(item.folder) if _may_join(item, key)]
    if len(in_folder) == 1 and (item.kind or (item.alone and item.role in _FOLLOWERS)):
        return in_folder[0]
    if item.kind is None or item.branch is None or item.day is None or len(item.day) < _MONTH:
        return None
    around = meetings.from_month(item.branch, item.kind, item.day[:_MONTH])
    near = [key for key in around if _may_join(item, key) and _near(item, key)]
    return near[0] if len(near) == 1 else None


def _may_join(item: _Item, key: EventKey) -> bool:
    if (item.branch and item.branch != key.branch) or (item.kind and item.kind not in (key.kind, key.base)):
        return False
    if item.day is None:
        return True
    if len(item.day) < _MONTH:
        return item.day == key.year
    return _near(item, key)


def _near(item: _Item, key: EventKey) -> bool:
    """A month-only document in the event's month, or a notice dated shortly before it."""
    if item.day is None:
        return False
    if len(item.day) < DAY:
        return key.day.startswith(item.day)
    if item.role not in BEFORE:
        return False
    days = (date.fromisoformat(key.day) - date.fromisoformat(item.day)).days
    return 0 <= days <= NOTICE_DAYS


def is_meeting_folder(folder: str) -> bool:
    """A folder named for one meeting: 2021.6.3支委会, 6月主题党日."""
    name = _last(folder)
    moments = [m for m in find_dates_in_name(name) if m.month is not None]
    return bool(moments) and kind_in(name) is not None


def _is_of_a_year(folder: str) -> bool:
    """A folder of what came about in a year: 活动/2020, 2020年资料."""
    moments = find_dates_in_name(_last(folder))
    return bool(moments) and all(moment.month is None for moment in moments)


def _last(folder: str) -> str:
    return plain(re.split(r"[/!]", folder)[-1])
