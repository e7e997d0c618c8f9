"""What a change of the unit's branches or words would cost, said before it is made.

Both are applied to what the catalog has stored: no file is read. How fast that goes is what the last time
measured, or else a small sample of the documents.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer.archival.values import Branch
from indexer.catalog import Catalog
from indexer.engines.fields import Terms, index_values
from indexer.settings import Settings

from .describing import Describer
from .inventories import find_inventories
from .means import unit_of

#: Under so many documents a measurement says more of the start than of the work.
ENOUGH = 200
_SAMPLE = 40
#: What writing costs beside making descriptions, or terms.
_WRITING = 1.5


@dataclass(frozen=True, slots=True)
class Cost:
    """How many documents are to be described anew and indexed anew, in about how many seconds."""

    described: int = 0
    indexed: int = 0
    seconds: float = 0.0


class Measured:
    """How many documents of a kind of work are done in a second, remembered in the catalog."""

    def __init__(self, catalog: Catalog, name: str) -> None:
        self._catalog, self._key = catalog, f"measured.{name}"

    def note(self, documents: int, seconds: float) -> None:
        """Remember what was measured, where it was enough to judge by."""
        if documents >= ENOUGH and seconds > 0:
            self._catalog.set_meta(self._key, json.dumps([documents, round(seconds, 3)]))

    @property
    def rate(self) -> float | None:
        """Documents a second; None where nothing has been measured."""
        told = self._catalog.meta(self._key)
        if told is None:
            return None
        documents, seconds = json.loads(told)
        return float(documents) / float(seconds)


def describing_rate(catalog: Catalog) -> Measured:
    return Measured(catalog, "describe")


def rebuilding_rate(catalog: Catalog) -> Measured:
    return Measured(catalog, "rebuild")


def cost_of_branches(catalog: Catalog, settings: Settings, branches: Sequence[Branch]) -> Cost:
    """What describing everything by these branches costs; nothing where descriptions do not depend on what
    is different."""
    describer = Describer(unit_of(settings, catalog, branches), settings.zone)
    due = catalog.count_undescribed(describer.fingerprint)
    if not due:
        return Cost()
    rate = describing_rate(catalog).rate or _sampled_describing(catalog, describer)
    return Cost(described=due, seconds=due / rate)


def cost_of_rebuild(catalog: Catalog, analyzer: Terms) -> Cost:
    """What building the index anew from stored text costs."""
    total = sum(root.documents for root in catalog.roots())
    if not total:
        return Cost()
    rate = rebuilding_rate(catalog).rate or _sampled_rebuild(catalog, analyzer)
    return Cost(indexed=total, seconds=total / rate)


def _sampled_describing(catalog: Catalog, describer: Describer) -> float:
    records = list(catalog.documents(catalog.undescribed("", limit=_SAMPLE)).values())
    known = {root.name: catalog.known_files(root.name) for root in catalog.roots()}
    describer = Describer(describer.unit, describer.zone, find_inventories(catalog, known))

    def describe() -> None:
        for record in records:
            describer.again(record, catalog.content(record.sha256) if record.sha256 else None)

    return _rate(describe, len(records))


def _sampled_rebuild(catalog: Catalog, analyzer: Terms) -> float:
    documents = list(islice(catalog.all_documents(_SAMPLE), _SAMPLE))

    def analyse() -> None:
        for document in documents:
            index_values(document, analyzer)

    return _rate(analyse, len(documents))


def _rate(work: Callable[[], None], items: int) -> float:
    started = time.perf_counter()
    work()
    spent = max(time.perf_counter() - started, 1e-6)
    return max(items, 1) / (spent * _WRITING)
