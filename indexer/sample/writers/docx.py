"""DOCX (ECMA-376 part 1, WordprocessingML): a typist's document in seven parts, fast enough for a million.

Lines carry their alignment, indent and size; a title is a real heading style; tables have borders and
merged cells.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from indexer.sample.paper import Break, Grid, Line, Paper, Style
from indexer.sample.writers.office import XML, content_types, core_properties, relations
from indexer.sample.writers.zips import pack

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONTS = '<w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋"/>'


def _style(name: str, label: str, paragraph: str, run: str, default: str = "") -> str:
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{label}"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_STYLES = (
    f"<w:styles {_W}>"
    + _style(
        "a",
        "Normal",
        '<w:spacing w:line="560" w:lineRule="exact"/>',
        f'{_FONTS}<w:sz w:val="32"/>',
        ' w:default="1"',
    )
    + _style("1", "Title", '<w:spacing w:after="240"/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="44"/>')
    + _style("2", "heading 2", '<w:ind w:firstLine="640"/>', '<w:b/><w:sz w:val="32"/>')
    + "</w:styles>"
)
_TYPES = content_types(
    ("/word/document.xml", f"{_TYPE}.document.main+xml"),
    ("/word/styles.xml", f"{_TYPE}.styles+xml"),
)
_PACKAGE = relations(("officeDocument", "word/document.xml"), core=True)
_DOCUMENT = relations(("styles", "styles.xml"))
_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"/>'
    "</w:sectPr>"
)
_PROPERTIES = {
    Style.BODY: '<w:pPr><w:ind w:firstLine="640"/></w:pPr>',
    Style.PLAIN: "",
    Style.TITLE: '<w:pPr><w:pStyle w:val="1"/></w:pPr>',
    Style.HEADING: '<w:pPr><w:pStyle w:val="2"/></w:pPr>',
    Style.CENTER: '<w:pPr><w:jc w:val="center"/></w:pPr>',
    Style.RIGHT: '<w:pPr><w:jc w:val="right"/></w:pPr>',
    Style.LETTERHEAD: '<w:pPr><w:jc w:val="center"/></w:pPr>',
}
_RED = '<w:rPr><w:b/><w:color w:val="D01010"/><w:sz w:val="72"/></w:rPr>'
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(paper: Paper) -> bytes:
    text = f"<w:document {_W}><w:body>{''.join(map(_block, paper.blocks))}{_SECTION}</w:body></w:document>"
    members = [
        ("[Content_Types].xml", _TYPES),
        ("_rels/.rels", _PACKAGE),
        ("word/document.xml", XML + text),
        ("word/_rels/document.xml.rels", _DOCUMENT),
        ("word/styles.xml", XML + _STYLES),
        ("docProps/core.xml", core_properties(paper)),
    ]
    return pack(((name, part.encode()) for name, part in members), level=4)


def _block(block: Line | Grid | Break) -> str:
    if isinstance(block, Line):
        return _paragraph(
            block.text, _PROPERTIES[block.style], _RED if block.style is Style.LETTERHEAD else ""
        )
    if isinstance(block, Grid):
        return _table(block)
    return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f'<w:p>{properties}<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(grid: Grid) -> str:
    step = 8800 // max(grid.width, 1)
    columns = f'<w:gridCol w:w="{step}"/>' * grid.width
    rows = "".join(f"<w:tr>{_row(row, grid.width, step)}</w:tr>" for row in grid.rows)
    borders = f"<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{borders}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _row(row: tuple[str, ...], width: int, step: int) -> str:
    """The last cell of a short row spans the columns that are left."""
    spans = [1] * (len(row) - 1) + [width - len(row) + 1]
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{step * span}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + f"</w:tcPr>{''.join(map(_paragraph, cell.split(chr(10))))}</w:tc>"
        for cell, span in zip(row, spans, strict=True)
    )
