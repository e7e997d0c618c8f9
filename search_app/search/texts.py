"""The folded texts of documents, as the engines match them, read many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analyzers import FoldedPages, fold
from indexer.catalog import Catalog
from indexer.engines.protocol import IndexDocument
from indexer.engines.query import TextField

_BATCH = 200


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


def read_texts(catalog: Catalog, ids: Iterable[str], folds: FoldedPages) -> Iterator[FoldedTexts]:
    """The texts of the documents that exist among ``ids``."""
    asked = list(dict.fromkeys(ids))
    for start in range(0, len(asked), _BATCH):
        documents = catalog.index_documents(asked[start : start + _BATCH])
        for document in documents.values():
            yield FoldedTexts(document, folds)
