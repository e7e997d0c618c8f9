"""OpenDocument texts, sheets and slides, zipped and flat."""

from __future__ import annotations

from indexer.documents import ProblemKind
from tests.indexer.extraction.reading_of import content_of, kinds, labels, package, texts

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in [
        *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing")),
        *(
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
            ("presentation", "presentation"),
            ("meta", "meta"),
        ),
    ]
)


def document(kind: str, body: str, styles: str = "", **parts: str) -> bytes:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return package({"mimetype": mimetype, "content.xml": content, **parts})


def test_a_text_by_its_pages_with_tables_and_notes() -> None:
    styles = '<style:style style:name="B"><style:paragraph-properties fo:break-before="page"/></style:style>'
    body = (
        "<text:h>会议记录</text:h><text:p>时间：<text:s text:c='2'/>6月<text:tab/>3日</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>主持</text:p></table:table-cell>"
        "<table:table-cell><text:p>张三</text:p></table:table-cell></table:table-row></table:table>"
        "<text:tracked-changes><text:p>删去的字</text:p></text:tracked-changes>"
        '<text:p text:style-name="B">第二页<text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>注文</text:p></text:note-body></text:note></text:p>"
    )
    content = content_of("x.odt", document("text", body, styles))
    assert content.doc_type == "odt"
    first, second = texts(content)
    assert first == "会议记录\n时间：  6月\t3日\n主持\t张三"
    assert second.split() == ["第二页", "注文"]
    assert labels(content) == ["第1页", "第2页"]


def test_sheets_are_pages_and_fillers_to_the_edge_are_not_repeated() -> None:
    def cell(text: str, times: int = 1) -> str:
        inside = f"<text:p>{text}</text:p>" if text else ""
        return f'<table:table-cell table:number-columns-repeated="{times}">{inside}</table:table-cell>'

    def rows(cells: str, times: int) -> str:
        return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'

    row = rows(cell("姓名") + cell("", 2) + cell("张三") + cell("", 16_000), 2) + rows(cell(""), 1_048_000)
    content = content_of(
        "x.ods", document("spreadsheet", f'<table:table table:name="名册">{row}</table:table>')
    )
    assert labels(content) == ["名册"]
    assert texts(content) == ["名册\n姓名\t\t\t张三\n姓名\t\t\t张三"]


def test_slides_with_their_notes() -> None:
    box = "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    notes = f"<presentation:notes>{box.format('讲稿')}</presentation:notes>"
    body = (
        f"<draw:page>{box.format('第一张')}{notes}</draw:page><draw:page>{box.format('第二张')}</draw:page>"
    )
    content = content_of("x.odp", document("presentation", body))
    assert texts(content) == ["第一张\n备注：\n讲稿", "第二张"]


def test_properties_come_from_the_meta_part() -> None:
    meta = (
        f'<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        "<dc:title>会议记录</dc:title><meta:initial-creator>张三</meta:initial-creator>"
        "<meta:creation-date>2021-06-03T09:00:00</meta:creation-date></office:meta></office:document-meta>"
    )
    content = content_of("x.odt", document("text", "<text:p>字</text:p>", **{"meta.xml": meta}))
    assert content.metadata["title"] == "会议记录"
    assert content.metadata["author"] == "张三"
    assert content.metadata["created"].startswith("2021-06-03")


def test_a_flat_file_reads_like_a_zipped_one() -> None:
    flat = (
        f'<?xml version="1.0"?><office:document {NAMES} '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        "<text:p>平面文件</text:p></office:text></office:body></office:document>"
    )
    content = content_of("x.fodt", flat.encode())
    assert content.doc_type == "fodt"
    assert texts(content) == ["平面文件"]


def test_an_encrypted_document_is_told() -> None:
    manifest = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    data = document("text", "<text:p>密文</text:p>", **{"META-INF/manifest.xml": manifest})
    content = content_of("x.odt", data)
    assert kinds(content) == [ProblemKind.ENCRYPTED]
    assert not content.pages


def old(kind: str, body: str) -> bytes:
    """A document of OpenOffice 1: its body holds the matter itself, its manifest says its type."""
    head = (
        '<office:document-content xmlns:office="http://openoffice.org/2000/office" '
        'xmlns:text="http://openoffice.org/2000/text" xmlns:table="http://openoffice.org/2000/table">'
    )
    manifest = f'<manifest><file-entry media-type="application/vnd.sun.xml.{kind}" full-path="/"/></manifest>'
    content = f"{head}<office:body>{body}</office:body></office:document-content>"
    return package({"content.xml": content, "META-INF/manifest.xml": manifest})


def test_documents_of_openoffice_1_are_read() -> None:
    written = content_of(
        "旧.sxw", old("writer", "<text:p>支委会会议记录</text:p><text:p>时间：六月三日</text:p>")
    )
    assert (written.doc_type, texts(written)) == ("odt", ["支委会会议记录\n时间：六月三日"])
    row = "<table:table-row><table:table-cell><text:p>姓名</text:p></table:table-cell></table:table-row>"
    sheet = content_of("旧.sxc", old("calc", f'<table:table table:name="名册">{row}</table:table>'))
    assert (sheet.doc_type, texts(sheet), labels(sheet)) == ("ods", ["名册\n姓名"], ["名册"])
