"""The rows of ``documents`` as a value, and the one place that derives, numbers and writes them.

Every change of a document goes through ``settle``: it derives the columns that follow from the others
(effective title and branch, whether the engine should hold it, the stamp of what the engine sees) and
gives a change number exactly to the rows whose stamp differs from before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from ..documents import Description, Outcome, Problem
from .codec import clean, pack_description, unpack_description
from .contents import ContentFacts, content_facts
from .index_documents import stamp, title_of
from .overlay import active_corrections, doubts, effective, scrubbed
from .statements import chunks, rows_in, wanted
from .tables import counters, documents, part_pages, problems


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
    doubts: str | None
    fingerprint: str | None
    revision: int
    change: int
    stamp: bytes | None
    vanished_at: datetime | None
    description: bytes


class Origin(StrEnum):
    """Where a problem lies: in the bytes, in this file (it could not be opened), in the engine's refusal of
    the document, or in a refusal that may pass."""

    CONTENT = "content"
    FILE = "file"
    REFUSED = "refused"
    POSTPONED = "postponed"


_COLUMNS = tuple(documents.c[field.name] for field in fields(DocumentRow))
_INSERT = insert(documents)
_UPDATE = update(documents).where(documents.c.id == bindparam("key"))
_BY_ID = select(*_COLUMNS).where(documents.c.id.in_(wanted()))
_BY_FILE = select(*_COLUMNS).where(documents.c.file_id.in_(wanted()))
_PART_STAMPS = select(part_pages.c.document_id, part_pages.c.text_stamp).where(
    part_pages.c.document_id.in_(wanted())
)
_OWN_PROBLEMS = select(problems.c.document_id, problems.c.origin).where(
    problems.c.origin != Origin.CONTENT.value, problems.c.document_id.in_(wanted())
)
_REFUSED = frozenset({Origin.REFUSED.value, Origin.POSTPONED.value})
_RESERVE = (
    update(counters)
    .where(counters.c.name == "change")
    .values(value=counters.c.value + bindparam("count"))
    .returning(counters.c.value)
)


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


def settle(
    connection: Connection,
    rows: Sequence[DocumentRow],
    before: Mapping[str, DocumentRow],
    facts: Mapping[str, ContentFacts] | None = None,
) -> int:
    """Derive, number and write ``rows``; ``before`` holds the stored state of those that exist.

    ``facts`` of their contents are loaded where not given. Return how many of the documents the engine must
    see anew.
    """
    surroundings = _Surroundings(connection, rows, before, facts)
    derived = [surroundings.derive(row) for row in rows]
    numbered = _number(connection, derived, before)
    _write(connection, numbered, before)
    _forget_refusals(connection, [row for row in numbered if surroundings.refused(row)], before)
    return sum(1 for row in numbered if row.id not in before or row.change != before[row.id].change)


class _Surroundings:
    """What the derived columns of some rows depend on, loaded at once."""

    def __init__(
        self,
        connection: Connection,
        rows: Sequence[DocumentRow],
        before: Mapping[str, DocumentRow],
        facts: Mapping[str, ContentFacts] | None,
    ) -> None:
        known = [row.id for row in rows if row.id in before]
        hashes = (row.sha256 for row in rows if row.sha256)
        self.facts = content_facts(connection, hashes) if facts is None else facts
        self.corrections = active_corrections(connection, known)
        parts = (row.id for row in rows if row.part_number)
        self.part_stamps = {row[0]: row[1] for row in rows_in(connection, _PART_STAMPS, parts)}
        troubled = (row.id for row in rows if row.id in before or row.outcome != Outcome.SEARCHABLE)
        self.own_problems: dict[str, set[str]] = {}
        for identifier, origin in rows_in(connection, _OWN_PROBLEMS, troubled):
            self.own_problems.setdefault(identifier, set()).add(origin)

    def derive(self, row: DocumentRow) -> DocumentRow:
        facts = self.facts.get(row.sha256 or "")
        corrections = self.corrections.get(row.id, {})
        outcome = self._outcome(row, facts)
        if outcome is Outcome.QUARANTINED:
            row = replace(row, description=pack_description(scrubbed(unpack_description(row.description))))
        description = effective(unpack_description(row.description), corrections)
        visible = outcome is not Outcome.QUARANTINED and row.vanished_at is None and not row.split
        row = replace(
            row,
            doc_type=facts.doc_type if facts else row.doc_type,
            page_count=facts.page_count if facts and not row.part_number else row.page_count,
            outcome=outcome.value,
            visible=visible,
            title=clean(title_of(description, row.path, row.member)),
            branch=_clean_text(description.value("branch")),
            doubts=doubts(description, corrections, row.sha256) if visible else None,
        )
        return replace(row, stamp=self._stamp(row, description, facts) if visible else None)

    def _stamp(self, row: DocumentRow, description: Description, facts: ContentFacts | None) -> bytes:
        texts = self.part_stamps.get(row.id, b"") if row.part_number else (facts.text_stamp if facts else b"")
        return stamp(row.id, row.path, row.member, row.doc_type, description, texts)

    def _outcome(self, row: DocumentRow, facts: ContentFacts | None) -> Outcome:
        if facts is None:
            return Outcome.NOT_SEARCHABLE
        if facts.outcome is Outcome.SEARCHABLE and Origin.FILE.value in self.own_problems.get(row.id, ()):
            return Outcome.PARTLY
        return facts.outcome

    def refused(self, row: DocumentRow) -> bool:
        return not _REFUSED.isdisjoint(self.own_problems.get(row.id, ()))


def _forget_refusals(
    connection: Connection, rows: Sequence[DocumentRow], before: Mapping[str, DocumentRow]
) -> None:
    """A document that has changed is offered to the engine again; one that has not stays refused."""
    changed = [row.id for row in rows if row.change != before[row.id].change]
    for some in chunks(changed):
        gone = (problems.c.document_id.in_(some), problems.c.origin.in_(_REFUSED))
        connection.execute(delete(problems).where(*gone))
    unchanged = [row.id for row in rows if row.change == before[row.id].change and row.visible]
    for some in chunks(unchanged):
        outcome = {"outcome": Outcome.NOT_SEARCHABLE.value}
        connection.execute(update(documents).where(documents.c.id.in_(some)).values(outcome))


def _number(
    connection: Connection, rows: Sequence[DocumentRow], before: Mapping[str, DocumentRow]
) -> list[DocumentRow]:
    changed = [row.stamp != (before[row.id].stamp if row.id in before else None) for row in rows]
    number = reserve_changes(connection, sum(changed))
    numbered = []
    for row, moved in zip(rows, changed, strict=True):
        if moved:
            row, number = replace(row, change=number), number + 1
        numbered.append(row)
    return numbered


def reserve_changes(connection: Connection, count: int) -> int:
    """The first of ``count`` new change numbers."""
    if not count:
        return 0
    last = connection.execute(_RESERVE, {"count": count}).scalar_one()
    return int(last) - count + 1


def _write(connection: Connection, rows: Sequence[DocumentRow], before: Mapping[str, DocumentRow]) -> None:
    new = [_values(row) for row in rows if row.id not in before]
    changed = [{"key": row.id, **_values(row)} for row in rows if row.id in before and row != before[row.id]]
    for some in chunks(new):
        connection.execute(_INSERT, some)
    for some in chunks(changed):
        connection.execute(_UPDATE, some)


def _values(row: DocumentRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _NAMES}


_NAMES = tuple(field.name for field in fields(DocumentRow))


def replace_problems(
    connection: Connection,
    found: Mapping[str, Sequence[tuple[Problem, Origin]]],
    before: Mapping[str, DocumentRow],
) -> None:
    """Set what is wrong with the bytes and files of these documents; refusals of the engine stay.

    To be called before ``settle``, which derives outcomes from it.
    """
    old = [key for key in found if key in before and before[key].outcome != Outcome.SEARCHABLE]
    for some in chunks(old):
        mine = (problems.c.document_id.in_(some), problems.c.origin.not_in(_REFUSED))
        connection.execute(delete(problems).where(*mine))
    insert_problems(connection, found)


def insert_problems(connection: Connection, found: Mapping[str, Sequence[tuple[Problem, Origin]]]) -> None:
    """Add problems to documents."""
    rows = [
        {
            "document_id": identifier,
            "kind": problem.kind.value,
            "origin": origin.value,
            "reason": clean(problem.reason),
            "hint": clean(problem.hint),
        }
        for identifier, all_of in found.items()
        for problem, origin in all_of
    ]
    for batch in chunks(rows):
        connection.execute(insert(problems), batch)


def _clean_text(value: Any) -> str | None:
    return clean(value) if isinstance(value, str) else None
