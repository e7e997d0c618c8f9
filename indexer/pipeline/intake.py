"""Looking at files: each run of bytes is read once, described in every place it lies, and saved.

A file whose bytes are stored already is not read for its text again. Every file is one transaction of the
catalog, so that a run cut off anywhere has lost nothing but the files under way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.archival.values import Place
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentDraft, FileDraft, KnownFile, SeenFile
from indexer.discover import SourceFile, Unreadable
from indexer.documents import Content, Problem, ProblemKind
from indexer.extraction.pool import ExtractionPool, Job
from indexer.extraction.reading import STAND_IN, stand_in
from indexer.stop_points import stop_point

from .describing import Describer, places_of
from .matching import Matches, hash_file, spot
from .progress import Meter
from .survey import Cause, Work
from .withholding import secret_by_place, without_secrets

#: Problems that say how reading went and not what the file is: they take no stored text away.
_FAILURES = frozenset(
    {ProblemKind.TIMED_OUT, ProblemKind.TOO_LARGE, ProblemKind.BROKEN, ProblemKind.UNREADABLE}
)

_file_saved = stop_point("pipeline.intake.file_saved")


class Intake:
    """Takes files into the catalog. ``reader`` is the fingerprint kept beside what was read.

    ``describer`` may be replaced between two phases of a run. ``places`` gathers where the documents lie
    that name a branch, for finding the unit's branches.
    """

    def __init__(
        self, catalog: Catalog, describer: Describer, pool: ExtractionPool, reader: str, matches: Matches
    ) -> None:
        self._catalog, self._pool = catalog, pool
        self._reader, self._matches = reader, matches
        self.describer = describer
        self._fresh: set[str] = set()
        self.places: list[Place] = []

    def read_texts(self, works: Sequence[Work], known_sizes: set[int], meter: Meter) -> None:
        """Read what is new, changed or to be tried again; pictures in it wait."""
        sizes = Counter(one.file.size for one in works)
        shared = known_sizes | {size for size, count in sizes.items() if count > 1}
        left: Sequence[Work] = works
        while left:
            left = self._read_once(left, shared, meter)

    def read_pictures(self, works: Sequence[Work], meter: Meter) -> None:
        """Read files, one of each content, again with their pictures; what their copies say follows."""
        jobs = (Job(key, one.file.absolute, _name(one), ocr=True) for key, one in enumerate(works))
        for done in self._pool.run(jobs):
            work = works[done.key]
            if not done.contents[-1].sha256.startswith(STAND_IN):  # else it is gone, and the text stays
                self._save_new(work, done.contents)
            meter.add(size=work.file.size)

    def save_unreadable(
        self, found: Sequence[Unreadable], known: Mapping[str, Mapping[str, KnownFile]]
    ) -> None:
        """Record the paths that could not even be looked at; what is known of them stays."""
        for one in found:
            problem = Problem(ProblemKind.UNREADABLE, one.reason, "检查权限和网络盘的连接，再索引一次")
            own = Content(stand_in(one.root, one.path), 0, "unknown", problems=(problem,))
            file = SourceFile(one.root, one.path, Path(), 0, 0, one.path_bytes)
            self._save_unread(Work(file, Cause.AGAIN, known[one.root].get(one.path)), own)

    def _read_once(self, works: Sequence[Work], shared: set[int], meter: Meter) -> list[Work]:
        """Read every work or the one with the same bytes; return copies whose twin had changed meanwhile."""
        waiting: dict[str, list[Work]] = {}
        expected: dict[int, str] = {}
        again: list[Work] = []
        for done in self._pool.run(self._jobs(works, shared, waiting, expected, meter)):
            own = done.contents[-1]
            if own.sha256.startswith(STAND_IN):
                self._save_unread(works[done.key], own)
            else:
                self._save_new(works[done.key], done.contents)
            _file_saved()
            meter.add(size=works[done.key].file.size)
            copies = waiting.pop(expected.get(done.key, ""), [])
            if expected.get(done.key) != own.sha256:
                again += copies
                continue
            for copy in copies:
                self._take_stored(copy, own.sha256)
                meter.add(size=copy.file.size)
        return again

    def _jobs(
        self,
        works: Sequence[Work],
        shared: set[int],
        waiting: dict[str, list[Work]],
        expected: dict[int, str],
        meter: Meter,
    ) -> Iterator[Job]:
        """The files that must be read. Those with stored bytes are saved on the way; those with the bytes
        of a file being read wait for it in ``waiting``, ``expected`` holding its hash."""
        for key, work in enumerate(works):
            sha256 = self._hash(work, shared)
            if sha256 is not None and sha256 in waiting:
                waiting[sha256].append(work)
            elif sha256 is not None and self._may_take(work, sha256) and self._take_stored(work, sha256):
                meter.add(size=work.file.size)
            else:
                if sha256 is not None:
                    waiting[sha256], expected[key] = [], sha256
                yield Job(key, work.file.absolute, _name(work), ocr=False)

    def _hash(self, work: Work, shared: set[int]) -> str | None:
        """The hash where a copy is possible: where another file has the same size."""
        known = self._matches.hashes.get(spot(work))
        if known is not None or work.file.size not in shared:
            return known
        return hash_file(work.file.absolute)

    def _may_take(self, work: Work, sha256: str) -> bool:
        """What is to be read again is not taken from what was read before, but from this run it is."""
        return work.cause is not Cause.AGAIN or sha256 in self._fresh

    def _take_stored(self, work: Work, sha256: str) -> bool:
        """Save a file from what the catalog has of its bytes; False where that is not all there."""
        own = self._catalog.content(sha256)
        contents = self._with_members(own, {}) if own is not None else None
        if own is None or contents is None:
            return False
        self._save(work, own, contents, ())
        return True

    def _with_members(self, own: Content, read: Mapping[str, Content]) -> dict[str, Content] | None:
        """The contents of all members by hash, from what was read or stored; None where one is neither."""
        found: dict[str, Content] = {}
        for ref in own.members:
            content = read.get(ref.sha256) or self._catalog.content(ref.sha256)
            if content is None:
                return None
            found[ref.sha256] = content
        return found

    def _save_new(self, work: Work, read: Sequence[Content]) -> None:
        *members, own = read
        own = self._keeping_text(own)
        self._fresh.add(own.sha256)
        by_hash = {content.sha256: content for content in members}
        contents = self._with_members(own, by_hash) or by_hash
        self._save(work, own, contents, [*_stored_kinds(members), own])

    def _keeping_text(self, own: Content) -> Content:
        """Where reading failed, what an earlier reading of the same bytes found stays, with the problem."""
        if own.has_text or not any(problem.kind in _FAILURES for problem in own.problems):
            return own
        stored = self._catalog.content(own.sha256)
        if stored is None or stored.mark is not None or not (stored.has_text or stored.members):
            return own
        named = {ref.member for ref in own.members}
        return replace(
            own,
            doc_type=stored.doc_type,
            pages=stored.pages,
            page_count=max(own.page_count, stored.page_count),
            metadata=stored.metadata,
            problems=tuple(dict.fromkeys((*stored.problems, *own.problems))),
            members=(*own.members, *(ref for ref in stored.members if ref.member not in named)),
        )

    def _save_unread(self, work: Work, own: Content) -> None:
        """A file that could not be opened: what is known of it stays, and the problem is recorded.

        Its old size and time are kept beside old text, so that the next run looks at it again.
        """
        known = work.known
        stored = self._catalog.content(known.sha256) if known is not None and known.sha256 else None
        contents = self._with_members(stored, {}) if stored is not None else None
        readable = all(problem.kind is not ProblemKind.UNREADABLE for problem in own.problems)
        if known is None or known.vanished or stored is None or contents is None or readable:
            self._save(work, own, {}, ())
            return
        seen = replace(work.file, size=known.size, mtime_ns=known.mtime_ns)
        drafts = self.describer.drafts(seen.root, seen.path, seen.mtime_ns, stored, contents)
        first = replace(drafts[0], problems=own.problems)
        self._put(replace(work, file=seen), (first, *drafts[1:]), ())

    def _save(
        self, work: Work, own: Content, contents: Mapping[str, Content], new: Sequence[Content]
    ) -> None:
        file = work.file
        marks = secret_by_place(file.path, own, contents)
        if marks:
            kept = without_secrets({**contents, own.sha256: own}, marks)
            own, contents = kept[own.sha256], kept
            known = [kept[sha256] for sha256 in marks if sha256 in kept]
            new = [*(one for one in new if one.sha256 not in marks), *_stored_kinds(known)]
        drafts = self.describer.drafts(file.root, file.path, file.mtime_ns, own, contents)
        self.places.extend(
            place for place in places_of(file.path, own, contents) if (place.head or place.end)
        )
        self._put(work, drafts, new)

    def _put(self, work: Work, drafts: tuple[DocumentDraft, ...], new: Sequence[Content]) -> None:
        file = work.file
        draft = FileDraft(
            root=file.root,
            file=SeenFile(file.path, file.size, file.mtime_ns, file.path_bytes),
            documents=drafts,
            fingerprint=self.describer.fingerprint,
            moved_from=self._matches.moved.get(spot(work)),
        )
        self._catalog.save_file(draft, new, self._reader)


def _stored_kinds(contents: Sequence[Content]) -> list[Content]:
    """Contents with bytes of their own: what could not be read has none to be stored under."""
    return [content for content in contents if not content.sha256.startswith(STAND_IN)]


def _name(work: Work) -> str:
    return work.file.path.rpartition("/")[2]
