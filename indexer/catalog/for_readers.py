"""What people ask of the catalog: documents, their corrections, and how every file ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ..documents import Outcome, Page, ProblemKind
from ..engines.protocol import IndexDocument
from . import (
    accounting,
    batches,
    changes,
    correction_log,
    corrections,
    likenesses,
    lookup,
    meetings,
    packed,
    rereading,
)
from .door import Door
from .records import (
    BatchNote,
    BatchOutcome,
    BatchRecord,
    CorrectionRecord,
    CorrectionWish,
    DocumentRecord,
    Holder,
    LogFilter,
    LogLine,
    Place,
    ProblemRecord,
    RefusedWish,
)


class ForReaders(Door):
    """The side of the catalog that the pages, the API and their readers use."""

    def document(self, identifier: str) -> DocumentRecord | None:
        """One document with its effective description, vanished ones too."""
        with self._database.read() as connection:
            return lookup.load_records(connection, [identifier]).get(identifier)

    def documents(self, ids: Iterable[str]) -> dict[str, DocumentRecord]:
        """The documents that exist among ``ids``, in the order asked."""
        with self._database.read() as connection:
            return lookup.load_records(connection, ids)

    def parts(self, identifier: str) -> list[DocumentRecord]:
        """The meetings that a document was split into, by number."""
        with self._database.read() as connection:
            return lookup.parts_of(connection, identifier)

    def members(self, identifier: str) -> list[Place]:
        """The documents packed in a container, at any depth, quarantined ones included."""
        with self._database.read() as connection:
            return packed.members_of(connection, identifier)

    def pages(self, identifier: str) -> list[Page]:
        """The pages of a document, empty where it has none or does not exist."""
        with self._database.read() as connection:
            return lookup.document_pages(connection, identifier)

    def textless(self, most: int) -> list[Place]:
        """At most so many of the documents in the results that have no text."""
        with self._database.read() as connection:
            return lookup.textless(connection, most)

    def pages_of(self, ids: Iterable[str]) -> dict[str, list[Page]]:
        """The pages of many documents at once, by id; those without text are left out."""
        with self._database.read() as connection:
            return lookup.pages_of(connection, list(ids))

    def index_documents(self, ids: Iterable[str]) -> dict[str, IndexDocument]:
        """The documents that exist among ``ids`` as an engine sees them, with their texts; a few statements
        however many they are."""
        with self._database.read() as connection:
            return changes.load_documents(connection, ids)

    def copies(self, ids: Iterable[str]) -> dict[str, int]:
        """How many other documents in the results have the same bytes, by id."""
        with self._database.read() as connection:
            return lookup.copies(connection, ids)

    def places(self, sha256: str, part: int = 0) -> list[Place]:
        """The documents that have these bytes, or that are part ``part`` of them."""
        with self._database.read() as connection:
            return lookup.places(connection, sha256, part)

    def near(self, sha256: str) -> dict[str, float]:
        """The contents that say nearly what this one says in other bytes, and the share in common."""
        with self._database.read() as connection:
            return likenesses.near(connection, sha256)

    def near_pairs(self) -> list[tuple[str, str, float]]:
        """Every pair of contents that say nearly the same, with the share they have in common."""
        with self._database.read() as connection:
            return likenesses.all_pairs(connection)

    def holders_of(self, hashes: Iterable[str]) -> dict[str, list[Holder]]:
        """The documents (no parts) that have these bytes and are shown, by hash."""
        with self._database.read() as connection:
            return lookup.holders_of(connection, hashes)

    def event(self, identifier: str, most: int) -> tuple[str | None, list[DocumentRecord]]:
        """The key of a document's meeting, and the documents that prove it, itself among them, in order."""
        with self._database.read() as connection:
            event = meetings.event_of(connection, identifier)
            return event, meetings.load_event(connection, event, most) if event is not None else []

    def event_sizes(self, ids: Iterable[str]) -> dict[str, int]:
        """How many documents prove the meeting of each of these; those without one are left out."""
        with self._database.read() as connection:
            return meetings.sizes(connection, ids)

    def corrected_to(self, field: str, value: Any) -> list[DocumentRecord]:
        """The documents of which a correction in force gives a field this value."""
        with self._database.read() as connection:
            ids = correction_log.corrected_to(connection, field, value)
            found = lookup.load_records(connection, ids)
        return [one for one in found.values() if one.description.value(field) == value]

    def correct(
        self,
        identifier: str,
        values: Mapping[str, Any],
        revert: Sequence[str],
        who: str,
        reason: str,
        revision: int,
    ) -> DocumentRecord:
        """Correct fields of a document (None clears one) and take earlier corrections back, all or none.

        Raises ``NotFound``, ``Conflict`` where the document is no longer at ``revision``, ``UsageError``
        naming the field that cannot take its value. Secrecy can be raised, never lifted; raised to a
        quarantined level, the text of these bytes is wiped.
        """
        with self._database.write() as connection:
            corrected = corrections.correct(
                connection, identifier, values, revert, who, reason, revision, self._taxonomy
            )
        if corrected.outcome is Outcome.QUARANTINED:
            self._database.forget_deleted()
        return corrected

    def check_corrections(
        self, wishes: Sequence[CorrectionWish]
    ) -> tuple[dict[str, dict[str, Any]], list[RefusedWish]]:
        """What ``correct_many`` would keep, by document and field, and what it would refuse."""
        with self._database.read() as connection:
            return batches.check_many(connection, wishes, self._taxonomy)

    def correct_many(
        self, wishes: Sequence[CorrectionWish], who: str, note: BatchNote, *, whole: bool
    ) -> BatchOutcome:
        """Correct many documents as one batch, in one transaction.

        What cannot be taken is told as refused; ``whole``: then nothing is written. Rules are those of
        ``correct``.
        """
        with self._database.write() as connection:
            outcome = batches.correct_many(connection, wishes, who, note, self._taxonomy, whole=whole)
        if any(wish.values.get("secrecy") in self._taxonomy.quarantined for wish in wishes):
            self._database.forget_deleted()
        return outcome

    def undo_batch(self, batch: int, who: str) -> BatchOutcome:
        """Take a batch back, whatever of it is in force. Raises ``NotFound``."""
        with self._database.write() as connection:
            return batches.undo(connection, batch, who, self._taxonomy)

    def take_back(self, lines: Sequence[int], who: str) -> BatchOutcome:
        """Take single lines of the log back; marks of secrecy stay."""
        with self._database.write() as connection:
            return batches.take_back(connection, lines, who, self._taxonomy)

    def batches(self, page: int = 1, size: int = 20) -> tuple[int, list[BatchRecord]]:
        """The total and one page of the corrections made together, the newest first."""
        with self._database.read() as connection:
            return batches.load_batches(connection, page, size)

    def batch(self, number: int) -> BatchRecord | None:
        with self._database.read() as connection:
            return batches.load_batch(connection, number)

    def log(
        self, wanted: LogFilter | None = None, page: int = 1, size: int = 20
    ) -> tuple[int, list[LogLine]]:
        """The total and one page of all corrections, taken back or not, the newest first."""
        with self._database.read() as connection:
            return correction_log.load_lines(connection, wanted or LogFilter(), page, size)

    def corrections(self, identifier: str) -> list[CorrectionRecord]:
        """The log of a document's corrections, taken back or not."""
        with self._database.read() as connection:
            return corrections.load_log(connection, identifier)

    def persons(self, least: int) -> list[tuple[str, int]]:
        """The persons' names that at least so many documents in the results have, the most frequent first."""
        with self._database.read() as connection:
            return lookup.persons(connection, least)

    def branch_counts(self) -> dict[str | None, int]:
        """How many documents in the results belong to each branch; None: to none."""
        with self._database.read() as connection:
            return accounting.branch_counts(connection)

    def of_branch(self, branch: str, most: int) -> list[DocumentRecord]:
        """Some of the documents in the results that belong to a branch."""
        with self._database.read() as connection:
            ids = accounting.ids_of_branch(connection, branch, most)
            return list(lookup.load_records(connection, ids).values())

    def outcomes(self) -> dict[Outcome, int]:
        """How many paths ended how; they add up to the paths seen."""
        with self._database.read() as connection:
            return accounting.outcomes(connection)

    def member_outcomes(self) -> dict[Outcome, int]:
        """How many members of containers ended how."""
        with self._database.read() as connection:
            return accounting.member_outcomes(connection)

    def problems(
        self,
        kind: ProblemKind | None = None,
        branch: str | None = None,
        root: str | None = None,
        folder: str | None = None,
        page: int = 1,
        size: int = 20,
    ) -> tuple[int, list[ProblemRecord]]:
        """The total and one page of what is wrong; ``ignored`` and ``vanished`` only where asked for."""
        wanted = accounting.ProblemFilter(kind, branch, root, folder)
        with self._database.read() as connection:
            return accounting.list_problems(connection, wanted, page, size)

    def read_again(
        self,
        kind: ProblemKind | None = None,
        branch: str | None = None,
        root: str | None = None,
        folder: str | None = None,
        ids: Collection[str] | None = None,
    ) -> list[tuple[str, str]]:
        """Let the next run read the files of these problems again (``ids``: of these documents alone);
        return their roots and paths."""
        wanted = accounting.ProblemFilter(kind, branch, root, folder)
        with self._database.write() as connection:
            return rereading.mark(connection, wanted, ids)

    def to_confirm(
        self,
        root: str | None = None,
        branch: str | None = None,
        page: int = 1,
        size: int = 20,
        *,
        field: str | None = None,
    ) -> tuple[int, list[DocumentRecord]]:
        """The total and one page of documents that wait for a person: 待确认.

        They have a field found with less than half confidence, or a correction made on other bytes (first);
        ``field`` narrows to one field's doubts, or to those corrections (``*``).
        """
        wanted = accounting.DoubtFilter(root, branch, field)
        with self._database.read() as connection:
            total, ids = accounting.list_doubts(connection, wanted, page, size)
            return total, list(lookup.load_records(connection, ids).values())

    def count_to_confirm(self, root: str | None = None, branch: str | None = None) -> dict[str, int]:
        """How many documents wait for each field's sake, ``*`` for that of corrections on other bytes."""
        with self._database.read() as connection:
            return accounting.count_doubts(connection, accounting.DoubtFilter(root, branch))
