"""The search over an archive: a request in, an answer out. Knows no web page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, tzinfo
from time import perf_counter

from analyzers import Analyzer, FoldedPages
from analyzers.synonyms import Synonyms, load_synonyms
from indexer.archival.taxonomy import Taxonomy, default_taxonomy
from indexer.archival.words import WordKind
from indexer.catalog import Catalog
from indexer.engines.protocol import Engine
from indexer.engines.query import AllOf, Facet, Search, Sort

from .answers import SearchAnswer, SearchRequest, Unread
from .finding.filters import facet_answers, facet_filters
from .finding.finder import Finder
from .finding.hits import Shelf, hit_answers
from .finding.narrowing import Narrower
from .finding.ranking import Ranking
from .finding.taking import Taken, Taker
from .finding.texts import Library
from .finding.unread import UnreadFiles
from .query.values import Known
from .query.vocabulary import Vocabulary


class SearchService:
    """Searches one archive. Threads may share it.

    ``today`` gives the archive's local date, for relative dates, ``zone`` its time zone (None: the
    machine's), for moments.
    """

    def __init__(
        self,
        catalog: Catalog,
        engine: Engine,
        analyzer: Analyzer,
        taxonomy: Taxonomy | None = None,
        today: Callable[[], date] = date.today,
        ranking: Ranking | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        self._catalog = catalog
        self._engine = engine
        self._analyzer = analyzer
        self._taxonomy = taxonomy or default_taxonomy()
        self._folds = FoldedPages()
        self._unread = UnreadFiles(catalog, engine)
        self._library = Library(catalog, engine, self._folds)
        finder = Finder(engine, analyzer, self._library, self._known, ranking or Ranking())
        self._own_synonyms: tuple[tuple[str, ...], Synonyms] = ((), load_synonyms())
        self.vocabulary = Vocabulary(catalog, analyzer)
        self._taker = Taker(finder, self._synonyms, self.vocabulary, today)
        self._narrower = Narrower(self._taker, zone)
        self._values: tuple[int, Mapping[Facet, Mapping[str, int]]] | None = None

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer a request.

        Raises ``QueryTooBroad`` for a query over a limit, ``UsageError`` for a value that cannot be taken,
        ``EngineUnavailable`` and ``CatalogUnavailable`` where those are away.
        """
        started = perf_counter()
        taken = self._narrower.take(request)
        shelf = Shelf(self._catalog, self._engine, self._taxonomy, self._folds)
        found = taken.finding.found
        return SearchAnswer(
            query=taken.echo,
            total=found.total,
            hits=hit_answers(shelf, found.hits, taken.wording.sought, request.scope),
            facets=facet_answers(found.counts, request, self._taxonomy),
            page=request.page,
            size=request.size,
            suggestions=taken.suggestions,
            unread=self._unread_files(taken, request),
            took_ms=round(1000 * (perf_counter() - started), 1),
        )

    def chosen(self, request: SearchRequest, most: int) -> tuple[int, list[str]]:
        """The exact total of a search, and the ids of the first ``most`` documents of it, oldest first.

        Raises as ``search`` does.
        """
        found = self._narrower.take(replace(request, page=1, size=most, sort=Sort.OLDEST)).finding.found
        return found.total, [hit.id for hit in found.hits]

    def found(self, request: SearchRequest) -> list[str]:
        """The ids of the hits alone, in order."""
        return [hit.id for hit in self._narrower.take(request).finding.found.hits]

    def _unread_files(self, taken: Taken, request: SearchRequest) -> Unread:
        """Only beside the first hits, and only for words: conditions do not stand in a path."""
        if request.page > 1 or request.within or request.since:
            return Unread()
        filters = facet_filters(request.filters, request.excludes)
        within = AllOf((request.scope, *filters.values()))
        shown = [hit.id for hit in taken.finding.found.hits]
        return self._unread.having(taken.wording.parsed.tree, taken.wording.forms, within, shown)

    def words_to_mark(self, q: str) -> list[tuple[str, ...]]:
        """The words of a search text to mark in a document, each with its other forms, folded.

        Raises ``QueryTooBroad`` as ``search`` does.
        """
        return self._taker.wording(SearchRequest(q)).words

    def forget(self) -> None:
        """Forget the texts and words remembered from earlier searches."""
        self._folds.forget()
        self.vocabulary.forget()
        self._library.forget()

    def _synonyms(self) -> Synonyms:
        """The built-in synonyms and the unit's own, which may be edited at any time."""
        lines = tuple(one.word for one in self._catalog.words(WordKind.SYNONYM))
        if lines != self._own_synonyms[0]:
            self._own_synonyms = lines, load_synonyms(lines)
        return self._own_synonyms[1]

    def _known(self) -> Known:
        return Known(self._taxonomy, tuple(self._catalog.branches()), self._facet_values)

    def _facet_values(self, facet: Facet) -> Iterable[str]:
        """The values a facet has in the whole archive, remembered until the index changes."""
        applied = self._engine.applied()
        if self._values is None or self._values[0] != applied:
            counts = self._engine.search(Search(facets=tuple(Facet), sort=Sort.NEWEST, limit=0)).counts
            self._values = applied, counts
        return self._values[1].get(facet, {})
