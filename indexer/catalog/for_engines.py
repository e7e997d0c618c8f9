"""What an engine asks of the catalog: the changes it lacks, or everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engines.protocol import IndexDocument, Rejected
from . import accounting, changes
from .door import Door
from .records import (
    Change,
)

#: Documents that a stream reads at once.
STREAM_BATCH = 500


class ForEngines(Door):
    """The side of the catalog that feeds the search engine."""

    def latest_change(self) -> int:
        """The last change number; an engine that has applied it lacks nothing."""
        with self._database.read() as connection:
            return changes.latest_change(connection)

    def changes(self, after: int, limit: int) -> list[Change]:
        """The first ``limit`` changes after a number, in order, with all that the engine stores."""
        with self._database.read() as connection:
            return changes.load_changes(connection, after, limit)

    def all_documents(self, batch: int = STREAM_BATCH) -> Iterator[IndexDocument]:
        """Every document that the engine should hold, in the order of their last changes.

        Read in batches, so that writers are not held up. A document that changes meanwhile comes (again) as
        it is then; one that leaves the results after it came is only told by ``changes``.
        """
        after = 0
        while True:
            with self._database.read() as connection:
                found, after = changes.load_visible(connection, after, batch)
            if not found:
                return
            yield from found

    def headings(self, after: int, limit: int = STREAM_BATCH) -> tuple[list[IndexDocument], int]:
        """The first ``limit`` documents changed after a number that the engine should hold, without their
        pages, and the number to go on after."""
        with self._database.read() as connection:
            return changes.load_visible(connection, after, limit, with_texts=False)

    def reject(self, refused: Sequence[Rejected]) -> None:
        """Record documents that the engine would not take as problems."""
        with self._database.write() as connection:
            accounting.reject(connection, refused)

    def offer_again(self, *, all_of_them: bool = False) -> int:
        """Give the engine another chance at documents that it refused for a while, or at all of them.

        Return how many; each counts as changed.
        """
        with self._database.write() as connection:
            return accounting.offer_again(connection, all_of_them=all_of_them)
