"""The embedded engine: a tantivy index in the data folder, nothing to install."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import tantivy

from indexer.errors import EngineUnavailable

from ..analysis import Analysis
from ..fields import VERSION, Terms
from ..plan import plan
from ..protocol import Rebuild, Writer
from ..query import AllOf, Found, Query, Search
from .compile import compile_query
from .errors import outdated, translated
from .generations import Generations, State, read_state, stamp_of
from .schema import build_schema, register_tokenizer
from .search import BY_ID, Reader
from .writing import AsideWriter, GenerationWriter

#: Memory (MB) and threads of a writer of single changes, and of one that builds the whole index.
_CHANGES = (64, 1)
_WHOLE = (256, max(1, min(4, os.cpu_count() or 1)))

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A generation opened at one of its commits, which ``stamp`` tells from the next."""

    generation: Path
    stamp: tuple[int, int, int]
    index: tantivy.Index
    reader: Reader


class EmbeddedEngine:
    """An index under ``folder``, which is made with the first write. Threads may share one engine.
    A rebuild makes its terms in ``workers`` processes.

    Before there is an index everything is empty. A search sees the last commit, whichever process made
    it.
    """

    name = "embedded"

    def __init__(self, folder: Path, analyzer: Terms, workers: int = 1) -> None:
        self._generations = Generations(folder)
        self._analyzer = analyzer
        self._workers = workers
        self._opening = threading.Lock()
        self._opened: _Opened | None = None

    def search(self, request: Search) -> Found:
        planned = plan(request)
        reader = self._reader()
        if reader is None:
            return Found(0, (), {facet: {} for facet in request.facets})
        with translated("搜索"):
            return reader.found(request, planned)

    def ids(self, match: Query, limit: int) -> tuple[int, list[str]]:
        planned = plan(Search(match))
        reader = self._reader()
        if reader is None:
            return 0, []
        with translated("搜索"):
            query = compile_query(reader.schema, planned.selection)
            total, placed = reader.placed(query, BY_ID, 0, limit)
        return total, [document_id for _, document_id in placed]

    def totals(self, within: Query, queries: Sequence[Query]) -> list[int]:
        planned = [plan(Search(AllOf((within, query)))) for query in queries]
        reader = self._reader()
        if reader is None:
            return [0] * len(queries)
        with translated("搜索"):
            return [reader.total(compile_query(reader.schema, one.selection)) for one in planned]

    def count(self) -> int:
        reader = self._reader()
        return int(reader.searcher.num_docs) if reader is not None else 0

    def fingerprint(self) -> str | None:
        """That of the live index; another one than was given where its fields are no longer ours."""
        state = self._live(read_state)
        if state is None:
            return None
        return state.fingerprint if state.fields == VERSION else f"{state.fingerprint} fields={state.fields}"

    def applied(self) -> int:
        state = self._live(read_state)
        return state.applied if state is not None else 0

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        with self._generations.writing():
            state = self._live(read_state)
            if state is not None and state.fields != VERSION:
                raise outdated("写入索引")
            writer = GenerationWriter(self._current_or_new(), Analysis(self._analyzer), *_CHANGES)
            try:
                yield writer
            finally:
                writer.close()
        self._generations.sweep()

    @contextmanager
    def rebuild(self, fingerprint: str) -> Iterator[Rebuild]:
        with self._generations.rebuilding():
            generation = self._create(fingerprint)
            analysis = Analysis(self._analyzer, self._workers)
            writer = AsideWriter(self._generations, generation, analysis, *_WHOLE)
            try:
                yield writer
            finally:
                writer.close()
                if self._generations.current() != generation:
                    shutil.rmtree(generation, ignore_errors=True)
        self._generations.sweep()

    def discard_old(self) -> bool:
        """Deletes nothing while somebody writes, nor, on Windows, what a reader still has open."""
        self._reader()  # lets go of a generation that was swapped away
        self._generations.sweep()
        with translated("清除旧索引"):
            return self._generations.alone()

    def close(self) -> None:
        with self._opening:
            self._opened = None

    def _current_or_new(self) -> Path:
        current = self._generations.current()
        if current is None:
            current = self._create(self._analyzer.fingerprint)
            self._generations.make_current(current)
        return current

    def _create(self, fingerprint: str) -> Path:
        with translated("新建索引"):
            generation = self._generations.create(State(fingerprint, VERSION))
            tantivy.Index(build_schema(), path=str(generation))
        return generation

    def _reader(self) -> Reader | None:
        with self._opening:
            self._opened = self._live(self._open)
            return self._opened.reader if self._opened is not None else None

    def _open(self, generation: Path) -> _Opened:
        """The generation at its last commit."""
        stamp = stamp_of(generation / "meta.json")
        opened = self._opened
        if opened is not None and opened.generation == generation:
            if opened.stamp == stamp:
                return opened
            index = opened.index
        else:
            index = tantivy.Index.open(str(generation))
            register_tokenizer(index)
            index.config_reader("manual")
        index.reload()
        return _Opened(generation, stamp, index, Reader(index.schema, index.searcher()))

    def _live(self, read: Callable[[Path], T]) -> T | None:
        """What ``read`` tells of the live generation; again where it was swapped away meanwhile."""
        tried = None
        while True:
            with translated("打开索引"):
                generation = self._generations.current()
            if generation is None:
                return None
            try:
                with translated("打开索引"):
                    return read(generation)
            except EngineUnavailable:
                if generation == tried:
                    raise
                tried = generation
                self._generations.look_again()
