"""Cells of ruled tables, from pictures and from lines."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from indexer.extraction.layout import Cell
from indexer.extraction.ruled import cells_of_lines, cells_of_picture

COLUMNS, ROWS = (100, 300, 700, 1100), (200, 260, 340, 480)


def drawn(width: int = 2, *, gap: int = 0) -> Image.Image:
    """A sheet with a table of three by three cells; ``gap`` pixels are missing in the middle of each line."""
    image = Image.new("RGB", (1200, 1600), "white")
    draw = ImageDraw.Draw(image)
    for y in ROWS:
        draw.line((COLUMNS[0], y, COLUMNS[-1], y), (60, 60, 60), width)
    for x in COLUMNS:
        draw.line((x, ROWS[0], x, ROWS[-1]), (60, 60, 60), width)
    if gap:
        draw.rectangle((500, 150, 500 + gap, 500), "white")
    return image


def found(image: Image.Image) -> list[Cell]:
    return cells_of_picture(np.asarray(image))


@pytest.mark.parametrize("width", [1, 2, 6])
def test_the_cells_of_a_ruled_table_are_found(width: int) -> None:
    cells = found(drawn(width))
    assert len(cells) == 9
    middle = next(cell for cell in cells if cell.left < 500 < cell.right and cell.top < 300 < cell.bottom)
    sides = (middle.left, middle.top, middle.right, middle.bottom)
    assert sides == pytest.approx((300, 260, 700, 340), abs=8)


def test_small_gaps_in_lines_are_closed() -> None:
    assert len(found(drawn(gap=3))) == 9


def test_large_pictures_give_cells_in_their_own_pixels() -> None:
    large = drawn().resize((3600, 4800))
    assert max(cell.right for cell in found(large)) == pytest.approx(3300, abs=24)


def test_writing_is_no_table() -> None:
    image = Image.new("RGB", (1200, 1600), "white")
    draw = ImageDraw.Draw(image)
    for number in range(20):
        draw.rectangle((100 + 50 * number, 100, 130 + 50 * number, 130), outline="black", width=3)
        draw.line((100, 300 + 50 * number, 1100, 300 + 50 * number), "black", 2)
    assert [cell for cell in found(image) if cell.right - cell.left > 60] == []


def test_lines_that_meet_enclose_cells() -> None:
    lines = [(0.0 + 10, y, 200.0, y) for y in (20.0, 40.0, 80.0)]
    lines += [(x, 20.0, x, 80.0) for x in (10.0, 90.0, 200.0)]
    cells = cells_of_lines(lines, 210, 297)
    assert sorted(round(cell.right - cell.left, -1) for cell in cells) == [80, 80, 110, 110]
    assert cells_of_lines([], 210, 297) == []
