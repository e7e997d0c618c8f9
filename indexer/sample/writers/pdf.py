"""PDF with text, by reportlab; nothing in it depends on the clock.

The font is embedded where the sample's own covers every character, so that a page looks the same on a
machine without Chinese fonts; else the text stands in the predefined font STSong-Light (PDF 32000-1, 9.7.5).
"""

from __future__ import annotations

import io
from functools import cache
from xml.sax.saxutils import escape

from reportlab.lib import colors, pagesizes
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from indexer.sample.paper import Block, Grid, Line, Paper, Style
from indexer.sample.prepared import PASSWORD, font

_EMBEDDED, _PREDEFINED = "SampleSong", "STSong-Light"


def pdf(paper: Paper) -> bytes:
    return _build(paper, None)


def locked_pdf(paper: Paper) -> bytes:
    """Encrypted; ``PASSWORD`` opens it."""
    return _build(paper, StandardEncryption(PASSWORD, ownerPassword="ltz-owner", strength=128))


def _build(paper: Paper, encrypt: StandardEncryption | None) -> bytes:
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=pagesizes.A4,
        leftMargin=28 * mm,
        rightMargin=26 * mm,
        topMargin=35 * mm,
        bottomMargin=32 * mm,
        title=paper.title,
        author=paper.author,
        invariant=1,
        encrypt=encrypt,
    )
    styles = _styles(_EMBEDDED if set(paper.text()) - set("\n\t") <= _covered() else _PREDEFINED)
    document.build([flowable for block in paper.blocks for flowable in _flow(block, styles)])
    return out.getvalue()


def _flow(block: Block, styles: dict[Style, ParagraphStyle]) -> list[Flowable]:
    if isinstance(block, Line):
        style = styles[block.style]
        if block.style is Style.LETTERHEAD:  # made to fit its line
            style = ParagraphStyle("fit", parent=style, fontSize=min(28, 430 / len(block.text)))
        flow: list[Flowable] = [Paragraph(escape(block.text), style)]
        return [*flow, Spacer(1, 6 * mm)] if block.style in (Style.TITLE, Style.LETTERHEAD) else flow
    if isinstance(block, Grid):
        return [_table(block, styles[Style.PLAIN]), Spacer(1, 4 * mm)]
    return [PageBreak()]


def _table(grid: Grid, style: ParagraphStyle) -> Table:
    in_cells = ParagraphStyle("cell", parent=style, fontSize=10.5, leading=15)
    rows = [[_cell(cell, in_cells) for cell in row] + [""] * (grid.width - len(row)) for row in grid.rows]
    spans = [
        ("SPAN", (len(row) - 1, at), (-1, at)) for at, row in enumerate(grid.rows) if len(row) < grid.width
    ]
    table = Table(rows, splitInRow=1)
    frame = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    table.setStyle(TableStyle([*frame, *spans]))
    return table


def _cell(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


@cache
def _covered() -> frozenset[str]:
    """The characters that the embedded font has; none where there is no such font."""
    file = font()
    if file is None:
        return frozenset()
    embedded = TTFont(_EMBEDDED, file)
    pdfmetrics.registerFont(embedded)
    return frozenset(map(chr, embedded.face.charToGlyph))


@cache
def _styles(font_name: str) -> dict[Style, ParagraphStyle]:
    if font_name == _PREDEFINED:
        pdfmetrics.registerFont(UnicodeCIDFont(_PREDEFINED))
    base = ParagraphStyle("plain", fontName=font_name, fontSize=14, leading=25, wordWrap="CJK")
    return {
        Style.PLAIN: base,
        Style.BODY: ParagraphStyle("body", parent=base, firstLineIndent=28),
        Style.HEADING: ParagraphStyle("heading", parent=base, firstLineIndent=28),
        Style.TITLE: ParagraphStyle("title", parent=base, alignment=1, fontSize=20, leading=30),
        Style.CENTER: ParagraphStyle("center", parent=base, alignment=1),
        Style.RIGHT: ParagraphStyle("right", parent=base, alignment=2),
        Style.LETTERHEAD: ParagraphStyle(
            "head", parent=base, alignment=1, fontSize=28, leading=42, textColor=colors.red
        ),
    }
