"""RTF made here: Chinese in bytes and in Unicode, tables, breaks, notes, tracked changes, objects."""

from __future__ import annotations

import io
import zipfile

import pytest

from indexer.documents import ProblemKind
from indexer.extraction.extract import extract
from indexer.extraction.reading import Source
from tests.indexer.extraction.reading_of import LATER, content_of, kinds, texts

HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fcharset0 Arial;}}"


def gbk(text: str) -> str:
    return "".join(
        char if char.isascii() else "".join(rf"\'{byte:02x}" for byte in char.encode("gb18030"))
        for char in text
    )


def unicode(text: str) -> str:
    return "".join(char if char.isascii() else rf"\u{ord(char)}?" for char in text)


def rtf(body: str, head: str = HEAD) -> bytes:
    return (head + body + "}").encode("ascii")


@pytest.mark.parametrize("written", [gbk, unicode])
def test_chinese_is_read_however_it_is_written(written: object) -> None:
    assert callable(written)
    content = content_of(
        "记录.rtf", rtf(r"\pard\f0 " + written("支委会会议记录") + r"\par " + written("时间：6月3日"))
    )
    assert (content.doc_type, texts(content)) == ("rtf", ["支委会会议记录\n时间：6月3日"])
    assert content.problems == ()


def test_bytes_written_as_letters_belong_to_their_character() -> None:
    """The second byte of a GBK character may be an ASCII letter, and programs write it as one."""
    body = r"\pard\f0 \'81" + "A" + r"\'c4\'ea"
    assert texts(content_of("a.rtf", rtf(body))) == [b"\x81A".decode("gb18030") + "年"]


def test_rows_keep_their_cells_and_what_stands_above_the_table_its_line() -> None:
    def row(*cells: str) -> str:
        return (
            r"\trowd\cellx2000\cellx4000" + "".join(rf"\pard\intbl {cell}\cell " for cell in cells) + r"\row "
        )

    body = r"\pard TITLE\par " + row("NAME", "OFFICE") + row("SHI", r"FIRST\par SECOND") + r"\pard AFTER\par "
    assert texts(content_of("表.rtf", rtf(body))) == ["TITLE\nNAME\tOFFICE\nSHI\tFIRST\nSECOND\nAFTER"]


def test_breaks_part_pages_and_a_break_before_a_paragraph_counts() -> None:
    body = r"\pard ONE\par\page TWO\par\pard\pagebb THREE\par"
    assert texts(content_of("页.rtf", rtf(body))) == ["ONE", "TWO", "THREE"]


def test_margins_notes_comments_and_boxes_are_read() -> None:
    body = (
        r"{\header\pard HEAD LINE\par}{\footer\pard FOOT {\field{\*\fldinst PAGE}{\fldrslt 7}}\par}"
        r"\pard BODY{\footnote\pard NOTE TEXT}{\*\annotation\pard REMARK}"
        r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard BOXED\par}}}\par"
        r"{\field{\*\fldinst HYPERLINK x}{\fldrslt LINKED}}"
    )
    text = texts(content_of("注.rtf", rtf(body)))[0]
    assert text.split("\n")[0] == "HEAD LINE" and text.split("\n")[-1].startswith("FOOT")
    assert "BODY\nNOTE TEXT\n批注：REMARK\nBOXED\nLINKED" in text
    assert "7" not in text and "shapeType" not in text


def test_tracked_changes_read_as_accepted() -> None:
    body = r"\pard KEPT {\deleted GONE }{\revised NEW}\par"
    assert texts(content_of("改.rtf", rtf(body))) == ["KEPT NEW"]


def test_what_a_document_says_of_itself_is_metadata() -> None:
    info = (
        r"{\info{\title "
        + gbk("会议记录")
        + r"}{\author "
        + gbk("曲兰英")
        + r"}{\creatim\yr2021\mo6\dy3\hr9}}"
    )
    metadata = content_of("a.rtf", rtf(info + r"\pard x\par")).metadata
    assert dict(metadata) == {"title": "会议记录", "author": "曲兰英", "created": "2021-06-03"}


def test_a_file_put_into_it_is_a_member() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("名单.txt", "参会人员：石长根")
    strings = b"".join(len(each).to_bytes(4, "little") + each for each in (b"Zip\0", b"", b""))
    packed = b"\x01\x05\0\0\x02\0\0\0" + strings + len(out.getvalue()).to_bytes(4, "little") + out.getvalue()
    body = r"\pard TEXT{\object\objemb{\*\objdata " + packed.hex() + r"}{\result PICTURE}}\par"
    contents = list(extract(Source.of_bytes("a.rtf", rtf(body)), LATER))
    assert [ref.member for ref in contents[-1].members] == ["对象1!名单.txt", "对象1"]
    assert texts(contents[-1]) == ["TEXTPICTURE"]


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.95])
def test_a_file_cut_off_gives_what_is_there_and_says_so(keep: float) -> None:
    data = rtf(r"\pard " + "SOME WORDS OF THE MINUTES " * 200)
    content = content_of("残.rtf", data[: int(len(data) * keep)])
    assert content.has_text and kinds(content) == [ProblemKind.BROKEN]


def test_binary_data_is_passed_over() -> None:
    data = (HEAD + r"{\pict\bin12 ").encode() + b"}}}}\\par{{{{"[:12] + rb"}\pard WORDS\par}"
    assert texts(content_of("a.rtf", data)) == ["WORDS"]


@pytest.mark.parametrize(
    "junk", [b"{" * 100_000, rb"{\rtf1" + rb"{\pard" * 50_000, rb"{\rtf1 \u-9999999999 \'zz}"]
)
def test_hostile_files_end_in_an_outcome(junk: bytes) -> None:
    assert content_of("坏.rtf", junk).doc_type is not None
