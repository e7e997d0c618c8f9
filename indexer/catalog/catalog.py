"""The catalog: the one door to the database. Every method is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from ..archival.taxonomy import Taxonomy, default_taxonomy
from ..archival.values import Branch
from ..documents import Content, Outcome, Page, ProblemKind
from ..engines.protocol import IndexDocument, Rejected
from . import accounting, backup, changes, contents, corrections, files, known, lookup, packed, restore, unit
from . import roots as root_store
from .database import Database
from .migrate import prepare
from .records import (
    Change,
    CorrectionRecord,
    DocumentRecord,
    FileDraft,
    FileHolder,
    IgnoredPath,
    KnownFile,
    Place,
    Placed,
    ProblemRecord,
    Redescription,
    RestoreSummary,
    RootRecord,
    RunProgress,
    RunRecord,
    RunState,
    SavedFile,
)

#: Documents that a stream reads at once.
STREAM_BATCH = 500


class Catalog:
    """An open catalog. Methods raise ``CatalogUnavailable`` or ``Busy`` where the database fails them.

    It may be used from several threads, and by several processes at once, each with a catalog of its own.
    """

    def __init__(self, database: Database, taxonomy: Taxonomy) -> None:
        self._database = database
        self._taxonomy = taxonomy

    @classmethod
    def open(cls, url: str, taxonomy: Taxonomy | None = None) -> Catalog:
        """Open a database by its URL, creating or migrating its tables.

        ``taxonomy`` says which categories, roles and levels of secrecy a correction may name (by default
        the product's own). Raises ``UsageError`` for a URL that cannot be taken, ``CatalogUnavailable``
        where the database cannot be opened or was written by a newer version.
        """
        database = Database(url)
        try:
            prepare(database)
        except BaseException:
            database.close()
            raise
        return cls(database, taxonomy or default_taxonomy())

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def identity(self) -> str:
        """What tells this catalog from every other: an index made from another one is not this one's."""
        return self.meta(unit.IDENTITY) or ""

    # Roots

    def roots(self) -> list[RootRecord]:
        """The folders under which files are indexed, by name, with their numbers of documents."""
        with self._database.read() as connection:
            return root_store.list_roots(connection)

    def add_root(self, folder: Path) -> Placed:
        """Where a folder belongs: inside a known root, or a root of its own, taking over roots inside it."""
        with self._database.write() as connection:
            return root_store.add_root(connection, folder)

    def move_root(self, name: str, folder: Path) -> RootRecord:
        """Point a root at the folder its files have moved to. Raises ``NotFound``, ``UsageError``."""
        with self._database.write() as connection:
            return root_store.move_root(connection, name, folder)

    def remove_root(self, name: str) -> None:
        """Take a root out of the results; its records and corrections are kept. Raises ``NotFound``."""
        with self._database.write() as connection:
            root_store.remove_root(connection, name)

    # Files of a run

    def known_files(self, root: str) -> dict[str, KnownFile]:
        """Every file of a root by its path, vanished ones included."""
        with self._database.read() as connection:
            return known.known_files(connection, root)

    def holders(self, hashes: Iterable[str]) -> list[FileHolder]:
        """The files of all roots, present or vanished, that hold any of these bytes."""
        with self._database.read() as connection:
            return known.holders(connection, hashes)

    def save_file(self, draft: FileDraft, contents: Sequence[Content], reader: str) -> SavedFile:
        """Save a file with its members and parts, and the contents that are new.

        ``contents`` may leave out what the catalog has; ``reader`` is the fingerprint of the readers that
        made them. Members and parts that the draft no longer names vanish. Only documents that the engine
        sees differently get a new change number.
        """
        with self._database.write() as connection:
            secret = self._taxonomy.quarantined
            return files.save_file(connection, draft, contents, reader, secret)

    def touch(self, times: Mapping[str, int]) -> None:
        """Remember new modification times, by file id, of files whose bytes are the same."""
        with self._database.write() as connection:
            files.touch(connection, times)

    def vanish(self, file_ids: Iterable[str]) -> int:
        """Take files out of the results that are no longer there; return how many documents that changes."""
        with self._database.write() as connection:
            return files.vanish(connection, file_ids)

    def reappear(self, file_ids: Iterable[str]) -> int:
        """Bring files back that are there again with the bytes they had."""
        with self._database.write() as connection:
            return files.reappear(connection, file_ids)

    def save_ignored(self, root: str, paths: Sequence[IgnoredPath], inside: str = "") -> None:
        """Replace the ignored paths of a root, or of one folder inside it."""
        with self._database.write() as connection:
            known.save_ignored(connection, root, paths, inside)

    def undescribed(self, fingerprint: str, after: str = "", limit: int = STREAM_BATCH) -> list[str]:
        """Ids, after an id, of present documents (no parts) that this fingerprint did not describe."""
        with self._database.read() as connection:
            return known.undescribed(connection, fingerprint, after, limit)

    def redescribe(self, new: Sequence[Redescription], fingerprint: str) -> int:
        """Write new descriptions; return how many documents the engine must see anew."""
        with self._database.write() as connection:
            return files.redescribe(connection, new, fingerprint)

    def count_retryable(self) -> int:
        """How many files have a problem that another run may cure."""
        with self._database.read() as connection:
            return known.count_retryable(connection)

    # Contents

    def content(self, sha256: str) -> Content | None:
        """What these bytes say, pages included; None where they are not known."""
        with self._database.read() as connection:
            return contents.load_content(connection, sha256)

    def save_contents(self, new: Sequence[Content], reader: str) -> int:
        """Save contents and carry the change to every document that has them (pictures read later).

        Those documents then wait for a new description. Return how many the engine must see anew.
        """
        with self._database.write() as connection:
            return files.put_and_spread(connection, new, reader)

    def incomplete(self, limit: int) -> list[str]:
        """Hashes of contents whose pictures wait to be read."""
        with self._database.read() as connection:
            return contents.incomplete(connection, limit)

    def drop_unused_contents(self) -> int:
        """Delete the texts of bytes that no document has any longer; return how many."""
        with self._database.write() as connection:
            return contents.drop_unused(connection)

    # Documents

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

    def copies(self, ids: Iterable[str]) -> dict[str, int]:
        """How many other documents in the results have the same bytes, by id."""
        with self._database.read() as connection:
            return lookup.copies(connection, ids)

    def places(self, sha256: str) -> list[Place]:
        """The documents in the results that have these bytes."""
        with self._database.read() as connection:
            return lookup.places(connection, sha256)

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

    def corrections(self, identifier: str) -> list[CorrectionRecord]:
        """The log of a document's corrections, taken back or not."""
        with self._database.read() as connection:
            return corrections.load_log(connection, identifier)

    # What the engine lacks

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

    # Accounting

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

    def to_confirm(
        self, root: str | None = None, branch: str | None = None, page: int = 1, size: int = 20
    ) -> tuple[int, list[DocumentRecord]]:
        """The total and one page of documents that wait for a person: 待确认.

        They have a field found with less than half confidence, or a correction made on other bytes (first).
        """
        with self._database.read() as connection:
            total, ids = accounting.list_doubts(connection, root, branch, page, size)
            return total, list(lookup.load_records(connection, ids).values())

    # Backup

    def backup(self, file: Path) -> None:
        """Write what cannot be rebuilt (roots, branches, corrections …) to one file, whole or not at all.

        Raises ``CatalogUnavailable`` where the file cannot be written.
        """
        with self._database.read() as connection:
            backup.write_backup(connection, file)

    def restore(self, file: Path) -> RestoreSummary:
        """Bring a backup back into this catalog, of whatever database it was made from.

        Nothing that a person said here is overwritten, and a second time adds nothing. Corrections of
        documents that are not here wait for a run to find their files. Raises ``UsageError`` where the file
        is no backup or of a newer format.
        """
        with backup.BackupFile(file) as opened, self._database.write() as connection:
            return restore.restore(connection, opened, self._taxonomy.quarantined)

    # The unit, its runs and named values

    def branches(self) -> list[Branch]:
        """The branches of the unit, in the order they were saved in."""
        with self._database.read() as connection:
            return unit.list_branches(connection)

    def save_branches(self, branches: Sequence[Branch]) -> None:
        """Replace the list of branches."""
        with self._database.write() as connection:
            unit.save_branches(connection, branches)

    def meta(self, key: str) -> str | None:
        """A named value, None where it was never set."""
        with self._database.read() as connection:
            return unit.get_meta(connection, key)

    def set_meta(self, key: str, value: str | None) -> None:
        """Remember a named value; None forgets it. A name that begins with ``setting.`` goes into backups."""
        with self._database.write() as connection:
            unit.set_meta(connection, key, value)

    def start_run(self, folders: Sequence[str]) -> int:
        """Open a run; one left open by a process that ended becomes ``interrupted``.

        Documents that the engine refused for a while are offered to it again.
        """
        with self._database.write() as connection:
            accounting.offer_again(connection)
            return unit.start_run(connection, folders)

    def progress_run(self, run: int, progress: RunProgress) -> None:
        """Say how far a run is."""
        with self._database.write() as connection:
            unit.progress_run(connection, run, progress)

    def end_run(
        self, run: int, state: RunState, counts: Mapping[str, int] | None = None, message: str = ""
    ) -> None:
        """Close a run with its final counts."""
        with self._database.write() as connection:
            unit.end_run(connection, run, state, counts or {}, message)
        self._database.learn_sizes()

    def current_run(self) -> RunRecord | None:
        """The run that is open; whether its process still lives is its lock's to say."""
        with self._database.read() as connection:
            return unit.load_run(connection, running=True)

    def last_run(self) -> RunRecord | None:
        """The last run that ended, however it did."""
        with self._database.read() as connection:
            return unit.load_run(connection, running=False)
