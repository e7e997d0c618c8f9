"""How a query is taken: read, widened, understood, and where nothing is found that way, taken more loosely.

Every step is told to the reader, who can switch it off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from analyzers.synonyms import Synonyms
from indexer.engines.query import AllOf, Text

from .answers import QueryEcho, Relaxed, SearchRequest
from .finding import Finder, Finding, Wording
from .parse import ParsedQuery, parse
from .selection import readable
from .understanding import Reader, Understood
from .widening import expansions, other_forms


@dataclass(frozen=True, slots=True)
class Taken:
    """A query as it was taken and what was found that way."""

    request: SearchRequest
    wording: Wording
    understood: Understood
    finding: Finding

    @property
    def echo(self) -> QueryEcho:
        parsed, dropped = self.wording.parsed, self.finding.dropped
        return QueryEcho(
            text=self.request.q,
            words=parsed.words,
            expanded=expansions(parsed.tree, self.wording.forms),
            filters=tuple(condition.told for condition in self.understood.conditions),
            relaxed=Relaxed(dropped) if dropped is not None else None,
            notices=(*parsed.notices, *_told(self.understood)),
        )


def _told(understood: Understood) -> Iterator[str]:
    if understood.passed_over:
        yield f"已略去{'、'.join(f'“{word}”' for word in understood.passed_over)}"


@dataclass(frozen=True, slots=True)
class Taker:
    """Takes queries for one archive. ``today`` is the archive's local date."""

    finder: Finder
    synonyms: Synonyms
    today: Callable[[], date]

    def take(self, request: SearchRequest) -> Taken:
        """The first way of taking the query in which documents are found; else what is nearest."""
        parsed = self._parsed(request.q)
        ways = [(self._worded(parsed, way, request), way) for way in self._ways(parsed, request)]
        for wording, way in ways[:-1]:
            if self.finder.finds(wording, request):
                return Taken(request, wording, way, self.finder.exactly(wording, request))
        literally = Taken(request, *ways[-1], self.finder.exactly(ways[-1][0], request))
        if literally.finding.found.total or not request.relax:
            return literally
        for wording, way in ways:
            nearest = self.finder.nearest(wording, request)
            if nearest is not None:
                return Taken(request, wording, way, nearest)
        return literally

    def wording(self, request: SearchRequest) -> Wording:
        """The query in the fullest way of taking it, whatever is found."""
        parsed = self._parsed(request.q)
        return self._worded(parsed, next(self._ways(parsed, request)), request)

    def _parsed(self, q: str) -> ParsedQuery:
        parsed = parse(q, self.finder.analyzer.query_words)
        tree, notices = readable(parsed.tree, self.finder.known(), self.finder.analyzer)
        return replace(parsed, tree=tree, notices=(*parsed.notices, *notices))

    def _ways(self, parsed: ParsedQuery, request: SearchRequest) -> Iterator[Understood]:
        if not request.understand:
            yield Understood(parsed.tree)
            return
        known = self.finder.known()

        def stands(folded: str) -> bool:
            return self.finder.count(AllOf((request.scope, Text(folded)))) > 0

        roles = frozenset(known.taxonomy.roles)
        cut = self.finder.analyzer.query_words
        yield from Reader(known.branches, roles, self.today(), cut, stands).read(parsed.tree).ways()

    def _worded(self, parsed: ParsedQuery, way: Understood, request: SearchRequest) -> Wording:
        return Wording(
            replace(parsed, tree=way.tree),
            other_forms(way.tree, self.synonyms) if request.expand else {},
            tuple(condition.query for condition in way.conditions),
            way.leanings,
        )
