"""Which documents prove the same meeting, and what a document without a date learns from the others.

An event is (branch, kind, day): 第一党支部 · 支委会 · 2021-06-03. A notice, sign-in sheet, minutes and
photos of one meeting mostly lie in one folder, or share branch, kind and month.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.documents import Description, Evidence, FieldSource, FieldValue

from .dates import find_dates_in_name
from .kinds import kind_in
from .paper import plain

#: How many days before a meeting its notice may be dated.
NOTICE_DAYS = 15

_KINDS_OF_MEETING = frozenset(
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
        "换届选举",
        "谈心谈话",
    ]
)
_BEFORE = frozenset({"通知", "方案", "计划"})
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


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting and the documents that prove it, in order of folder and name."""

    branch: str
    kind: str
    day: str
    documents: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.branch}|{self.kind}|{self.day}"


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    folder: str
    name: str
    branch: str | None
    kind: str | None
    day: str | None
    role: str | None


def find_events(documents: Iterable[Described]) -> list[Event]:
    """The events of an archive. A document belongs to one at most, to none where it fits several."""
    items = sorted((_item(document) for document in documents), key=lambda item: (item.folder, item.name))
    members = _dated(items)
    placed = {item.id for group in members.values() for item in group}
    for item in items:
        if item.id not in placed:
            key = _joined(item, members)
            if key is not None:
                members[key].append(item)
    events = [
        Event(*key, tuple(item.id for item in sorted(group, key=lambda i: (i.folder, i.name))))
        for key, group in members.items()
    ]
    return sorted(events, key=lambda event: (event.day, event.branch, event.kind))


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


def _item(document: Described) -> _Item:
    description = document.description
    own = description.meeting.get("type", FieldValue()).value
    second = description.value("subcategory")
    kind = next((k for k in (own, second) if k in _KINDS_OF_MEETING), None)
    day = description.value("date")
    return _Item(
        document.id,
        document.folder,
        document.name,
        description.value("branch"),
        kind,
        day if isinstance(day, str) else None,
        description.value("role"),
    )


def _dated(items: list[_Item]) -> dict[tuple[str, str, str], list[_Item]]:
    """Events that records and their kin date to the day; notices and plans come later."""
    groups: dict[tuple[str, str, str], list[_Item]] = defaultdict(list)
    for item in items:
        if item.branch and item.kind and item.day and len(item.day) >= 10 and item.role not in _BEFORE:
            groups[item.branch, item.kind, item.day].append(item)
    return groups


_Key = tuple[str, str, str]


def _joined(item: _Item, members: Mapping[_Key, list[_Item]]) -> _Key | None:
    """The one event an undated document (or a notice) belongs to: by its folder, its month, its days."""
    fitting = [key for key in members if _may_join(item, key)]
    in_folder = [key for key in fitting if any(other.folder == item.folder for other in members[key])]
    if len(in_folder) == 1 and (item.kind or is_meeting_folder(item.folder) or item.role in _FOLLOWERS):
        return in_folder[0]
    if item.kind is None:
        return None
    near = [key for key in fitting if _near(item, key)]
    return near[0] if len(near) == 1 else None


def _may_join(item: _Item, key: _Key) -> bool:
    branch, kind, day = key
    if (item.branch and item.branch != branch) or (item.kind and item.kind != kind):
        return False
    if item.day is None:
        return True
    return day.startswith(item.day) if len(item.day) < 10 else item.role in _BEFORE and _near(item, key)


def _near(item: _Item, key: _Key) -> bool:
    """A month-only document in the event's month, or a notice dated shortly before it."""
    if item.day is None or item.branch is None:
        return False
    if len(item.day) == 7:
        return key[2].startswith(item.day)
    if len(item.day) < 10 or item.role not in _BEFORE:
        return False
    days = (date.fromisoformat(key[2]) - date.fromisoformat(item.day)).days
    return 0 <= days <= NOTICE_DAYS


def is_meeting_folder(folder: str) -> bool:
    """A folder named for one meeting: 2021.6.3支委会, 6月主题党日."""
    name = plain(re.split(r"[/!]", folder)[-1])
    moments = [m for m in find_dates_in_name(name) if m.month is not None]
    return bool(moments) and kind_in(name) is not None
