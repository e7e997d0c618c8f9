"""Requests in Elasticsearch's JSON. What selects never scores; what scores never selects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..fields import SEARCHED, keyword
from ..plan import Plan
from ..query import (
    AllOf,
    Among,
    AnyOf,
    Arrived,
    DateRange,
    Everything,
    Facet,
    Keyword,
    Not,
    OneOf,
    Query,
    Sort,
    Text,
)
from ..ranking import ScoredTerm
from ..simplify import simplify

Json = dict[str, Any]

#: An index refuses more terms in one query (``index.max_terms_count``).
_MOST_TERMS = 65_536
#: Values counted by one aggregation; nine of them stay under the 65,536 buckets of a request. A facet
#: with more is counted by pages of values.
MOST_VALUES = 5_000

BY_ID: list[Json] = [{"id": "asc"}]
BY_SCORE: list[Json] = [{"_score": "desc"}, {"id": "asc"}]
_SORTED: Mapping[Sort, list[Json]] = {
    Sort.NEWEST: [{"newest": "desc"}, {"id": "asc"}],
    Sort.OLDEST: [{"oldest": "asc"}, {"id": "asc"}],
}


def compile_request(plan: Plan, sort: Sort = Sort.RELEVANCE) -> Json:
    """The body of a search without its page: query, filters after counting, counts, order."""
    late = {facet for left_out in plan.counted for facet in left_out}
    early = plan.without(frozenset(late))
    body: Json = {
        "query": _scoring(compile_query(early), plan.terms),
        "sort": _SORTED.get(sort, BY_SCORE if plan.terms else BY_ID),
        "track_total_hits": True,
        "_source": False,
    }
    if late:
        body["post_filter"] = compile_query(plan.only(frozenset(late)))
    if plan.counted:
        body["aggs"] = {
            f"counts_{number}": {
                "filter": compile_query(plan.only(frozenset(late - left_out))),
                "aggs": {facet.value: _terms(facet) for facet in facets},
            }
            for number, (left_out, facets) in enumerate(plan.counted.items())
        }
    return body


def compile_values(facet: Facet, selection: Query, after: Json | None) -> Json:
    """The body that counts one page of the values of a facet with very many."""
    composite: Json = {
        "size": MOST_VALUES,
        "sources": [{"value": {"terms": {"field": facet.value}}}],
    }
    if after is not None:
        composite["after"] = after
    aggregation = {"values": {"composite": composite}}
    return {"query": compile_query(selection), "size": 0, "track_total_hits": False, "aggs": aggregation}


def compile_totals(within: Query, queries: Sequence[Query]) -> Json:
    """The body that counts what each query finds of ``within``."""
    filters = {"filters": {"filters": [compile_query(query) for query in queries]}}
    return {
        "query": compile_query(within),
        "size": 0,
        "track_total_hits": False,
        "aggs": {"totals": filters},
    }


def _scoring(selection: Json, terms: Sequence[ScoredTerm]) -> Json:
    scored = [{"term": {name: {"value": term, "boost": weight}}} for name, term, weight in terms]
    if not scored:
        return {"bool": {"filter": [selection]}}
    return {"bool": {"filter": [selection], "should": scored, "minimum_should_match": 0}}


def _terms(facet: Facet) -> Json:
    return {"terms": {"field": facet.value, "size": MOST_VALUES}}


def compile_query(query: Query) -> Json:
    """A query that finds the documents of ``query``; for filters, its score means nothing."""
    return _compile(simplify(query))


def _compile(query: Query) -> Json:
    match query:
        case Everything():
            return {"match_all": {}}
        case Text(folded, field):
            return _any_of([_text(name, folded) for name in SEARCHED[field]])
        case OneOf(facet, values):
            return _one_of(facet.value, map(keyword, values))
        case Keyword(field, value):
            return {"term": {field: keyword(value)}}
        case Among(ids):
            return _one_of("id", ids)
        case DateRange(start, end):
            begun = {"range": {"date_start": {"gte": 1, "lte": end}}}
            return {"bool": {"filter": [begun, {"range": {"date_end": {"gte": start}}}]}}
        case Arrived(since):
            return {"range": {"arrived": {"gte": max(1, since)}}}
        case AllOf(parts):
            return _all_of(parts)
        case AnyOf(parts):
            return _any_of([_compile(part) for part in parts])
        case Not():
            return _all_of((query,))


def _text(name: str, folded: str) -> Json:
    if len(folded) == 1:
        # the closing sentinel makes the last character of a page a bigram too
        return {"prefix": {name: folded}}
    if len(folded) == 2:
        return {"term": {name: folded}}
    grams = map(str.__add__, folded, folded[1:])
    return {"match_phrase": {name: " ".join(grams)}}


def _one_of(name: str, values: Iterable[str]) -> Json:
    chosen = sorted(values)
    parts = [chosen[at : at + _MOST_TERMS] for at in range(0, len(chosen), _MOST_TERMS)]
    return _any_of([{"terms": {name: part}} for part in parts])


def _all_of(parts: Sequence[Query]) -> Json:
    clauses: Json = {}
    for part in parts:
        if isinstance(part, Not):
            clauses.setdefault("must_not", []).append(_compile(part.part))
        else:
            clauses.setdefault("filter", []).append(_compile(part))
    return {"bool": clauses}


def _any_of(parts: Sequence[Json]) -> Json:
    if not parts:
        return {"match_none": {}}
    return parts[0] if len(parts) == 1 else {"bool": {"should": parts, "minimum_should_match": 1}}
