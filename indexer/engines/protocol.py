"""What the rest of the product asks of an engine: two implementations, one contract suite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from .query import Found, Query, Search


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One document as both engines store it, before analysis.

    ``name`` is the file name and the member path, a sentinel between them added by the analyzer.
    ``pages`` are the page texts as they stand in the catalog. Facet values are text, None for missing;
    ``subcategory`` is ``02.支委会``, ``month`` ``2021-06``. Dates are ``yyyymmdd`` integers (first and
    last day that the known precision allows), 0 for undated. ``newest`` and ``oldest`` are the
    integer sort keys (``newest`` descending, ``oldest`` ascending), unique by id. ``arrived`` is when the
    document first came into the archive, in milliseconds since 1970, 0 where nobody knows.
    """

    id: str
    title: str
    names: tuple[str, ...]
    pages: tuple[str, ...]
    branch: str | None = None
    year: str | None = None
    category: str | None = None
    subcategory: str | None = None
    role: str | None = None
    doc_type: str | None = None
    issuer: str | None = None
    secrecy: str | None = None
    month: str | None = None
    doc_no: str | None = None
    persons: tuple[str, ...] = ()
    date_start: int = 0
    date_end: int = 0
    newest: int = 0
    oldest: int = 0
    arrived: int = 0


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document that the engine would not take, and its reason in the engine's words."""

    id: str
    reason: str
    retryable: bool


class Writer(Protocol):
    """Puts and removes documents; nothing is visible before ``commit``. Every call is idempotent."""

    def put(self, documents: Iterable[IndexDocument]) -> None: ...
    def remove(self, ids: Iterable[str]) -> None: ...
    def commit(self, applied: int) -> list[Rejected]:
        """Make everything so far visible and remember ``applied`` (the catalog's change number) with it.

        Return the documents that were refused since the last commit."""
        ...


class Engine(Protocol):
    """An open engine. Methods raise ``EngineUnavailable`` (with a Chinese hint) and nothing else."""

    name: str

    def search(self, request: Search) -> Found: ...
    def ids(self, match: Query, limit: int) -> tuple[int, list[str]]:
        """The exact total for ``match`` and its first ``limit`` ids by id."""
        ...

    def totals(self, within: Query, queries: Sequence[Query]) -> list[int]:
        """For each query the exact number of documents of ``within`` that it selects; one journey to a
        server for all of them."""
        ...

    def count(self) -> int: ...
    def fingerprint(self) -> str | None:
        """The fingerprint the live index was built with; None where there is no index yet."""
        ...

    def applied(self) -> int:
        """The catalog change number up to which the live index is current; 0 for a new one."""
        ...

    def writer(self) -> AbstractContextManager[Writer]:
        """The one writer of the live index. Raises ``Busy`` when another process holds it."""
        ...

    def rebuild(self, fingerprint: str) -> AbstractContextManager[Rebuild]:
        """An empty index aside. Leaving the block without ``swap`` deletes it."""
        ...

    def discard_old(self) -> bool:
        """Delete what superseded indexes have left; True where nothing but the live index is there now."""
        ...

    def close(self) -> None: ...


class Rebuild(Writer, Protocol):
    """A writer on an index aside."""

    def swap(self) -> None:
        """Make it the live index; searches under way finish on the old one, which is deleted later."""
        ...


def batches(documents: Iterable[IndexDocument], size: int) -> Iterator[list[IndexDocument]]:
    """Cut a stream into lists of at most ``size``."""
    batch: list[IndexDocument] = []
    for document in documents:
        batch.append(document)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
