"""A request made ready to compile: what selects, what scores, and which selection each count needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from indexer.errors import QueryTooBroad

from .fields import SEARCHED
from .query import AllOf, AnyOf, Arrived, DateRange, Facet, Not, Query, Search, Sort, Text, TextField
from .ranking import ScoredTerm, scored_terms
from .simplify import simplify

#: What one request may ask for, on both engines. Elasticsearch counts every bigram of a phrase, in every
#: field, as a clause; a server with little memory and many processors refuses more than some 5,000.
MOST_MATCHING_CLAUSES = 2000
MOST_SCORING_CLAUSES = 900
#: Elasticsearch refuses 30 levels.
DEEPEST = 20
#: Levels of a query as it comes, most of which may be double negations and the like.
DEEPEST_GIVEN = 200

#: Facets that are one facet when a count leaves out its own filter.
_TOGETHER = frozenset({Facet.CATEGORY, Facet.SUBCATEGORY})


@dataclass(frozen=True, slots=True)
class Plan:
    """``counted`` maps the filters to leave out (most often none) to the facets counted without them."""

    match: Query
    filters: Mapping[Facet, Query]
    terms: tuple[ScoredTerm, ...]
    counted: Mapping[frozenset[Facet], tuple[Facet, ...]]

    @property
    def selection(self) -> Query:
        """What the hits and the total are of."""
        return self.without(frozenset())

    def without(self, left_out: frozenset[Facet]) -> Query:
        """The selection with the filters of the facets ``left_out`` lifted."""
        return simplify(AllOf((self.match, self.only(self.filters.keys() - left_out))))

    def only(self, facets: Set[Facet]) -> Query:
        """The filters of ``facets`` alone."""
        return simplify(AllOf(tuple(query for facet, query in self.filters.items() if facet in facets)))


def plan(request: Search) -> Plan:
    """Make ``request`` ready. Raises ``QueryTooBroad`` where it asks for more than both engines can do."""
    given = (request.match, *request.filters.values())
    _refuse_deep(given, DEEPEST_GIVEN)
    match = simplify(request.match)
    filters = {facet: simplify(query) for facet, query in request.filters.items()}
    _refuse_deep((match, *filters.values()), DEEPEST)
    if sum(map(_clauses, (match, *filters.values()))) > MOST_MATCHING_CLAUSES:
        most = MOST_MATCHING_CLAUSES // len(SEARCHED[TextField.ANY])
        raise QueryTooBroad(f"查询太长：连同同义词最多约 {most} 个字", "去掉一些词再查")
    scores = request.scoring if request.sort is Sort.RELEVANCE else ()
    terms = scored_terms(scores, MOST_SCORING_CLAUSES)
    return Plan(match, filters, tuple(terms), _counted(request))


def asks_for_arrival(query: Query) -> bool:
    """Whether a query needs to know when documents arrived, which older indexes do not tell."""
    return isinstance(query, Arrived) or any(map(asks_for_arrival, _parts(query)))


def _counted(request: Search) -> dict[frozenset[Facet], tuple[Facet, ...]]:
    found: dict[frozenset[Facet], tuple[Facet, ...]] = {}
    for facet in dict.fromkeys(request.facets):
        own = _TOGETHER if facet in _TOGETHER else frozenset({facet})
        left_out = own.intersection(request.filters)
        found[left_out] = (*found.get(left_out, ()), facet)
    return found


def _clauses(query: Query) -> int:
    match query:
        case Text(folded, field):
            return len(SEARCHED[field]) * max(1, len(folded) - 1)
        case DateRange():
            return 2
        case _:
            return 1 + sum(map(_clauses, _parts(query)))


def _refuse_deep(queries: Iterable[Query], most: int) -> None:
    """Level by level, since a query deep enough would overrun the stack of a function that calls itself."""
    level = list(queries)
    for _ in range(most):
        level = [part for query in level for part in _parts(query)]
    if level:
        raise QueryTooBroad("查询里的括号套得太深", "把查询写简单些再查")


def _parts(query: Query) -> tuple[Query, ...]:
    match query:
        case AllOf(parts) | AnyOf(parts):
            return parts
        case Not(part):
            return (part,)
        case _:
            return ()
