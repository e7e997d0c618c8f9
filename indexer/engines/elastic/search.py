"""One request on an index: hits in order, the total, counts; past 10,000 hits too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from ..plan import Plan
from ..query import Facet, Found, Hit, Query, Search
from ..ranking import lowest_single, rounded
from .compile import BY_ID, BY_SCORE, MOST_VALUES, Json, compile_request, compile_totals, compile_values

#: ``index.max_result_window``: hits that one request can reach.
WINDOW = 10_000
#: Hits fetched past the page, so that most often it is known whether its end cuts a tie.
_SPARE = 30
#: How long the server keeps a point in time between two requests.
_KEEP_ALIVE = "1m"


class Incomplete(Exception):
    """One request did not tell enough: the answer takes several, on one point in time."""


@dataclass(slots=True)
class View:
    """What is searched: the alias, or a point in time (``pit``, whose id the server may change)."""

    client: Elasticsearch
    alias: str
    pit: str | None = None

    def found(self, request: Search, plan: Plan) -> Found:
        """Raises ``Incomplete`` on the alias where only a point in time can give the whole answer."""
        body = compile_request(plan, request.sort)
        by_score = body["sort"] is BY_SCORE
        if by_score:
            first, hits = self._ranked(body, request.offset + request.limit)
            page = hits[request.offset : request.offset + request.limit]
        else:
            first, page = self._sorted(body, request.offset, request.limit)
        return Found(first["hits"]["total"]["value"], tuple(page), self._counts(plan, first))

    def totals(self, within: Query, queries: Sequence[Query]) -> list[int]:
        """How many documents of ``within`` each query finds."""
        answer = self._search(compile_totals(within, queries))
        return [bucket["doc_count"] for bucket in answer["aggregations"]["totals"]["buckets"]]

    def _sorted(self, body: Json, offset: int, limit: int) -> tuple[Json, list[Hit]]:
        """The first answer, and the hits from ``offset`` on in the order of ``body``."""
        if offset + limit <= WINDOW:
            first = self._search({**body, "from": offset, "size": limit})
            return first, _hits(first)
        first, hits = self._first(body, offset + limit)
        return first, hits[offset:]

    def _ranked(self, body: Json, needed: int) -> tuple[Json, list[Hit]]:
        """The first answer, and the first ``needed`` hits by rounded score, ties by id.

        The server orders by exact scores. Those that round as the last needed hit does are a tie; where
        they are more than were fetched, they are fetched by id.
        """
        first, hits = self._first(body, needed + _SPARE)
        last = hits[needed - 1] if 0 < needed <= len(hits) else None
        if last is not None and len(hits) == needed + _SPARE and hits[-1].score == last.score:
            better = [hit for hit in hits if hit.score > last.score]
            hits = [*better, *self._tied(body, last.score, {hit.id for hit in better}, needed)]
        ordered = (sorted(tied, key=attrgetter("id")) for _, tied in groupby(hits, attrgetter("score")))
        return first, [hit for tied in ordered for hit in tied][:needed]

    def _tied(self, body: Json, score: float, better: set[str], needed: int) -> list[Hit]:
        """At least the first hits by id that round to ``score``, so that with ``better`` ones they are
        ``needed``."""
        if self.pit is None:
            raise Incomplete
        by_id = {key: value for key, value in body.items() if key != "aggs"}
        by_id |= {"sort": BY_ID, "track_scores": True, "min_score": lowest_single(score)}
        _, hits = self._first(by_id, needed)
        return [Hit(hit.id, score) for hit in hits if hit.id not in better]

    def _first(self, body: Json, needed: int) -> tuple[Json, list[Hit]]:
        """The first answer and the first ``needed`` hits, in as many requests as that takes."""
        if needed > WINDOW and self.pit is None:
            raise Incomplete
        first = answer = self._search({**body, "size": min(needed, WINDOW)})
        hits = _hits(first)
        following = {key: value for key, value in body.items() if key != "aggs"}
        following["track_total_hits"] = False
        while len(hits) < needed and len(answer["hits"]["hits"]) == WINDOW:
            following |= {"search_after": answer["hits"]["hits"][-1]["sort"]}
            answer = self._search({**following, "size": min(needed - len(hits), WINDOW)})
            hits += _hits(answer)
        return first, hits

    def _counts(self, plan: Plan, answer: Json) -> dict[Facet, Mapping[str, int]]:
        counts: dict[Facet, Mapping[str, int]] = {}
        for number, (left_out, facets) in enumerate(plan.counted.items()):
            result = answer["aggregations"][f"counts_{number}"]
            for facet in facets:
                values = result[facet.value]
                if values["sum_other_doc_count"]:
                    counts[facet] = self._many_values(plan, left_out, facet)
                else:
                    counts[facet] = {item["key"]: item["doc_count"] for item in values["buckets"]}
        return counts

    def _many_values(self, plan: Plan, left_out: frozenset[Facet], facet: Facet) -> dict[str, int]:
        if self.pit is None:
            raise Incomplete
        counts: dict[str, int] = {}
        after: Json | None = None
        while True:
            answer = self._search(compile_values(facet, plan.without(left_out), after))
            values = answer["aggregations"]["values"]
            counts |= {item["key"]["value"]: item["doc_count"] for item in values["buckets"]}
            if len(values["buckets"]) < MOST_VALUES:
                return counts
            after = values["after_key"]

    def _search(self, body: Json) -> Json:
        if self.pit is None:
            where: dict[str, Any] = {"index": self.alias, "preference": _preference(body)}
        else:
            where, body = {}, {**body, "pit": {"id": self.pit, "keep_alive": _KEEP_ALIVE}}
        answer = self.client.search(
            **where, body=body, search_type="dfs_query_then_fetch", allow_partial_search_results=False
        )
        self.pit = answer.get("pit_id")
        found: Json = answer.body
        return found


@contextmanager
def point_in_time(client: Elasticsearch, alias: str) -> Iterator[View]:
    """A view that no commit and no rebuild changes."""
    opened = client.open_point_in_time(index=alias, keep_alive=_KEEP_ALIVE)
    view = View(client, alias, opened["id"])
    try:
        yield view
    finally:
        with suppress(ApiError, TransportError):
            client.close_point_in_time(id=view.pit)


def _preference(body: Json) -> str:
    """The same for every page of a query, so that the copies of a shard, which may count deleted documents
    differently, do not take turns."""
    asked = json.dumps(body["query"], sort_keys=True).encode()
    return f"query-{hashlib.blake2b(asked, digest_size=8).hexdigest()}"


def _hits(answer: Json) -> list[Hit]:
    return [Hit(hit["_id"], rounded(hit["_score"] or 0.0)) for hit in answer["hits"]["hits"]]
