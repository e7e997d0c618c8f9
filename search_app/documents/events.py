"""The papers of one meeting beside each other, in the order in which they come about."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.archival.events.keys import own_event
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.documents import FieldSource
from indexer.errors import NotFound
from indexer.extraction.drawing import DRAWN
from search_app.documents.originals import holds_secrets

#: Documents of a meeting that its page shows, and characters of each one's opening.
MOST = 200
OPENING = 160
_PICTURES = frozenset(("jpg", "png", "gif", "bmp", "tif", "heic", "webp"))


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the meeting: its own date, empty where it bears none and was put here by where it lies;
    how its text opens, whether it is shown as a picture. ``copies`` have the same bytes."""

    record: DocumentRecord
    role: str
    date: str
    opening: str
    picture: bool
    copies: tuple[DocumentRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was held by whom on which day, and its papers in order; ``documents`` counts copies too. The day
    is ``sure`` where a paper of that day bears it, else concluded from what was written before or after."""

    branch: str
    kind: str
    day: str
    sure: bool
    papers: tuple[Paper, ...]
    documents: int


def meeting_of(catalog: Catalog, record: DocumentRecord) -> Meeting:
    """The meeting that a document proves. Raises ``NotFound`` where it proves none."""
    key, found = catalog.event(record.id, MOST)
    if key is None:
        raise NotFound("这份文件不属于某一次会议", "会议按党支部、会议类别和日期归在一起")
    branch, kind, day = key.split("|")
    together: dict[object, list[DocumentRecord]] = {}
    for one in found:
        together.setdefault((one.sha256, one.part) if one.sha256 else one.id, []).append(one)
    papers = tuple(_paper(catalog, *_self_first(some, record)) for some in together.values())
    sure = any(_own_event(one) == key for one in found)
    return Meeting(branch, kind, day, sure, papers, len(found))


def _own_event(record: DocumentRecord) -> str | None:
    return own_event(record.description, f"{record.path}/{record.member or ''}")


def _self_first(same: list[DocumentRecord], record: DocumentRecord) -> list[DocumentRecord]:
    return sorted(same, key=lambda one: one.id != record.id)


def _paper(catalog: Catalog, record: DocumentRecord, *copies: DocumentRecord) -> Paper:
    text = "\n".join(page.text for page in catalog.pages(record.id)[:1]).strip()
    drawn = record.doc_type in DRAWN & _PICTURES and not record.vanished
    date = record.description.fields["date"]
    own = "" if date.value is None or date.source is FieldSource.EVENT else str(date.value)
    return Paper(
        record,
        str(record.description.value("role") or "其他"),
        own,
        text[:OPENING] + ("……" if len(text) > OPENING else ""),
        drawn and not holds_secrets(catalog, record),
        copies,
    )
