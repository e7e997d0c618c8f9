"""The folded texts of documents, as the engines match them, read many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from analyzers import FoldedPages, fold
from indexer.catalog import Catalog
from indexer.engines.protocol import Engine, IndexDocument
from indexer.engines.query import TextField

#: Characters of documents that are kept as they were read, some 20 MB.
REMEMBERED_CHARACTERS = 8_000_000


@dataclass(frozen=True, slots=True)
class FoldedTexts:
    """The folded title, names and pages of one document. Pages are folded when they are asked for."""

    document: IndexDocument
    folds: FoldedPages

    def of(self, field: TextField = TextField.ANY) -> Iterator[str]:
        """The texts that an engine matches in ``field``, one at a time, short ones first."""
        if field in {TextField.ANY, TextField.TITLE}:
            yield fold(self.document.title)
        if field in {TextField.ANY, TextField.NAME}:
            yield from map(fold, self.document.names)
        if field in {TextField.ANY, TextField.BODY}:
            for page in self.document.pages:
                yield self.folds.fold(page).text

    @property
    def characters(self) -> int:
        return sum(map(len, self.document.pages))


class Library:
    """Documents as they were last read, remembered until the index changes. Threads may share one."""

    def __init__(self, catalog: Catalog, engine: Engine, folds: FoldedPages) -> None:
        self._catalog, self._engine, self.folds = catalog, engine, folds
        self._lock = Lock()
        self._read: dict[str, IndexDocument] = {}
        self._characters = 0
        self._applied = -1

    def forget(self) -> None:
        """Forget everything that was read."""
        with self._lock:
            self._read, self._characters = {}, 0

    def texts(self, ids: Sequence[str]) -> dict[str, FoldedTexts]:
        """The texts of the documents that exist among ``ids``."""
        if self._applied != (applied := self._engine.applied()):
            self.forget()
            self._applied = applied
        found = {one: self._read[one] for one in ids if one in self._read}
        new = self._catalog.index_documents([one for one in ids if one not in found])
        self._remember(new)
        return {one: FoldedTexts(document, self.folds) for one, document in (found | new).items()}

    def _remember(self, new: Mapping[str, IndexDocument]) -> None:
        size = sum(len(page) for document in new.values() for page in document.pages)
        with self._lock:
            if self._characters + size > REMEMBERED_CHARACTERS:
                self._read, self._characters = {}, 0
            if size <= REMEMBERED_CHARACTERS:
                self._read |= new
                self._characters += size
