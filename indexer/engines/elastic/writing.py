"""Putting documents into an index."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.stop_points import stop_point

from ..analysis import Analysis
from ..protocol import IndexDocument, Rejected
from .bulk import Bulk, put, remove
from .indices import Indices, writing_alias

_written = stop_point("engines.elastic.commit.written")
_built = stop_point("engines.elastic.swap.built")
_swapped = stop_point("engines.elastic.swap.swapped")


class IndexWriter:
    """A writer of one index, live or not: a swap meanwhile does not turn its writes to another."""

    def __init__(self, indices: Indices, index: str, analysis: Analysis) -> None:
        self._indices = indices
        self._index = index
        self._analysis = analysis
        self._bulk = Bulk(indices.server, writing_alias(index))

    def put(self, documents: Iterable[IndexDocument]) -> None:
        documents = list(documents)
        for document, values in zip(documents, self._analysis.values(documents), strict=True):
            try:
                operation = put(document.id, values)
            except ValueError as error:
                self._bulk.reject(Rejected(document.id, str(error), retryable=False))
                continue
            self._bulk.add(operation)

    def remove(self, ids: Iterable[str]) -> None:
        for document_id in ids:
            self._bulk.add(remove(document_id))

    def commit(self, applied: int) -> list[Rejected]:
        self._bulk.send()
        _written()
        self._indices.commit(self._index, applied)
        return self._bulk.take_rejected()

    def close(self) -> None:
        self._analysis.close()


class AsideWriter(IndexWriter):
    """The writer of an index that is not live yet."""

    swapped = False

    def swap(self) -> None:
        """Make what is committed the live index."""
        _built()
        self._indices.make_live(self._index)
        self.swapped = True
        _swapped()
