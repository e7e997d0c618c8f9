"""A request made ready to compile: what selects, what scores, and which selection each count needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.errors import QueryTooBroad

from .fields import SEARCHED
from .query import AllOf, AnyOf, DateRange, Facet, Not, Query, Search, Sort, Text
from .ranking import ScoredTerm, scored_terms
from .simplify import simplify

#: Clauses of one request, on both engines. Elasticsearch refuses more than 1,024 on a small server; what
#: matching leaves of them goes to scoring.
MOST_CLAUSES = 1000
MOST_MATCHING_CLAUSES = 600
#: Elasticsearch refuses 30 levels; a level of ours may be two of its own.
DEEPEST = 12

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
        kept = (query for facet, query in self.filters.items() if facet not in left_out)
        return simplify(AllOf((self.match, *kept)))


def plan(request: Search) -> Plan:
    """Make ``request`` ready. Raises ``QueryTooBroad`` where it asks for more than both engines can do."""
    match = simplify(request.match)
    filters = {facet: simplify(query) for facet, query in request.filters.items()}
    whole = AllOf((match, *filters.values()))
    clauses = _clauses(whole)
    if clauses > MOST_MATCHING_CLAUSES:
        raise QueryTooBroad(f"查询里的词太多（最多约 {MOST_MATCHING_CLAUSES // 3} 个）", "去掉一些词再查")
    if _depth(whole) > DEEPEST:
        raise QueryTooBroad(f"查询里的括号套得太深（最多 {DEEPEST} 层）", "把查询写简单些再查")
    scores = request.scoring if request.sort is Sort.RELEVANCE else ()
    terms = scored_terms(scores, MOST_CLAUSES - clauses)
    return Plan(match, filters, tuple(terms), _counted(request))


def _counted(request: Search) -> dict[frozenset[Facet], tuple[Facet, ...]]:
    found: dict[frozenset[Facet], tuple[Facet, ...]] = {}
    for facet in dict.fromkeys(request.facets):
        own = _TOGETHER if facet in _TOGETHER else frozenset({facet})
        left_out = own.intersection(request.filters)
        found[left_out] = (*found.get(left_out, ()), facet)
    return found


def _clauses(query: Query) -> int:
    match query:
        case AllOf(parts) | AnyOf(parts):
            return sum(map(_clauses, parts))
        case Not(part):
            return 1 + _clauses(part)
        case Text(_, field):
            return len(SEARCHED[field])
        case DateRange():
            return 3
        case _:
            return 1


def _depth(query: Query) -> int:
    match query:
        case AllOf(parts) | AnyOf(parts):
            return 1 + max(map(_depth, parts), default=0)
        case Not(part):
            return 1 + _depth(part)
        case _:
            return 1
