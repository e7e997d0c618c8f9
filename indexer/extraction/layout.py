"""From placed pieces of text to reading order: spreads, tables, columns, rows.

Serves every reader that knows where text stands and not in which order it is read: OFD objects and
lines read from pictures. Any unit will do; the origin is the top left. ``composing`` makes text of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

#: A column is believed from this many rows on each side, with this many characters in its median row.
COLUMN_ROWS = 4
COLUMN_CHARACTERS = 8
#: In running text most rows reach this share of the width of the widest one; cells of a table do not.
COLUMN_FILL = 0.75
#: Two pages side by side: the white between them lies in this part of the width, is so many text heights
#: wide, is crossed by few rows above or below, and no more than a share of the others go on beyond it.
SPREAD_MIDDLE = (0.35, 0.65)
SPREAD_GAP = 1.5
SPREAD_ROWS = 0.75
SPREAD_SHARED = 0.4
#: A cover beside a page of text has few rows; text that is wider than tall may have one.
COVER_ROWS = 3
#: A table has at least so many cells with text in them.
TABLE_CELLS = 4
#: In so many cells beside each other lines that stand level are rows of their own.
LISTING_CELLS = 3
#: What a cell leaves free on its two sides, in text heights.
CELL_MARGINS = 1.2


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


@dataclass(frozen=True, slots=True)
class Cell:
    """An area of the page that lines close in."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, piece: Piece) -> bool:
        middle = (piece.left + piece.right) / 2
        return self.left <= middle <= self.right and self.top <= piece.middle <= self.bottom


Row = list[Piece]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are read one after the other; ``edges`` of the area they are set in, where it is known."""

    rows: list[Row]
    edges: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each cell its blocks; a cell without text has none."""

    rows: list[list[list[Block]]]


def reading_order(pieces: Iterable[Piece], cells: Sequence[Cell] = ()) -> list[Block | Table]:
    """What a page holds, as it is read. ``cells`` are the areas of ruled tables on it.

    Pages that lie side by side are read one after the other, ruled tables cell by cell and row by row;
    rows that stand in two or more columns of running text column by column, a block a column.
    """
    rows = _rows(pieces)
    tables = [group for group in _tables(cells) if len(group) >= TABLE_CELLS]
    parts = _spread(rows, [(min(c.left for c in group), max(c.right for c in group)) for group in tables])
    if parts is not None:
        return [block for part in parts for block in reading_order(_flat(part), cells)]
    return _with_tables(_flat(rows), cells) if cells else list(_by_columns(rows))


def ruled_tables(pieces: Iterable[Piece], cells: Sequence[Cell]) -> list[tuple[Table, Row]]:
    """The ruled tables of a page from the top, each with the pieces that stand in it: for a reader that
    knows in which order the rest is read."""
    inside, outside = _by_cell(pieces, cells)
    found: list[tuple[Table, Row]] = []
    for group in _tables(cells):
        if sum(any(p.text.strip() for p in inside.get(cell, ())) for cell in group) >= TABLE_CELLS:
            holes = _in_holes(group, [p for p in outside if p.text.strip()])
            table = Table(_table_rows(sorted({*group, *holes}, key=_corner), inside | holes))
            found.append((table, [p for cell in (*group, *holes) for p in (inside | holes).get(cell, ())]))
    return found


def _by_cell(pieces: Iterable[Piece], cells: Sequence[Cell]) -> tuple[dict[Cell, Row], Row]:
    """The pieces by the smallest cell that holds them, and those that stand in none."""
    inside: dict[Cell, Row] = {}
    outside: Row = []
    for piece in pieces:
        home = min((c for c in cells if c.holds(piece)), key=lambda cell: cell.area, default=None)
        if home is None:
            outside.append(piece)
        else:
            inside.setdefault(home, []).append(piece)
    return inside, outside


def _flat(rows: Iterable[Row]) -> Row:
    return [piece for row in rows for piece in row]


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


def _spread(rows: list[Row], tables: Sequence[tuple[float, float]]) -> list[list[Row]] | None:
    """Pages that lie side by side, with what stands above and below both: a white strip, and rows that do
    not go on beyond it, as those of a table would. ``tables``: from where to where ruled ones reach."""
    if len(rows) < 2 * COLUMN_ROWS:
        return None
    pieces = _flat(rows)
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    half = SPREAD_GAP / 2 * median(p.height for p in pieces)
    edges = {p.right + half for p in pieces} | {p.left - half for p in pieces}
    within = [x for x in sorted(edges) if _is_central(x, left, right)]
    middles = [x for x in within if not any(start < x < end for start, end in tables)]
    first, last, middle = max(
        ((*_free(rows, x, half), x) for x in middles),
        key=lambda found: found[1] - found[0],
        default=(0, 0, 0.0),
    )
    sides = _split(rows[first:last], middle)
    shared = len(sides[0]) + len(sides[1]) - (last - first)
    is_wide = right - left > max(p.bottom for p in pieces) - min(p.top for p in pieces)
    least = COVER_ROWS if is_wide else COLUMN_ROWS
    if last - first < SPREAD_ROWS * len(rows) or min(map(len, sides)) < least:
        return None
    return [rows[:first], *sides, rows[last:]] if shared <= SPREAD_SHARED * (last - first) else None


def _is_central(x: float, left: float, right: float) -> bool:
    return SPREAD_MIDDLE[0] < (x - left) / max(right - left, 1e-6) < SPREAD_MIDDLE[1]


def _free(rows: list[Row], x: float, half: float) -> tuple[int, int]:
    """The longest run of rows, from and to, of which nothing comes nearer to ``x`` than ``half``."""
    crossed = [any(p.left < x + half and p.right > x - half for p in row) for row in rows]
    stops = [-1, *(at for at, is_crossed in enumerate(crossed) if is_crossed), len(rows)]
    before, after = max(pairwise(stops), key=lambda pair: pair[1] - pair[0])
    return before + 1, after


def _with_tables(pieces: Row, cells: Sequence[Cell]) -> list[Block | Table]:
    """Tables in the order of their tops, and between them what stands outside."""
    inside, outside = _by_cell(pieces, cells)
    found: list[Block | Table] = []
    for group in _tables(cells):
        if sum(cell in inside for cell in group) < TABLE_CELLS or _stands_beside(group, outside):
            outside += [piece for cell in group for piece in inside.get(cell, ())]
            continue
        top = min(cell.top for cell in group)
        found += _by_columns(_rows(p for p in outside if p.middle < top))
        holes = _in_holes(group, outside)
        found.append(Table(_table_rows(sorted({*group, *holes}, key=_corner), inside | holes)))
        filled = _flat(holes.values())
        outside = [p for p in outside if p.middle >= top and p not in filled]
    return [*found, *_by_columns(_rows(outside))]


def _corner(cell: Cell) -> tuple[float, float]:
    return cell.top, cell.left


def _in_holes(group: list[Cell], outside: Row) -> dict[Cell, Row]:
    """Text within a table and in none of its cells, as where a line is missing: by the areas that the cells
    around it leave free."""
    whole = Cell(
        min(c.left for c in group),
        min(c.top for c in group),
        max(c.right for c in group),
        max(c.bottom for c in group),
    )
    found: dict[Cell, Row] = {}
    for piece in outside:
        if whole.holds(piece):
            known = next((hole for hole in found if hole.holds(piece)), None)
            found.setdefault(known or _hole(group, whole, piece), []).append(piece)
    return found


def _hole(group: list[Cell], whole: Cell, piece: Piece) -> Cell:
    x, y = (piece.left + piece.right) / 2, piece.middle
    beside = [c for c in group if c.top <= y <= c.bottom]
    over = [c for c in group if c.left <= x <= c.right]
    return Cell(
        max([whole.left, *(c.right for c in beside if c.right <= x)]),
        max([whole.top, *(c.bottom for c in over if c.bottom <= y)]),
        min([whole.right, *(c.left for c in beside if c.left >= x)]),
        min([whole.bottom, *(c.top for c in over if c.top >= y)]),
    )


def _stands_beside(group: list[Cell], outside: Row) -> bool:
    """Whether other text runs along the table, as beside a drawing in a column: then it is no table of rows
    across the page."""
    top, bottom = min(cell.top for cell in group), max(cell.bottom for cell in group)
    return len(_rows(p for p in outside if top < p.middle < bottom)) >= COLUMN_ROWS


def _tables(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Cells that touch each other, as tables from the top; a frame around everything is no cell of one."""
    groups: list[list[Cell]] = []
    for cell in sorted(cells, key=_corner):
        touching = [group for group in groups if any(_touch(cell, other) for other in group)]
        joined = [cell, *(each for group in touching for each in group)]
        groups = [*(group for group in groups if group not in touching), joined]
    return sorted((sorted(group, key=_corner) for group in groups), key=lambda g: g[0].top)


def _touch(one: Cell, other: Cell) -> bool:
    """Whether two cells have a border in common: close to each other, and neither around the other."""
    near = 0.02 * max(one.right, other.right, one.bottom, other.bottom)
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    around = across > near and down > near
    return not around and across > -near and down > -near and max(across, down) > near


def _table_rows(cells: list[Cell], inside: dict[Cell, Row]) -> list[list[list[Block]]]:
    """Cells by rows: those that begin at about the same height; one that spans rows stands in its first."""
    rows: list[list[Cell]] = []
    for cell in cells:
        first = rows[-1][0] if rows else None
        if first is not None and cell.top - first.top < 0.5 * min(
            cell.bottom - cell.top, *(c.bottom - c.top for c in rows[-1])
        ):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    found: list[list[list[Block]]] = []
    for row in rows:
        held = [(cell, inside.get(cell, [])) for cell in sorted(row, key=lambda c: c.left)]
        if _is_listing(held):
            lines = _rows(piece for _, pieces in held for piece in pieces)
            found += [
                [_cell_blocks(cell, [p for p in line if p in pieces]) for cell, pieces in held]
                for line in lines
            ]
        elif any(pieces for _, pieces in held):
            found.append([_cell_blocks(cell, pieces) for cell, pieces in held])
    return found


def _is_listing(held: list[tuple[Cell, Row]]) -> bool:
    """Whether a row of the table holds several rows of the matter, with no lines between them: cells of
    several lines that stand level with each other and do not fill their cells, as running text does."""
    lined = [(cell, rows) for cell, pieces in held if len(rows := _rows(pieces)) > 1]
    if len(lined) < LISTING_CELLS:
        return False
    running = sum(all(_is_full(row, below, cell) for row, below in pairwise(rows)) for cell, rows in lined)
    level = _rows(piece for _, pieces in held for piece in pieces)
    shared = sum(sum(any(p in pieces for p in row) for _, pieces in held) > 1 for row in level)
    return running * 3 <= len(lined) and shared * 2 >= len(level)


def _is_full(row: Row, below: Row, cell: Cell) -> bool:
    """Whether a row of a cell takes most of its width, or leaves no room for the next character."""
    taken, width = row[-1].right - row[0].left, cell.right - cell.left
    character = (below[0].right - below[0].left) / max(1, len(below[0].text.strip()))
    return taken > 0.75 * width or width - taken < CELL_MARGINS * row[0].height + character


def _cell_blocks(cell: Cell, pieces: Row) -> list[Block]:
    return [Block(block.rows, (cell.left, cell.right)) for block in _by_columns(_rows(pieces))]


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
        return [Block(rows)] if rows else []
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
        for gap in gaps(row):
            found = _follow(rows, index, gap)
            key = (found.first, found.last, round((found.left + found.right) / row[0].height))
            longer = best is None or found.last - found.first > best.last - best.first
            if longer and key not in tried and _is_prose(rows, found):
                best = found
            tried.add(key)
    return best


def gaps(row: Row) -> list[tuple[float, float]]:
    """The white between the pieces of a row that is wider than between words."""
    height = median(p.height for p in row)
    found = []
    for before, after in pairwise(row):
        if after.left - before.right > 0.8 * height:
            found.append((before.right, after.left))
    return found


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
    if sum(bool(gaps(row)) for row in side) > 0.2 * len(side):
        return _widest_gutter(side) is not None
    return median(lengths) >= COLUMN_CHARACTERS and full >= 0.5 * len(side)
