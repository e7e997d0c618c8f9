"""What people say is right: a log of corrections that nothing the program finds can undo."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from ..archival.taxonomy import Taxonomy
from ..documents import Description, Outcome
from ..errors import Conflict, NotFound, UsageError
from ..stop_points import stop_point
from .codec import clean, unpack_description
from .field_rules import checked, flatten, require_field, require_matching_levels
from .files import spread
from .lookup import load_records
from .overlay import active_corrections, effective, secrecy_rank
from .records import CorrectionRecord, DocumentRecord
from .rows import DocumentRow, load_by_id, load_rows
from .sealing import seal
from .settling import settle
from .statements import under
from .tables import corrections, documents

_logged = stop_point("catalog.correct.log_written")
_applied = stop_point("catalog.correct.documents_written")


def correct(
    connection: Connection,
    identifier: str,
    values: Mapping[str, Any],
    revert: Sequence[str],
    who: str,
    reason: str,
    revision: int,
    taxonomy: Taxonomy,
) -> DocumentRecord:
    """Write corrections and take others back, all or none.

    Raises ``NotFound``, ``Conflict`` where the document is at another revision, ``UsageError`` for values
    that a field cannot take or that would lift secrecy.
    """
    row = load_by_id(connection, [identifier]).get(identifier)
    if row is None:
        raise NotFound("没有这个文档", "它可能从未建过索引")
    if row.revision != revision:
        raise Conflict("这个文档刚被改过", "请刷新后核对，再保存一次")
    given = sound(row, _effective(connection, row), values, taxonomy, revert)
    now = datetime.now(UTC)
    _take_back(connection, identifier, revert, who, now)
    if given:
        connection.execute(insert(corrections), log_lines(row, given, who, reason, now))
    _logged()
    settle(connection, [replace(row, revision=row.revision + 1)], {identifier: row})
    if given.get("secrecy") in taxonomy.quarantined:
        quarantine(connection, row, given["secrecy"])
    _applied()
    return load_records(connection, [identifier])[identifier]


def sound(
    row: DocumentRow,
    description: Description,
    values: Mapping[str, Any],
    taxonomy: Taxonomy,
    revert: Sequence[str] = (),
) -> dict[str, Any]:
    """New values as they are kept, by field. Raises ``UsageError`` for those that a field cannot take, that
    would lift secrecy, or that are both given and taken back. ``description`` is the one in force."""
    given = {name: checked(name, value, taxonomy) for name, value in flatten(values).items()}
    for name in revert:
        require_field(name)
        if name in given:
            raise UsageError(f"{name} 不能同时修改和撤回", parameter=name)
    if row.outcome == Outcome.QUARANTINED and set(given) - {"secrecy"}:
        raise UsageError("这份文件带有密级标志，除密级外不能著录", "请把它移出档案文件夹，按保密规定处理")
    if "secrecy" in revert:
        raise UsageError("密级只能提高，不能撤回", "确需降密请按保密规定办理", parameter="secrecy")
    if "secrecy" in given and secrecy_rank(given["secrecy"]) < secrecy_rank(description.value("secrecy")):
        raise UsageError("密级只能提高，不能降低或清空", "确需降密请按保密规定办理", parameter="secrecy")
    if "subcategory" in given:
        category = given.get("category", description.value("category"))
        require_matching_levels(category, given["subcategory"], taxonomy)
    return given


def _effective(connection: Connection, row: DocumentRow) -> Description:
    active = active_corrections(connection, [row.id]).get(row.id, {})
    return effective(unpack_description(row.description), active)


def _take_back(
    connection: Connection, identifier: str, names: Sequence[str], who: str, now: datetime
) -> None:
    where = (corrections.c.document_id == identifier, corrections.c.reverted_at.is_(None))
    fields = corrections.c.field.in_([*names, *_cleared_along(connection, where, names)])
    reverted = {"reverted_at": now, "reverted_by": clean(who)}
    connection.execute(update(corrections).where(*where, fields).values(reverted))


def _cleared_along(
    connection: Connection, where: Sequence[ColumnElement[bool]], names: Sequence[str]
) -> list[str]:
    """A second level that was cleared because its category was corrected comes back with the category."""
    if "category" not in names:
        return []
    levels = corrections.c.field.in_(("category", "subcategory"))
    last = {
        row.field: row
        for row in connection.execute(select(corrections).where(*where, levels).order_by(corrections.c.id))
    }
    category, second = last.get("category"), last.get("subcategory")
    if category is None or second is None or second.value != "null" or second.made_at != category.made_at:
        return []
    return ["subcategory"]


def log_lines(
    row: DocumentRow,
    given: Mapping[str, Any],
    who: str,
    reason: str,
    now: datetime,
    batch: int | None = None,
) -> list[dict[str, Any]]:
    """The lines of the log for new values of a document, with the bytes they were made on."""
    return [
        {
            "document_id": row.id,
            "field": name,
            "value": clean(json.dumps(value, ensure_ascii=False)),
            "who": clean(who),
            "made_at": now,
            "reason": clean(reason),
            "sha256": row.sha256,
            "batch_id": batch,
        }
        for name, value in given.items()
    ]


def quarantine(connection: Connection, row: DocumentRow, mark: str) -> None:
    """Wipe the text of a document that a person says is secret, of its members, and of every copy of them."""
    inside = [row.sha256, *(one.sha256 for one in _contained(connection, row))]
    hashes = [sha256 for sha256 in dict.fromkeys(inside) if sha256]
    seal(connection, dict.fromkeys(hashes, mark))
    spread(connection, hashes)


def _contained(connection: Connection, row: DocumentRow) -> list[DocumentRow]:
    """The documents that lie in this one, at any depth."""
    if row.member is None:
        return load_rows(connection, documents.c.file_id == row.file_id, documents.c.id != row.id)
    inside = under(documents.c.member, row.member + "!")
    return load_rows(connection, documents.c.file_id == row.file_id, inside)


def load_log(connection: Connection, identifier: str) -> list[CorrectionRecord]:
    """Every correction of a document, taken back or not, in the order they were made."""
    wanted = select(corrections).where(corrections.c.document_id == identifier).order_by(corrections.c.id)
    return [correction_record(row) for row in connection.execute(wanted)]


def correction_record(row: Any) -> CorrectionRecord:
    """A row of the log as a value."""
    return CorrectionRecord(
        id=row.id,
        document_id=row.document_id,
        field=row.field,
        value=json.loads(row.value),
        who=row.who,
        made_at=row.made_at,
        reason=row.reason,
        sha256=row.sha256,
        reverted_at=row.reverted_at,
        reverted_by=row.reverted_by,
        batch=row.batch_id,
    )
