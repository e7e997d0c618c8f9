"""Pages, contents and descriptions as the bytes that the tables keep: compact JSON, compressed."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..documents import (
    FIELDS,
    MEETING_FIELDS,
    Description,
    Evidence,
    FieldSource,
    FieldValue,
    LineBox,
    MemberRef,
    Page,
    Problem,
    ProblemKind,
)

_NOTHING = FieldValue()
_BOX_DIGITS = 5


def pack(value: Any) -> bytes:
    """JSON, compressed. Lone surrogates and U+0000, which files do contain, survive."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack(data: bytes) -> Any:
    """What ``pack`` was given."""
    return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))


def clean(text: str) -> str:
    """``text`` as a text column of every database can hold it: without U+0000 and lone surrogates."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8") if text else text


def pack_pages(pages: Iterable[Page]) -> bytes:
    return pack([_page_row(page) for page in pages])


def unpack_pages(data: bytes) -> list[Page]:
    return [_page(row) for row in unpack(data)]


def unpack_texts(data: bytes) -> tuple[str, ...]:
    """Only the texts of the pages, for the engine."""
    return tuple(row[2] for row in unpack(data))


def text_stamp(pages: Iterable[Page]) -> bytes:
    """A digest of the page texts in order: equal stamps, equal texts."""
    digest = hashlib.blake2b(digest_size=16)
    for page in pages:
        data = page.text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def _page_row(page: Page) -> list[Any]:
    row: list[Any] = [page.number, page.label, page.text]
    if page.ocr or page.confidence is not None or page.boxes:
        row += [page.ocr, page.confidence, [_box_row(box) for box in page.boxes]]
    return row


def _box_row(box: LineBox) -> list[Any]:
    edges = (box.left, box.top, box.right, box.bottom, box.confidence)
    return [box.start, box.end, *(round(edge, _BOX_DIGITS) for edge in edges)]


def _page(row: Sequence[Any]) -> Page:
    number, label, text, *rest = row
    if not rest:
        return Page(number, label, text)
    ocr, confidence, boxes = rest
    return Page(number, label, text, ocr, confidence, tuple(LineBox(*box) for box in boxes))


def pack_info(
    metadata: Mapping[str, str], problems: Iterable[Problem], members: Iterable[MemberRef]
) -> bytes:
    return pack(
        [
            dict(metadata),
            [[problem.kind.value, problem.reason, problem.hint] for problem in problems],
            [[ref.member, ref.sha256, ref.size] for ref in members],
        ]
    )


def unpack_info(data: bytes) -> tuple[dict[str, str], tuple[Problem, ...], tuple[MemberRef, ...]]:
    metadata, problems, members = unpack(data)
    return (
        metadata,
        tuple(Problem(ProblemKind(kind), reason, hint) for kind, reason, hint in problems),
        tuple(MemberRef(*row) for row in members),
    )


def pack_description(description: Description) -> bytes:
    """Only fields that say something are written."""
    return pack(
        [
            _field_rows(description.fields),
            _field_rows(description.meeting) if description.meeting else None,
            list(description.notes),
        ]
    )


def unpack_description(data: bytes) -> Description:
    fields, meeting, notes = unpack(data)
    return Description(
        fields=_fields(FIELDS, fields),
        meeting={} if meeting is None else _fields(MEETING_FIELDS, meeting),
        notes=tuple(notes),
    )


def _field_rows(fields: Mapping[str, FieldValue]) -> dict[str, list[Any]]:
    return {name: _field_row(value) for name, value in fields.items() if value != _NOTHING}


def _field_row(field: FieldValue) -> list[Any]:
    row: list[Any] = [field.value, field.source.value, round(field.confidence, 4)]
    if field.evidence is not None or field.rule:
        row += [field.evidence.text, field.evidence.page] if field.evidence is not None else [None, None]
    if field.rule:
        row.append(field.rule)
    return row


def _fields(names: Sequence[str], rows: Mapping[str, Sequence[Any]]) -> dict[str, FieldValue]:
    found = dict.fromkeys(names, _NOTHING)
    found.update((name, _field(*row)) for name, row in rows.items())
    return found


def _field(
    value: Any,
    source: str,
    confidence: float,
    words: str | None = None,
    page: int | None = None,
    rule: str = "",
) -> FieldValue:
    evidence = Evidence(words, page) if words is not None else None
    return FieldValue(value, FieldSource(source), evidence, confidence, rule)
