"""The log of corrections of the whole archive: who said what of which document, and took it back."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from .codec import clean
from .corrections import correction_record
from .records import LogFilter, LogLine, Place
from .tables import corrections, documents, roots


def load_lines(connection: Connection, wanted: LogFilter, page: int, size: int) -> tuple[int, list[LogLine]]:
    """The exact total and one page of the log, the newest first."""
    d = documents.c
    joined = corrections.join(documents, d.id == corrections.c.document_id).join(
        roots, roots.c.id == d.root_id
    )
    where = _conditions(wanted)
    total = connection.execute(select(func.count()).select_from(joined).where(*where)).scalar_one()
    listed = select(corrections, d.title, d.path, roots.c.name.label("root"), d.member).select_from(joined)
    listed = listed.where(*where).order_by(corrections.c.id.desc()).limit(size).offset((page - 1) * size)
    return int(total), [
        LogLine(correction_record(row), Place(row.document_id, row.title, row.path, row.root, row.member))
        for row in connection.execute(listed)
    ]


def corrected_to(connection: Connection, field: str, value: Any) -> list[str]:
    """Ids of documents with a correction in force that gives a field this value."""
    c = corrections.c
    kept = clean(json.dumps(value, ensure_ascii=False))
    found = select(c.document_id).where(c.field == field, c.value == kept, c.reverted_at.is_(None))
    return list(connection.execute(found.distinct()).scalars())


def _conditions(wanted: LogFilter) -> list[ColumnElement[bool]]:
    c = corrections.c
    found: list[ColumnElement[bool]] = [roots.c.removed_at.is_(None)]
    for column, value in (
        (c.batch_id, wanted.batch),
        (c.document_id, wanted.document),
        (c.field, wanted.field),
        (c.who, wanted.who),
    ):
        if value is not None:
            found.append(column == value)
    return [*found, c.reverted_at.is_(None)] if wanted.in_force else found
