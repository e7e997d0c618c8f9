"""Ruled tables on a page of a PDF: what stands in one cell is read together, as in every other format.

PDFium gives the text line by line, so that a word wrapped in its cell is cut by its neighbours' words. Its
order is kept for everything that stands outside of tables.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from .composing import CELL_GAP, compose
from .layout import TABLE_CELLS, Cell, Piece, Table, ruled_tables
from .ruled import cells_of_lines

#: A page with more drawn objects, or more strokes in them, is a drawing's or a map's.
_MOST_PATHS, _MOST_STROKES = 3000, 20_000
#: Cells are looked up by bands of so many points.
_BAND = 16
#: A side of a drawn box that is no longer than this (points) is the thickness of a line.
_THICK = 3.0

Segment = tuple[float, float, float, float]
#: What PDFium has put in itself stands nowhere.
_NOWHERE: Segment = (-1.0, -1.0, -1.0, -1.0)
#: From the page's coordinates (up from the bottom) to those of the page as it is shown (down from the top).
_Shown = Callable[[float, float], tuple[float, float]]


def with_tables(page: pdfium.PdfPage, layer: pdfium.PdfTextPage, text: str) -> str | None:
    """The text with each ruled table read cell by cell and row by row, the cells of a row parted by tabs;
    None where the page has no such table. ``text`` is the layer's, a character for each of the layer's."""
    shown = _shown(page)
    cells = cells_of_lines(_lines(page, shown), *page.get_size())
    if len(cells) < TABLE_CELLS or len(text) != layer.count_chars():
        return None
    pieces = list(_pieces(layer, text, cells, shown))
    tables = ruled_tables((replace(piece, text=piece.text.strip()) for piece in pieces), cells)
    if not tables:
        return None
    table_of = {piece.key: number for number, (_, held) in enumerate(tables) for piece in held}
    return _told_once(pieces, table_of, [table for table, _ in tables])


def _told_once(pieces: list[Piece], table_of: dict[int, int], tables: list[Table]) -> str:
    """The pieces in their order, each table whole in the place of its first."""
    parts: list[str] = []
    told: set[int] = set()
    for piece in pieces:
        number = table_of.get(piece.key)
        if number is None:
            parts.append(piece.text)
        elif number not in told:
            told.add(number)
            if parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            parts.append(compose([tables[number]]).text + "\n")
    return "".join(parts)


def _shown(page: pdfium.PdfPage) -> _Shown:
    across, down = page.get_size()
    left, bottom, *_ = page.get_cropbox()
    turn = page.get_rotation()
    if turn == 90:
        return lambda x, y: (y - bottom, x - left)
    if turn == 180:
        return lambda x, y: (across - x + left, y - bottom)
    if turn == 270:
        return lambda x, y: (across - y + bottom, down - x + left)
    return lambda x, y: (x - left, down - y + bottom)


def _lines(page: pdfium.PdfPage, shown: _Shown) -> list[Segment]:
    """The straight level and upright lines that are drawn on the page."""
    found: list[Segment] = []
    strokes = 0
    for count, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1), 1):
        strokes += raw.FPDFPath_CountSegments(item)
        if count > _MOST_PATHS or strokes > _MOST_STROKES:
            return []
        found += [(*shown(*line[:2]), *shown(*line[2:])) for line in _segments(item)]
    return found


def _segments(item: pdfium.PdfObject) -> Iterator[Segment]:
    matrix = item.get_matrix()
    last = first = (0.0, 0.0)
    for number in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _straight(last, point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, first)
        last = point


def _straight(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Segment]:
    across, up = abs(end[0] - start[0]), abs(end[1] - start[1])
    if min(across, up) <= 1.0 and max(across, up) > _THICK:
        yield (*start, *end)


def _pieces(layer: pdfium.PdfTextPage, text: str, cells: list[Cell], shown: _Shown) -> Iterator[Piece]:
    """The text cut where it goes over to another cell, to another line or over white as wide as between
    columns; keys count them."""
    boxes = [_box(layer, at, shown) for at in range(len(text))]
    bands = _bands(cells)
    runs: list[tuple[int | None, int]] = []
    before: Segment | None = None
    home, number = None, 0
    for at, box in enumerate(boxes):
        if box is not None:
            home = _home(box, cells, bands)
            number += before is not None and not _goes_on(before, box)
            before = box
        runs.append((home, number))  # what PDFium has put in itself belongs to what stands before
        if text[at] == "\n":
            number, before = number + 1, None
    for key, (_, group) in enumerate(groupby(range(len(text)), key=runs.__getitem__)):
        places = list(group)
        standing = [box for at in places if (box := boxes[at]) is not None]
        words = text[places[0] : places[-1] + 1]
        yield Piece(words, *(_around(standing) if standing else _NOWHERE), key)


def _goes_on(before: Segment, box: Segment) -> bool:
    """Whether a character stands behind the one before: not beyond white, not back on another line."""
    height = before[3] - before[1]
    back = box[0] < before[0] and box[1] - before[1] > height / 2
    return not back and box[0] - before[2] <= CELL_GAP * (box[3] - box[1])


def _around(boxes: list[Segment]) -> Segment:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _box(layer: pdfium.PdfTextPage, at: int, shown: _Shown) -> Segment | None:
    """A character's box as shown; None for those that PDFium has put in itself."""
    if raw.FPDFText_IsGenerated(layer, at) == 1:
        return None
    left, bottom, right, top = layer.get_charbox(at, loose=True)
    one, other = shown(left, bottom), shown(right, top)
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _bands(cells: list[Cell]) -> dict[int, list[int]]:
    """The cells that reach into each band of the page."""
    found: dict[int, list[int]] = defaultdict(list)
    for at, cell in enumerate(cells):
        for band in range(int(cell.top // _BAND), int(cell.bottom // _BAND) + 1):
            found[band].append(at)
    return found


def _home(box: Segment, cells: list[Cell], bands: dict[int, list[int]]) -> int | None:
    """The smallest cell that a character stands in."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    near = bands.get(int(y // _BAND), ())
    around = [
        at for at in near if cells[at].left <= x <= cells[at].right and cells[at].top <= y <= cells[at].bottom
    ]
    return min(around, key=lambda at: cells[at].area, default=None)
