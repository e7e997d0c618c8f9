"""Corrections laid over what the program found: the effective description of a document."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from ..documents import MEETING_FIELDS, Description, FieldSource, FieldValue
from .statements import rows_in, wanted
from .tables import corrections

#: Every level of secrecy from the lowest; a correction may raise it, never lift it.
SECRECY_LEVELS = ("内部", "工作秘密", "秘密", "机密", "绝密")
MEETING_PREFIX = "meeting."
#: Under this confidence a field waits for a person to confirm it.
UNSURE = 0.5
#: Sources that are the path itself.
_FROM_PLACE = frozenset({FieldSource.FOLDER, FieldSource.NAME})
#: Stands in ``documents.doubts`` where a correction was made on other bytes.
STALE = "*"


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction in force: the value (None: cleared) and the bytes it was made on."""

    value: Any
    sha256: str | None


_ACTIVE = (
    select(
        corrections.c.document_id,
        corrections.c.field,
        corrections.c.value,
        corrections.c.sha256,
        corrections.c.id,
    )
    .where(corrections.c.document_id.in_(wanted()), corrections.c.reverted_at.is_(None))
    .order_by(corrections.c.id)
)


def active_corrections(
    connection: Connection, ids: Iterable[str], without: Collection[int] = ()
) -> dict[str, dict[str, Correction]]:
    """By document and field, the last correction in force; lines numbered in ``without`` count for none."""
    found: dict[str, dict[str, Correction]] = {}
    for document, field, value, sha256, number in rows_in(connection, _ACTIVE, ids):
        if number in without:
            continue
        found.setdefault(document, {})[field] = Correction(json.loads(value), sha256)
    return found


def effective(description: Description, active: Mapping[str, Correction]) -> Description:
    """The description with its corrections in force: source ``corrected``, confidence 1."""
    if not active:
        return description
    fields, meeting = dict(description.fields), dict(description.meeting)
    for name, correction in active.items():
        if name.startswith(MEETING_PREFIX):
            meeting = meeting or dict.fromkeys(MEETING_FIELDS, FieldValue())
            meeting[name.removeprefix(MEETING_PREFIX)] = _corrected(correction)
        elif name != "secrecy" or _raises(fields.get("secrecy"), correction):
            fields[name] = _corrected(correction)
    return Description(fields, meeting, description.notes)


def _corrected(correction: Correction) -> FieldValue:
    return FieldValue(correction.value, FieldSource.CORRECTED, None, 1.0)


def _raises(found: FieldValue | None, correction: Correction) -> bool:
    return secrecy_rank(correction.value) >= secrecy_rank(found.value if found else None)


def secrecy_rank(level: Any) -> int:
    """Higher is more secret: 0 for none, 1 for words outside the scale (a unit may name its own)."""
    if level is None:
        return 0
    return SECRECY_LEVELS.index(level) + 1 if level in SECRECY_LEVELS else 1


def doubts(description: Description, active: Mapping[str, Correction], sha256: str | None) -> str | None:
    """What stands in the 待确认 list: the unsure fields' names, ``*`` first where a correction is stale."""
    names = [STALE] if is_stale(active, sha256) else []
    names += [name for name, value in description.fields.items() if _unsure(value)]
    names += [MEETING_PREFIX + name for name, value in description.meeting.items() if _unsure(value)]
    return " ".join(names) or None


def is_stale(active: Mapping[str, Correction], sha256: str | None) -> bool:
    """Whether the bytes have changed since a correction in force was made."""
    return any(correction.sha256 != sha256 for correction in active.values())


def _unsure(value: FieldValue) -> bool:
    return value.value is not None and value.confidence < UNSURE


def scrubbed(description: Description, mark: str | None = None) -> Description:
    """What may be kept of a quarantined document: what its place says, and its mark."""
    fields = {name: value for name, value in description.fields.items() if value.source in _FROM_PLACE}
    if mark is not None:
        fields["secrecy"] = FieldValue(mark, confidence=1.0)
    return Description(fields)
