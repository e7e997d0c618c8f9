"""The way of one file: its limits, its members, its secrecy mark, and that nothing is lost."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from indexer.documents import Outcome, ProblemKind, outcome_of
from indexer.extraction.extract import extract, pieces
from indexer.extraction.reading import STAND_IN, Context, Limits, Source
from tests.indexer.extraction.reading_of import LATER, content_of, kinds, package, texts

MIB = 1024 * 1024


def limited(**limits: int) -> Context:
    return Context(ocr=False, limits=Limits(**limits))


def test_a_file_is_known_by_the_hash_of_its_bytes_and_told_before_it_is_read() -> None:
    data = "会议记录".encode()
    told: list[tuple[str, int, str]] = []
    found = list(pieces(Source.of_bytes("a.txt", data), LATER, lambda *begun: told.append(begun)))
    assert told == [(hashlib.sha256(data).hexdigest(), len(data), "txt")]
    assert found[-1].content.sha256 == told[0][0]


def test_members_come_first_the_file_last_and_refs_name_the_way() -> None:
    inner = package({"记录.txt": "里层".encode()})
    outer = package({"a!b/内.zip": inner, "说明.txt": "外层".encode()})
    contents = list(extract(Source.of_bytes("外.zip", outer), LATER))
    own = contents[-1]
    assert own.doc_type == "zip"
    assert [ref.member for ref in own.members] == ["a!b/内.zip!记录.txt", "a!b/内.zip", "说明.txt"]
    assert {ref.sha256 for ref in own.members} == {content.sha256 for content in contents[:-1]}
    nested = next(content for content in contents[:-1] if content.doc_type == "zip")
    assert [ref.member for ref in nested.members] == ["记录.txt"]
    assert outcome_of(own) is Outcome.SEARCHABLE


def test_a_file_over_the_limit_keeps_its_name_and_says_the_limit() -> None:
    content = content_of("大.txt", b"x" * (2 * MIB), limited(file_bytes=MIB))
    assert kinds(content) == [ProblemKind.TOO_LARGE]
    assert "1 MB" in content.problems[0].reason
    assert content.sha256.startswith(STAND_IN)
    assert content.size == 2 * MIB


def test_a_text_beyond_all_measure_is_cut_and_says_so() -> None:
    content = content_of("长.txt", ("会议记录" * 25 + "\f").encode() * 3, limited(characters=250))
    assert [len(text) for text in texts(content)] == [100, 100, 50]
    assert kinds(content) == [ProblemKind.LIMITED]


class Endless(io.RawIOBase):
    """A file that grows as fast as it is read."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        view[:] = b"x" * len(view)
        return len(view)


def test_a_file_that_never_ends_is_given_up_at_the_limit() -> None:
    source = Source("日志.txt", 10, lambda: io.BufferedReader(Endless()))  # type: ignore[arg-type,return-value]
    content = list(extract(source, limited(file_bytes=3 * MIB)))[-1]
    assert kinds(content) == [ProblemKind.TOO_LARGE]


def test_a_member_over_the_limit_is_listed_and_the_others_are_read() -> None:
    data = package({"大.txt": b"x" * (3 * MIB), "小.txt": "字".encode()})
    contents = list(extract(Source.of_bytes("x.zip", data), limited(member_bytes=2 * MIB)))
    large = next(c for c in contents if c.sha256.startswith(STAND_IN))
    assert kinds(large) == [ProblemKind.TOO_LARGE]
    assert len(contents[-1].members) == 2
    assert any(texts(c) == ["字"] for c in contents)


def test_a_container_with_too_many_members_stops_and_says_so() -> None:
    data = package({f"{n}.txt": b"x" for n in range(20)})
    content = content_of("x.zip", data, limited(members=5))
    assert len(content.members) == 5
    assert kinds(content) == [ProblemKind.LIMITED]
    assert outcome_of(content) is Outcome.PARTLY


def test_containers_nested_too_deep_are_kept_closed() -> None:
    data = package({"底.txt": "字".encode()})
    for _ in range(4):
        data = package({"内.zip": data})
    contents = list(extract(Source.of_bytes("x.zip", data), limited(depth=2)))
    closed = [content for content in contents if ProblemKind.LIMITED in kinds(content)]
    assert len(closed) == 1
    assert not any(content.doc_type == "txt" for content in contents)


def test_a_document_at_the_depth_limit_is_no_container_that_says_so() -> None:
    import docx

    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("字")
    document.save(out)
    contents = list(extract(Source.of_bytes("x.zip", package({"a.docx": out.getvalue()})), limited(depth=1)))
    assert kinds(contents[0]) == []


def test_a_bomb_is_not_unpacked() -> None:
    data = package({"bomb.txt": b"\0" * (8 * MIB)})
    contents = list(extract(Source.of_bytes("x.zip", data), limited(ratio=100, ratio_from=MIB)))
    assert kinds(contents[0]) == [ProblemKind.TOO_LARGE]


def test_what_all_members_unpack_to_is_bounded() -> None:
    data = package({f"{n}.txt": os.urandom(MIB) for n in range(8)})
    content = content_of("x.zip", data, limited(total_bytes=3 * MIB))
    assert ProblemKind.LIMITED in kinds(content)
    assert len(content.members) < 8


def test_a_bomb_of_many_small_members_is_stopped_by_what_they_come_to() -> None:
    layer = package({f"{n}.txt": b"0" * MIB for n in range(4)})
    data = package({f"{n}.zip": layer for n in range(40)})
    content = content_of("x.zip", data, limited(ratio=100, ratio_from=MIB))
    assert ProblemKind.TOO_LARGE in kinds(content)
    assert 0 < len(content.members) < 40


def test_what_all_members_say_is_bounded_and_said_to_be() -> None:
    data = package({f"{n}.txt": "会议记录" * 100 for n in range(8)})
    contents = list(extract(Source.of_bytes("x.zip", data), limited(total_characters=1000)))
    assert sum(len(text) for content in contents for text in texts(content)) == 800
    assert kinds(contents[0]) == [] and kinds(contents[5]) == [ProblemKind.LIMITED]
    assert len(contents[-1].members) == 8


def test_a_member_whose_type_cannot_even_be_told_takes_no_other_with_it() -> None:
    spoilt = bytearray(package({"[Content_Types].xml": "<Types>" + "记录" * 900 + "</Types>"}))
    spoilt[60:70] = b"\xff" * 10  # within the compressed bytes
    data = package({"坏.docx": bytes(spoilt), "好.txt": "会议记录"})
    contents = list(extract(Source.of_bytes("x.zip", data), LATER))
    by_hash = {content.sha256: content for content in contents}
    members = {ref.member: by_hash[ref.sha256] for ref in contents[-1].members}
    assert contents[-1].problems == () and texts(members["好.txt"]) == ["会议记录"]
    assert any(content.problems for name, content in members.items() if name.startswith("坏.docx"))


def test_a_compressed_file_of_zeros_is_no_empty_archive() -> None:
    contents = list(extract(Source.of_bytes("零.gz", gzip.compress(bytes(MIB))), LATER))
    assert len(contents[-1].members) == 1 and kinds(contents[0])


@pytest.mark.parametrize("name", ["a.docx", "a.csv", "a.xlsx"])
def test_a_long_document_is_read_to_its_limit_and_says_so(name: str) -> None:
    content = content_of(name, LONG[name](), limited(characters=2000))
    assert sum(map(len, texts(content))) == 2000
    assert kinds(content) == [ProblemKind.LIMITED]


def _long_docx() -> bytes:
    document = docx.Document()
    for number in range(1000):
        document.add_paragraph(f"第{number}段会议记录")
    return saved(document)


def _long_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for number in range(1000):
        book.active.append([f"第{number}行", "会议记录"])
    return saved(book)


def saved(made: object) -> bytes:
    out = io.BytesIO()
    made.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


LONG = {"a.docx": _long_docx, "a.csv": lambda: ("甲,会议记录\n" * 1000).encode(), "a.xlsx": _long_xlsx}


SECRET = "机密★10年\n\n关于某事项的通知\n各支部：\n请认真办理。\n"


def test_a_marked_file_keeps_nothing_but_the_mark() -> None:
    content = content_of("通知.txt", SECRET.encode())
    assert content.mark == "机密"
    assert not content.pages
    assert not content.metadata
    assert outcome_of(content) is Outcome.QUARANTINED


def test_a_marked_member_is_quarantined_and_stays_listed() -> None:
    data = package({"通知.txt": SECRET.encode(), "别的.txt": "会议记录".encode()})
    contents = list(extract(Source.of_bytes("x.zip", data), LATER))
    assert [content.mark for content in contents] == ["机密", None, None]
    assert len(contents[-1].members) == 2


def test_what_nothing_recognises_is_kept_with_its_problem() -> None:
    content = content_of("数据.bin", bytes(range(256)) * 40)
    assert content.doc_type == "unknown"
    assert kinds(content) == [ProblemKind.UNKNOWN_FORMAT]
    assert outcome_of(content) is Outcome.NOT_SEARCHABLE


def test_a_name_that_lies_is_noted_beside_the_true_type() -> None:
    content = content_of("记录.doc", "<html><body><p>会议记录</p></body></html>".encode())
    assert content.doc_type == "html"
    assert content.metadata["claimed_type"] == "doc"


def test_pictures_that_wait_keep_their_container_incomplete() -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((300, 300), 40).save(out, "png")
    contents = list(extract(Source.of_bytes("x.zip", package({"a.png": out.getvalue()})), LATER))
    assert [content.complete for content in contents] == [False, False]


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs rights"
)
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)
    assert kinds(list(extract(Source.of_path(path), LATER))[-1]) == [ProblemKind.UNREADABLE]


def test_a_file_that_is_gone_when_it_is_opened_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    source = Source.of_path(path)
    path.unlink()
    content = list(extract(source, LATER))[-1]
    assert kinds(content) == [ProblemKind.UNREADABLE]
    assert content.sha256.startswith(STAND_IN)


def test_large_members_are_spooled_and_their_files_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    text = ("支部党员大会会议记录" * 40 + "\n") * 8000
    assert len(text.encode()) > 8 * MIB
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("大.txt", text)
    context = limited(ratio=100_000)
    contents = list(extract(Source.of_bytes("x.zip", out.getvalue()), context))
    assert contents[0].sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert len(texts(contents[0])[0]) > 3_000_000
    assert not list(tmp_path.iterdir())
