"""The archive as a stream of files: unit by unit, branch by branch, year by year; written as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from indexer.sample.events import gaps_of, years_of
from indexer.sample.filing import SampleFile
from indexer.sample.habits import (
    by_category,
    by_meeting,
    by_number,
    by_year,
    flat,
    notebooks,
    oddities,
    station,
)
from indexer.sample.habits import small as small_habit
from indexer.sample.truth import BranchTruth, Gap, TruthEntry, write_truth
from indexer.sample.unit import branch

HABITS = (by_category.keep, by_year.keep, by_meeting.keep, by_number.keep, flat.keep, notebooks.keep)


def write_sample(
    folder: Path,
    *,
    branches: int = 6,
    years: int = 5,
    copies: int = 1,
    truth: Path | None = None,
    small: bool = False,
) -> list[TruthEntry]:
    """Write the archive under ``folder`` and return its truth, sorted by nothing but the order of writing.

    ``truth`` names a JSON file for the same (outside ``folder``, or it would be part of the archive).
    The same arguments write the same bytes. ``copies`` are archives of like units with other people and
    other meetings, each in a folder of its own.
    """
    return list(
        stream_sample(folder, branches=branches, years=years, copies=copies, truth=truth, small=small)
    )


def stream_sample(
    folder: Path,
    *,
    branches: int = 6,
    years: int = 5,
    copies: int = 1,
    truth: Path | None = None,
    small: bool = False,
) -> Iterator[TruthEntry]:
    """The same as a stream, for archives too large to hold: a file is written when its truth is asked for.

    ``small`` writes one small file a paper (text, Markdown, HTML, DOCX) and nothing odd.
    """
    entries = _written(folder, sample_files(branches, years, copies, small))
    if truth is None:
        return entries
    truth.parent.mkdir(parents=True, exist_ok=True)
    return write_truth(entries, truth, _branches(branches, copies), _gaps(branches, years, copies))


def sample_files(
    branches: int = 6, years: int = 5, copies: int = 1, small: bool = False
) -> Iterator[SampleFile]:
    """The files of the archive with their contents, in the order of writing."""
    for copy in range(copies):
        files = _small_unit(branches, years, copy) if small else _unit(branches, years, copy)
        yield from files if copies == 1 else (_moved(file, f"单位{copy + 1:04d}") for file in files)


def _written(folder: Path, files: Iterator[SampleFile]) -> Iterator[TruthEntry]:
    made: str | None = None
    for file in files:
        target = folder / file.path
        parent = file.path.rpartition("/")[0]
        if parent != made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made = parent
        target.write_bytes(file.data)
        yield from file.entries


def _small_unit(branches: int, years: int, copy: int) -> Iterator[SampleFile]:
    for number in range(1, branches + 1):
        for year in years_of(years):
            yield from small_habit.keep(branch(number, copy), year)


def _unit(branches: int, years: int, copy: int) -> Iterator[SampleFile]:
    for number in range(1, branches + 1):
        keep = HABITS[(number - 1) % len(HABITS)]
        for year in years_of(years):
            yield from keep(branch(number, copy), year)
    for year in years_of(years):
        yield from station.keep(year, copy)
    if copy == 0:
        yield from oddities.keep()


def _moved(file: SampleFile, folder: str) -> SampleFile:
    entries = tuple(replace(entry, path=f"{folder}/{entry.path}") for entry in file.entries)
    return SampleFile(f"{folder}/{file.path}", file.data, entries)


def _branches(branches: int, copies: int) -> Iterator[BranchTruth]:
    for copy in range(copies):
        for owner in (branch(number, copy) for number in range(1, branches + 1)):
            yield BranchTruth(owner.name, (owner.short,), owner.committee, owner.groups)


def _gaps(branches: int, years: int, copies: int) -> Iterator[Gap]:
    for copy in range(copies):
        for number in range(1, branches + 1):
            for year in years_of(years):
                yield from gaps_of(branch(number, copy), year)
