"""Word documents: everything a reader of the page sees, page by page, and nothing that was deleted."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from indexer.documents import ProblemKind
from tests.indexer.extraction.reading_of import changed, content_of, kinds, labels, package, texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(document: Document) -> bytes:  # type: ignore[valid-type]
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def bare(body: str, parts: dict[str, str | bytes] | None = None, relations: str = "") -> bytes:
    """A document of nothing but a body (and what it refers to), as small programs write them."""
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
            **(parts or {}),
        }
    )


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def test_a_document_gives_its_text_tables_margins_and_properties() -> None:
    document = Document()
    document.core_properties.title = "支委会会议记录"
    document.core_properties.author = "张三"
    document.add_heading("会议记录", 1)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["时间", "2021年6月3日", "内容", "第一项\n第二项"], strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "机关第一党支部"
    content = content_of("x.docx", saved(document))
    (text,) = texts(content)
    assert content.doc_type == "docx"
    assert text.startswith("内部资料\n会议记录")
    assert "时间\t2021年6月3日\n内容\t第一项\n第二项" in text
    assert text.endswith("机关第一党支部")
    assert content.metadata["title"] == "支委会会议记录"
    assert content.metadata["author"] == "张三"
    assert not content.problems


def test_pages_are_those_word_stored_and_those_set_by_hand_and_each_counts_once() -> None:
    document = Document()
    document.add_paragraph("第一页").add_run().add_break(WD_BREAK.PAGE)
    second = document.add_paragraph()
    second._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r>"))
    third = document.add_paragraph()
    third._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:lastRenderedPageBreak/><w:t>第三页</w:t></w:r>"))
    content = content_of("x.docx", saved(document))
    assert texts(content) == ["第一页", "第二页", "第三页"]
    assert labels(content) == ["第1页", "第2页", "第3页"]
    assert content.page_count == 3


def test_a_word_is_not_torn_by_a_page_break_inside_its_paragraph() -> None:
    inside = run("研究路灯节") + "<w:r><w:lastRenderedPageBreak/></w:r>" + run("能改造经费")
    content = content_of("x.docx", bare(paragraph(inside) + paragraph(run("下一页"))))
    assert texts(content) == ["研究路灯节能改造经费", "下一页"]


def test_tracked_changes_read_as_accepted() -> None:
    inside = (
        run("同意")
        + '<w:del w:id="1"><w:r><w:delText>不</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{run("该方案")}</w:ins>'
        + f'<w:moveFrom w:id="3">{run("旧处")}</w:moveFrom><w:moveTo w:id="4">{run("，新处")}</w:moveTo>'
    )
    assert texts(content_of("x.docx", bare(paragraph(inside)))) == ["同意该方案，新处"]


def test_numbers_that_word_counts_are_written_out() -> None:
    def level(number: int, kind: str, text: str) -> str:
        inside = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        return f'<w:lvl w:ilvl="{number}">{inside}</w:lvl>'

    levels = level(0, "chineseCountingThousand", "第%1条") + level(1, "decimal", "（%2）")
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )

    def item(text: str, level: int) -> str:
        properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr></w:pPr>'
        return paragraph(properties + run(text))

    body = item("总则", 0) + item("目的", 1) + item("依据", 1) + item("职责", 0) + item("书记", 1)
    data = bare(body, {"word/numbering.xml": numbering}, relation("n", "numbering", "numbering.xml"))
    (text,) = texts(content_of("x.docx", data))
    assert text.split("\n") == ["第一条总则", "（1）目的", "（2）依据", "第二条职责", "（1）书记"]


def test_notes_comments_and_text_boxes_stand_with_their_page() -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing><w:txbxContent>'
        f"{paragraph(run('框里的字'))}</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{paragraph(run('框里的字'))}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    marks = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph(run("脚注的字"))}</w:footnote></w:footnotes>'
    comment = f'<w:comment w:id="0" w:author="李四">{paragraph(run("请核实"))}</w:comment>'
    comments = f"<w:comments {W}>{comment}</w:comments>"
    relations = relation("f", "footnotes", "footnotes.xml") + relation("c", "comments", "comments.xml")
    parts: dict[str, str | bytes] = {"word/footnotes.xml": notes, "word/comments.xml": comments}
    second = paragraph('<w:r><w:br w:type="page"/></w:r>' + run("第二页"))
    content = content_of("x.docx", bare(paragraph(run("正文") + box + marks) + second, parts, relations))
    first, last = texts(content)
    assert first.split("\n") == ["正文", "框里的字", "脚注的字", "批注（李四）：请核实"]
    assert last == "第二页"


def test_field_numbers_of_pages_are_left_out_and_other_results_kept() -> None:
    def field(command: str, result: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText> {command} </w:instrText></w:r>"
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    content = content_of("x.docx", bare(paragraph(field("PAGE", "7") + field("DATE", "2021年6月"))))
    assert texts(content) == ["2021年6月"]


def test_a_watermark_in_the_header_is_read() -> None:
    header = (
        f'<w:hdr {W} xmlns:v="urn:v"><w:p><w:r><w:pict><v:shape><v:textpath string="内部文件"/>'
        "</v:shape></w:pict></w:r></w:p></w:hdr>"
    )
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
    data = bare(
        paragraph(run("正文")) + section, {"word/header1.xml": header}, relation("h", "header", "header1.xml")
    )
    assert texts(content_of("x.docx", data)) == ["内部文件\n正文"]


def test_strict_documents_read_like_transitional_ones() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    inside = "<d:p><d:r><d:t>严格格式</d:t></d:r></d:p>"
    body = f'<d:document xmlns:d="{strict}"><d:body>{inside}</d:body></d:document>'
    assert texts(content_of("x.docx", package({"word/document.xml": body}))) == ["严格格式"]


def test_a_file_put_into_a_document_is_a_member_of_it() -> None:
    inner = saved(Document())
    inner_text = bare(paragraph(run("附件里的名单")))
    data = bare(
        paragraph(run("见附件")),
        {"word/embeddings/附件.docx": inner_text, "word/embeddings/空.docx": inner},
        relation("a", "package", "embeddings/附件.docx"),
    )
    content = content_of("x.docx", data)
    assert [ref.member for ref in content.members] == ["附件.docx"]
    assert texts(content) == ["见附件"]


def test_a_body_kept_as_a_web_page_is_read() -> None:
    page = "<html><body><p>网页写成的正文</p></body></html>"
    data = bare('<w:altChunk r:id="c"/>', {"word/chunk.html": page}, relation("c", "aFChunk", "chunk.html"))
    assert "网页写成的正文" in texts(content_of("x.docx", data))[0]


def test_a_photograph_waits_for_recognition_and_a_small_ornament_does_not() -> None:
    def with_picture(side: int) -> bytes:
        out = io.BytesIO()
        Image.effect_noise((side, side), 50).save(out, "png")
        out.seek(0)
        document = Document()
        document.add_paragraph("签到表")
        document.add_picture(out)
        return saved(document)

    assert not content_of("x.docx", with_picture(400)).complete
    assert content_of("x.docx", with_picture(40)).complete


def test_a_document_without_a_word_says_so() -> None:
    assert kinds(content_of("x.docx", saved(Document()))) == [ProblemKind.NO_TEXT]


def test_a_damaged_document_gives_what_is_left_and_says_so() -> None:
    document = Document()
    for number in range(2000):
        document.add_paragraph(f"第{number}段 会议记录")
    data = saved(document)
    broken = content_of("x.docx", data[: len(data) // 3])
    assert broken.doc_type == "docx"
    assert kinds(broken) == [ProblemKind.BROKEN]
    missing = changed(saved(document), {"word/document.xml": b"\x00\x01 not xml"})
    assert kinds(content_of("x.docx", missing)) in ([ProblemKind.BROKEN], [ProblemKind.NO_TEXT])


@pytest.mark.parametrize("depth", [2000])
def test_hostile_nesting_ends_in_an_outcome(depth: int) -> None:
    body = "<w:tbl><w:tr><w:tc>" * depth + paragraph(run("底")) + "</w:tc></w:tr></w:tbl>" * depth
    content_of("x.docx", bare(body))
