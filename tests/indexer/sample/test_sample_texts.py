"""What the truth says stands in the files: read with the product's own extraction, pictures aside."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdfium2
import pytest

from indexer.documents import Content, outcome_of
from indexer.extraction.extract import pieces
from indexer.extraction.reading import Context, Source
from indexer.ignoring import read_rules, reason_to_ignore
from indexer.sample import TruthEntry
from tests.indexer.sample.conftest import Archive


def squeezed(text: str) -> str:
    return "".join(text.split())


def contents(path: Path, passwords: tuple[str, ...] = ()) -> dict[str | None, Content]:
    context = Context(ocr=False, passwords=passwords)
    return {"!".join(piece.path) or None: piece.content for piece in pieces(Source.of_path(path), context)}


def assert_true(entry: TruthEntry, content: Content) -> None:
    assert content.doc_type == entry.doc_type, entry
    if not entry.ocr:
        assert outcome_of(content) == entry.outcome, (entry, content.problems)
        assert {problem.kind for problem in content.problems} == set(entry.problems), entry
    text = squeezed("".join(page.text for page in content.pages))
    if entry.outcome == "searchable" and not entry.ocr:
        for phrase in entry.phrases:
            assert squeezed(phrase) in text, entry
        assert entry.title is None or entry.doc_type == "eml" or squeezed(entry.title) in text, entry
        if entry.role == "会议记录" and entry.parts == 0:
            assert all(person in text for person in entry.persons), entry


def test_every_file_says_what_its_truth_says(archive: Archive) -> None:
    for path, entries in archive.by_path.items():
        if entries[0].outcome in ("ignored", "quarantined"):
            continue
        found = contents(archive.folder / path)
        assert set(found) == {entry.member for entry in entries if entry.part is None}, path
        for entry in entries:
            if entry.part is None:
                assert_true(entry, found[entry.member])
            else:
                assert all(
                    squeezed(phrase) in squeezed("".join(page.text for page in found[entry.member].pages))
                    for phrase in entry.phrases
                ), entry


def test_leftovers_are_ignored_by_rule(archive: Archive) -> None:
    ignored = [entry.path for entry in archive.entries if entry.outcome == "ignored"]
    rules = read_rules()
    assert ignored
    assert all(reason_to_ignore(rules, path.rpartition("/")[2], folder=False) for path in ignored)


def test_the_secret_mark_is_caught_and_talk_of_secrecy_is_not(archive: Archive) -> None:
    (secret,) = (entry for entry in archive.entries if entry.outcome == "quarantined")
    assert contents(archive.folder / secret.path)[None].mark == "秘密"
    (talk,) = (entry for entry in archive.entries if entry.title == "关于加强保密教育的学习材料")
    assert contents(archive.folder / talk.path)[None].mark is None


def test_the_password_of_the_truth_opens_encrypted_files(archive: Archive) -> None:
    locked = [entry for entry in archive.entries if entry.password]
    assert {entry.doc_type for entry in locked} == {"pdf", "encrypted"}
    for entry in locked:
        content = contents(archive.folder / entry.path, (entry.password or "",))[None]
        text = squeezed("".join(page.text for page in content.pages))
        assert all(squeezed(phrase) in text for phrase in entry.phrases), entry


def test_pages_carry_their_own_font(archive: Archive) -> None:
    """A page looks the same on a machine without Chinese fonts."""
    (path,) = (
        entry.path
        for entry in archive.entries
        if entry.path.endswith("1.1.1 党员大会每季度不少于1次/20201223_党员大会会议记录.pdf")
    )
    data = (archive.folder / path).read_bytes()
    assert b"/FontFile2" in data and b"STSong" not in data


def test_zip_names_are_gbk_without_a_flag(archive: Archive) -> None:
    path = next(entry.path for entry in archive.entries if entry.path.endswith("会议记录2021.zip"))
    with zipfile.ZipFile(archive.folder / path) as packed:
        first = packed.infolist()[0]
    assert not first.flag_bits & 0x800
    assert "月/" in first.filename.encode("cp437").decode("gbk")


@pytest.mark.parametrize("ending", ["扫描件0010.pdf", "责任书.pdf"])
def test_scans_have_no_text_layer(archive: Archive, ending: str) -> None:
    path = next(entry.path for entry in archive.entries if entry.path.endswith(ending))
    document = pypdfium2.PdfDocument(archive.folder / path)
    try:
        assert all(not page.get_textpage().get_text_range().strip() for page in document)
    finally:
        document.close()
