"""The cells of ruled tables, found by their lines: what is written in one cell is read together.

Lines come from a picture, or are given as such; cells are the areas that lines close in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw

from .layout import Cell

#: Lines are looked for on a copy of this many pixels on its long side.
LONG_SIDE = 1600
#: A line is at least so long there: longer than a stroke of a character, shorter than a row is high.
ACROSS, DOWN = 48, 26
#: Gaps in lines up to so many pixels are closed.
GAP = 5
#: Fewer lines than this close nothing in.
SIDES = 4
#: A cell is at least so wide and high there, fills its bounding box, and there are not more of them.
LEAST_SIDE = 14
FILLED = 0.75
MOST = 4000

Pixels = np.ndarray[Any, np.dtype[Any]]


def cells_of_picture(pixels: Pixels) -> list[Cell]:
    """The cells on a picture that stands level, in its pixels."""
    scale = min(1.0, LONG_SIDE / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    grey = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), size, interpolation=cv2.INTER_AREA)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 10)
    across = _runs(dark, (ACROSS, 1))
    down = _runs(dark, (1, DOWN))
    return [_scaled(cell, 1 / scale) for cell in _areas(across | down)]


def cells_of_lines(lines: Iterable[Sequence[float]], width: float, height: float) -> list[Cell]:
    """The cells between lines (x0, y0, x1, y1) on a page of this size, in its unit."""
    lines = list(lines)
    if len(lines) < SIDES:
        return []
    scale = LONG_SIDE / max(width, height, 1e-6)
    drawn = Image.new("L", (round(width * scale) + 1, round(height * scale) + 1))
    draw = ImageDraw.Draw(drawn)
    for line in lines:
        draw.line([value * scale for value in line], 255, 2)
    return [_scaled(cell, 1 / scale) for cell in _areas(np.asarray(drawn))]


def _runs(dark: Pixels, shape: tuple[int, int]) -> Pixels:
    """The dark pixels that lie in straight runs of this shape; small gaps in a run are closed first."""
    across = shape[0] > shape[1]
    bridge = np.ones((1, GAP) if across else (GAP, 1), np.uint8)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, bridge)
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((shape[1], shape[0]), np.uint8))


def _areas(lines: Pixels) -> list[Cell]:
    """The areas that the lines close in; what touches the edge of the picture is not closed in."""
    height, width = lines.shape
    thick = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(
        np.where(thick > 0, 0, 255).astype(np.uint8), connectivity=4
    )
    found = []
    for left, top, across, down, area in stats[1:count].tolist():
        inside = left > 0 and top > 0 and left + across < width and top + down < height
        if inside and min(across, down) >= LEAST_SIDE and area >= FILLED * across * down:
            found.append(Cell(left - 2, top - 2, left + across + 2, top + down + 2))
    return found if len(found) <= MOST else []


def _scaled(cell: Cell, factor: float) -> Cell:
    return Cell(cell.left * factor, cell.top * factor, cell.right * factor, cell.bottom * factor)
