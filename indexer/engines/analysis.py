"""Documents to index values, in worker processes where there is much to do.

Making terms is most of the work of a rebuild, and Python does it on one processor at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from .fields import Terms, Value, index_values
from .protocol import IndexDocument

#: Characters before workers are started: they take a second to load their dictionaries.
_FEW = 2_000_000
#: Characters that a worker is given at a time.
_PORTION = 200_000

Values = dict[str, Value]


class Analysis:
    """Makes index values with ``analyzer``, with the help of ``workers`` processes. Close it after use."""

    def __init__(self, analyzer: Terms, workers: int = 1) -> None:
        self._analyzer = analyzer
        self._workers = workers
        self._seen = 0
        self._pool: ProcessPoolExecutor | None = None

    def values(self, documents: Iterable[IndexDocument]) -> Iterator[Values]:
        """What each document puts in the index, in their order."""
        documents = list(documents)
        self._seen += sum(map(_size, documents))
        if self._workers < 2 or self._seen < _FEW:
            return (index_values(document, self._analyzer) for document in documents)
        return self._shared(list(_portions(documents)))

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _shared(self, portions: Sequence[list[IndexDocument]]) -> Iterator[Values]:
        done = 0
        try:
            for values in self._started().map(_analyse, portions):
                done += 1
                yield from values
        except BrokenProcessPool:
            # A worker was ended from outside, for want of memory most likely: go on without any.
            self.close()
            self._workers = 1
            for portion in portions[done:]:
                yield from (index_values(document, self._analyzer) for document in portion)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=context, initializer=_start, initargs=(self._analyzer,)
            )
        return self._pool


def _size(document: IndexDocument) -> int:
    return sum(map(len, document.pages))


def _portions(documents: Iterable[IndexDocument]) -> Iterator[list[IndexDocument]]:
    portion: list[IndexDocument] = []
    size = 0
    for document in documents:
        portion.append(document)
        size += _size(document)
        if size >= _PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


#: In a worker process, its analyzer.
_terms: Terms


def _start(analyzer: Terms) -> None:
    global _terms
    _terms = analyzer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the pool
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _analyse(documents: list[IndexDocument]) -> list[Values]:
    return [index_values(document, _terms) for document in documents]
