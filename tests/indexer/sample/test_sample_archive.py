"""What the sample archive promises: deterministic, complete in its kinds, scalable, true to its truth."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from pathlib import Path

import pytest

from indexer.archival.taxonomy import default_taxonomy
from indexer.sample import stream_sample, write_sample
from indexer.sample.archive import sample_files
from indexer.sample.prepared import KINDS, prepared
from tests.indexer.sample.conftest import Archive


def digest(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_the_same_arguments_write_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    again = write_sample(tmp_path)
    assert again == archive.entries
    assert digest(tmp_path) == digest(archive.folder)


def test_every_file_written_has_its_truth_and_none_is_missing(archive: Archive) -> None:
    assert set(digest(archive.folder)) == set(archive.by_path)
    keys = Counter((entry.path, entry.member, entry.part) for entry in archive.entries)
    assert max(keys.values()) == 1


def test_a_small_archive_is_a_part_of_the_large_one(archive: Archive, tmp_path: Path) -> None:
    entries = write_sample(tmp_path, branches=1, years=2)
    own = {entry for entry in entries if entry.path.startswith("第一党支部/")}
    assert own and own <= set(archive.entries)


def test_the_truth_is_written_as_json(archive: Archive) -> None:
    told = json.loads(archive.truth.read_text(encoding="utf-8"))
    assert len(told["entries"]) == len(archive.entries)
    assert {"branch": "第一党支部", "record": "支委会", "period": "2022-02"} in told["gaps"]
    dates = {
        entry["date"]
        for entry in told["entries"]
        if entry["branch"] == "第一党支部" and entry["subcategory"] == "支委会" and entry["meeting"]
    }
    assert not any(date.startswith("2022-02") for date in dates)
    assert any(date.startswith("2022-03") for date in dates)


def test_the_archive_holds_every_kind_an_office_keeps(archive: Archive) -> None:
    types = {entry.doc_type for entry in archive.entries}
    assert {
        "docx",
        "doc",
        "xlsx",
        "xls",
        "pptx",
        "pdf",
        "ofd",
        "rtf",
        "txt",
        "html",
        "eml",
        "zip",
        "jpg",
    } <= types
    outcomes = {entry.outcome for entry in archive.entries}
    assert outcomes == {"searchable", "partly", "not_searchable", "quarantined", "ignored"}
    problems = {problem for entry in archive.entries for problem in entry.problems}
    assert {"encrypted", "broken", "no_text", "unknown_format", "quarantined", "ignored"} <= problems
    assert any(entry.member and "!" in entry.member for entry in archive.entries)
    assert len({entry.hand for entry in archive.entries if entry.kind == "minutes"}) == 6


def test_six_branches_five_years_and_all_categories(archive: Archive) -> None:
    branches = {entry.branch for entry in archive.entries} - {None}
    assert len(branches) == 6
    years = {entry.work_year for entry in archive.entries} - {None}
    assert years == {2020, 2021, 2022, 2023, 2024}
    assert {entry.category for entry in archive.entries} - {None} == {f"{n:02d}" for n in range(1, 13)}


def test_street_lamp_funds_are_found_where_the_clerk_remembers_them(archive: Archive) -> None:
    found = [
        entry
        for entry in archive.entries
        if entry.branch == "第一党支部"
        and entry.work_year == 2021
        and entry.subcategory == "支委会"
        and any("路灯经费" in phrase for phrase in entry.phrases)
    ]
    assert any(entry.date == "2021-06-03" for entry in found)


def test_values_are_those_of_the_taxonomy(archive: Archive) -> None:
    taxonomy = default_taxonomy()
    seconds = {(category.code, name) for category in taxonomy.categories for name in category.second}
    for entry in archive.entries:
        if entry.subcategory is not None:
            assert (entry.category, entry.subcategory) in seconds, entry
        assert entry.role is None or entry.role in taxonomy.roles, entry


def test_copies_have_the_same_bytes_and_near_copies_have_not(archive: Archive) -> None:
    bytes_of = digest(archive.folder)
    copies = [bytes_of[entry.path] for entry in archive.entries if entry.copies]
    assert len(copies) == 3 and len(set(copies)) == 1
    near = [bytes_of[entry.path] for entry in archive.entries if entry.near]
    assert len(near) == 3 == len(set(near))


def test_nothing_prepared_is_out_of_date() -> None:
    """A change of the texts needs ``python -m benchmarks.prepare_sample``."""
    wanted = [want for file in sample_files() for want in file.wanted]
    assert {kind for kind, _paper in wanted} == set(KINDS)
    missing = [(kind, paper.text()[:30]) for kind, paper in wanted if prepared(kind, paper) is None]
    assert not missing


def test_small_archives_stream_and_differ_from_copy_to_copy(tmp_path: Path) -> None:
    entries = list(stream_sample(tmp_path, branches=2, years=1, copies=2, small=True))
    assert set(digest(tmp_path)) == {entry.path for entry in entries}
    assert {entry.doc_type for entry in entries} == {"txt", "md", "html", "docx"}
    assert len(set(digest(tmp_path).values())) == len(entries)


def test_nothing_is_written_before_it_is_asked_for(tmp_path: Path) -> None:
    stream = stream_sample(tmp_path, branches=1000, years=50, copies=1000, small=True)
    assert len(list(itertools.islice(stream, 3))) == 3
    assert len(digest(tmp_path)) == 3


@pytest.mark.parametrize("years", [1, 5, 12])
def test_the_years_end_with_2024(tmp_path: Path, years: int) -> None:
    entries = stream_sample(tmp_path, branches=1, years=years, small=True)
    found = {entry.work_year for entry in entries}
    assert max(found) <= 2024 and len(found) == years
