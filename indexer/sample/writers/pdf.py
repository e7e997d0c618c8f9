"""PDF with text, by reportlab; nothing in it depends on the clock."""

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
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from indexer.sample.paper import Grid, Line, Paper, Style

#: Opens the encrypted sample.
PASSWORD = "ltz2021"


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
    document.build([flowable for block in paper.blocks for flowable in _flow(block)])
    return out.getvalue()


def _flow(block: object) -> list[Flowable]:
    styles = _styles()
    if isinstance(block, Line):
        flow: list[Flowable] = [Paragraph(escape(block.text), styles[block.style])]
        return [*flow, Spacer(1, 6 * mm)] if block.style in (Style.TITLE, Style.LETTERHEAD) else flow
    if isinstance(block, Grid):
        return [_table(block), Spacer(1, 4 * mm)]
    return [PageBreak()]


def _table(grid: Grid) -> Table:
    style = _styles()[Style.PLAIN]
    cell_style = ParagraphStyle("cell", parent=style, fontSize=10.5, leading=15)
    rows = [
        [Paragraph(escape(cell).replace("\n", "<br/>"), cell_style) for cell in row]
        + [""] * (grid.width - len(row))
        for row in grid.rows
    ]
    spans = [
        ("SPAN", (len(row) - 1, at), (-1, at)) for at, row in enumerate(grid.rows) if len(row) < grid.width
    ]
    table = Table(rows, repeatRows=0, splitInRow=1)
    table.setStyle(
        TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans]
        )
    )
    return table


@cache
def _styles() -> dict[Style, ParagraphStyle]:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    base = ParagraphStyle("plain", fontName="STSong-Light", fontSize=14, leading=25, wordWrap="CJK")
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
