"""From placed pieces of text to reading order: rows, columns, lines, paragraphs.

Serves every reader that knows where text stands and not in which order it is read: OFD objects and
lines read from pictures. Any unit will do; the origin is the top left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

#: A gap wider than this share of the text height separates words; wider than the second, cells.
WORD_GAP = 0.6
CELL_GAP = 1.6
#: A column is believed from this many rows on each side, with this many characters in its median row.
COLUMN_ROWS = 4
COLUMN_CHARACTERS = 8
#: In running text most rows reach this share of the width of the widest one; cells of a table do not.
COLUMN_FILL = 0.75


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and its box. ``key`` is the caller's own, to find its source again."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    key: int = 0

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1e-6)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Row = list[Piece]
Block = list[Row]


def reading_order(pieces: Iterable[Piece]) -> list[Block]:
    """The blocks of a page as they are read, each a list of rows, each row from left to right.

    Rows that stand in two or more columns of running text are read column by column, a block a
    column; the cells of a table are read row by row.
    """
    return _by_columns(_rows(pieces))


def _rows(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces whose middles lie within half a text height of each other, as rows from the top."""
    rows: list[Row] = []
    for piece in sorted((p for p in pieces if p.text.strip()), key=lambda p: (p.middle, p.left)):
        row = rows[-1] if rows else None
        if row is not None and abs(piece.middle - _middle(row)) < 0.5 * min(piece.height, row[0].height):
            row.append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda p: p.left)
    return rows


def _middle(row: Row) -> float:
    return sum(p.middle for p in row) / len(row)


@dataclass(slots=True)
class _Gutter:
    """The strip of white that a stretch of rows has in common."""

    left: float
    right: float
    first: int
    last: int


def _by_columns(rows: list[Row]) -> list[Block]:
    gutter = _widest_gutter(rows)
    if gutter is None:
        return [rows] if rows else []
    inside = rows[gutter.first : gutter.last + 1]
    left, right = _split(inside, (gutter.left + gutter.right) / 2)
    parts = (rows[: gutter.first], left, right, rows[gutter.last + 1 :])
    return [block for part in parts for block in _by_columns(part)]


def _widest_gutter(rows: list[Row]) -> _Gutter | None:
    """The gutter shared by most rows whose two sides are both running text."""
    if len(rows) < COLUMN_ROWS or median(len(p.text) for row in rows for p in row) < COLUMN_CHARACTERS:
        return None
    tried: set[tuple[int, int, int]] = set()
    best: _Gutter | None = None
    for index, row in enumerate(rows):
        for gap in _gaps(row):
            found = _follow(rows, index, gap)
            key = (found.first, found.last, round((found.left + found.right) / row[0].height))
            longer = best is None or found.last - found.first > best.last - best.first
            if longer and key not in tried and _is_prose(rows, found):
                best = found
            tried.add(key)
    return best


def _gaps(row: Row) -> list[tuple[float, float]]:
    height = median(p.height for p in row)
    gaps = []
    for before, after in pairwise(row):
        if after.left - before.right > 0.8 * height:
            gaps.append((before.right, after.left))
    return gaps


def _follow(rows: list[Row], start: int, gap: tuple[float, float]) -> _Gutter:
    """Stretch a gap up and down over the rows that nothing of crosses it."""
    gutter = _Gutter(gap[0], gap[1], start, start)
    for step in (1, -1):
        index = start + step
        while 0 <= index < len(rows) and _narrow(gutter, rows[index]):
            gutter.first, gutter.last = min(gutter.first, index), max(gutter.last, index)
            index += step
    return gutter


def _narrow(gutter: _Gutter, row: Row) -> bool:
    """Narrow the gutter to what this row leaves free; False where the row crosses it."""
    middle = (gutter.left + gutter.right) / 2
    left = max([p.right for p in row if (p.left + p.right) / 2 < middle], default=gutter.left)
    right = min([p.left for p in row if (p.left + p.right) / 2 >= middle], default=gutter.right)
    left, right = max(left, gutter.left), min(right, gutter.right)
    if right - left < 0.5 * row[0].height:
        return False
    gutter.left, gutter.right = left, right
    return True


def _split(rows: list[Row], middle: float) -> tuple[list[Row], list[Row]]:
    left = [[p for p in row if (p.left + p.right) / 2 < middle] for row in rows]
    right = [[p for p in row if (p.left + p.right) / 2 >= middle] for row in rows]
    return [row for row in left if row], [row for row in right if row]


def _is_prose(rows: list[Row], gutter: _Gutter) -> bool:
    sides = _split(rows[gutter.first : gutter.last + 1], (gutter.left + gutter.right) / 2)
    return all(_reads_on(side) for side in sides)


def _reads_on(side: list[Row]) -> bool:
    """Whether the rows of one side look like lines of running text: long, full, without cells
    (or in columns again)."""
    if len(side) < COLUMN_ROWS:
        return False
    lengths = [sum(len(p.text) for p in row) for row in side]
    widths = [row[-1].right - row[0].left for row in side]
    full = sum(width > COLUMN_FILL * max(widths) for width in widths)
    if sum(bool(_gaps(row)) for row in side) > 0.2 * len(side):
        return _widest_gutter(side) is not None
    return median(lengths) >= COLUMN_CHARACTERS and full >= 0.5 * len(side)


@dataclass(frozen=True, slots=True)
class Composed:
    """A page's text and, for every piece, ``(key, start, end)``: where its text stands in it."""

    text: str
    spans: tuple[tuple[int, int, int], ...]


def compose(blocks: Sequence[Block]) -> Composed:
    """Blocks as text, a line a paragraph, the cells of a row parted by tabs.

    A row that runs to the right edge of its block goes on in the next one, unless that one is
    indented, set in another size, or has cells.
    """
    text = ""
    spans: list[tuple[int, int, int]] = []
    for block in blocks:
        margins = _margins(block)
        for before, row in pairwise([[], *block]):
            text += _between_rows(before, row, margins, text)
            for index, piece in enumerate(row):
                text += _between(row[index - 1], piece) if index else ""
                spans.append((piece.key, len(text), len(text) + len(piece.text)))
                text += piece.text
    return Composed(text, tuple(spans))


def _between(before: Piece, after: Piece) -> str:
    gap = (after.left - before.right) / min(before.height, after.height)
    if gap > CELL_GAP:
        return "\t"
    return " " if gap > WORD_GAP or (gap > 0.15 and _latin(before.text[-1:] + after.text[:1])) else ""


def _latin(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and pair.isalnum()


def _margins(rows: Sequence[Row]) -> tuple[float, float]:
    """The left and right edge of the text, a tenth of the rows left out as strays."""
    lefts = sorted(row[0].left for row in rows)
    rights = sorted(row[-1].right for row in rows)
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]


def _between_rows(before: Row, row: Row, margins: tuple[float, float], text: str) -> str:
    if not before:
        return "\n" if text else ""
    if not _goes_on(before, row, margins):
        return "\n"
    return " " if _latin(text[-1:] + row[0].text[:1]) else ""


def _goes_on(before: Row, row: Row, margins: tuple[float, float]) -> bool:
    if _gaps(before) or _gaps(row):
        return False
    left, right = margins
    size = before[0].height
    same_size = abs(row[0].height - size) < 0.25 * size
    below = 0 < row[0].middle - before[0].middle < 2.6 * size
    reaches = before[-1].right > right - 1.5 * size and before[0].left < left + 4 * size
    return same_size and below and reaches and row[0].left < left + 1.2 * size
