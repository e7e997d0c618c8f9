"""From the catalog to the engine: changes in their order, in batches, committed every few seconds.

The catalog gives every change a number; the engine remembers the last number it has committed. What it
lacks is what comes after, whoever made it: an index run, a correction, another process. Cut off anywhere,
the next load goes on from the last commit.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from indexer.catalog import Catalog
from indexer.catalog.records import Change
from indexer.engines.protocol import Engine, IndexDocument, Rejected, Writer
from indexer.errors import Busy, EngineUnavailable
from indexer.stop_points import stop_point

from .progress import Meter, Observe, Phase, unobserved

#: A commit at the latest after so many seconds, documents or characters of text: a correction is to be
#: found within seconds, and a cut-off run repeats little.
COMMIT_SECONDS = 2.0
COMMIT_DOCUMENTS = 2000
COMMIT_CHARACTERS = 50_000_000
#: Changes are fetched in batches that adapt to the size of the documents.
_SMALLEST, _LARGEST = 4, 512
_BATCH_CHARACTERS = 4_000_000
#: Seconds until an engine that could not be reached, or is being written by another, is tried again.
_RETRY_SECONDS = 5.0
_TICK_SECONDS = 1.0

_put = stop_point("pipeline.load.put")
_committed = stop_point("pipeline.load.committed")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: documents put and removed, and those that the engine refused."""

    put: int = 0
    removed: int = 0
    rejected: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(self.put + other.put, self.removed + other.removed, self.rejected + other.rejected)


def load(catalog: Catalog, engine: Engine, *, observe: Observe = unobserved) -> Loaded:
    """Bring the engine up to the catalog's last change, and return what that took.

    Raises ``EngineUnavailable``, ``CatalogUnavailable``, and ``Busy`` where another process is writing
    the index: then that process loads the same changes.
    """
    if engine.applied() >= catalog.latest_change():
        return Loaded()
    with engine.writer() as writer:
        return _Session(catalog, writer, engine.applied(), observe).catch_up()


class _Session:
    """A writer held for a while, fed with changes from ``applied`` on."""

    def __init__(self, catalog: Catalog, writer: Writer, applied: int, observe: Observe) -> None:
        self._catalog, self._writer, self._observe = catalog, writer, observe
        self._after = applied
        self._limit = _SMALLEST * 8

    def catch_up(self) -> Loaded:
        """Apply and commit all changes there are now."""
        last = self._catalog.latest_change()
        if self._after >= last:
            return Loaded()
        loaded, since = Loaded(), _Since()
        with Meter(self._observe, Phase.LOAD) as meter:
            while changes := self._catalog.changes(self._after, self._limit):
                loaded += self._apply(changes, since)
                meter.add(len(changes))
                if since.due:
                    loaded += self._commit()
                    since = _Since()
            return loaded + self._commit()

    def _apply(self, changes: Sequence[Change], since: _Since) -> Loaded:
        documents = [change.document for change in changes if change.document is not None]
        removed = [change.id for change in changes if change.document is None]
        self._writer.remove(removed)
        self._writer.put(documents)
        _put()
        self._after = changes[-1].number
        size = sum(map(text_size, documents))
        since.add(len(changes), size)
        self._adapt(size)
        return Loaded(len(documents), len(removed))

    def _adapt(self, size: int) -> None:
        if size > _BATCH_CHARACTERS:
            self._limit = max(_SMALLEST, self._limit // 2)
        elif size < _BATCH_CHARACTERS // 4:
            self._limit = min(_LARGEST, self._limit * 2)

    def _commit(self) -> Loaded:
        rejected = commit(self._catalog, self._writer, self._after)
        _committed()
        return Loaded(rejected=len(rejected))


class _Since:
    """What has gathered since the last commit."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._documents = self._characters = 0

    def add(self, documents: int, characters: int) -> None:
        self._documents += documents
        self._characters += characters

    @property
    def due(self) -> bool:
        return (
            time.monotonic() - self._started >= COMMIT_SECONDS
            or self._documents >= COMMIT_DOCUMENTS
            or self._characters >= COMMIT_CHARACTERS
        )


def text_size(document: IndexDocument) -> int:
    """The characters of a document's text."""
    return sum(map(len, document.pages))


def commit(catalog: Catalog, writer: Writer, applied: int) -> list[Rejected]:
    """Commit, and record as problems what the engine refused."""
    rejected = writer.commit(applied)
    if rejected:
        catalog.reject(rejected)
    return rejected


class BackgroundLoader:
    """Loads in a thread of its own while a run goes on, holding the engine's writer.

    An engine that fails does not stop the run: it is tried again now and then, and ``finish`` says how it
    ended. Use with ``with``; leaving without ``finish`` stops after the commit under way.
    """

    def __init__(self, catalog: Catalog, engine: Engine) -> None:
        self._catalog, self._engine = catalog, engine
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loader", daemon=True)
        self._failed: Exception | None = None
        self.loaded = Loaded()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def finish(self, observe: Observe = unobserved) -> None:
        """Stop the thread and load what is left. Raises what keeps the engine from being current."""
        self._stop()
        if self._failed is not None and not isinstance(self._failed, EngineUnavailable):
            raise self._failed
        self.loaded += load_patiently(self._catalog, self._engine, observe)

    def _stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._feed()
            except (Busy, EngineUnavailable) as error:
                self._failed = error if isinstance(error, EngineUnavailable) else None
                self._stopping.wait(_RETRY_SECONDS)
            except Exception as error:  # noqa: BLE001 - the edge of a thread: finish() raises it in the caller
                self._failed = error
                return

    def _feed(self) -> None:
        if self._engine.applied() >= self._catalog.latest_change():
            self._stopping.wait(_TICK_SECONDS)
            return
        with self._engine.writer() as writer:
            session = _Session(self._catalog, writer, self._engine.applied(), unobserved)
            while not self._stopping.is_set():
                self.loaded += session.catch_up()
                self._failed = None
                self._stopping.wait(_TICK_SECONDS)


def load_patiently(
    catalog: Catalog, engine: Engine, observe: Observe = unobserved, seconds: float = 120.0
) -> Loaded:
    """``load``, waiting while another process writes the index: it may be loading the same changes.

    Raises ``Busy`` when that one has not brought the index up to date after so many seconds.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            return load(catalog, engine, observe=observe)
        except Busy:
            if time.monotonic() >= until:
                raise
            time.sleep(0.2)
