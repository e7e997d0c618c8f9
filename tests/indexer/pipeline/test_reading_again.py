"""Problems that a person asks to have looked at again: their files are read anew, others are left alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.documents import ProblemKind
from indexer.errors import Busy
from indexer.pipeline import Cause, RunSummary, read_marked, run_lock

from .archive import ANALYZER, Archive


def broken(archive: Archive, path: str) -> Path:
    return archive.write(path, b"PK\x03\x04 not a document " + path.encode())


def read_again(archive: Archive, marked: list[tuple[str, str]]) -> RunSummary | None:
    return read_marked(
        archive.catalog, archive.engine, archive.settings, marked, fingerprint=ANALYZER.fingerprint
    )


def test_only_the_files_of_the_problems_chosen_are_read(archive: Archive) -> None:
    for path in ("一支部/坏.docx", "一支部/也坏.docx", "二支部/坏.docx"):
        broken(archive, path)
    archive.write("一支部/好.txt")
    archive.run()
    chosen = [archive.record("一支部/坏.docx").id]
    marked = archive.catalog.read_again(ids=chosen)
    assert marked == [("档案", "一支部/坏.docx")]
    summary = read_again(archive, marked)
    assert summary is not None and (summary.causes, summary.unchanged) == ({Cause.AGAIN: 1}, 2)
    assert archive.catalog.problems(ProblemKind.BROKEN)[0] == 3
    assert archive.run().causes == {}, "read again once, not for ever"


def test_a_choice_by_kind_and_folder_takes_all_that_is_listed(archive: Archive) -> None:
    for path in ("一支部/坏.docx", "二支部/坏.docx"):
        broken(archive, path)
    archive.write("二支部/空.txt", b" ")
    archive.run()
    broken_ones = archive.catalog.read_again(ProblemKind.BROKEN, folder="二支部")
    assert broken_ones == [("档案", "二支部/坏.docx")]
    assert len(archive.catalog.read_again()) == 3


def test_a_problem_inside_a_container_has_the_container_read(archive: Archive) -> None:
    with zipfile.ZipFile(archive.folder / "包.zip", "w") as container:
        container.writestr("坏.docx", b"PK\x03\x04 not a document")
        container.writestr("好.txt", "压缩包里的文字")
    archive.run()
    inside = [record.id for record in archive.records() if record.member == "坏.docx"]
    marked = archive.catalog.read_again(ids=inside)
    assert marked == [("档案", "包.zip")]
    summary = read_again(archive, marked)
    assert summary is not None and summary.causes == {Cause.AGAIN: 1}
    assert archive.found("压缩包里") == {"包.zip!好.txt"}


def test_what_is_not_there_is_not_marked(archive: Archive) -> None:
    archive.write("~$锁.docx")
    gone = archive.write("没了.txt")
    archive.run()
    gone.unlink()
    archive.run()
    assert archive.catalog.read_again(ProblemKind.IGNORED) == []
    assert archive.catalog.read_again(ProblemKind.VANISHED) == []
    assert read_again(archive, []) is None
    assert read_again(archive, [("别处", "坏.docx")]) is None


def test_during_a_run_they_stay_marked_for_the_next(archive: Archive) -> None:
    broken(archive, "坏.docx")
    archive.run()
    marked = archive.catalog.read_again()
    with run_lock(archive.data), pytest.raises(Busy):
        read_again(archive, marked)
    assert archive.run().causes == {Cause.AGAIN: 1}
