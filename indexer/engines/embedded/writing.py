"""Putting documents into a generation."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import tantivy

from indexer.errors import EngineUnavailable
from indexer.stop_points import stop_point

from ..analysis import Analysis
from ..protocol import IndexDocument, Rejected
from .errors import translated
from .generations import Generations, read_state, write_state
from .schema import build_document, register_tokenizer

_committed = stop_point("engines.embedded.commit.committed")
_built = stop_point("engines.embedded.swap.built")
_swapped = stop_point("engines.embedded.swap.swapped")


class GenerationWriter:
    """The one writer of a generation; close it to let go of tantivy's lock."""

    def __init__(self, generation: Path, analysis: Analysis, megabytes: int, threads: int) -> None:
        self._generation = generation
        self._analysis = analysis
        self._rejected: list[Rejected] = []
        with translated("打开索引"):
            index = tantivy.Index.open(str(generation))
            register_tokenizer(index)
            self._writer = index.writer(megabytes * 1_000_000, threads)

    def put(self, documents: Iterable[IndexDocument]) -> None:
        documents = list(documents)
        for document, values in zip(documents, self._analysis.values(documents), strict=True):
            try:
                built = build_document(values)
            except (ValueError, OverflowError) as error:
                self._rejected.append(Rejected(document.id, str(error), retryable=False))
                continue
            with translated("写入索引"):
                self._writer.delete_documents_by_term("id", document.id)
                self._writer.add_document(built)

    def remove(self, ids: Iterable[str]) -> None:
        for document_id in ids:
            with translated("写入索引"):
                self._writer.delete_documents_by_term("id", document_id)

    def commit(self, applied: int) -> list[Rejected]:
        """Documents first, ``applied`` after: cut off between the two, the changes are applied again."""
        with translated("提交索引"):
            self._writer.commit()
            _committed()
            write_state(self._generation, replace(read_state(self._generation), applied=applied))
        rejected, self._rejected = self._rejected, []
        return rejected

    def close(self) -> None:
        """Drop what is not committed and wait for merges under way."""
        self._analysis.close()
        with suppress(EngineUnavailable), translated("关闭索引"):
            self._writer.rollback()
            self._writer.wait_merging_threads()


class AsideWriter(GenerationWriter):
    """The writer of a generation that is not live yet."""

    def __init__(
        self, generations: Generations, generation: Path, analysis: Analysis, megabytes: int, threads: int
    ) -> None:
        super().__init__(generation, analysis, megabytes, threads)
        self._generations = generations

    def swap(self) -> None:
        """Make what is committed the live generation. The writer is closed by it."""
        self.close()
        with translated("启用新索引"):
            _built()
            self._generations.make_current(self._generation)
            _swapped()
