"""The description of a document as its page shows it: in groups, each value with its ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.archival.minutes.meeting import elements
from indexer.archival.taxonomy import Taxonomy
from indexer.catalog.records import DocumentRecord
from indexer.documents import Evidence, FieldSource, FieldValue
from search_app.documents.corrections import MEETING
from search_app.documents.service import keeps_minutes
from search_app.web.display import FIELD_NAMES

#: Under this a value waits for a person to confirm it (the 待确认 list).
UNSURE = 0.5

MINUTES = "会议"
#: The description in the groups and the order that a reader looks for.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "归档",
        (
            "title",
            "branch",
            "date",
            "work_year",
            "archive_year",
            "category",
            "subcategory",
            "category_secondary",
            "role",
            "issuer",
            "persons",
        ),
    ),
    (
        MINUTES,
        tuple(
            MEETING + name
            for name in (
                *("type", "date", "place", "host", "recorder", "expected", "present"),
                *("attending", "absent", "topics", "resolutions"),
            )
        ),
    ),
    ("公文", ("doc_no", "genre", "signer", "addressees", "copied_to", "secrecy", "urgency")),
    ("档案", ("archival_no", "retention")),
)


@dataclass(frozen=True, slots=True)
class DescribedField:
    """One field with a value. ``unsure`` asks a person to confirm it."""

    name: str
    label: str
    value: Any
    source: FieldSource
    evidence: Evidence | None
    confidence: float
    rule: str
    unsure: bool
    corrected: bool


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The fields of a group that have a value, and the names of those that have none. ``elements`` are
    those that minutes ought to have, and whether they are there."""

    name: str
    fields: tuple[DescribedField, ...]
    missing: tuple[str, ...]
    elements: tuple[tuple[str, bool], ...] = ()


def label(name: str) -> str:
    """What a reader calls a field, ``meeting.host`` and the like included."""
    inner = name.removeprefix(MEETING)
    if name.startswith(MEETING) and inner in ("date", "present"):
        return {"date": "会议日期", "present": "出席"}[inner]
    return FIELD_NAMES[inner]


def described_groups(record: DocumentRecord, taxonomy: Taxonomy) -> list[FieldGroup]:
    """The description as the page shows it; a group without a value in it is left out."""
    groups = [_group(name, names, record, taxonomy) for name, names in GROUPS]
    return [group for group in groups if group.fields]


def _group(name: str, names: Sequence[str], record: DocumentRecord, taxonomy: Taxonomy) -> FieldGroup:
    found = {one: _found(record, one) for one in names}
    shown = tuple(
        _described(one, value, record, taxonomy) for one, value in found.items() if _has_value(value)
    )
    missing = tuple(label(one) for one, value in found.items() if not _has_value(value))
    return FieldGroup(name, shown, missing, _elements(record) if name == MINUTES else ())


def _elements(record: DocumentRecord) -> tuple[tuple[str, bool], ...]:
    return elements(record.description.meeting) if keeps_minutes(record) else ()


def doubtful(record: DocumentRecord, taxonomy: Taxonomy) -> list[DescribedField]:
    """The fields that wait for a person to confirm them."""
    return [field for group in described_groups(record, taxonomy) for field in group.fields if field.unsure]


def _found(record: DocumentRecord, name: str) -> FieldValue:
    inside: Mapping[str, FieldValue] = (
        record.description.meeting if name.startswith(MEETING) else record.description.fields
    )
    return inside.get(name.removeprefix(MEETING)) or FieldValue()


def _has_value(field: FieldValue) -> bool:
    return field.value is not None and field.value != [] and field.value != ()


def _described(name: str, field: FieldValue, record: DocumentRecord, taxonomy: Taxonomy) -> DescribedField:
    return DescribedField(
        name=name,
        label=label(name),
        value=shown_value(name, field.value, taxonomy),
        source=field.source,
        evidence=field.evidence,
        confidence=field.confidence,
        rule=field.rule,
        unsure=field.confidence < UNSURE,
        corrected=name in record.corrected,
    )


def shown_value(name: str, value: Any, taxonomy: Taxonomy) -> Any:
    """A value in a reader's words: a category by its name, a list as it is."""
    if name in ("category", "category_secondary"):
        codes = value if isinstance(value, list | tuple) else [value]
        return "、".join(category_label(str(code), taxonomy) for code in codes)
    return list(value) if isinstance(value, list | tuple) else value


def category_label(value: str, taxonomy: Taxonomy) -> str:
    """``02`` as ``02 三会一课``, ``02.支委会`` as ``三会一课 › 支委会``."""
    code, _, second = value.partition(".")
    name = taxonomy.category_name(code)
    if name is None:
        return value
    return f"{name} › {second}" if second else f"{code} {name}"
