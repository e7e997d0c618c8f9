"""Documents that are about the same as one: those that have the words which tell it from the others.

The words that a document says often and few others say are looked for together; who has most of them is
nearest. Documents with nearly the same text stand as one, so that ten copies of a form hide nothing else.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzers import Analyzer
from indexer.archival.likeness import ALIKE, likeness, shingles
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.documents import Outcome
from indexer.engines.protocol import Engine
from indexer.engines.query import AllOf, Among, AnyOf, Boost, Everything, Hit, Not, Query, Search, Text

#: Documents that are told.
MOST = 10
#: Less of the nearest one's score is mere chance.
_LEAST = 0.25
#: Of a longer text only the beginning is read; words told apart, and those looked for.
_READ = 20_000
_COMPARED = 8_000
_COUNTED = 80
_LOOKED_FOR = 25
#: A word in the title counts as often as this in the text.
_TITLE_TIMES = 3
#: Hits read to fold them.
_HITS = 40
_WORD = re.compile(r"[\u3400-\u9fff]{2,20}|[a-z]{3,20}")


@dataclass(frozen=True, slots=True)
class Similar:
    """A document near another. ``nearness`` is its score as a share of that of the document itself, 0 to 1;
    ``folded`` say nearly what it says."""

    record: DocumentRecord
    nearness: float
    folded: tuple[DocumentRecord, ...] = ()


def similar(
    catalog: Catalog,
    engine: Engine,
    analyzer: Analyzer,
    record: DocumentRecord,
    scope: Query | None = None,
    without: Iterable[str] = (),
) -> list[Similar]:
    """The documents nearest to ``record`` among those a reader may see (``scope``), the nearest first.

    Those with its very bytes are copies and not told here, nor are those named in ``without``. Raises
    ``EngineUnavailable``, ``CatalogUnavailable``.
    """
    if record.outcome is Outcome.QUARANTINED:
        return []
    scope = scope if scope is not None else Everything()
    words = _telling_words(catalog, engine, analyzer, record, scope)
    if not words:
        return []
    left_out = frozenset({record.id, *without, *_copies(catalog, record)})
    having = AnyOf(tuple(map(Text, words)))
    scoring = tuple(Boost((word,), (), weight) for word, weight in words.items())
    own = engine.search(Search(AllOf((Among(frozenset({record.id})), having)), scoring, limit=1)).hits
    others = AllOf((scope, having, Not(Among(left_out))))
    hits = engine.search(Search(others, scoring, limit=_HITS)).hits
    best = max(hit.score for hit in (*own, *hits)) if hits else 0.0
    return _folded(catalog, [hit for hit in hits if best and hit.score >= _LEAST * best], best)


def _telling_words(
    catalog: Catalog, engine: Engine, analyzer: Analyzer, record: DocumentRecord, scope: Query
) -> dict[str, float]:
    """The words that tell a document from the others a reader may see, with their weights."""
    text = "\n".join(page.text for page in catalog.pages(record.id))[:_READ]
    times = Counter(_words(analyzer, text))
    for word in _words(analyzer, record.title):
        times[word] += _TITLE_TIMES
    counted = [word for word, _ in sorted(times.items(), key=lambda one: (-one[1], one[0]))[:_COUNTED]]
    all_of_them, *having = engine.totals(scope, [Everything(), *map(Text, counted)])
    weights = {
        word: (1 + math.log(times[word])) * math.log((all_of_them + 1) / number)
        for word, number in zip(counted, having, strict=True)
        if number > 1
    }
    best = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:_LOOKED_FOR]
    return {word: round(1 + math.log(times[word]), 3) for word, weight in best if weight > 0}


def _words(analyzer: Analyzer, text: str) -> list[str]:
    return [word for word in analyzer.query_words(text) if _WORD.fullmatch(word)]


def _copies(catalog: Catalog, record: DocumentRecord) -> list[str]:
    part = record.part.number if record.part else 0
    return [place.id for place in catalog.places(record.sha256, part)] if record.sha256 else []


@dataclass(slots=True)
class _Group:
    first: DocumentRecord
    nearness: float
    said: frozenset[str]
    folded: list[DocumentRecord] = field(default_factory=list)

    def takes(self, record: DocumentRecord, said: frozenset[str]) -> bool:
        same_part = (self.first.part and self.first.part.number) == (record.part and record.part.number)
        same_bytes = record.sha256 is not None and record.sha256 == self.first.sha256 and same_part
        return same_bytes or (bool(said) and likeness(self.said, said) >= ALIKE)


def _folded(catalog: Catalog, hits: Sequence[Hit], best: float) -> list[Similar]:
    """The nearest, each with those that say nearly the same; documents that have left are left out."""
    records = catalog.documents([hit.id for hit in hits])
    pages = catalog.pages_of(records)
    groups: list[_Group] = []
    for hit in hits:
        record = records.get(hit.id)
        if record is None or record.vanished:
            continue
        said = shingles(["".join(page.text for page in pages.get(hit.id, ()))[:_COMPARED]])
        group = next((one for one in groups if one.takes(record, said)), None)
        if group is not None:
            group.folded.append(record)
        elif len(groups) < MOST:
            groups.append(_Group(record, round(min(1.0, hit.score / best), 3), said))
    return [Similar(group.first, group.nearness, tuple(group.folded)) for group in groups]


def similar_json(one: Similar) -> dict[str, Any]:
    """One of the documents of ``GET /documents/{id}/similar``."""
    value = one.record.description.value
    return _place(one.record) | {
        "nearness": one.nearness,
        "branch": value("branch"),
        "date": value("date"),
        "role": value("role"),
        "folded": [_place(record) for record in one.folded],
    }


def _place(record: DocumentRecord) -> dict[str, Any]:
    names = ("id", "title", "path", "root", "member")
    return {name: getattr(record, name) for name in names}
