"""What an index run asks of the catalog: roots, files, contents, descriptions, its own record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..archival.values import Branch
from ..archival.words import WordKind, checked_word
from ..documents import Content
from . import accounting, contents, files, known, likenesses, meetings, sealing, unit, words
from . import roots as root_store
from .door import Door
from .records import (
    FileDraft,
    FileHolder,
    IgnoredPath,
    KnownFile,
    Placed,
    Redescription,
    RootRecord,
    RunProgress,
    RunRecord,
    RunState,
    SavedFile,
    UnitWord,
)

#: Ids that are listed at once where nothing else is asked for.
LISTED = 500


class ForRuns(Door):
    """The side of the catalog that index runs and the command line use."""

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

    def known_files(self, root: str) -> dict[str, KnownFile]:
        """Every file of a root by its path, vanished ones included."""
        with self._database.read() as connection:
            return known.known_files(connection, root)

    def unsketched(self, limit: int = LISTED, after: str = "") -> list[str]:
        """Contents, after a hash, whose text has not been sketched yet, to find nearly equal ones."""
        with self._database.read() as connection:
            return likenesses.due(connection, limit, after)

    def sketch_candidates(self, bands: Mapping[str, Sequence[int]], most: int) -> dict[str, list[str]]:
        """For each of these sketches the contents known before that may say nearly the same."""
        with self._database.read() as connection:
            return {key: likenesses.candidates(connection, own, most) for key, own in bands.items() if own}

    def save_sketches(
        self,
        bands: Mapping[str, Sequence[int]],
        pairs: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        """Remember the bands of contents by their hashes, and the pairs that say nearly the same with the
        share they have in common."""
        with self._database.write() as connection:
            likenesses.put(connection, bands, pairs or {})

    def save_event_members(self, members: Mapping[str, str]) -> None:
        """Remember, in place of all before, the meetings of documents that do not name theirs themselves."""
        with self._database.write() as connection:
            meetings.put_members(connection, members)

    def doc_types(self, hashes: Iterable[str]) -> dict[str, str]:
        """What kinds of file these contents are."""
        with self._database.read() as connection:
            return {key: one.doc_type for key, one in contents.content_facts(connection, hashes).items()}

    def texts(self, hashes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The page texts of contents by their hashes."""
        with self._database.read() as connection:
            return contents.load_texts(connection, hashes)

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

    def undescribed(self, fingerprint: str, after: str = "", limit: int = LISTED) -> list[str]:
        """Ids, after an id, of present documents (no parts) that this fingerprint did not describe."""
        with self._database.read() as connection:
            return known.undescribed(connection, fingerprint, after, limit)

    def count_undescribed(self, fingerprint: str) -> int:
        """How many present documents (no parts) this fingerprint did not describe."""
        with self._database.read() as connection:
            return known.count_undescribed(connection, fingerprint)

    def redescribe(self, new: Sequence[Redescription], fingerprint: str) -> int:
        """Write new descriptions; return how many documents the engine must see anew."""
        with self._database.write() as connection:
            return files.redescribe(connection, new, fingerprint)

    def quarantine(self, marks: Mapping[str, str]) -> int:
        """Wipe the text of contents (mark by hash) that a rule caught later, of all documents that have them.

        What lies in a container among them is secret with it. Return how many documents that changes.
        """
        with self._database.write() as connection:
            found = sealing.with_members(connection, marks)
            sealing.seal(connection, found, by_person=False)
            return files.spread(connection, list(found))

    def purge_due(self) -> str | None:
        """What names the purge that is due; None where nothing of secret documents is left to remove."""
        return self.meta(unit.PURGE_DUE)

    def purge(self, due: str) -> None:
        """Write the database anew without what was deleted from it, and note that the purge ``due`` is done.

        Another asked for meanwhile stays due. Raises ``Busy`` where readers keep the old state alive,
        ``CatalogUnavailable`` where there is no room: then it is to be tried again.
        """
        self._database.rewrite()
        with self._database.write() as connection:
            if unit.get_meta(connection, unit.PURGE_DUE) == due:
                unit.set_meta(connection, unit.PURGE_DUE, None)

    def undescribe(self, root: str, folder: str) -> None:
        """Make the descriptions of all documents in a folder of a root (``""``: in all of it) due again."""
        with self._database.write() as connection:
            known.undescribe(connection, root, folder)

    def count_retryable(self) -> int:
        """How many files have a problem that another run may cure."""
        with self._database.read() as connection:
            return known.count_retryable(connection)

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
        """Delete the texts of bytes that no document has any longer; return how many.

        ``save_file`` does so for the bytes that it replaces; this looks at all there are.
        """
        with self._database.write() as connection:
            return contents.drop_all_unused(connection)

    def branches(self) -> list[Branch]:
        """The branches of the unit, in the order they were saved in."""
        with self._database.read() as connection:
            return unit.list_branches(connection)

    def save_branches(self, branches: Sequence[Branch]) -> None:
        """Replace the list of branches."""
        with self._database.write() as connection:
            unit.save_branches(connection, branches)

    def words(self, *kinds: WordKind) -> list[UnitWord]:
        """The unit's own words of these kinds (none given: of all), by kind and word."""
        with self._database.read() as connection:
            return words.load_words(connection, kinds or tuple(WordKind))

    def add_words(self, kind: WordKind, new: Iterable[str], who: str) -> list[str]:
        """Add words; return those that were not there yet. Raises ``UsageError`` for one that is none."""
        checked = [checked_word(kind, word) for word in new]
        with self._database.write() as connection:
            return words.add_words(connection, kind, checked, who)

    def remove_words(self, kind: WordKind, gone: Sequence[str]) -> int:
        """Take words away; return how many there were."""
        with self._database.write() as connection:
            return words.remove_words(connection, kind, gone)

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
