"""Files made to do harm: each ends with its text or a reason, in time that grows as the file does.

What takes time by the square of a size is given a size at which that would not end.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from indexer.documents import Content, ProblemKind
from indexer.extraction.extract import extract
from indexer.extraction.reading import Context, Limits, Source

from .reading_of import LATER, content_of, kinds, package, texts
from .test_ofd import NS, ofd, page, text_object

MANY = 400_000
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: Ten times ten times … the same words, and a file of the machine.
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY s SYSTEM "file:///etc/hostname"><!ENTITY e0 "路灯路灯">'
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def named(data: bytes, name: str, limits: Limits | None = None) -> list[Content]:
    context = replace(LATER, limits=limits) if limits else LATER
    return list(extract(Source.of_bytes(name, data), context))


@pytest.mark.parametrize("name", ["长.txt", "长.md", "长.csv", "长.html"])
@pytest.mark.parametrize("blank", [" ", "\t", "　", "\xa0"])
def test_a_long_run_of_blanks_before_a_word_is_read_over(name: str, blank: str) -> None:
    head = "<html><body><table><tr><td>会议" if name.endswith("html") else "会议"
    content = content_of(name, f"{head}{blank * MANY}记录\n{blank * MANY}路灯".encode())
    assert "路灯" in texts(content)[-1]


@pytest.mark.parametrize("mark", ["<", "<!--", "<![CDATA[", "<!doctype ", "&", "<a "])
def test_markup_that_never_closes_ends(mark: str) -> None:
    content = content_of("页.html", f"<html><body>{mark * MANY}路灯".encode())
    assert content.doc_type == "html" and (content.has_text or content.problems)


def test_one_name_many_times_gives_that_many_members() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for _ in range(20_000):
            archive.addfile(tarfile.TarInfo("a.txt"))
    *members, own = named(out.getvalue(), "包.tar", Limits(members=20))
    assert len(members) == 20 and kinds(own) == [ProblemKind.LIMITED]
    assert [ref.member for ref in own.members][:3] == ["a.txt", "a(2).txt", "a(3).txt"]


def test_a_list_of_members_without_measure_is_not_read() -> None:
    content = content_of("包.zip", package({f"{n}{'长' * 20_000}.txt": b"" for n in range(300)}))
    assert content.doc_type == "zip"
    assert kinds(content) == [ProblemKind.LIMITED]


def test_a_tar_that_claims_more_than_there_is_ends_with_what_there_is() -> None:
    first, claims = tarfile.TarInfo("一.txt"), tarfile.TarInfo("二.txt")
    first.size, claims.size = 6, 1 << 60
    data = first.tobuf(tarfile.GNU_FORMAT) + "路灯".encode().ljust(512, b"\0")
    *members, own = named(data + claims.tobuf(tarfile.GNU_FORMAT) + b"x" * 5000, "包.tar")
    assert kinds(own) == [ProblemKind.BROKEN]
    assert all(not member.problems or member.problems[0].hint for member in members)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("文.xml", f"{ENTITIES}<r>&e9;&s;会议</r>".encode()),
        (
            "文.xhtml",
            f'{ENTITIES}<html xmlns="http://www.w3.org/1999/xhtml"><p>&e9;&s;会议</p></html>'.encode(),
        ),
        (
            "文.docx",
            package(
                {
                    "[Content_Types].xml": "<Types/>",
                    "word/document.xml": f"{ENTITIES}<w:document {W}><w:body><w:p><w:r><w:t>&e9;&s;会议</w:t>"
                    "</w:r></w:p></w:body></w:document>",
                }
            ),
        ),
        ("文.ofd", ofd([f"{ENTITIES}{page(text_object('&e9;&s;会议', 20, 20))}"])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_entities_are_not_written_out(name: str, data: bytes) -> None:
    content = content_of(name, data)
    assert sum(map(len, texts(content))) < 100
    assert texts(content) or content.problems


def test_an_ofd_group_that_holds_itself_stands_once() -> None:
    group = (
        f"<ofd:Res {NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID='5'><ofd:Content>"
        + "<ofd:CompositeObject ID='6' ResourceID='5' Boundary='0 0 9 9'/>" * 10
        + text_object("组里", 20, 40)
        + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    use = "<ofd:CompositeObject ID='7' ResourceID='5' Boundary='0 0 9 9'/>"
    data = ofd(
        [page(use + text_object("正文", 20, 20))],
        common="<ofd:PublicRes>Res.xml</ofd:PublicRes>",
        extra={"Doc_0/Res.xml": group.encode()},
    )
    assert texts(content_of("文.ofd", data)) == ["正文\n组里"]


def test_an_ofd_template_used_without_measure_is_refused() -> None:
    data = ofd(
        [page(text_object("正文", 20, 20), "<ofd:Template TemplateID='9'/>" * 5000)],
        common="<ofd:TemplatePage ID='9' BaseLoc='Tpl.xml'/>",
        extra={"Doc_0/Tpl.xml": page(text_object("模板", 20, 40) * 500).encode()},
    )
    assert kinds(content_of("文.ofd", data)) == [ProblemKind.TOO_LARGE]


def test_an_ofd_that_sets_every_character_by_itself_is_read_in_its_order() -> None:
    words = [chr(0x4E00 + n) for n in range(6000)]
    objects = (text_object(word, 20 + n % 40 * 4.2, 20 + n // 40 * 5) for n, word in enumerate(words))
    content = content_of("文.ofd", ofd([page("".join(objects))]))
    assert "".join(texts(content)[0].split()) == "".join(words)


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e308", "g 100000 1 " * 2000])
def test_numbers_that_are_none_leave_the_words_of_an_ofd(value: str) -> None:
    data = ofd([page(text_object("路灯", 20, 20, deltas=value))])
    assert "".join(texts(content_of("文.ofd", data))[0].split()) == "路灯"


def test_paths_of_an_ofd_that_lead_out_of_it_lead_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "Content.xml"
    outside.write_text(page(text_object("别人的文件", 20, 20)), encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(ofd([page(text_object("正文", 20, 20))]))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    document = archive_text(parts, "Doc_0/Document.xml")
    parts["Doc_0/Document.xml"] = document.replace("Pages/Page_0/Content.xml", outside.as_posix())
    content = content_of("文.ofd", package(parts))
    assert ProblemKind.BROKEN in kinds(content) and "别人的文件" not in "".join(texts(content))


def archive_text(parts: dict[str, str | bytes], name: str) -> str:
    part = parts[name]
    return part if isinstance(part, str) else part.decode()


def pdf(*objects: str) -> bytes:
    """A PDF of these objects, the first its catalog."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF".encode())
    return out.getvalue()


_WORDS = "BT /F 20 Tf 72 700 Td (street lamp) Tj ET"
_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F "
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
)


@pytest.mark.parametrize("kids", ["[2 0 R 3 0 R 2 0 R] /Count 3", "[3 0 R] /Count 2000000000"])
def test_a_tree_of_pages_that_goes_round_or_lies_gives_its_pages(kids: str) -> None:
    content = content_of(
        "文.pdf",
        pdf(
            "<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>",
            f"<< /Type /Pages /Kids {kids} >>",
            _PAGE,
            f"<< /Length {len(_WORDS)} >>\nstream\n{_WORDS}\nendstream",
            "<< /First 6 0 R /Last 6 0 R /Count 9 >>",
            "<< /Title (a) /Parent 5 0 R /Next 6 0 R /First 5 0 R >>",
        ),
    )
    assert sum("street lamp" in text for text in texts(content)) == 1


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (2_000_000_000, 1), (1, 2_000_000_000)])
def test_a_picture_that_says_it_is_enormous_is_not_unpacked(size: tuple[int, int]) -> None:
    content = content_of("图.png", _png(*size), Context(ocr=True))
    assert kinds(content) and kinds(content)[0] in (ProblemKind.TOO_LARGE, ProblemKind.BROKEN)


def test_a_tiff_whose_pages_go_round_ends() -> None:
    out = io.BytesIO()
    Image.new("1", (200, 200), 1).save(out, "TIFF")
    data = bytearray(out.getvalue())
    (place,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, place)
    struct.pack_into("<I", data, place + 2 + 12 * entries, place)
    content = content_of("图.tif", bytes(data))
    assert content.page_count == 1 and content.problems


def test_mails_in_mails_are_opened_to_the_depth_set_and_said_to_go_on() -> None:
    mail = "From: a@b\nTo: c@d\nSubject: 最里\nMIME-Version: 1.0\n\n路灯\n".encode()
    for depth in range(100):
        head = f"From: a@b\nTo: c@d\nSubject: L{depth}\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
        mail = head.encode() + mail
    contents = named(mail, "信.eml", Limits(depth=3))
    assert len(contents) == 4
    assert any(ProblemKind.LIMITED in kinds(content) for content in contents)


def test_parts_of_a_mail_within_parts_without_measure_end_in_a_reason() -> None:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000))
    mail = f"From: a@b\nTo: c@d\nMIME-Version: 1.0\n{parts}Content-Type: text/plain\n\nlamp\n"
    content = content_of("信.eml", mail.encode())
    assert content.has_text or ProblemKind.BROKEN in kinds(content)


def test_tables_in_tables_without_measure_end_in_a_reason() -> None:
    inside = (
        "<w:tbl><w:tr><w:tc>" * 3000
        + "<w:p><w:r><w:t>路灯</w:t></w:r></w:p>"
        + "</w:tc></w:tr></w:tbl>" * 3000
    )
    document = f"<w:document {W}><w:body>{inside}</w:body></w:document>"
    content = content_of(
        "文.docx", package({"[Content_Types].xml": "<Types/>", "word/document.xml": document})
    )
    assert content.has_text or content.problems
