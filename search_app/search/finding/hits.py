"""Documents found, with the passages that show why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzers import FoldedPages, best_passages
from indexer.archival.taxonomy import Taxonomy
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.documents import Page
from indexer.engines.protocol import Engine
from indexer.engines.query import AllOf, Among, Everything, Hit, Query

from ..answers import HitAnswer, Part, PassageAnswer
from .reasons import Sought, page_hits, reasons

#: Passages of a hit.
MOST_PASSAGES = 3
#: Documents of one meeting that are looked at.
MOST_OF_EVENT = 200


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where hits are read from."""

    catalog: Catalog
    engine: Engine
    taxonomy: Taxonomy
    folds: FoldedPages


def hit_answers(shelf: Shelf, hits: Sequence[Hit], looked_for: Sought, scope: Query) -> tuple[HitAnswer, ...]:
    """The hits in order, neighbours with the same bytes folded into the first of them.

    A document that has left the catalog since it was indexed is left out.
    """
    records = shelf.catalog.documents([hit.id for hit in hits])
    found = [(records[hit.id], hit.score) for hit in hits if hit.id in records]
    copies = _copies(shelf, [record for record, _ in found], scope)
    pages = shelf.catalog.pages_of(record.id for record, _ in found)
    events = _events(shelf, [record.id for record, _ in found], scope)
    answers = [
        _with_pages(
            _answer(shelf, record, score, copies.get(record.id, 0), events.get(record.id, 0)),
            shelf,
            record,
            pages.get(record.id, ()),
            looked_for,
        )
        for record, score in found
    ]
    return _folded(answers, [record for record, _ in found])


def _copies(shelf: Shelf, records: Sequence[DocumentRecord], scope: Query) -> dict[str, int]:
    """How many other documents with the same bytes the reader may see."""
    counts = shelf.catalog.copies([record.id for record in records])
    if isinstance(scope, Everything):
        return dict(counts)
    for record in records:
        if counts.get(record.id) and record.sha256:
            same = shelf.catalog.places(record.sha256, record.part.number if record.part else 0)
            others = frozenset(place.id for place in same) - {record.id}
            counts[record.id], _ = shelf.engine.ids(AllOf((scope, Among(others))), 0)
    return counts


def _events(shelf: Shelf, ids: Sequence[str], scope: Query) -> dict[str, int]:
    """How many documents of each one's meeting the reader may see."""
    sizes = shelf.catalog.event_sizes(ids)
    if isinstance(scope, Everything):
        return sizes
    for key in sizes:
        _, records = shelf.catalog.event(key, MOST_OF_EVENT)
        seen = frozenset(record.id for record in records)
        sizes[key], _ = shelf.engine.ids(AllOf((scope, Among(seen))), 0)
    return sizes


def _folded(answers: Sequence[HitAnswer], records: Sequence[DocumentRecord]) -> tuple[HitAnswer, ...]:
    kept: list[HitAnswer] = []
    before: tuple[str | None, int] | None = None
    for answer, record in zip(answers, records, strict=True):
        bytes_of = (record.sha256, record.part.number if record.part else 0)
        if kept and record.sha256 and bytes_of == before:
            kept[-1] = replace(kept[-1], folded=(*kept[-1].folded, answer))
        else:
            kept.append(answer)
        before = bytes_of
    return tuple(kept)


def _with_pages(
    answer: HitAnswer, shelf: Shelf, record: DocumentRecord, pages: Sequence[Page], looked_for: Sought
) -> HitAnswer:
    return replace(
        answer,
        passages=passages(shelf, pages, looked_for.words),
        why=reasons(record, pages, looked_for, shelf.folds),
        page_hits=page_hits(pages, looked_for, shelf.folds),
    )


def _answer(shelf: Shelf, record: DocumentRecord, score: float, copies: int, event: int) -> HitAnswer:
    value = record.description.value
    category = value("category")
    return HitAnswer(
        id=record.id,
        root=record.root,
        path=record.path,
        member=record.member,
        part=Part(record.part.number, record.part.label) if record.part else None,
        title=record.title,
        branch=value("branch"),
        year=_year(record.description.counted("work_year")),
        date=value("date"),
        category=category,
        category_name=shelf.taxonomy.category_name(category) if category else None,
        subcategory=value("subcategory"),
        role=value("role"),
        doc_no=value("doc_no"),
        doc_type=record.doc_type,
        pages=record.page_count,
        copies=copies,
        event=event,
        score=score,
    )


def _year(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


def passages(
    shelf: Shelf, pages: Sequence[Page], words: Sequence[Sequence[str]]
) -> tuple[PassageAnswer, ...]:
    """The passages of a document that show the words, the best first; its first lines where none does."""
    found = best_passages([page.text for page in pages], words, shelf.folds, most=MOST_PASSAGES)
    return tuple(
        PassageAnswer(pages[one.page].number, pages[one.page].label, one.text, one.marks) for one in found
    )
