"""Archives with their truth, indexed as ``dangan index`` does, and what the catalog then says of them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.other_hands import write_archive
from indexer.archival.describe import describe
from indexer.archival.values import Subject, Unit
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.documents import Content, Outcome
from indexer.pipeline.branches import refine
from indexer.pipeline.describing import Describer, describe_again
from indexer.pipeline.inventories import find_inventories
from indexer.pipeline.lending import lend_dates
from indexer.pipeline.means import unit_of
from indexer.pipeline.progress import unobserved
from indexer.sample import write_sample
from indexer.sample.truth import TruthEntry
from indexer.settings import Settings, load_settings

SAMPLE = "sample"
_COMMANDS = Path(__file__).resolve().parents[2] / "cli.py"

#: Path, member and number of the part.
Key = tuple[str, str | None, int]


@dataclass(frozen=True, slots=True)
class Archive:
    """A unit's files and truth in ``folder``, its catalog in ``data``."""

    unit: str
    folder: Path
    data: Path
    entries: tuple[TruthEntry, ...]

    @property
    def settings(self) -> Settings:
        return load_settings({"data": str(self.data)})


def key_of(entry: TruthEntry) -> Key:
    return entry.path, entry.member, entry.part.number if entry.part else 0


def indexed(unit: str, work: Path, *, ocr: bool, again: bool) -> Archive:
    """The archive of a unit under ``work``, in a fresh catalog; ``again``: only described anew, from the
    texts that an earlier call has left there."""
    folder, data = work / unit_name(unit) / "files", work / unit_name(unit) / "data"
    kept = again and data.exists()
    entries = tuple(_written(unit, folder, work / unit_name(unit) / "truth.json"))
    archive = Archive(unit_name(unit), folder, data, entries)
    if kept:
        _describe_anew(archive)
    else:
        command = [sys.executable, str(_COMMANDS), "--data", str(data), "index", str(folder)]
        subprocess.run([*command, "--ocr" if ocr else "--no-ocr"], check=True, stdout=subprocess.DEVNULL)
    return archive


def unit_name(unit: str) -> str:
    return Path(unit).stem


def _written(unit: str, folder: Path, truth: Path) -> list[TruthEntry]:
    folder.mkdir(parents=True, exist_ok=True)
    return write_sample(folder, truth=truth) if unit == SAMPLE else write_archive(unit, folder, truth)


class _Anew(Describer):
    """Describes everything once more, whatever described it before."""

    @property
    def fingerprint(self) -> str:
        return f"anew-{id(self)}"


def _describe_anew(archive: Archive) -> None:
    """What a run does after reading: branches found anew, inventories, descriptions, dates of meetings."""
    settings = archive.settings
    with Catalog.open(settings.database_url) as catalog:
        catalog.save_branches([])
        catalog.set_meta("branches.refined", None)
        branches = refine(catalog, (), (), None)
        known = {root.name: catalog.known_files(root.name) for root in catalog.roots()}
        describer = _Anew(
            unit_of(settings, catalog, branches), settings.zone, find_inventories(catalog, known)
        )
        describe_again(catalog, describer, unobserved)
        lend_dates(catalog, describer, unobserved)


@dataclass(frozen=True, slots=True)
class Said:
    """What the catalog says of one document: its record, the number of its parts."""

    record: DocumentRecord
    parts: int

    @property
    def quarantined(self) -> bool:
        return self.record.outcome is Outcome.QUARANTINED

    def value(self, name: str) -> Any:
        """A field of the description, ``meeting.host`` for one of the meeting's."""
        group, dot, field = name.partition(".")
        if not dot:
            return self.record.description.value(name)
        found = getattr(self.record.description, group).get(field)
        return found.value if found is not None else None


def said(archive: Archive) -> dict[Key, Said]:
    """What the catalog says, by place."""
    with Catalog.open(archive.settings.database_url) as catalog:
        found: dict[Key, Said] = {}
        for record in _records(catalog):
            parts = catalog.parts(record.id) if record.split else []
            found[record.path, record.member, 0] = Said(record, len(parts))
            for part in parts:
                found[record.path, record.member, part.part.number if part.part else 0] = Said(part, 0)
        return found


def found_unit(archive: Archive) -> Unit:
    """The unit as found: its name where its papers told it, its branches."""
    with Catalog.open(archive.settings.database_url) as catalog:
        return unit_of(archive.settings, catalog, catalog.branches())


def subjects(archive: Archive) -> Iterator[tuple[Subject, Unit]]:
    """Every document with its text, ready to be described: for measuring what that takes."""
    with Catalog.open(archive.settings.database_url) as catalog:
        unit = unit_of(archive.settings, catalog, catalog.branches())
        for record in _records(catalog):
            content = catalog.content(record.sha256) if record.sha256 else None
            if content is not None:
                yield _subject(record, content), unit


def seconds_of(archive: Archive) -> tuple[float, int]:
    """Seconds that describing took altogether, and how many documents there were."""
    read = list(subjects(archive))
    started = time.perf_counter()
    for subject, unit in read:
        describe(subject, unit)
    return time.perf_counter() - started, len(read)


def _subject(record: DocumentRecord, content: Content) -> Subject:
    place = Subject(record.root, record.path, record.member)
    return replace(place, doc_type=content.doc_type, pages=content.pages, metadata=content.metadata)


def _records(catalog: Catalog) -> Iterator[DocumentRecord]:
    after = ""
    while ids := catalog.undescribed("", after):
        yield from catalog.documents(ids).values()
        after = ids[-1]
