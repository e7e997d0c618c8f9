"""The one way a document changes: what follows from the change is derived, numbered and written.

The derived columns are the effective title and branch, the outcome, whether the engine should hold the
document, and the stamp of what the engine sees of it. A change number goes exactly to the rows whose stamp
differs from before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from ..archival.events.keys import own_event
from ..documents import Description, Outcome
from .codec import clean, pack_description, unpack_description
from .contents import ContentFacts, content_facts
from .index_documents import index_document, stamp, title_of
from .meetings import forget_members
from .overlay import Correction, active_corrections, doubts, effective, scrubbed
from .problem_rows import REFUSALS, Origin, forget_refusals, origins_of
from .rows import DocumentRow, write_rows
from .sealing import wipe_corrections
from .statements import rows_in, wanted
from .tables import counters, part_pages
from .unit import ask_for_purge

_PART_STAMPS = select(part_pages.c.document_id, part_pages.c.text_stamp).where(
    part_pages.c.document_id.in_(wanted())
)
_RESERVE = (
    update(counters)
    .where(counters.c.name == "change")
    .values(value=counters.c.value + bindparam("count"))
    .returning(counters.c.value)
)


def settle(
    connection: Connection,
    rows: Sequence[DocumentRow],
    before: Mapping[str, DocumentRow],
    facts: Mapping[str, ContentFacts] | None = None,
) -> int:
    """Derive, number and write ``rows``; ``before`` holds the stored state of those that exist.

    ``facts`` of their contents are loaded where not given. Return how many of the documents the engine must
    see anew. One that it refused is offered again when it has changed, and stays refused when it has not.
    """
    surroundings = _Surroundings(connection, rows, before, facts)
    derived = [surroundings.derive(row) for row in rows]
    changed = [row for row in derived if row.stamp != _stamp_of(before.get(row.id))]
    numbers = _numbers(connection, changed)
    numbered = [replace(row, change=numbers.get(row.id, row.change)) for row in derived]
    write_rows(connection, numbered, before)
    _withhold(connection, numbered, before)
    forget_refusals(connection, (row.id for row in changed if surroundings.refused(row.id)))
    forget_members(connection, (row.id for row in numbered if _moved(row, before.get(row.id))))
    return len(changed)


def _withhold(connection: Connection, rows: Sequence[DocumentRow], before: Mapping[str, DocumentRow]) -> None:
    """What was kept of documents that are under quarantine from now on must go for good."""
    secret = [row.id for row in rows if row.outcome == Outcome.QUARANTINED]
    newly = [key for key in secret if key in before and before[key].outcome != Outcome.QUARANTINED]
    if newly:
        wipe_corrections(connection, newly)
        ask_for_purge(connection)


def _moved(row: DocumentRow, known: DocumentRow | None) -> bool:
    """Whether a document names another meeting than before."""
    return known is not None and row.event != known.event


def _stamp_of(row: DocumentRow | None) -> bytes | None:
    return row.stamp if row is not None else None


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
        troubled = (row.id for row in rows if row.id in before or row.outcome != Outcome.SEARCHABLE)
        parts = (row.id for row in rows if row.part_number)
        hashes = (row.sha256 for row in rows if row.sha256)
        self._before = before
        self._facts = content_facts(connection, hashes) if facts is None else facts
        self._corrections = active_corrections(connection, known)
        self._part_stamps = {row[0]: row[1] for row in rows_in(connection, _PART_STAMPS, parts)}
        self._origins = origins_of(connection, troubled)

    def derive(self, row: DocumentRow) -> DocumentRow:
        facts = self._facts.get(row.sha256 or "")
        outcome = self._outcome(row, facts)
        corrections = self._corrections.get(row.id, {})
        if outcome is Outcome.QUARANTINED:
            row = _emptied(row, facts.mark if facts is not None else None)
            corrections = {name: one for name, one in corrections.items() if name == "secrecy"}
        description = effective(unpack_description(row.description), corrections)
        visible = outcome is not Outcome.QUARANTINED and row.vanished_at is None and not row.split
        row = replace(row, visible=visible, **_taken_from_content(row, facts))
        seen = self._stamp(row, description, facts) if visible else None
        if self.refused(row.id) and visible and seen == _stamp_of(self._before.get(row.id)):
            outcome = Outcome.NOT_SEARCHABLE
        return replace(row, outcome=outcome.value, stamp=seen, **_described(row, description, corrections))

    def _outcome(self, row: DocumentRow, facts: ContentFacts | None) -> Outcome:
        if facts is None:
            return Outcome.NOT_SEARCHABLE
        if facts.outcome is Outcome.SEARCHABLE and Origin.FILE in self._origins.get(row.id, ()):
            return Outcome.PARTLY
        return facts.outcome

    def _stamp(self, row: DocumentRow, description: Description, facts: ContentFacts | None) -> bytes:
        texts = (
            self._part_stamps.get(row.id, b"") if row.part_number else (facts.text_stamp if facts else b"")
        )
        seen = index_document(
            row.id, row.path, row.member, row.doc_type, description, arrived_at=row.arrived_at
        )
        return stamp(seen, texts)

    def refused(self, identifier: str) -> bool:
        """Whether the engine would not take the document when it last was offered."""
        return not REFUSALS.isdisjoint(self._origins.get(identifier, ()))


def _emptied(row: DocumentRow, mark: str | None) -> DocumentRow:
    """A document under quarantine: it is not split, and a part of it is there no longer."""
    description = pack_description(scrubbed(unpack_description(row.description), mark))
    if row.part_number:
        gone = row.vanished_at or datetime.now(UTC)
        return replace(row, description=description, part_label="", vanished_at=gone)
    return replace(row, description=description, split=False)


def _taken_from_content(row: DocumentRow, facts: ContentFacts | None) -> dict[str, Any]:
    """What the bytes say of every document that has them; a part has its own number of pages."""
    if facts is None:
        return {}
    return {"doc_type": facts.doc_type} | ({} if row.part_number else {"page_count": facts.page_count})


def _described(
    row: DocumentRow, description: Description, corrections: Mapping[str, Correction]
) -> dict[str, Any]:
    """What lists and filters of the catalog need of the effective description."""
    branch, role = description.value("branch"), description.value("role")
    event = own_event(description, f"{row.path}/{row.member or ''}")
    return {
        "title": clean(title_of(description, row.path, row.member)),
        "branch": clean(branch) if isinstance(branch, str) else None,
        "role": clean(role) if isinstance(role, str) else None,
        "event": clean(event) if event is not None and row.visible else None,
        "doubts": doubts(description, corrections, row.sha256) if row.visible else None,
    }


def _numbers(connection: Connection, changed: Sequence[DocumentRow]) -> dict[str, int]:
    """A new change number for each of these rows, in their order."""
    if not changed:
        return {}
    last = int(connection.execute(_RESERVE, {"count": len(changed)}).scalar_one())
    return {row.id: number for number, row in enumerate(changed, start=last - len(changed) + 1)}
