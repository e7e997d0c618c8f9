"""The preview beside the hits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.archival.taxonomy import Taxonomy
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.documents import Outcome, Page, Problem
from search_app.documents.originals import holds_secrets
from search_app.search.answers import HitAnswer, SearchAnswer

_OPENING_PAGES = 1
_OPENING_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands beside the hits: a hit, its description, and its opening where no passage is marked."""

    hit: HitAnswer
    facts: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    downloadable: bool
    opening: tuple[Page, ...]


def preview(catalog: Catalog, answer: SearchAnswer, wanted: str | None, taxonomy: Taxonomy) -> Preview | None:
    """The preview of the hit wanted, or of the first; None without hits."""
    hits = [*answer.hits, *(copy for hit in answer.hits for copy in hit.folded)]
    hit = next((hit for hit in hits if hit.id == wanted), hits[0] if hits else None)
    record = catalog.document(hit.id) if hit else None
    return preview_of(catalog, hit, record, taxonomy) if hit and record else None


def preview_of(catalog: Catalog, hit: HitAnswer, record: DocumentRecord, taxonomy: Taxonomy) -> Preview:
    held_back = record.outcome is Outcome.QUARANTINED
    pages = catalog.pages(record.id)[:_OPENING_PAGES] if not hit.passages and not held_back else []
    return Preview(
        hit=hit,
        facts=tuple(_facts(record, taxonomy)),
        problems=record.problems,
        downloadable=not record.vanished and not holds_secrets(catalog, record),
        opening=tuple(Page(page.number, page.label, page.text[:_OPENING_CHARACTERS]) for page in pages),
    )


def _facts(record: DocumentRecord, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """The description in short: what is known, in the order a reader asks."""
    value = record.description.value
    code = value("category")
    category = [taxonomy.category_name(code) or code, value("subcategory")] if code else []
    meeting = record.description.meeting
    told = [
        ("党支部", value("branch")),
        ("日期", value("date")),
        ("业务年度", value("work_year")),
        ("类别", " › ".join(str(part) for part in category if part)),
        ("材料类型", value("role")),
        ("责任者", value("issuer")),
        ("文号", value("doc_no")),
        *(
            (name, meeting[key].value)
            for key, name in (("host", "主持"), ("topics", "议题"))
            if key in meeting
        ),
        ("人名", value("persons")),
    ]
    for name, said in told:
        text = _joined(said)
        if text:
            yield name, text


def _joined(value: object) -> str:
    if isinstance(value, list | tuple):
        shown: Sequence[object] = value[:6]
        return "、".join(str(item) for item in shown) + ("等" if len(value) > len(shown) else "")
    return "" if value is None else str(value)
