"""Text from what a page holds in reading order: a line a paragraph, cells parted by tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .layout import Block, Piece, Row, Table, gaps

#: A gap wider than this share of the text height separates words; wider than the second, cells.
WORD_GAP = 0.6
CELL_GAP = 1.6
#: A cell that is no wider than so many text heights holds a single word, set upright or wrapped.
NARROW = 3.5


@dataclass(frozen=True, slots=True)
class Composed:
    """A page's text and, for every piece, ``(key, start, end)``: where its text stands in it."""

    text: str
    spans: tuple[tuple[int, int, int], ...]


def compose(blocks: Sequence[Block | Table]) -> Composed:
    """Blocks as text, a line a paragraph, the cells of a row parted by tabs.

    A row that runs to the right edge of its block goes on in the next one, unless that one is
    indented, set in another size, or has cells.
    """
    writing = _Writing()
    for block in blocks:
        writing.new_line()
        if isinstance(block, Table):
            writing.table(block)
        else:
            writing.rows(block)
    return Composed("".join(writing.parts), tuple(writing.spans))


@dataclass(slots=True)
class _Writing:
    """A page's text as it grows."""

    parts: list[str] = field(default_factory=list)
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    length: int = 0

    def write(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def new_line(self) -> None:
        if self.parts and self.parts[-1] != "\n":
            self.write("\n")

    def rows(self, block: Block) -> None:
        edges = block.edges or _margins(block.rows)
        upright = block.edges is not None and edges[1] - edges[0] < NARROW * block.rows[0][0].height
        for before, row in pairwise([[], *block.rows]):
            centred = block.edges is not None and _is_centred(row, edges)
            self.write("" if upright else _between_rows(before, row, edges, centred=centred))
            for index, piece in enumerate(row):
                self.write(_between(row[index - 1], piece) if index else "")
                self.spans.append((piece.key, self.length, self.length + len(piece.text)))
                self.write(piece.text)

    def table(self, table: Table) -> None:
        for number, row in enumerate(table.rows):
            self.write("\n" if number else "")
            last = max(at for at, cell in enumerate(row) if cell)
            for at, cell in enumerate(row[: last + 1]):
                self.write("\t" if at else "")
                for part, block in enumerate(cell):
                    self.write("\n" if part else "")
                    self.rows(block)


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


def _is_centred(row: Row, edges: tuple[float, float]) -> bool:
    left, right = row[0].left - edges[0], edges[1] - row[-1].right
    return abs(left - right) < row[0].height


def _between_rows(before: Row, row: Row, edges: tuple[float, float], *, centred: bool) -> str:
    if not before:
        return ""
    if not _goes_on(before, row, edges, centred=centred):
        return "\n"
    return " " if _latin(before[-1].text[-1:] + row[0].text[:1]) else ""


def _goes_on(before: Row, row: Row, edges: tuple[float, float], *, centred: bool) -> bool:
    if gaps(before) or gaps(row):
        return False
    left, right = edges
    size = before[0].height
    same_size = abs(row[0].height - size) < 0.25 * size
    below = 0 < row[0].middle - before[0].middle < 2.6 * size
    reaches = before[-1].right > right - 1.5 * size and before[0].left < left + 4 * size
    return same_size and below and reaches and (centred or row[0].left < left + 1.2 * size)
