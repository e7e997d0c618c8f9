"""One request on one tantivy searcher: hits in order, the total, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import tantivy

from ..plan import Plan
from ..query import Facet, Found, Hit, Search, Sort
from ..ranking import rounded
from .compile import compile_request
from .schema import ID_HEAD

#: tantivy's terms aggregation gives up past this many values.
_MOST_VALUES = 65_000
#: Hits fetched past the page before its end can be known not to cut a tie.
_SPARE = 30

#: A hit before its id is known: its place in the order and its address.
_Placed = tuple[Any, tantivy.DocAddress]


@dataclass(frozen=True, slots=True)
class Order:
    """By score, or by a number field."""

    field: str | None
    direction: tantivy.Order
    place: Callable[[Any], Any] = lambda key: key


BY_ID = Order(ID_HEAD, tantivy.Order.Asc)
_BY_SCORE = Order(None, tantivy.Order.Desc, rounded)
_SORTED = {
    Sort.NEWEST: Order("newest", tantivy.Order.Desc),
    Sort.OLDEST: Order("oldest", tantivy.Order.Asc),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """A searcher with the schema that its queries are compiled by."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher

    def found(self, request: Search, plan: Plan) -> Found:
        order = _SORTED.get(request.sort, _BY_SCORE if plan.terms else BY_ID)
        query = compile_request(self.schema, plan.selection, plan.terms)
        total, placed = self.placed(query, order, request.offset, request.limit)
        hits = tuple(Hit(id, place if order is _BY_SCORE else 0.0) for place, id in placed)
        return Found(total, hits, self._counts(plan))

    def total(self, query: tantivy.Query) -> int:
        """How many documents a query finds."""
        return int(self.searcher.search(query, limit=1).count)  # type: ignore[attr-defined]  # not in its stubs

    def placed(
        self, query: tantivy.Query, order: Order, offset: int, limit: int
    ) -> tuple[int, list[tuple[Any, str]]]:
        """The total, and the hits from ``offset`` on as (place in the order, id); ties by id.

        tantivy leaves ties in the order of its segments: whoever ties with a hit of this page is
        fetched, on whatever page it will stand.
        """
        total, hits = self._first(query, order, offset + limit)
        page: list[tuple[Any, str]] = []
        before = 0
        for place, group in groupby(hits, itemgetter(0)):
            tied = list(group)
            if before + len(tied) > offset and before < offset + limit:
                ids = sorted(self._id(address) for _, address in tied)
                page += [(place, id) for id in ids[max(0, offset - before) : offset + limit - before]]
            before += len(tied)
        return total, page

    def _first(self, query: tantivy.Query, order: Order, needed: int) -> tuple[int, list[_Placed]]:
        """The total and at least the first ``needed`` hits, with all that tie with the last of them."""
        most = max(1, self.searcher.num_docs)
        wanted = min(most, needed + _SPARE)
        while True:
            result = self._search(query, order, wanted)
            hits = [(order.place(key), address) for key, address in result.hits]
            if wanted == most or len(hits) < wanted or not needed or hits[-1][0] != hits[needed - 1][0]:
                return result.count, hits  # type: ignore[attr-defined]  # its stubs leave it out
            wanted = min(most, 4 * wanted)

    def _search(self, query: tantivy.Query, order: Order, limit: int) -> tantivy.SearchResult:
        if order.field is None:
            return self.searcher.search(query, limit=limit)
        return self.searcher.search(query, limit=limit, order_by_field=order.field, order=order.direction)

    def _id(self, address: tantivy.DocAddress) -> str:
        return str(self.searcher.doc(address).get_first("id"))

    def _counts(self, plan: Plan) -> dict[Facet, Mapping[str, int]]:
        counts: dict[Facet, Mapping[str, int]] = {}
        for left_out, facets in plan.counted.items():
            query = compile_request(self.schema, plan.without(left_out))
            terms = {facet.value: _terms(facet, _MOST_VALUES) for facet in facets}
            results = self.searcher.aggregate(query, terms)
            for facet in facets:
                result = results[facet.value]
                complete = not result["sum_other_doc_count"]
                counts[facet] = _buckets(result) if complete else self._many_values(query, facet)
        return counts

    def _many_values(self, query: tantivy.Query, facet: Facet) -> dict[str, int]:
        """The counts of a facet with more values than one aggregation tells, by pages of values."""
        counts: dict[str, int] = {}
        composite: dict[str, Any] = {
            "size": _MOST_VALUES,
            "sources": [{"value": {"terms": {"field": facet.value}}}],
        }
        while True:
            result = self.searcher.aggregate(query, {"values": {"composite": composite}})["values"]
            counts |= {bucket["key"]["value"]: bucket["doc_count"] for bucket in result["buckets"]}
            if len(result["buckets"]) < _MOST_VALUES:
                return counts
            composite["after"] = result["after_key"]


def _terms(facet: Facet, size: int) -> dict[str, Any]:
    return {"terms": {"field": facet.value, "size": size, "segment_size": size}}


def _buckets(result: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in result["buckets"]}
