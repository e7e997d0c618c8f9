"""Rows of tables as lines of JSON, to be written back into any database.

A table is carried by one line in ``CARRIED``: what tells two of its rows apart, which of its columns name
documents, which refer to rows of a table carried before it. Numbers that a database gave are not carried;
what refers to them is led to the new ones.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Table,
    insert,
    select,
    update,
)

from .tables import (
    UtcDateTime,
    batches,
    branches,
    corrections,
    meta,
    past_queries,
    saved_searches,
    unit_words,
)


@dataclass(frozen=True, slots=True)
class Carried:
    """One table of a backup.

    ``identity`` are the columns by which a row is known again, so that a backup restored twice adds nothing.
    ``documents`` are columns with a document's id, ``references`` lead from a column to the carried table
    whose row numbers it holds. ``only`` limits the rows. ``confirmed`` is a column with yes or no: a row that
    has it as no gives way to one of the backup that has it as yes. ``emptied`` are columns whose values mean
    nothing in another database.
    """

    table: Table
    identity: tuple[str, ...]
    documents: tuple[str, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    only: Any = None
    confirmed: str | None = None
    emptied: tuple[str, ...] = ()


#: Named values that a backup carries begin with this; the others belong to their database.
KEPT_META = "setting."

#: In the order in which they are written back.
CARRIED: tuple[Carried, ...] = (
    Carried(branches, ("name",), confirmed="confirmed"),
    Carried(meta, ("key",), only=meta.c.key.startswith(KEPT_META, autoescape=True)),
    Carried(unit_words, ("kind", "word")),
    Carried(saved_searches, ("who", "name"), emptied=("looked_at",)),
    Carried(batches, ("kind", "made_at", "who")),
    Carried(
        corrections,
        ("document_id", "field", "made_at", "who"),
        ("document_id",),
        references={"batch_id": "batches"},
    ),
)


#: What people looked for: in a backup only where it is asked for.
HISTORY = Carried(past_queries, ("who", "text"))


@dataclass(slots=True)
class Translation:
    """What ids and row numbers of a backup became: documents by id, rows by table and number."""

    documents: dict[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, int], int] = field(default_factory=dict)


def write_rows(connection: Connection, carried: Carried) -> Iterator[str]:
    """The rows of a table, a line each."""
    wanted = select(carried.table).order_by(*carried.table.primary_key.columns)
    if carried.only is not None:
        wanted = wanted.where(carried.only)
    for row in connection.execute(wanted):
        values = {column.name: encoded(value) for column, value in zip(carried.table.c, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False)


def read_rows(
    connection: Connection, carried: Carried, lines: Iterable[str], translation: Translation
) -> int:
    """Add the rows that are not there yet; return how many."""
    key = _own_number(carried.table)
    there = _identities(connection, carried, key)
    added = 0
    for line in lines:
        row = _translated(carried, json.loads(line), translation)
        old = row.pop(key.name) if key is not None else None
        identity = tuple(row[name] for name in carried.identity)
        if identity not in there:
            there[identity] = _insert(connection, carried.table, key, row)
            added += 1
        elif carried.confirmed is not None and row[carried.confirmed]:
            added += _overrule(connection, carried, identity, row)
        if old is not None and (new := there[identity]) is not None:
            translation.rows[carried.table.name, old] = new
    return added


def _own_number(table: Table) -> Column[Any] | None:
    """The column that the database numbers by itself."""
    keys = list(table.primary_key.columns)
    return keys[0] if len(keys) == 1 and isinstance(keys[0].type, Integer | BigInteger) else None


def _identities(
    connection: Connection, carried: Carried, key: Column[Any] | None
) -> dict[tuple[Any, ...], int | None]:
    columns = [carried.table.c[name] for name in carried.identity]
    if key is None:
        return {tuple(row): None for row in connection.execute(select(*columns))}
    return {tuple(row[1:]): row[0] for row in connection.execute(select(key, *columns))}


def _translated(carried: Carried, row: dict[str, Any], translation: Translation) -> dict[str, Any]:
    values = {column.name: decoded(column, row.get(column.name)) for column in carried.table.c}
    values |= dict.fromkeys(carried.emptied)
    for name in carried.documents:
        values[name] = translation.documents.get(values[name], values[name])
    for name, table in carried.references.items():
        values[name] = translation.rows.get((table, values[name]), values[name])
    return values


def _overrule(
    connection: Connection, carried: Carried, identity: tuple[Any, ...], row: Mapping[str, Any]
) -> int:
    """Replace the row here by a confirmed one, unless it is confirmed itself."""
    table = carried.table
    same = [table.c[name] == value for name, value in zip(carried.identity, identity, strict=True)]
    unconfirmed = table.c[carried.confirmed or ""].is_(False)
    return connection.execute(update(table).where(*same, unconfirmed).values(row)).rowcount


def _insert(
    connection: Connection, table: Table, key: Column[Any] | None, row: Mapping[str, Any]
) -> int | None:
    if key is None:
        connection.execute(insert(table).values(row))
        return None
    return int(connection.execute(insert(table).values(row).returning(key)).scalar_one())


def encoded(value: Any) -> Any:
    """A column's value as JSON has it."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def decoded(column: Column[Any], value: Any) -> Any:
    """A column's value from JSON; None where the backup did not know the column yet."""
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value).astimezone(UTC)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
