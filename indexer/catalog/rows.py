"""The rows of ``documents`` as values, and how to load and write them.

Nothing here decides anything: a row that changes goes through ``settling.settle``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from .statements import chunks, rows_in, wanted
from .tables import documents


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row of ``documents``; the names are those of its columns."""

    id: str
    sort_key: int
    root_id: int
    place: bytes
    kind: str
    path: str
    path_bytes: bytes | None
    member: str | None
    part_number: int
    part_label: str | None
    parent_id: str | None
    file_id: str
    size: int
    mtime_ns: int
    sha256: str | None
    doc_type: str
    page_count: int
    outcome: str
    split: bool
    visible: bool
    title: str
    branch: str | None
    role: str | None
    event: str | None
    doubts: str | None
    fingerprint: str | None
    revision: int
    change: int
    stamp: bytes | None
    vanished_at: datetime | None
    arrived_at: datetime | None
    description: bytes


_NAMES = tuple(field.name for field in fields(DocumentRow))
_COLUMNS = tuple(documents.c[name] for name in _NAMES)
_INSERT = insert(documents)
_UPDATE = update(documents).where(documents.c.id == bindparam("key"))
_BY_ID = select(*_COLUMNS).where(documents.c.id.in_(wanted()))
_BY_FILE = select(*_COLUMNS).where(documents.c.file_id.in_(wanted()))


def load_rows(connection: Connection, *conditions: Any) -> list[DocumentRow]:
    """The rows that fulfil every condition."""
    return [DocumentRow(*row) for row in connection.execute(select(*_COLUMNS).where(*conditions))]


def load_rows_ordered(
    connection: Connection, key: ColumnElement[Any], condition: ColumnElement[bool], limit: int
) -> list[DocumentRow]:
    """The first ``limit`` rows that fulfil the condition, by ``key``."""
    wanted = select(*_COLUMNS).where(condition).order_by(key).limit(limit)
    return [DocumentRow(*row) for row in connection.execute(wanted)]


def load_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, DocumentRow]:
    """The rows of these documents by id."""
    return {row.id: DocumentRow(*row) for row in rows_in(connection, _BY_ID, ids)}


def load_families(connection: Connection, file_ids: Iterable[str]) -> list[DocumentRow]:
    """The files named with all their members and parts."""
    return [DocumentRow(*row) for row in rows_in(connection, _BY_FILE, file_ids)]


def load_parts(connection: Connection, identifier: str) -> list[DocumentRow]:
    """Every part that a document was ever split into: their ids are its own, a point and a number."""
    after, before = f"{identifier}.", f"{identifier}/"  # the stroke follows the point in every encoding
    return load_rows(connection, documents.c.id > after, documents.c.id < before)


def write_rows(
    connection: Connection, rows: Sequence[DocumentRow], before: Mapping[str, DocumentRow]
) -> None:
    """Insert the rows that ``before`` does not have and update those that differ from it."""
    new = [_values(row) for row in rows if row.id not in before]
    changed = [{"key": row.id, **_values(row)} for row in rows if row.id in before and row != before[row.id]]
    for some in chunks(new):
        connection.execute(_INSERT, some)
    for some in chunks(changed):
        connection.execute(_UPDATE, some)


def _values(row: DocumentRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _NAMES}
