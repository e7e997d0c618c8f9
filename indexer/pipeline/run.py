"""An index run from end to end: survey, match, read, describe, load. Everything it finds it accounts for."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from indexer.archival.values import Branch, Place
from indexer.catalog import Catalog
from indexer.catalog.records import KnownFile, Placed, RunProgress, RunState
from indexer.documents import Outcome
from indexer.engines.protocol import Engine
from indexer.errors import Busy, CatalogUnavailable, DanganError, EngineUnavailable, UsageError
from indexer.settings import Settings
from indexer.stop_points import stop_point
from indexer.temporary import own_temporary_folder

from .branches import first_guess, known_places, refine
from .describing import Describer, describe_again, describe_files
from .intake import Intake
from .inventories import Inventories, find_inventories
from .lending import lend_dates
from .likeness import sketch_all
from .loader import BackgroundLoader
from .matching import Spot, hash_file, match_moved, spot
from .means import currency, extraction_context, extraction_pool, unit_of
from .progress import Meter, Observe, Phase, Progress, unobserved
from .purging import purge
from .reach import unmounted
from .rebuild import rebuild, rebuild_due
from .run_lock import run_lock
from .summary import RunSummary
from .survey import Cause, Survey, Work, places_to_walk, size_of, survey

#: Seconds between two notes in the catalog of how far the run is.
_NOTE_SECONDS = 2.0

_surveyed = stop_point("pipeline.run.surveyed")
_texts_read = stop_point("pipeline.run.texts_read")
_gone_marked = stop_point("pipeline.run.gone_marked")
_branches_refined = stop_point("pipeline.run.branches_refined")
_described = stop_point("pipeline.run.described")
_pictures_read = stop_point("pipeline.run.pictures_read")


def index(
    catalog: Catalog,
    engine: Engine,
    settings: Settings,
    folders: Sequence[Path],
    *,
    fingerprint: str,
    verify: bool = False,
    observe: Observe = unobserved,
) -> RunSummary:
    """Index what is new or changed under the folders (none given: under all roots).

    ``fingerprint`` is the analyzer's: a live index made by another is rebuilt first. ``verify`` hashes
    files that look unchanged. An engine that is away does not stop the run: the catalog gets everything,
    the summary says so, and the next run or the web application catches up.

    Raises ``Busy`` while another run goes on in the same data folder, ``UsageError`` for a folder that is
    not there, ``CatalogUnavailable``.
    """
    started = time.monotonic()
    with run_lock(settings.data), own_temporary_folder(settings.data):
        placed = _place(catalog, folders)
        with _Record(catalog, placed, observe) as record:
            run = _Run(catalog, engine, settings, fingerprint, record.observe)
            summary = run.go(placed, verify=verify)
            record.ended_with = summary
    return replace(summary, seconds=time.monotonic() - started)


def _place(catalog: Catalog, folders: Sequence[Path]) -> list[Placed]:
    """Where the folders belong. Nothing is registered before all of them are known to be good."""
    if not folders:
        placed = [Placed(root, "") for root in catalog.roots()]
        if not placed:
            raise UsageError("还没有登记任何档案文件夹", "给出要索引的文件夹：dangan index 文件夹")
        return placed
    known = {Path(root.path) for root in catalog.roots()}
    for folder in folders:
        # A known root that is not there now is out of reach, not a mistake.
        if not folder.is_dir() and folder.absolute() not in known:
            wrong = "不是文件夹" if folder.exists() else "不存在"
            raise UsageError(f"{folder} {wrong}", "给出存放档案的文件夹", parameter="FOLDER")
    return [catalog.add_root(folder) for folder in folders]


class _Record:
    """The run's line in the catalog: opened, kept current, closed however the run ends."""

    def __init__(self, catalog: Catalog, placed: Sequence[Placed], observe: Observe) -> None:
        self._catalog, self._observe = catalog, observe
        self._folders = [str(Path(one.root.path, one.inside)) for one in placed]
        self._noted = 0.0
        self.ended_with: RunSummary | None = None

    def __enter__(self) -> _Record:
        self._run = self._catalog.start_run(self._folders)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if self.ended_with is None:
            state = RunState.FAILED if isinstance(error, Exception) else RunState.INTERRUPTED
            message = error.message if isinstance(error, DanganError) else "运行中断"
            with suppress(CatalogUnavailable, Busy):  # the error under way says more
                self._catalog.end_run(self._run, state, {}, message)
            return
        failure = self.ended_with.engine_failure
        counts = {outcome.value: count for outcome, count in self.ended_with.outcomes.items()}
        self._catalog.end_run(self._run, RunState.FINISHED, counts, failure.message if failure else "")

    def observe(self, progress: Progress) -> None:
        self._observe(progress)
        if progress.last or time.monotonic() - self._noted >= _NOTE_SECONDS:
            self._noted = time.monotonic()
            note = RunProgress(progress.phase.value, progress.done, progress.total, progress.counts)
            self._catalog.progress_run(self._run, note)


class _Run:
    """One run over a catalog and an engine."""

    def __init__(
        self, catalog: Catalog, engine: Engine, settings: Settings, fingerprint: str, observe: Observe
    ) -> None:
        self._catalog, self._engine, self._settings = catalog, engine, settings
        self._fingerprint, self._observe = fingerprint, observe
        self._context = extraction_context(settings)
        self._currency = currency(settings, self._context)
        self._files: dict[str, dict[str, KnownFile]] | None = None

    def _known(self) -> dict[str, dict[str, KnownFile]]:
        """Every root's files as the catalog has them; read again after ``_files`` was forgotten."""
        if self._files is None:
            self._files = {root.name: self._catalog.known_files(root.name) for root in self._catalog.roots()}
        return self._files

    def go(self, placed: Sequence[Placed], *, verify: bool) -> RunSummary:
        rebuilt = self._rebuild_if_due()
        with BackgroundLoader(self._catalog, self._engine) as loader:
            found = self._survey(placed, verify=verify)
            summary = self._take_in(found)
            failure = self._finish(loader)
        self._purge()
        outcomes, retryable = self._account(found)
        return replace(
            summary,
            seen=found.seen,
            outcomes=outcomes,
            retryable=retryable,
            unreached=tuple(one.root.name for one in found.unreached),
            rebuilt=rebuilt,
            loaded=loader.loaded,
            engine_failure=failure,
            purge_due=self._catalog.purge_due() is not None,
        )

    def _rebuild_if_due(self) -> bool:
        """An engine that is away shows again at the end, when it may have come back."""
        try:
            if not rebuild_due(self._catalog, self._engine, self._fingerprint):
                return False
            rebuild(self._catalog, self._engine, self._fingerprint, observe=self._observe)
        except EngineUnavailable:
            return False
        return True

    def _finish(self, loader: BackgroundLoader) -> DanganError | None:
        try:
            loader.finish(self._observe)
        except (EngineUnavailable, Busy) as error:
            return error
        return None

    def _purge(self) -> None:
        """What cannot be removed now stays due: the next run, or the web application, tries again."""
        with suppress(EngineUnavailable, Busy, CatalogUnavailable):
            purge(self._catalog, self._engine, self._settings, self._fingerprint, self._observe)

    # What is there

    def _survey(self, placed: Sequence[Placed], *, verify: bool) -> Survey:
        known = self._known()
        here = [one for one in placed if not unmounted(self._catalog, one.root, known[one.root.name])]
        places = places_to_walk(here, self._settings.ignore, [self._settings.data])
        found = survey(places, known, self._currency, self._observe, ocr=self._settings.ocr)
        found.unreached += [one for one in placed if one not in here]
        if verify:
            self._verify(found)
        for one, ignored in found.ignored:
            self._catalog.save_ignored(one.root.name, ignored, one.inside)
        self._catalog.reappear(found.back)
        _surveyed()
        return found

    def _verify(self, found: Survey) -> None:
        """Hash what looks unchanged; what is not as the catalog has it has to be read."""
        looked_at = [*found.same, *found.pictures]
        changed: set[Spot] = set()
        with Meter(self._observe, Phase.MATCH, len(looked_at), size_of(looked_at)) as meter:
            for one in looked_at:
                if one.known is not None and hash_file(one.file.absolute) != one.known.sha256:
                    found.work.append(replace(one, cause=Cause.CHANGED))
                    changed.add(spot(one))
                meter.add(size=one.file.size)
        found.same = [one for one in found.same if spot(one) not in changed]
        found.pictures = [one for one in found.pictures if spot(one) not in changed]

    # What it says

    def _take_in(self, found: Survey) -> RunSummary:
        """Read, mark what is gone, describe; then the same for pictures, which take longest."""
        known = self._known()
        places = [*known_places(known), *(Place(one.file.path) for one in found.work if one.known is None)]
        new = [spot(one) for one in found.work if one.known is None]
        inventories = find_inventories(self._catalog, known, new)
        describer = self._describer(first_guess(self._catalog, places), inventories)
        matches = match_moved(found, known, self._catalog.roots(), self._observe)
        with extraction_pool(self._settings, self._context) as pool:
            intake = Intake(self._catalog, describer, pool, self._currency.fingerprint, matches)
            with Meter(self._observe, Phase.READ, len(found.work), size_of(found.work)) as meter:
                intake.read_texts(found.work, found.known_sizes, meter)
            intake.save_unreadable(found.unreadable, known)
            _texts_read()
            vanished = self._mark_gone(found, set(matches.moved.values()))
            changed = bool(found.work or found.back or found.unreadable or vanished)
            if changed:
                self._files = None
            redescribed = self._describe_all(intake, places, changed=changed)
            pictures = self._waiting_for_pictures(found)
            if pictures:
                with Meter(self._observe, Phase.PICTURES, len(pictures), size_of(pictures)) as meter:
                    intake.read_pictures(pictures, meter)
                _pictures_read()
                self._files = None
                redescribed += self._describe_all(intake, places, changed=True)
        sketch_all(self._catalog, self._observe)
        causes = Counter(one.cause for one in found.work)
        causes[Cause.PICTURES] = len(pictures)
        return RunSummary(
            causes={cause: count for cause, count in causes.items() if count},
            unchanged=len(found.same),
            moved=len(matches.moved),
            vanished=vanished,
            back=len(found.back),
            redescribed=redescribed,
        )

    def _describer(self, branches: Sequence[Branch], inventories: Inventories) -> Describer:
        return Describer(unit_of(self._settings, self._catalog, branches), self._settings.zone, inventories)

    def _mark_gone(self, found: Survey, moved: set[str]) -> int:
        gone = [one.known.id for one in (*found.gone, *found.left_out) if one.known.id not in moved]
        self._catalog.vanish(gone)
        _gone_marked()
        return len(gone)

    def _describe_all(self, intake: Intake, places: Sequence[Place], *, changed: bool) -> int:
        """Bring every description up to date with what is known now: branches found in what was read,
        the rules as they are, inventories, the dates of meetings; return how many that changed."""
        branches = self._catalog.branches()
        if changed:
            branches = refine(self._catalog, intake.places, places, self._settings.unit_name)
        _branches_refined()
        known = self._known()
        inventories = find_inventories(self._catalog, known)
        intake.describer = describer = self._describer(branches, inventories)
        count = describe_again(self._catalog, describer, self._observe)
        files = [known[root][path].id for root, path in inventories.changed()]
        count += describe_files(self._catalog, describer, files, self._observe)
        inventories.remember()
        if changed or count:
            count += lend_dates(self._catalog, describer, self._observe)
        if count:
            self._files = None  # a rule may have caught a secrecy mark
        _described()
        return count

    def _waiting_for_pictures(self, found: Survey) -> list[Work]:
        """One file of each content seen whose pictures, or those of a member, have not been read yet."""
        if not self._settings.ocr:
            return []
        now = self._known()
        waiting: dict[str, Work] = {}
        for one in found.files:
            known = now[one.file.root].get(one.file.path)
            if known is not None and known.sha256 and not known.complete and not known.vanished:
                waiting.setdefault(known.sha256, replace(one, cause=Cause.PICTURES, known=known))
        return list(waiting.values())

    def _account(self, found: Survey) -> tuple[dict[Outcome, int], int]:
        """How every path seen ended, as the catalog has it, and how many may do better another time."""
        outcomes = dict.fromkeys(Outcome, 0)
        outcomes[Outcome.IGNORED] = sum(len(ignored) for _, ignored in found.ignored)
        retryable = 0
        seen = {spot(one) for one in found.files} | {(one.root, one.path) for one in found.unreadable}
        for root in {root for root, _ in seen}:
            for path, one in self._known()[root].items():
                if (root, path) in seen:
                    outcomes[one.outcome] += 1
                    retryable += one.retry
        return outcomes, retryable
