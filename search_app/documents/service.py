"""A document as the JSON API and the pages show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from indexer.archival.minutes.meeting import INCOMPLETE, missing_elements
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord, Place
from indexer.documents import FIELDS, MEETING_FIELDS, FieldValue, Outcome, Page, Problem
from indexer.errors import NotFound, QueryTooBroad
from indexer.pipeline.likeness import near_copies
from search_app.search.service import SearchService

#: The fields whose value is a list of texts; without a value they are ``[]``.
LIST_FIELDS = frozenset(
    {"addressees", "copied_to", "persons", "attending", "absent", "topics", "resolutions"}
)
_ID = re.compile(r"[0-9A-Za-z._-]{1,64}", re.ASCII)
#: How many documents of one meeting are shown beside each other.
EVENT_SIZE = 50


def find(catalog: Catalog, document_id: str) -> DocumentRecord:
    """The document of this id. Raises ``NotFound``, for what can be no id too.

    A root that was removed takes its documents along: their records are kept for its return, unseen.
    """
    record = catalog.document(document_id) if _ID.fullmatch(document_id) else None
    if record is None or record.root not in {root.name for root in catalog.roots()}:
        raise NotFound("没有这份文件", "它可能从未索引过，或地址写错了；请回到检索页重新查找")
    return record


def text_pages(catalog: Catalog, record: DocumentRecord) -> list[Page]:
    """The pages of a document; none, ever, of one under quarantine."""
    if record.outcome is Outcome.QUARANTINED:
        raise NotFound("没有可阅读的文字", "这份文件带有密级标志，本系统不保存其内容")
    return catalog.pages(record.id)


def words_to_mark(search: SearchService, query: str) -> tuple[tuple[str, ...], ...]:
    """The words of a query to mark, each with its forms. A query over a limit marks nothing: the document
    is worth reading all the same."""
    try:
        return tuple(search.words_to_mark(query)) if query.strip() else ()
    except QueryTooBroad:
        return ()


@dataclass(frozen=True, slots=True)
class Relations:
    """The documents beside one: the same bytes, nearly the same text, the same meeting, in it."""

    copies: tuple[dict[str, Any], ...]
    near_copies: tuple[dict[str, Any], ...]
    event: tuple[dict[str, Any], ...]
    parts: tuple[dict[str, Any], ...]
    members: tuple[dict[str, Any], ...]


def document_json(record: DocumentRecord, relations: Relations) -> dict[str, Any]:
    """The answer of ``GET /documents/{id}``."""
    description = record.description
    return {
        "id": record.id,
        "root": record.root,
        "path": record.path,
        "member": record.member,
        "part": part_json(record),
        "doc_type": record.doc_type,
        "size": record.size,
        "sha256": record.sha256,
        "pages": record.page_count,
        "outcome": record.outcome.value,
        "problems": [problem_json(problem) for problem in record.problems],
        "revision": record.revision,
        "title": record.title,
        "vanished": record.vanished,
        "corrected": list(record.corrected),
        "stale_corrections": record.stale_corrections,
        "notes": notes(record),
        "fields": {name: field_json(name, description.fields.get(name)) for name in FIELDS}
        | {"meeting": {name: field_json(name, description.meeting.get(name)) for name in MEETING_FIELDS}},
        "copies": list(relations.copies),
        "near_copies": list(relations.near_copies),
        "event": list(relations.event),
        "parts": list(relations.parts),
        "members": list(relations.members),
    }


def notes(record: DocumentRecord) -> list[str]:
    """Remarks on the description as it is now: what a record of a meeting lacks counts corrections too."""
    description = record.description
    kept = [note for note in description.notes if not note.startswith(INCOMPLETE)]
    return [*kept, *missing_elements(description.meeting)] if keeps_minutes(record) else kept


def keeps_minutes(record: DocumentRecord) -> bool:
    """Whether a document ought to have the elements of minutes: a sign-in sheet has its own few."""
    return bool(record.description.meeting) and record.description.value("role") != "签到表"


def part_json(record: DocumentRecord) -> dict[str, Any] | None:
    return {"number": record.part.number, "label": record.part.label} if record.part else None


def problem_json(problem: Problem) -> dict[str, str]:
    return {"kind": problem.kind.value, "reason": problem.reason, "hint": problem.hint}


def field_json(name: str, field: FieldValue | None) -> dict[str, Any]:
    """One field with where it comes from; all null where nothing was found."""
    empty: list[str] | None = [] if name in LIST_FIELDS else None
    if field is None:
        return {"value": empty, "source": None, "evidence": None, "confidence": 0.0, "rule": None}
    evidence = field.evidence and {"text": field.evidence.text, "page": field.evidence.page}
    value = empty if field.value is None else field.value
    value = list(value) if isinstance(value, tuple) else value
    return {
        "value": value,
        "source": field.source.value,
        "evidence": evidence,
        "confidence": field.confidence,
        "rule": field.rule or None,
    }


def relations(catalog: Catalog, record: DocumentRecord) -> Relations:
    """What lies beside ``record``, itself left out."""
    part = record.part.number if record.part else 0
    same = catalog.places(record.sha256, part) if record.sha256 else []
    return Relations(
        copies=tuple(place_json(place) for place in same if place.id != record.id),
        near_copies=tuple(
            place_json(near.place) | {"share": near.share} for near in near_copies(catalog, record)
        ),
        event=_event(catalog, record),
        parts=tuple(part_place_json(part) for part in _parts(catalog, record)),
        members=tuple(place_json(place) for place in catalog.members(record.id)) if not record.part else (),
    )


def place_json(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "title": place.title,
        "path": place.path,
        "root": place.root,
        "member": place.member,
    }


def _event(catalog: Catalog, record: DocumentRecord) -> tuple[dict[str, Any], ...]:
    """The other documents of the same meeting, in the order in which they come about."""
    key, found = catalog.event(record.id, EVENT_SIZE)
    return tuple(event_json(other, key or "") for other in found if other.id != record.id)


def event_json(record: DocumentRecord, key: str) -> dict[str, Any]:
    """A document of a meeting; the day is the meeting's."""
    place = {"id": record.id, "title": record.title, "path": record.path, "root": record.root}
    told = {"member": record.member, "role": record.description.value("role")}
    return place | told | {"date": key.rpartition("|")[2]}


def _parts(catalog: Catalog, record: DocumentRecord) -> list[DocumentRecord]:
    return catalog.parts(record.id) if record.split else []


def part_place_json(part: DocumentRecord) -> dict[str, Any]:
    """A meeting of a longer document, with its number, label and pages."""
    place = {"id": part.id, "title": part.title, "path": part.path, "root": part.root, "member": part.member}
    return place | {"part": part_json(part), "pages": part.page_count}
