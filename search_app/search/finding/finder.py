"""What a search text finds in an engine: first with every word, then, where nothing has all, the nearest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from analyzers import Analyzer, fold
from indexer.engines.protocol import Engine
from indexer.engines.query import AllOf, AnyOf, Boost, Found, Hit, Query, Search, Sort, Text
from indexer.errors import QueryTooBroad

from ..answers import SearchRequest
from ..query.parse import ParsedQuery
from ..query.syntax import Forms, Near, Pattern, Phrase, Piece, wanted
from ..query.values import Known
from .boilerplate import IN_BOILERPLATE, only_in_boilerplate
from .filters import COUNTED, date_filter, facet_filters
from .ranking import Asked, Ranking, reranked, trigrams_of
from .reasons import Sought, sought
from .relaxing import Weighed, loosen, rarity, weigh
from .selection import Looking, marked_words, scoring, select
from .texts import FoldedTexts, Library
from .verify import verified


@dataclass(frozen=True, slots=True)
class Wording:
    """A search text as it is looked for: what it says, the other forms of its words, the conditions that
    were understood from it, and what it leans to without asking for it. ``earlier`` are the queries within
    whose results it looks: what they ask for is marked and counts for the order too."""

    parsed: ParsedQuery
    forms: Forms = field(default_factory=dict)
    conditions: tuple[Query, ...] = ()
    leanings: tuple[Query, ...] = ()
    earlier: tuple[Wording, ...] = ()

    @property
    def words(self) -> list[tuple[str, ...]]:
        """The words to mark, each with its other forms."""
        own = marked_words(self.parsed.tree, self.parsed.raised, self.forms)
        return list(dict.fromkeys([*own, *(words for one in self.earlier for words in one.words)]))

    @property
    def sought(self) -> Sought:
        """What to show of what was found."""
        return sought(self.words, self.parsed.tree, self.forms)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, by what selected it. ``dropped`` are the words that were let go, None where none had
    to be."""

    found: Found
    match: Query
    dropped: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks in one archive. ``known`` gives the archive's values for prefixes; ``counted`` remembers counts,
    for one request only (``afresh``)."""

    engine: Engine
    analyzer: Analyzer
    library: Library
    known: Callable[[], Known]
    ranking: Ranking = field(default_factory=Ranking)
    counted: dict[Query, int] = field(default_factory=dict, repr=False)

    def afresh(self) -> Finder:
        """The same for one request: what it counts twice is asked once."""
        return replace(self, counted={})

    def exactly(self, wording: Wording, request: SearchRequest) -> Finding:
        """The documents with everything that is asked for."""
        match = self._match(wording, request)
        return Finding(self._search(match, wording, request), match)

    def only(self, finding: Finding, wording: Wording, request: SearchRequest, condition: Query) -> Finding:
        """Of what was found, what meets a condition besides."""
        match = AllOf((finding.match, condition))
        return replace(finding, found=self._search(match, wording, request), match=match)

    def finds(self, wording: Wording, request: SearchRequest) -> bool:
        """Whether any document has everything that is asked for."""
        filters = facet_filters(request.filters, request.excludes)
        return self.count(AllOf((self._match(wording, request), *filters.values()))) > 0

    def _match(self, wording: Wording, request: SearchRequest) -> Query:
        return select(wording.parsed.tree, self._looking(wording), self._within(wording, request))

    def nearest(self, wording: Wording, request: SearchRequest) -> Finding | None:
        """The documents with most of it; None where nothing can be let go or nothing is near."""
        looking = self._looking(wording)
        within = AllOf(
            (self._within(wording, request), *facet_filters(request.filters, request.excludes).values())
        )

        def count(query: Query) -> int:
            return self.count(AllOf((within, query)))

        try:
            words = weigh(wording.parsed.tree, wording.forms, count)
            loosened = loosen(wording.parsed.tree, words, self.count(within), count)
        except QueryTooBroad:
            return None
        if loosened is None:
            return None
        match = AllOf((select(loosened.kept, looking, self._within(wording, request)), loosened.match))
        found = self._search(match, wording, request)
        if not found.total:
            return None
        return Finding(found, match, self._dropped(found, match, wording, request, words))

    def _search(self, match: Query, wording: Wording, request: SearchRequest) -> Found:
        """One page, the first hits looked at a second time where they go by relevance."""
        boosts = self._boosts(wording)
        sort = request.sort or (Sort.RELEVANCE if boosts else Sort.NEWEST)
        offset = (request.page - 1) * request.size
        search = Search(
            match,
            boosts,
            facet_filters(request.filters, request.excludes),
            COUNTED,
            sort,
            offset,
            request.size,
        )
        if sort is not Sort.RELEVANCE or not boosts or offset >= self.ranking.depth:
            return self.engine.search(search)
        end = max(offset + request.size, self.ranking.depth)
        found = self.engine.search(replace(search, offset=0, limit=end))
        first, rest = found.hits[: self.ranking.depth], found.hits[self.ranking.depth :]
        hits = [*self._looked_at(first, wording, request), *rest]
        return replace(found, hits=tuple(hits[offset : offset + request.size]))

    def _looked_at(self, hits: Sequence[Hit], wording: Wording, request: SearchRequest) -> list[Hit]:
        if len(hits) < 2:
            return list(hits)
        trigrams = trigrams_of(_running_texts(wording.parsed))
        asked = Asked(self._weights(wording, request.scope), trigrams, wording.leanings)
        return reranked(hits, self._texts(hits), asked, self.ranking)

    def _weights(self, wording: Wording, scope: Query) -> dict[tuple[str, ...], float]:
        """What each word weighs: its rarity among the reader's documents, and little where the question has
        it in a set phrase only. One word needs no weighing."""
        if len(wording.words) < 2:
            return dict.fromkeys(wording.words, 1.0)
        total = self.count(scope)
        asked = _running_texts(wording.parsed)
        return {
            forms: rarity(self.count(AllOf((scope, AnyOf(tuple(map(Text, forms)))))), total)
            * (IN_BOILERPLATE if only_in_boilerplate(asked, forms[0]) else 1.0)
            for forms in wording.words
        }

    def _texts(self, hits: Sequence[Hit]) -> dict[str, FoldedTexts]:
        return self.library.texts([hit.id for hit in hits])

    def _boosts(self, wording: Wording) -> tuple[Boost, ...]:
        parsed = wording.parsed
        boosts = scoring(parsed.tree, parsed.raised, self.analyzer, wording.forms)
        boosts += tuple(boost for one in wording.earlier for boost in self._boosts(one))
        if self.ranking.words == self.ranking.grams == 1.0:
            return boosts
        words = (Boost(one.words, (), one.weight * self.ranking.words) for one in boosts)
        grams = (Boost((), one.grams, one.weight * self.ranking.grams) for one in boosts)
        return tuple(one for one in (*words, *grams) if one.weight and (one.words or one.grams))

    def _dropped(
        self, found: Found, match: Query, wording: Wording, request: SearchRequest, words: Sequence[Weighed]
    ) -> tuple[str, ...]:
        """The words that the best hit lacks, as they were typed."""
        first = found
        if request.page > 1 or request.sort not in {None, Sort.RELEVANCE}:
            first = self._search(match, wording, replace(request, page=1, size=1, sort=Sort.RELEVANCE))
        texts = [text for one in self._texts(first.hits[:1]).values() for text in one.of()]
        lacking = [
            word
            for weighed in words
            if not any(form in text for text in texts for form in weighed.unit.other.texts)
            for word in weighed.unit.words
            if not any(word in text for text in texts)
        ]
        return tuple(dict.fromkeys(lacking))

    def _within(self, wording: Wording, request: SearchRequest) -> Query:
        dates = date_filter(request.date_from, request.date_to)
        return AllOf((request.scope, dates, *wording.conditions))

    def _looking(self, wording: Wording) -> Looking:
        def verify(condition: Near | Pattern, within: Query) -> Query:
            return verified(condition, within, self.engine, self.library)

        return Looking(self.known(), verify, wording.forms)

    def count(self, query: Query) -> int:
        """How many documents a query selects, exactly."""
        if query not in self.counted:
            self.counted[query] = self.engine.ids(query, 0)[0]
        return self.counted[query]


def _running_texts(parsed: ParsedQuery) -> list[str]:
    """What was typed as running text, folded."""
    texts = [
        leaf.folded if isinstance(leaf, Phrase) else fold(leaf.text)
        for leaf in wanted(parsed.tree)
        if isinstance(leaf, Piece | Phrase)
    ]
    return [*texts, *parsed.raised]
