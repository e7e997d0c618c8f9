"""What a file is, told by its bytes; the name speaks only between kinds of plain text."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile

import pytest
import xlwt
from docx import Document
from openpyxl import Workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from indexer.extraction.detect import detect, mismatch
from indexer.extraction.reading import Source


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in members.items():
            package.writestr(name, text)
    return out.getvalue()


def made(kind: str) -> bytes:
    """A real file of a kind, from the library that writes it."""
    out = io.BytesIO()
    if kind == "docx":
        Document().save(out)
    elif kind == "xlsx":
        Workbook().save(out)
    elif kind == "xls":
        book = xlwt.Workbook()
        book.add_sheet("表")
        book.save(out)
    elif kind == "pdf":
        canvas = Canvas(out)
        canvas.drawString(100, 100, "page")
        canvas.save()
    elif kind == "tar":
        with tarfile.open(fileobj=out, mode="w") as archive:
            archive.addfile(tarfile.TarInfo("a.txt"))
    else:
        Image.new("RGB", (20, 20)).save(out, {"jpg": "jpeg", "tif": "tiff"}.get(kind, kind))
    return out.getvalue()


@pytest.mark.parametrize(
    "kind", ["docx", "xlsx", "xls", "pdf", "tar", "jpg", "png", "tif", "bmp", "gif", "webp"]
)
@pytest.mark.parametrize("name", ["文件", "文件.txt", "扫描件.doc"])
def test_the_bytes_decide_whatever_the_name_says(kind: str, name: str) -> None:
    assert detect(Source.of_bytes(name, made(kind))) == kind


MAIL = "From: 张三 <a@example.com>\r\nTo: b@example.com\r\nSubject: =?utf-8?b?5Lya6K6u?=\r\n\r\n正文"
SAVED_PAGE = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.com/\r\nSubject: x\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (zipped(**{"OFD.xml": "<ofd:OFD/>"}), "ofd"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (zipped(**{"word/document.xml": "<x/>"}), "docx"),
        (zipped(**{"说明.txt": "x"}), "zip"),
        (b"leading junk of a mail system\r\n" + made("pdf"), "pdf"),
        (b"MZ" + bytes(500) + zipped(**{"a.txt": "x"}), "zip"),
        (gzip.compress(made("tar")), "tgz"),
        (gzip.compress(b"text"), "gz"),
        (bz2.compress(made("tar")), "tbz2"),
        (b"{\\rtf1 x}", "rtf"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7z"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(40), "rar"),
        (MAIL.encode(), "eml"),
        (b"From a@b Thu Jan  1 00:00:00 2021\n" + MAIL.encode(), "mbox"),
        (SAVED_PAGE.encode(), "mht"),
        ("<!DOCTYPE html><html><body>会议</body></html>".encode("gb18030"), "html"),
        ("<table><tr><td>会议</td></tr></table>".encode(), "html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "html"),
        ('<?xml version="1.0"?><记录>会议</记录>'.encode(), "xml"),
        ("支部党员大会会议记录".encode("gb18030"), "txt"),
        ("支部党员大会会议记录".encode("utf-16"), "txt"),
        (bytes(range(256)) * 8, "unknown"),
        (b"", "unknown"),
    ],
)
def test_formats_are_told_by_their_structure(data: bytes, expected: str) -> None:
    assert detect(Source.of_bytes("文件", data)) == expected


def test_a_damaged_office_file_is_still_told_by_what_is_left() -> None:
    half = made("docx")
    assert detect(Source.of_bytes("x", half[: len(half) // 2])) == "docx"


@pytest.mark.parametrize(
    ("name", "expected"), [("a.csv", "csv"), ("a.md", "md"), ("a.txt", "txt"), ("a", "txt")]
)
def test_the_name_chooses_between_kinds_of_text(name: str, expected: str) -> None:
    assert detect(Source.of_bytes(name, "# 题\n姓名,年龄\n".encode())) == expected


def test_even_columns_make_a_table_without_a_name() -> None:
    assert (
        detect(Source.of_bytes("名册", "姓名,性别,支部\n张三,男,一\n李四,女,二\n王五,男,三\n".encode()))
        == "csv"
    )


@pytest.mark.parametrize(
    ("doc_type", "name", "claimed"),
    [
        ("html", "报表.xls", "xls"),
        ("doc", "记录.wps", None),
        ("xlsx", "名册.et", None),
        ("pdf", "扫描件.doc", "doc"),
        ("docx", "旧.doc", None),
        ("pdf", "无扩展名", None),
    ],
)
def test_a_name_that_claims_another_type_is_noted(doc_type: str, name: str, claimed: str | None) -> None:
    assert mismatch(doc_type, name) == claimed


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("before", range(4))
def test_a_long_line_is_text_wherever_the_look_at_its_start_ends(codec: str, before: int) -> None:
    line = "a" * before + "支部党员大会会议记录" * 4000
    assert detect(Source.of_bytes("x", line.encode(codec))) == "txt"
