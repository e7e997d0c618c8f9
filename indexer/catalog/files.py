"""Saving a file with all its documents, and what changes it without reading it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from ..documents import Content, Outcome, Problem
from ..stop_points import stop_point
from .codec import pack_description, pack_pages, text_stamp
from .contents import ContentFacts, content_facts, drop_unused, put_contents
from .identity import MAX_PARTS, part_id, place_digest
from .plan import FILE, PART, Plan, cleaned, part_row, plan_file
from .problem_rows import Origin, replace_problems
from .records import FileDraft, PartDraft, Redescription, SavedFile
from .roots import root_id
from .rows import DocumentRow, load_by_id, load_families, load_parts, load_rows
from .sealing import seal_corrected
from .settling import settle
from .statements import chunks
from .tables import documents, part_pages

_contents_written = stop_point("catalog.save_file.contents_written")
_documents_written = stop_point("catalog.save_file.documents_written")
_problems_written = stop_point("catalog.save_file.problems_written")
_vanished = stop_point("catalog.vanish.rows_written")

_AT_PLACE = select(documents.c.id).where(
    documents.c.root_id == bindparam("root"), documents.c.place == bindparam("place")
)


def save_file(
    connection: Connection, draft: FileDraft, new: Sequence[Content], reader: str, secret: Collection[str]
) -> SavedFile:
    """Write a file, its members and parts; what the file no longer holds is marked as vanished.

    ``secret`` are the levels of secrecy whose text is never kept.
    """
    draft = cleaned(draft)
    root = root_id(connection, draft.root)
    family = _family(connection, root, draft)
    changed_contents = put_contents(connection, new, reader)
    changed_contents += seal_corrected(connection, draft.documents, family, secret)
    _contents_written()
    hashes = [one.sha256 for one in draft.documents] + [row.sha256 for row in family]
    facts = content_facts(connection, (sha256 for sha256 in hashes if sha256))
    plan = plan_file(connection, root, draft, family, facts)
    file_id = plan.rows[0].file_id
    changed = _apply(connection, plan, family, facts)
    _documents_written()
    changed += spread(connection, changed_contents, but=file_id)
    _drop_replaced(connection, draft, family)
    return SavedFile(file_id, changed)


def _drop_replaced(connection: Connection, draft: FileDraft, family: Sequence[DocumentRow]) -> None:
    """Forget the text of bytes that the file had and nothing has any longer."""
    kept = {one.sha256 for one in draft.documents}
    drop_unused(connection, {row.sha256 for row in family if row.sha256 and row.sha256 not in kept})


def _family(connection: Connection, root: int, draft: FileDraft) -> list[DocumentRow]:
    """The stored rows of the file: those of its place, else those of the place it moved from."""
    place = place_digest(draft.file.path, None, 0)
    here = connection.execute(_AT_PLACE, {"root": root, "place": place}).scalar()
    file_id = here or draft.moved_from
    return load_families(connection, [file_id]) if file_id else []


def _apply(
    connection: Connection, plan: Plan, family: Sequence[DocumentRow], facts: Mapping[str, ContentFacts]
) -> int:
    before = {row.id: row for row in family}
    rows = [*(_revised(row, before.get(row.id)) for row in plan.rows), *plan.gone]
    write_parts(connection, plan.parts, plan.gone)
    replace_problems(connection, plan.problems, before)
    _problems_written()
    return settle(connection, rows, before, facts)


def _revised(row: DocumentRow, before: DocumentRow | None) -> DocumentRow:
    """The row under a new revision where what a person sees of it has changed."""
    if before is None or _seen(row) == _seen(before):
        return row
    return replace(row, revision=before.revision + 1)


def _seen(row: DocumentRow) -> tuple[object, ...]:
    return row.root_id, row.path, row.member, row.sha256, row.description, row.part_label


def write_parts(
    connection: Connection, parts: Mapping[str, PartDraft], gone: Iterable[DocumentRow] = ()
) -> None:
    """Replace the pages of these parts and forget those of parts that are gone. Their rows follow."""
    _forget_parts(connection, [row.id for row in gone if row.kind == PART])
    for some in chunks(list(parts)):
        _forget_parts(connection, some)
        rows = [
            {
                "document_id": identifier,
                "text_stamp": text_stamp(parts[identifier].pages),
                "pages": pack_pages(parts[identifier].pages),
            }
            for identifier in some
        ]
        connection.execute(insert(part_pages), rows)


def _forget_parts(connection: Connection, ids: Sequence[str]) -> None:
    for some in chunks(ids):
        connection.execute(delete(part_pages).where(part_pages.c.document_id.in_(some)))


def put_and_spread(connection: Connection, new: Sequence[Content], reader: str) -> int:
    """Save contents and carry what changed to every document that has them."""
    return spread(connection, put_contents(connection, new, reader))


def spread(connection: Connection, hashes: Sequence[str], but: str | None = None) -> int:
    """Derive the documents of changed contents anew, but those of one file; they wait for a description."""
    changed = 0
    for some in chunks(hashes):
        rows = load_rows(connection, documents.c.sha256.in_(some), documents.c.file_id != (but or ""))
        changed += _rederive(connection, rows)
    return changed


def _rederive(connection: Connection, rows: Sequence[DocumentRow]) -> int:
    changed = 0
    for some in chunks(rows):
        facts = content_facts(connection, (row.sha256 for row in some if row.sha256))
        secret = [row.id for row in some if row.sha256 in facts and facts[row.sha256].quarantined]
        _forget_parts(connection, secret)
        before = {row.id: row for row in some}
        wholes = [row for row in some if row.kind != PART and row.sha256 in facts]
        replace_problems(connection, {row.id: _problems_of(facts, row) for row in wholes}, before)
        changed += settle(connection, [replace(row, fingerprint=None) for row in some], before, facts)
    return changed


def _problems_of(facts: Mapping[str, ContentFacts], row: DocumentRow) -> list[tuple[Problem, Origin]]:
    return [(problem, Origin.CONTENT) for problem in facts[row.sha256 or ""].problems]


def redescribe(connection: Connection, new: Sequence[Redescription], fingerprint: str) -> int:
    """Write new descriptions; parts that are no longer there are marked as vanished."""
    before = load_by_id(connection, [one.id for one in new])
    for one in new:
        if one.id in before and (one.parts or before[one.id].split):
            before.update((row.id, row) for row in load_parts(connection, one.id))
    rows: dict[str, DocumentRow] = {}
    parts: dict[str, PartDraft] = {}
    for one in new:
        if one.id in before:
            _redescribe_one(one, fingerprint, before, rows, parts)
    write_parts(connection, parts, (row for row in rows.values() if row.vanished_at is not None))
    return settle(connection, list(rows.values()), before)


def _redescribe_one(
    one: Redescription,
    fingerprint: str,
    before: Mapping[str, DocumentRow],
    rows: dict[str, DocumentRow],
    parts: dict[str, PartDraft],
) -> None:
    whole = replace(
        before[one.id],
        description=pack_description(one.description),
        fingerprint=fingerprint,
        split=bool(one.parts) and before[one.id].outcome != Outcome.QUARANTINED,
    )
    rows[whole.id] = _revised(whole, before[whole.id])
    for part in one.parts[:MAX_PARTS] if whole.split else ():
        identifier = part_id(whole.id, part.number)
        row = part_row(whole, part, before.get(identifier))
        rows[identifier], parts[identifier] = _revised(row, before.get(identifier)), part
    if before[whole.id].split:
        _lose_other_parts(whole.id, before, rows)


def _lose_other_parts(
    identifier: str, before: Mapping[str, DocumentRow], rows: dict[str, DocumentRow]
) -> None:
    now = datetime.now(UTC)
    for row in before.values():
        if row.parent_id == identifier and row.kind == PART and row.id not in rows:
            rows[row.id] = replace(row, vanished_at=row.vanished_at or now)


def vanish(connection: Connection, file_ids: Iterable[str]) -> int:
    """Take files that are gone out of the results, with their members and parts. Nothing is deleted."""
    now, changed = datetime.now(UTC), 0
    for some in chunks(list(file_ids)):
        rows = [row for row in load_families(connection, some) if row.vanished_at is None]
        before = {row.id: row for row in rows}
        changed += settle(connection, [replace(row, vanished_at=now) for row in rows], before)
        _vanished()
    return changed


def reappear(connection: Connection, file_ids: Iterable[str]) -> int:
    """Bring files back that are there again with the same bytes, and what vanished together with them."""
    changed = 0
    for some in chunks(list(file_ids)):
        rows = load_families(connection, some)
        left = {row.file_id: row.vanished_at for row in rows if row.kind == FILE}
        back = [row for row in rows if row.vanished_at and row.vanished_at == left.get(row.file_id)]
        before = {row.id: row for row in back}
        changed += settle(connection, [replace(row, vanished_at=None) for row in back], before)
    return changed


def touch(connection: Connection, times: Mapping[str, int]) -> None:
    """Remember new modification times of files whose bytes are the same, by file id."""
    wanted = update(documents).where(documents.c.file_id == bindparam("key"))
    rows = [{"key": identifier, "mtime_ns": mtime} for identifier, mtime in times.items()]
    for some in chunks(rows):
        connection.execute(wanted, some)
