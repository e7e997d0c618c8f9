"""The archives by other hands: their facts are values of the taxonomy and stand in their papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.other_hands import UNITS, documents, write_archive
from indexer.archival.numerals import chinese
from indexer.archival.taxonomy import default_taxonomy

units = pytest.mark.parametrize("unit", UNITS)


@units
def test_it_is_written_whole_and_the_same_each_time(unit: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    entries = write_archive(unit, first, tmp_path / "truth.json")
    assert entries == write_archive(unit, second)
    written = {path.relative_to(first).as_posix() for path in first.rglob("*") if path.is_file()}
    assert written == {entry.path for entry in entries}
    assert all((first / path).read_bytes() == (second / path).read_bytes() for path in written)
    assert len(written) > 30


@units
def test_its_values_are_those_of_the_taxonomy(unit: str) -> None:
    taxonomy = default_taxonomy()
    seconds = {(category.code, name) for category in taxonomy.categories for name in category.second}
    for document in documents(unit):
        truth = document.truth
        assert truth.subcategory is None or (truth.category, truth.subcategory) in seconds, truth.path
        assert truth.role is None or truth.role in taxonomy.roles, truth.path


@units
def test_what_is_said_of_a_meeting_stands_in_its_paper(unit: str) -> None:
    for document in documents(unit):
        told = document.truth.meeting
        if told is None:
            continue
        text = "".join("".join(line.split()) for _mark, line in document.lines)
        names = [told.host, told.recorder, told.place, *told.attending, *told.absent]
        assert all("".join(name.split()) in text for name in names if name), document.truth.path
        counted = chinese(told.expected or 0)
        written = {str(told.expected), counted, counted.replace("二十", "廿")}
        assert told.expected is None or any(count in text for count in written), document.truth.path
