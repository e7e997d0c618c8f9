"""Which documents prove the same meeting, and what a document without a date learns from the others.

An event is (branch, kind, day): 第一党支部 · 支委会 · 2021-06-03. A notice, sign-in sheet, minutes and
photos of one meeting mostly lie in one folder, or share branch, kind and month.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.documents import Description, Evidence, FieldSource, FieldValue

from ..dates import find_dates_in_name
from ..kinds import kind_in
from ..paper import plain
from .joining import Meetings, joined, one_meeting, rank, told_by
from .keys import EventKey, event_kind
from .papers import EventPaper

#: A folder of so many documents may be that of one meeting, though its name does not say so.
FEW = 8


@dataclass(frozen=True, slots=True)
class Described:
    """A document with its place: ``folder`` is its folder (or container) with the root before it. ``text``
    is called where what a paper speaks of decides between meetings."""

    id: str
    folder: str
    name: str
    description: Description
    text: Callable[[], str] = str

    @property
    def place(self) -> str:
        """Its path within the root."""
        return f"{self.folder}/{self.name}".partition("/")[2]


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting and the documents that prove it, in order of folder and name. Its day is ``sure`` where a
    paper of that day tells it, and not one that reports of it."""

    meeting: EventKey
    documents: tuple[str, ...]
    sure: bool = True

    @property
    def key(self) -> str:
        return str(self.meeting)

    @property
    def day(self) -> str:
        return self.meeting.day


def find_events(documents: Iterable[Described]) -> list[Event]:
    """The events of an archive. A document belongs to one at most, to none where it fits several."""
    meetings = Meetings()
    days: dict[tuple[str, str], dict[EventKey, list[EventPaper]]] = defaultdict(dict)
    rest: list[EventPaper] = []
    for paper in _papers(documents):
        key = paper.recorded
        group = days[key.branch, key.day].setdefault(key, []) if key is not None else rest
        group.append(paper)
    for recorded in days.values():
        for key, papers in recorded.items():
            meetings.add(one_meeting(key, recorded), *papers)
    sure = set(meetings.members)
    for paper in sorted(rest, key=rank):
        key = joined(paper, meetings) or told_by(paper)
        if key is not None:
            meetings.add(key, paper)
    events = [Event(key, _ids(group), key in sure) for key, group in meetings.members.items()]
    return sorted(events, key=lambda event: (event.day, event.meeting))


def _ids(papers: Iterable[EventPaper]) -> tuple[str, ...]:
    return tuple(one.id for one in sorted(papers, key=lambda one: (one.folder, one.name)))


def dates_from_events(documents: Sequence[Described], events: Iterable[Event]) -> dict[str, Description]:
    """New descriptions, by id, of the documents that have no day of their own: their event lends it, where
    its own day is sure."""
    by_document = {id_: event for event in events if event.sure for id_ in event.documents}
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


def _papers(documents: Iterable[Described]) -> list[EventPaper]:
    """In order of folder and name."""
    some = sorted(documents, key=lambda document: (document.folder, document.name))
    in_folder = Counter(document.folder for document in some)
    return [_paper(document, few=in_folder[document.folder] <= FEW) for document in some]


def _paper(document: Described, *, few: bool) -> EventPaper:
    description, folder = document.description, _of_meeting(document.folder)
    day = description.value("date")
    return EventPaper(
        document.id,
        folder or document.folder,
        document.name,
        description.value("branch"),
        event_kind(description, document.place),
        day if isinstance(day, str) else None,
        description.value("role"),
        bool(folder) or (few and not _is_of_a_year(document.folder)),
        bool(folder),
        description.fields.get("date", FieldValue()).source is FieldSource.FOLDER,
        document.text,
    )


def _of_meeting(folder: str) -> str | None:
    """The folder of one meeting that a folder is, or lies right in (2021.6.3主题党日/照片)."""
    some = (folder, folder.rpartition("/")[0])
    return next((one for one in some if is_meeting_folder(one)), None)


@lru_cache(maxsize=4096)
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
