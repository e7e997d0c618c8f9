"""Searching within results: earlier queries still hold, each as it was taken by itself; and of what a query
finds, only what came since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo

from indexer.engines.query import AllOf, Sort
from indexer.errors import QueryTooBroad

from ..answers import SearchRequest
from ..query.arrivals import arrived_since
from .taking import Taken, Taker


@dataclass(frozen=True, slots=True)
class Narrower:
    """Takes queries for one archive within earlier ones. ``zone`` is the archive's."""

    taker: Taker
    zone: tzinfo | None = None

    def take(self, request: SearchRequest) -> Taken:
        """The query taken among what the earlier ones find; ``since`` picks from that without changing how
        anything was taken.

        Raises ``QueryTooBroad`` and ``UsageError`` as a search does.
        """
        inner, earlier = replace(request, within=(), since=None), []
        for text in request.within:
            before = self._earlier(replace(inner, q=text))
            inner = replace(inner, scope=AllOf((inner.scope, before.finding.match)))
            earlier.append(before)
        taker = replace(self.taker, earlier=tuple(one.wording for one in earlier))
        if request.since is None:
            taken = taker.take(inner)
        else:
            arrived = arrived_since(request.since, self.zone)
            taken = taker.take(_unpaged(inner))
            finding = taker.finder.only(taken.finding, taken.wording, inner, arrived)
            taken = replace(taken, finding=finding)
        return replace(taken, earlier=tuple(earlier))

    def _earlier(self, request: SearchRequest) -> Taken:
        try:
            return self.taker.take(_unpaged(request), offer=False)
        except QueryTooBroad as error:
            raise QueryTooBroad(error.message, error.hint, parameter="within") from error


def _unpaged(request: SearchRequest) -> SearchRequest:
    """The same without any hits, whose order then needs no second look."""
    return replace(request, page=1, size=0, sort=Sort.NEWEST)
