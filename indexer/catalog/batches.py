"""Corrections made together, and taken back together: all of them or the sound ones, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from ..archival.taxonomy import Taxonomy
from ..documents import Outcome
from ..errors import Conflict, DanganError, NotFound, UsageError
from ..stop_points import stop_point
from .codec import clean, unpack_description
from .corrections import log_lines, quarantine, sound
from .field_rules import require_matching_levels
from .overlay import active_corrections, effective
from .records import BatchNote, BatchOutcome, BatchRecord, CorrectionWish, RefusedWish
from .rows import DocumentRow, load_by_id
from .settling import settle
from .statements import chunks, rows_in, wanted
from .tables import batches, corrections

_logged = stop_point("catalog.correct_many.log_written")
_applied = stop_point("catalog.correct_many.documents_written")
_reverted = stop_point("catalog.take_back.log_written")

_LINES = select(corrections).where(corrections.c.id.in_(wanted()))
_SAME_MOMENT = select(corrections.c.id, corrections.c.document_id, corrections.c.made_at).where(
    corrections.c.document_id.in_(wanted()),
    corrections.c.field == "subcategory",
    corrections.c.value == "null",
    corrections.c.reverted_at.is_(None),
)


def check_many(
    connection: Connection, wishes: Iterable[CorrectionWish], taxonomy: Taxonomy
) -> tuple[dict[str, dict[str, Any]], list[RefusedWish]]:
    """The values of every wish as they would be kept, by document, and the wishes that would be refused."""
    wishes = list(wishes)
    rows = load_by_id(connection, (wish.id for wish in wishes))
    active = active_corrections(connection, rows)
    accepted: dict[str, dict[str, Any]] = {}
    refused: list[RefusedWish] = []
    for wish in wishes:
        try:
            if wish.id in accepted:
                raise UsageError("同一份文件出现了两次")
            row = _current(rows, wish)
            description = effective(unpack_description(row.description), active.get(row.id, {}))
            accepted[wish.id] = sound(row, description, wish.values, taxonomy)
        except DanganError as error:
            refused.append(RefusedWish(wish.id, error.message, error.parameter))
    return accepted, refused


def _current(rows: Mapping[str, DocumentRow], wish: CorrectionWish) -> DocumentRow:
    row = rows.get(wish.id)
    if row is None:
        raise NotFound("没有这份文件")
    if row.revision != wish.revision:
        raise Conflict("这份文件在此之后又改过，请重新导出或刷新后再改")
    return row


def correct_many(
    connection: Connection,
    wishes: Sequence[CorrectionWish],
    who: str,
    note: BatchNote,
    taxonomy: Taxonomy,
    *,
    whole: bool,
) -> BatchOutcome:
    """Write the corrections of many documents; ``whole``: none of them where one is refused."""
    given, refused = check_many(connection, wishes, taxonomy)
    given = {key: values for key, values in given.items() if values}
    if not given or (whole and refused):
        return BatchOutcome(None, (), tuple(refused))
    now = datetime.now(UTC)
    batch = _open(connection, who, note, now)
    rows = load_by_id(connection, given)
    reasons = {wish.id: wish.reason or note.reason for wish in wishes}
    lines = [
        line
        for row in rows.values()
        for line in log_lines(row, given[row.id], who, reasons[row.id], now, batch)
    ]
    for some in chunks(lines):
        connection.execute(insert(corrections), list(some))
    _logged()
    _revise(connection, rows)
    secret = {key: values["secrecy"] for key, values in given.items() if "secrecy" in values}
    for key, level in secret.items():
        if level in taxonomy.quarantined:
            quarantine(connection, rows[key], level)
    _applied()
    return BatchOutcome(batch, tuple(given), tuple(refused))


def _open(connection: Connection, who: str, note: BatchNote, now: datetime) -> int:
    values = {
        "kind": note.kind,
        "who": clean(who),
        "made_at": now,
        "reason": clean(note.reason),
        "source": clean(note.source),
        "source_sha256": note.source_sha256,
    }
    return int(connection.execute(insert(batches).values(values).returning(batches.c.id)).scalar_one())


def _revise(connection: Connection, rows: Mapping[str, DocumentRow]) -> None:
    """Derive corrected documents anew, under their next revision."""
    for some in chunks(list(rows.values())):
        settle(connection, [replace(row, revision=row.revision + 1) for row in some], rows)


def undo(connection: Connection, batch: int, who: str, taxonomy: Taxonomy) -> BatchOutcome:
    """Take back all corrections of a batch that are in force; what came before them is in force again.

    Marks of secrecy stay, and where a second level corrected since would no longer fit, so does the whole
    document; they are told as refused. Raises ``NotFound``.
    """
    if connection.execute(select(batches.c.id).where(batches.c.id == batch)).scalar() is None:
        raise NotFound("没有这一批更正")
    mine = select(corrections.c.id).where(
        corrections.c.batch_id == batch, corrections.c.reverted_at.is_(None)
    )
    outcome = take_back(connection, list(connection.execute(mine).scalars()), who, taxonomy)
    undone = {"undone_at": datetime.now(UTC), "undone_by": clean(who)}
    connection.execute(update(batches).where(batches.c.id == batch).values(undone))
    return replace(outcome, batch=batch)


def take_back(connection: Connection, lines: Sequence[int], who: str, taxonomy: Taxonomy) -> BatchOutcome:
    """Take back single lines of the log, with the second levels that were cleared along with a category."""
    found = [row for row in rows_in(connection, _LINES, lines) if row.reverted_at is None]
    refused = [
        RefusedWish(row.document_id, "密级只能提高，不能撤回", "secrecy")
        for row in found
        if row.field == "secrecy"
    ]
    by_document: dict[str, list[Any]] = {}
    for row in found:
        if row.field != "secrecy":
            by_document.setdefault(row.document_id, []).append(row)
    numbers = {key: {row.id for row in rows} for key, rows in by_document.items()}
    for key, number in _cleared_along(connection, by_document):
        numbers[key].add(number)
    rows = load_by_id(connection, by_document)
    refused += _unfitting(connection, rows, numbers, taxonomy)
    sound_ones = {
        key: row
        for key, row in rows.items()
        if key not in {one.id for one in refused if one.parameter == "subcategory"}
    }
    _revert(connection, [number for key in sound_ones for number in numbers[key]], who)
    _reverted()
    _revise(connection, sound_ones)
    return BatchOutcome(None, tuple(sound_ones), tuple(refused))


def _cleared_along(connection: Connection, by_document: Mapping[str, Sequence[Any]]) -> list[tuple[str, int]]:
    made = {
        (key, row.made_at) for key, rows in by_document.items() for row in rows if row.field == "category"
    }
    return [
        (row.document_id, row.id)
        for row in rows_in(connection, _SAME_MOMENT, {key for key, _ in made})
        if (row.document_id, row.made_at) in made
    ]


def _unfitting(
    connection: Connection,
    rows: Mapping[str, DocumentRow],
    numbers: Mapping[str, set[int]],
    taxonomy: Taxonomy,
) -> list[RefusedWish]:
    """The documents whose second level would not be one of their category without these lines."""
    gone = {number for some in numbers.values() for number in some}
    left = active_corrections(connection, rows, without=gone)
    refused = []
    for key, row in rows.items():
        corrected = left.get(key, {})
        if "subcategory" not in corrected or row.outcome == Outcome.QUARANTINED:
            continue
        description = effective(unpack_description(row.description), corrected)
        try:
            require_matching_levels(description.value("category"), description.value("subcategory"), taxonomy)
        except UsageError:
            reason = "撤回后二级类别不再属于类别，请先撤回后来对二级类别的更正"
            refused.append(RefusedWish(key, reason, "subcategory"))
    return refused


def _revert(connection: Connection, lines: Sequence[int], who: str) -> None:
    reverted = {"reverted_at": datetime.now(UTC), "reverted_by": clean(who)}
    for some in chunks(lines):
        connection.execute(update(corrections).where(corrections.c.id.in_(some)).values(reverted))


def load_batches(connection: Connection, page: int, size: int) -> tuple[int, list[BatchRecord]]:
    """The exact total and one page of the batches, the newest first."""
    total = connection.execute(select(func.count()).select_from(batches)).scalar_one()
    listed = select(batches).order_by(batches.c.id.desc()).limit(size).offset((page - 1) * size)
    return int(total), _records(connection, connection.execute(listed).all())


def load_batch(connection: Connection, batch: int) -> BatchRecord | None:
    rows = connection.execute(select(batches).where(batches.c.id == batch)).all()
    return next(iter(_records(connection, rows)), None)


def _records(connection: Connection, rows: Sequence[Any]) -> list[BatchRecord]:
    c = corrections.c
    counted = (
        select(
            c.batch_id,
            func.count(),
            func.count(c.document_id.distinct()),
            func.count() - func.count(c.reverted_at),
        )
        .where(c.batch_id.in_([row.id for row in rows]))
        .group_by(c.batch_id)
    )
    counts = {row[0]: (row[1], row[2], row[3]) for row in connection.execute(counted)}
    return [_record(row, *counts.get(row.id, (0, 0, 0))) for row in rows]


def _record(row: Any, lines: int, documents: int, in_force: int) -> BatchRecord:
    return BatchRecord(
        id=row.id,
        kind=row.kind,
        who=row.who,
        made_at=row.made_at,
        reason=row.reason,
        source=row.source,
        source_sha256=row.source_sha256,
        corrections=lines,
        documents=documents,
        in_force=in_force,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
