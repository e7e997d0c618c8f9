"""The search over an archive: a request in, an answer out. Knows no web page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter

from analyzers import Analyzer, FoldedPages
from indexer.archival.taxonomy import Taxonomy, default_taxonomy
from indexer.catalog import Catalog
from indexer.engines.protocol import Engine
from indexer.engines.query import AllOf, Facet, Found, Query, Search, Sort

from .answers import QueryEcho, SearchAnswer, SearchRequest
from .filters import COUNTED, date_filter, facet_answers, facet_filters
from .hits import Shelf, hit_answers
from .parse import ParsedQuery, parse
from .selection import Looking, marked_words, readable, scoring, select
from .syntax import Near, Pattern
from .values import Known
from .verify import verified


@dataclass(frozen=True, slots=True)
class _Understood:
    """A search text as it is looked for: what it says and the other forms of its words."""

    parsed: ParsedQuery
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    ) -> None:
        self._catalog = catalog
        self._engine = engine
        self._analyzer = analyzer
        self._taxonomy = taxonomy or default_taxonomy()
        self._today = today
        self._folds = FoldedPages()
        self._values: tuple[int, Mapping[Facet, Mapping[str, int]]] | None = None

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer a request.

        Raises ``QueryTooBroad`` for a query over a limit, ``UsageError`` for a value that cannot be taken,
        ``EngineUnavailable`` and ``CatalogUnavailable`` where those are away.
        """
        started = perf_counter()
        understood = self._understand(request)
        found = self._find(understood, request)
        words = marked_words(understood.parsed.tree, understood.parsed.raised, understood.forms)
        shelf = Shelf(self._catalog, self._engine, self._taxonomy, self._folds)
        return SearchAnswer(
            query=QueryEcho(request.q, understood.parsed.words, notices=understood.parsed.notices),
            total=found.total,
            hits=hit_answers(shelf, found.hits, words, request.scope),
            facets=facet_answers(found.counts, request, self._taxonomy),
            page=request.page,
            size=request.size,
            took_ms=round(1000 * (perf_counter() - started), 1),
        )

    def words_to_mark(self, q: str) -> list[tuple[str, ...]]:
        """The words of a search text to mark in a document, each with its other forms, folded.

        Raises ``QueryTooBroad`` as ``search`` does.
        """
        understood = self._understand(SearchRequest(q))
        return marked_words(understood.parsed.tree, understood.parsed.raised, understood.forms)

    def _understand(self, request: SearchRequest) -> _Understood:
        parsed = parse(request.q, self._analyzer.query_words)
        tree, notices = readable(parsed.tree, self._known(), self._analyzer)
        return _Understood(replace(parsed, tree=tree, notices=(*parsed.notices, *notices)))

    def _find(self, understood: _Understood, request: SearchRequest) -> Found:
        within = AllOf((request.scope, date_filter(request.date_from, request.date_to)))
        boosts = scoring(understood.parsed.tree, understood.parsed.raised, self._analyzer, understood.forms)
        return self._engine.search(
            Search(
                match=select(understood.parsed.tree, self._looking(understood), within),
                scoring=boosts,
                filters=facet_filters(request.filters, request.excludes),
                facets=COUNTED,
                sort=request.sort or (Sort.RELEVANCE if boosts else Sort.NEWEST),
                offset=(request.page - 1) * request.size,
                limit=request.size,
            )
        )

    def _looking(self, understood: _Understood) -> Looking:
        def verify(condition: Near | Pattern, within: Query) -> Query:
            return verified(condition, within, self._catalog, self._engine, self._folds)

        return Looking(self._known(), verify, understood.forms)

    def _known(self) -> Known:
        return Known(self._taxonomy, tuple(self._catalog.branches()), self._facet_values)

    def _facet_values(self, facet: Facet) -> Iterable[str]:
        """The values a facet has in the whole archive, remembered until the index changes."""
        applied = self._engine.applied()
        if self._values is None or self._values[0] != applied:
            counts = self._engine.search(Search(facets=tuple(Facet), sort=Sort.NEWEST, limit=0)).counts
            self._values = applied, counts
        return self._values[1].get(facet, {})
