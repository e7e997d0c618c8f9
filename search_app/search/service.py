"""The search over an archive: a request in, an answer out. Knows no web page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from time import perf_counter

from analyzers import Analyzer, FoldedPages
from analyzers.synonyms import Synonyms, load_synonyms
from indexer.archival.taxonomy import Taxonomy, default_taxonomy
from indexer.catalog import Catalog
from indexer.engines.protocol import Engine
from indexer.engines.query import Facet, Search, Sort

from .answers import QueryEcho, Relaxed, SearchAnswer, SearchRequest
from .filters import facet_answers
from .finding import Finder, Finding, Wording
from .hits import Shelf, hit_answers
from .parse import parse
from .ranking import Ranking
from .selection import readable
from .values import Known
from .widening import expansions, other_forms


class SearchService:
    """Searches one archive. Threads may share it.

    ``today`` gives the archive's local date, for relative dates.
    """

    def __init__(
        self,
        catalog: Catalog,
        engine: Engine,
        analyzer: Analyzer,
        taxonomy: Taxonomy | None = None,
        today: Callable[[], date] = date.today,
        ranking: Ranking | None = None,
        synonyms: Synonyms | None = None,
    ) -> None:
        self._catalog = catalog
        self._engine = engine
        self._analyzer = analyzer
        self._taxonomy = taxonomy or default_taxonomy()
        self._synonyms = synonyms or load_synonyms()
        self._today = today
        self._folds = FoldedPages()
        self._finder = Finder(catalog, engine, analyzer, self._folds, self._known, ranking or Ranking())
        self._values: tuple[int, Mapping[Facet, Mapping[str, int]]] | None = None

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer a request.

        Raises ``QueryTooBroad`` for a query over a limit, ``UsageError`` for a value that cannot be taken,
        ``EngineUnavailable`` and ``CatalogUnavailable`` where those are away.
        """
        started = perf_counter()
        wording = self._wording(request)
        finding = self._find(wording, request)
        shelf = Shelf(self._catalog, self._engine, self._taxonomy, self._folds)
        found = finding.found
        return SearchAnswer(
            query=QueryEcho(
                request.q,
                wording.parsed.words,
                expansions(wording.parsed.tree, wording.forms),
                relaxed=Relaxed(finding.dropped) if finding.dropped is not None else None,
                notices=wording.parsed.notices,
            ),
            total=found.total,
            hits=hit_answers(shelf, found.hits, wording.words, request.scope),
            facets=facet_answers(found.counts, request, self._taxonomy),
            page=request.page,
            size=request.size,
            took_ms=round(1000 * (perf_counter() - started), 1),
        )

    def words_to_mark(self, q: str) -> list[tuple[str, ...]]:
        """The words of a search text to mark in a document, each with its other forms, folded.

        Raises ``QueryTooBroad`` as ``search`` does.
        """
        return self._wording(SearchRequest(q)).words

    def forget(self) -> None:
        """Forget the texts remembered from earlier searches."""
        self._folds.forget()

    def _wording(self, request: SearchRequest) -> Wording:
        parsed = parse(request.q, self._analyzer.query_words)
        tree, notices = readable(parsed.tree, self._known(), self._analyzer)
        parsed = replace(parsed, tree=tree, notices=(*parsed.notices, *notices))
        return Wording(parsed, other_forms(tree, self._synonyms) if request.expand else {})

    def _find(self, wording: Wording, request: SearchRequest) -> Finding:
        exact = self._finder.exactly(wording, request)
        if exact.found.total or not request.relax:
            return exact
        return self._finder.nearest(wording, request) or exact

    def _known(self) -> Known:
        return Known(self._taxonomy, tuple(self._catalog.branches()), self._facet_values)

    def _facet_values(self, facet: Facet) -> Iterable[str]:
        """The values a facet has in the whole archive, remembered until the index changes."""
        applied = self._engine.applied()
        if self._values is None or self._values[0] != applied:
            counts = self._engine.search(Search(facets=tuple(Facet), sort=Sort.NEWEST, limit=0)).counts
            self._values = applied, counts
        return self._values[1].get(facet, {})
