"""A page of text as running text and tables, cut at the marks of the query's words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: From how many lines with cells on a page is read as a table.
TABLE_LINES = 2
#: Characters that a cell holds on one line.
SHORT = 12
_CELL_END = "\t"
_NUMBER = re.compile(r"[-+−]?[0-9][0-9,. ]*%?")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part ``start``–``end`` of a text, with the marks (``[start, end)`` in the text) that begin in it.
    ``first`` is the number of its first mark in the document."""

    text: str
    start: int
    end: int
    marks: tuple[Span, ...]
    first: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. ``mark`` numbers the mark it belongs to, in the whole document from 1; 0: none.
    A mark cut by a cell's border has several pieces, of which one ``opens`` it."""

    text: str
    mark: int = 0
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. ``number`` where its column holds numbers, its heading's too; ``short`` where it
    should stay on one line."""

    pieces: tuple[Piece, ...]
    number: bool
    short: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Running text (``pieces``), or a table (``rows``)."""

    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


def blocks(stretch: Stretch) -> list[Block]:
    """A stretch as running text and tables. Joined again, with tabs and line ends, they are its text."""
    found: list[Block] = []
    for is_table, lines in _runs(stretch):
        if is_table:
            found.append(Block(rows=_table(stretch, lines)))
        else:
            found.append(Block(pieces=_pieces(stretch, lines[0][0], lines[-1][1])))
    return found


def _runs(stretch: Stretch) -> Iterator[tuple[bool, list[Span]]]:
    """Neighbouring lines of one kind together; too few lines with cells are running text."""
    runs: list[tuple[bool, list[Span]]] = []
    for start, end in _lines(stretch):
        has_cells = _CELL_END in stretch.text[start:end]
        if runs and runs[-1][0] == has_cells:
            runs[-1][1].append((start, end))
        else:
            runs.append((has_cells, [(start, end)]))
    joined: list[tuple[bool, list[Span]]] = []
    for has_cells, lines in runs:
        is_table = has_cells and len(lines) >= TABLE_LINES
        if joined and not is_table and not joined[-1][0]:
            joined[-1][1].extend(lines)
        else:
            joined.append((is_table, lines))
    yield from joined


def _lines(stretch: Stretch) -> Iterator[Span]:
    start = stretch.start
    while start < stretch.end:
        end = stretch.text.find("\n", start, stretch.end)
        end = stretch.end if end < 0 else end
        yield start, end
        start = end + 1


def _table(stretch: Stretch, lines: Sequence[Span]) -> tuple[tuple[Cell, ...], ...]:
    texts = [stretch.text[start:end].split(_CELL_END) for start, end in lines]
    numbers = _number_columns(texts)
    return tuple(_row(stretch, start, row, numbers) for (start, _), row in zip(lines, texts, strict=True))


def _number_columns(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns in which, headings aside, every cell that is not empty is a number."""
    columns: dict[int, list[str]] = {}
    for row in rows[1:]:
        for column, text in enumerate(row):
            if text.strip():
                columns.setdefault(column, []).append(text.strip())
    return frozenset(
        column for column, texts in columns.items() if all(_NUMBER.fullmatch(text) for text in texts)
    )


def _row(stretch: Stretch, start: int, texts: Sequence[str], numbers: frozenset[int]) -> tuple[Cell, ...]:
    cells = []
    for column, text in enumerate(texts):
        pieces = _pieces(stretch, start, start + len(text))
        cells.append(Cell(pieces, column in numbers, len(text) <= SHORT))
        start += len(text) + 1
    return tuple(cells)


def _pieces(stretch: Stretch, start: int, end: int) -> tuple[Piece, ...]:
    """The text from ``start`` to ``end`` cut at the borders of marks."""
    text = stretch.text
    index = max(0, bisect_left(stretch.marks, (start, start)) - 1)
    cut: list[Piece] = []
    at = start
    for number, (left, right) in enumerate(stretch.marks[index:], stretch.first + index):
        if left >= end:
            break
        if right <= at:
            continue
        if left > at:
            cut.append(Piece(text[at:left]))
        here = min(right, end)
        cut.append(Piece(text[max(left, at) : here], number, opens=left >= start))
        at = here
    if at < end:
        cut.append(Piece(text[at:end]))
    return tuple(cut)
