"""The Elasticsearch engine: indices behind an alias, on a cluster that others may use too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from elasticsearch import ApiError

from indexer.errors import DanganError

from ..analysis import Analysis
from ..fields import VERSION, Terms
from ..locks import held
from ..plan import Plan, asks_for_arrival, plan
from ..protocol import Rebuild, Writer
from ..query import AllOf, Found, Query, Search
from .errors import outdated
from .indices import Indices
from .schema import State
from .search import Incomplete, View, point_in_time
from .writing import AsideWriter, IndexWriter

#: An index may be swapped away and deleted under a search, which then begins again on the new one.
_ATTEMPTS = 3
_GONE = (404, 503)

T = TypeVar("T")


class ElasticEngine:
    """The live index of ``indices``; locks in ``lock_folder`` keep the writers of one machine apart.
    A rebuild makes its terms in ``workers`` processes.

    Nobody is reached before the first call. Before there is an index everything is empty.
    """

    name = "elasticsearch"

    def __init__(self, indices: Indices, analyzer: Terms, lock_folder: Path, workers: int = 1) -> None:
        self._server = indices.server
        self._indices = indices
        self._analyzer = analyzer
        self._workers = workers
        self._lock_folder = lock_folder

    def search(self, request: Search) -> Found:
        planned = plan(request)
        if asks_for_arrival(planned.match):
            self._live_of_ours("搜索")  # the server would find nothing, and not say why
        found = self._on_live_index(lambda: self._found(request, planned))
        return found if found is not None else Found(0, (), {facet: {} for facet in request.facets})

    def ids(self, match: Query, limit: int) -> tuple[int, list[str]]:
        found = self.search(Search(match, limit=limit))
        return found.total, [hit.id for hit in found.hits]

    def totals(self, within: Query, queries: Sequence[Query]) -> list[int]:
        for query in queries:
            plan(Search(AllOf((within, query))))
        view = View(self._server.client, self._indices.alias)
        found = self._on_live_index(lambda: view.totals(within, queries)) if queries else []
        return found if found is not None else [0] * len(queries)

    def count(self) -> int:
        return self.search(Search(limit=0)).total

    def fingerprint(self) -> str | None:
        """That of the live index; another one than was given where its fields are no longer ours."""
        live = self._indices.live()
        if live is None:
            return None
        _, state = live
        return state.fingerprint if state.fields == VERSION else f"{state.fingerprint} fields={state.fields}"

    def applied(self) -> int:
        live = self._indices.live()
        return live[1].applied if live is not None else 0

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        with self._lock("writing", "写索引"):
            live = self._live_of_ours("写入索引")
            index = live[0] if live is not None else self._new_live()
            yield IndexWriter(self._indices, index, Analysis(self._analyzer))

    @contextmanager
    def rebuild(self, fingerprint: str) -> Iterator[Rebuild]:
        with self._lock("rebuilding", "重建索引"):
            self._indices.delete_unfinished()
            index = self._indices.create(State(fingerprint))
            writer = AsideWriter(self._indices, index, Analysis(self._analyzer, self._workers))
            try:
                yield writer
            finally:
                writer.close()
                if not writer.swapped:
                    # A server that fails here too must not hide what went wrong; the next rebuild deletes it.
                    with suppress(DanganError):
                        self._indices.delete(index)
            self._indices.delete_superseded()

    def discard_old(self) -> bool:
        self._indices.delete_superseded()
        return self._indices.alone()

    def close(self) -> None:
        self._server.client.close()

    def _live_of_ours(self, doing: str) -> tuple[str, State] | None:
        """The live index. Raises ``EngineUnavailable`` where another version of the program made it."""
        live = self._indices.live()
        if live is not None and live[1].fields != VERSION:
            raise outdated(doing, self._server.address)
        return live

    def _new_live(self) -> str:
        index = self._indices.create(State(self._analyzer.fingerprint))
        self._indices.make_live(index)
        return index

    def _found(self, request: Search, planned: Plan) -> Found:
        client, alias = self._server.client, self._indices.alias
        try:
            return View(client, alias).found(request, planned)
        except Incomplete:
            with point_in_time(client, alias) as view:
                return view.found(request, planned)

    def _on_live_index(self, search: Callable[[], T]) -> T | None:
        """What ``search`` finds; None where there is no index yet."""
        for attempts_left in reversed(range(_ATTEMPTS)):
            with self._server.doing("搜索"):
                try:
                    return search()
                except ApiError as error:
                    if error.status_code not in _GONE or not attempts_left:
                        raise
                    if error.status_code == 404 and self._indices.live() is None:
                        return None
        raise AssertionError("the last attempt returns or raises")

    def _lock(self, name: str, doing: str) -> AbstractContextManager[None]:
        return held(self._lock_folder / f"{self._indices.alias}.{name}.lock", doing)
