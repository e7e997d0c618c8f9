"""Documents as records: with their effective description, problems and corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from ..documents import Outcome, Page, Problem, ProblemKind
from .codec import unpack_description, unpack_pages
from .contents import load_pages
from .overlay import active_corrections, effective, is_stale
from .records import DocumentRecord, Holder, PartRef, Place
from .rows import DocumentRow, load_by_id, load_parts
from .statements import rows_in, wanted
from .tables import contents, documents, part_pages, problems, roots

_PROBLEMS = select(problems).where(problems.c.document_id.in_(wanted())).order_by(problems.c.id)


_BYTES = select(documents.c.id, documents.c.sha256, documents.c.part_number, documents.c.visible).where(
    documents.c.id.in_(wanted())
)
_SHARED = (
    select(documents.c.sha256, documents.c.part_number, func.count())
    .where(documents.c.sha256.in_(wanted()), documents.c.visible.is_(True))
    .group_by(documents.c.sha256, documents.c.part_number)
)


def load_records(connection: Connection, ids: Iterable[str]) -> dict[str, DocumentRecord]:
    """The documents that exist among ``ids``, in the order asked."""
    asked = list(dict.fromkeys(ids))
    rows = load_by_id(connection, asked)
    active = active_corrections(connection, rows)
    wrong = _problems(connection, [row.id for row in rows.values() if row.outcome != Outcome.SEARCHABLE])
    places = _root_places(connection)
    return {
        key: _record(rows[key], places, active.get(key, {}), wrong.get(key, ()))
        for key in asked
        if key in rows
    }


def _root_places(connection: Connection) -> dict[int, tuple[str, str]]:
    rows = connection.execute(select(roots.c.id, roots.c.name, roots.c.path))
    return {row[0]: (row[1], row[2]) for row in rows}


def _problems(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Problem, ...]]:
    found: dict[str, tuple[Problem, ...]] = {}
    for row in rows_in(connection, _PROBLEMS, ids):
        problem = Problem(ProblemKind(row.kind), row.reason, row.hint)
        found[row.document_id] = (*found.get(row.document_id, ()), problem)
    return found


def _record(
    row: DocumentRow,
    places: dict[int, tuple[str, str]],
    active: dict[str, Any],
    wrong: tuple[Problem, ...],
) -> DocumentRecord:
    root, root_path = places[row.root_id]
    return DocumentRecord(
        id=row.id,
        root=root,
        root_path=root_path,
        path=row.path,
        path_bytes=row.path_bytes,
        member=row.member,
        part=PartRef(row.part_number, row.part_label or "") if row.part_number else None,
        doc_type=row.doc_type,
        size=row.size,
        sha256=row.sha256,
        mtime_ns=row.mtime_ns,
        page_count=row.page_count,
        outcome=Outcome(row.outcome),
        problems=wrong,
        revision=row.revision,
        description=effective(unpack_description(row.description), active),
        corrected=tuple(active),
        stale_corrections=is_stale(active, row.sha256),
        vanished=row.vanished_at is not None,
        split=row.split,
        parent_id=row.parent_id,
        file_id=row.file_id,
        title=row.title,
    )


def document_pages(connection: Connection, identifier: str) -> list[Page]:
    """The pages of a document or of a part; empty for an unknown id."""
    own = select(part_pages.c.pages).where(part_pages.c.document_id == identifier)
    data = connection.execute(own).scalar()
    if data is not None:
        return unpack_pages(data)
    whole = select(documents.c.sha256).where(documents.c.id == identifier, documents.c.part_number == 0)
    sha256 = connection.execute(whole).scalar()
    return load_pages(connection, sha256) if sha256 else []


_PART_PAGES = select(part_pages.c.document_id, part_pages.c.pages).where(
    part_pages.c.document_id.in_(wanted())
)
_WHOLE_PAGES = (
    select(documents.c.id, contents.c.pages)
    .join_from(documents, contents, contents.c.sha256 == documents.c.sha256)
    .where(documents.c.id.in_(wanted()), documents.c.part_number == 0)
)


def pages_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[Page]]:
    """The pages of documents and of parts that have any, by id."""
    packed = chain(rows_in(connection, _WHOLE_PAGES, ids), rows_in(connection, _PART_PAGES, ids))
    return {identifier: unpack_pages(data) for identifier, data in packed}


def copies(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """How many other documents in the results have the same bytes (a part: the same part of them)."""
    rows = list(rows_in(connection, _BYTES, ids))
    shared: dict[tuple[str, int], int] = {}
    for sha256, part, count in rows_in(connection, _SHARED, (row.sha256 for row in rows if row.sha256)):
        shared[sha256, part] = count
    return {
        row.id: max(shared.get((row.sha256, row.part_number), 0) - (1 if row.visible else 0), 0)
        for row in rows
    }


def _shown() -> ColumnElement[bool]:
    """Documents in the results, and those whose parts stand for them there."""
    d = documents.c
    there = d.vanished_at.is_(None) & roots.c.removed_at.is_(None) & (d.outcome != Outcome.QUARANTINED)
    return d.visible.is_(True) | (d.split.is_(True) & there)


_PLACED = documents.join(roots, roots.c.id == documents.c.root_id)
_PLACE = (documents.c.id, documents.c.title, documents.c.path, roots.c.name, documents.c.member)
_HOLDING = (
    select(documents.c.sha256, documents.c.branch, documents.c.role, *_PLACE)
    .select_from(_PLACED)
    .where(documents.c.sha256.in_(wanted()), documents.c.part_number == 0, _shown())
    .order_by(documents.c.id)
)


def places(connection: Connection, sha256: str, part: int = 0) -> list[Place]:
    """Where the documents lie that have these bytes, or that are part ``part`` of them."""
    same = (documents.c.sha256 == sha256, documents.c.part_number == part, _shown())
    rows = connection.execute(select(*_PLACE).select_from(_PLACED).where(*same).order_by(documents.c.id))
    return [Place(*row) for row in rows]


def textless(connection: Connection, most: int) -> list[Place]:
    """The documents in the results that have no text, by id."""
    d = documents.c
    joined = documents.join(roots, roots.c.id == d.root_id)
    listed = select(d.id, d.title, d.path, roots.c.name, d.member).select_from(joined)
    query = listed.where(d.outcome == Outcome.NOT_SEARCHABLE, d.vanished_at.is_(None), d.visible.is_(True))
    return [Place(*row) for row in connection.execute(query.order_by(d.id).limit(most))]


def holders_of(connection: Connection, hashes: Iterable[str]) -> dict[str, list[Holder]]:
    """The documents, no parts, that have these bytes and are shown."""
    found: dict[str, list[Holder]] = {}
    for sha256, branch, role, *place in rows_in(connection, _HOLDING, hashes):
        found.setdefault(sha256, []).append(Holder(Place(*place), branch, role))
    return found


_TITLES = select(documents.c.id, documents.c.title).where(documents.c.id.in_(wanted()))


def titles(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The titles of the documents that exist among ``ids``, in the order asked."""
    asked = list(ids)
    found = {row.id: row.title for row in rows_in(connection, _TITLES, asked)}
    return {one: found[one] for one in asked if one in found}


def parts_of(connection: Connection, identifier: str) -> list[DocumentRecord]:
    """The present parts that a document was split into, by number."""
    rows = (row for row in load_parts(connection, identifier) if row.vanished_at is None)
    ids = [row.id for row in sorted(rows, key=lambda row: row.part_number)]
    return list(load_records(connection, ids).values())


def persons(connection: Connection, least: int) -> list[tuple[str, int]]:
    """The names in the descriptions of documents in the results, as they were found, with their numbers."""
    counts: Counter[str] = Counter()
    described = select(documents.c.description).where(documents.c.visible.is_(True))
    for (description,) in connection.execute(described.execution_options(yield_per=1000)):
        counts.update(set(unpack_description(description).value("persons") or ()))
    return [(name, count) for name, count in counts.most_common() if count >= least]
