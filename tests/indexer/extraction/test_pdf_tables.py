"""Ruled tables in PDFs: a cell's words together, a row's cells parted by tabs, everything else as it was."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

from tests.indexer.extraction.reading_of import content_of, texts

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
FORM = [
    ["支部名称", "第四党支部", "活动时间", "2020.12.20"],
    ["活动地点", "站三楼会议室", "主持人", "史维岚"],
    ["活动过程", "党员在社区门口集合，重温入党誓词，检修楼道灯四十盏，更换老化线路四百米。", "", ""],
]
#: As above, in cells so narrow that most words are wrapped.
NARROW = [44, 70, 44, 46]


def _table(alignment: int) -> Table:
    style = ParagraphStyle("", fontName="STSong-Light", fontSize=10.5, leading=14, alignment=alignment)
    style.wordWrap = "CJK"
    cells = [[Paragraph(cell, style) for cell in row] for row in FORM]
    lines = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("SPAN", (1, 2), (3, 2))]
    return Table(cells, colWidths=NARROW, style=[*lines, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])


def _pdf(draw: Callable[[Canvas], None]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 12)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _form(alignment: int) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 780, "主题党日活动纪实表")
        table = _table(alignment)
        table.wrapOn(canvas, 400, 700)
        table.drawOn(canvas, 72, 500)
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 460, "填表人：乔长桥")

    return draw


@pytest.mark.parametrize("alignment", [0, 1], ids=["left", "centred"])
def test_words_wrapped_in_their_cells_are_whole_and_the_rest_stays_around_the_table(alignment: int) -> None:
    text = texts(content_of("纪实.pdf", _pdf(_form(alignment))))[0]
    rows = ["\t".join(cell for cell in row if cell) for row in FORM]
    assert text.split("\n") == ["主题党日活动纪实表", *rows, "填表人：乔长桥"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.translate(*{90: (842, 0), 180: (595, 842), 270: (0, 595)}[turn])
        canvas.rotate(turn)
        _form(0)(canvas)

    text = texts(content_of("横.pdf", _pdf(draw)))[0]
    assert "支部名称\t第四党支部\t活动时间\t2020.12.20" in text.split("\n")


def test_boxes_around_words_that_make_no_table_change_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(["机关第一党支部", "会议记录", "二〇二一年六月三日"]):
            canvas.rect(60, 700 - 40 * number, 300, 24)
            canvas.drawString(72, 706 - 40 * number, line)

    text = texts(content_of("封面.pdf", _pdf(draw)))[0]
    assert text.split("\n") == ["机关第一党支部", "会议记录", "二〇二一年六月三日"]


def test_a_drawing_of_very_many_lines_is_read_as_it_stands() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(3200):
            canvas.line(60, 60 + number / 8, 500, 60 + number / 8)
        canvas.drawString(72, 700, "线路走向示意图")

    assert texts(content_of("图.pdf", _pdf(draw)))[0] == "线路走向示意图"


def test_a_path_of_very_many_strokes_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for number in range(25_000):
            path.moveTo(60, 60 + number / 100)
            path.lineTo(500, 60 + number / 100)
        canvas.drawPath(path)
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 700, "一笔画成的图")

    assert texts(content_of("图.pdf", _pdf(draw)))[0] == "一笔画成的图"
