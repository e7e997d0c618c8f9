"""Pages drawn with their marks where the words stand."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from indexer.documents import LineBox, Page
from indexer.errors import NotFound
from indexer.extraction.drawing import WIDTH, draw_page
from indexer.extraction.reading import Source

from .test_pictures import packed, sheet


def marker(word: str) -> Callable[[str], list[tuple[int, int]]]:
    return lambda text: [match.span() for match in re.finditer(word, text)]


def pdf() -> bytes:
    out = io.BytesIO()
    drawn = canvas.Canvas(out, pagesize=(500, 700))
    drawn.setFont("Helvetica", 24)
    drawn.drawString(50, 600, "Minutes of the meeting")
    drawn.showPage()
    drawn.drawString(50, 100, "Second page")
    drawn.showPage()
    drawn.save()
    return out.getvalue()


def yellow(png: bytes) -> list[tuple[int, int]]:
    """Where the picture has the colour of marks."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    pixels = image.load()
    assert pixels is not None
    return [
        (x, y) for x in range(0, image.width, 4) for y in range(0, image.height, 4) if is_mark(pixels[x, y])
    ]


def is_mark(colour: object) -> bool:
    assert isinstance(colour, tuple)
    red, green, blue = colour
    return red > 240 and 215 < green < 240 and blue < 150


def test_the_words_of_a_pdf_page_are_marked_where_they_stand() -> None:
    png = draw_page(Source.of_bytes("a.pdf", pdf()), "pdf", 1, None, marker("meeting"))
    image = Image.open(io.BytesIO(png))
    assert image.width == WIDTH
    places = yellow(png)
    assert places
    assert all(y < image.height * 0.2 and x > image.width * 0.3 for x, y in places)


def test_a_page_without_hits_has_no_marks() -> None:
    png = draw_page(Source.of_bytes("a.pdf", pdf()), "pdf", 2, None, marker("meeting"))
    assert yellow(png) == []


def test_a_picture_is_marked_on_the_boxes_of_its_lines() -> None:
    stored = Page(1, "第1页", "abcdefghij", ocr=True, boxes=(LineBox(0, 10, 0.1, 0.5, 0.9, 0.6, 1.0),))
    png = draw_page(Source.of_bytes("a.png", packed(sheet())), "png", 1, stored, marker("fghij"))
    places = yellow(png)
    size = Image.open(io.BytesIO(png)).size
    assert places
    assert all(0.49 < x / size[0] < 0.91 and 0.49 < y / size[1] < 0.61 for x, y in places)


@pytest.mark.parametrize(("doc_type", "number"), [("pdf", 3), ("docx", 1)])
def test_what_cannot_be_drawn_is_not_found(doc_type: str, number: int) -> None:
    with pytest.raises(NotFound):
        draw_page(Source.of_bytes("a.pdf", pdf()), doc_type, number, None, marker("x"))
