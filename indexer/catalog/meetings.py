"""The meetings that documents prove: told by those they lie among, or named by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from ..archival.events.keys import place_in_event
from .lookup import load_records
from .records import DocumentRecord
from .statements import chunks, rows_in, wanted
from .tables import documents, event_members

_OWN = documents.c.event
_TOLD = event_members.c.event
#: The meeting of a document: what it was told, else what it names.
_MEETING = func.coalesce(_TOLD, _OWN)
_JOINED = documents.outerjoin(event_members, event_members.c.document_id == documents.c.id)
_EVENTS = select(documents.c.id, _MEETING).select_from(_JOINED).where(documents.c.id.in_(wanted()))


def put_members(connection: Connection, members: Mapping[str, str]) -> None:
    """Replace what documents are told of their meeting, where that is different from before."""
    known = dict(connection.execute(select(event_members.c.document_id, event_members.c.event)).all())
    gone = [key for key, event in known.items() if members.get(key) != event]
    for some in chunks(gone):
        connection.execute(delete(event_members).where(event_members.c.document_id.in_(some)))
    new = [{"document_id": key, "event": event} for key, event in members.items() if known.get(key) != event]
    for some in chunks(new):
        connection.execute(insert(event_members), list(some))


def forget_members(connection: Connection, ids: Iterable[str]) -> None:
    """What these documents are told no longer holds: they name another meeting than before."""
    for some in chunks(list(ids)):
        connection.execute(delete(event_members).where(event_members.c.document_id.in_(some)))


def event_of(connection: Connection, identifier: str) -> str | None:
    """The key of a document's meeting; None where it has none."""
    return next((row[1] for row in rows_in(connection, _EVENTS, [identifier])), None)


def load_event(connection: Connection, event: str, most: int) -> list[DocumentRecord]:
    """The documents in the results that prove a meeting, in the order in which they come about."""
    ids = connection.execute(_members([event], documents.c.id).limit(most)).scalars()
    found = load_records(connection, ids).values()
    held = event.rpartition("|")[2]
    return sorted(found, key=lambda one: (*_place(one, held), one.path, one.member or "", one.id))


def _place(record: DocumentRecord, held: str) -> tuple[int, int]:
    return place_in_event(_said(record, "role"), _said(record, "date"), held)


def _said(record: DocumentRecord, name: str) -> str | None:
    value = record.description.value(name)
    return value if isinstance(value, str) else None


def _members(events: Sequence[str], *columns: Any) -> Select[Any]:
    """Of documents in the results that belong to these meetings; each part of the condition has an index."""
    told = select(event_members.c.document_id).where(event_members.c.event.in_(events))
    one_of = or_(_TOLD.is_(None) & _OWN.in_(events), documents.c.id.in_(told))
    return select(*columns).select_from(_JOINED).where(documents.c.visible.is_(True), one_of)


def sizes(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """How many documents in the results prove the meeting of each of these that has one."""
    meetings = {row[0]: row[1] for row in rows_in(connection, _EVENTS, ids) if row[1] is not None}
    counts: dict[str, int] = {}
    for some in chunks(list(dict.fromkeys(meetings.values()))):
        counted = _members(list(some), _MEETING, func.count()).group_by(_MEETING)
        counts.update((row[0], int(row[1])) for row in connection.execute(counted))
    return {key: counts.get(event, 0) for key, event in meetings.items()}
