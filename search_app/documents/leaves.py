"""The text of a document for reading: pages cut into text and tables, the query's words marked.

A long document is read in portions: a browser should not be handed ten million characters at once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers import find_marks, fold_with_map
from indexer.documents import Page

#: Characters of a portion; a page longer than this is cut at line ends.
PORTION = 200_000
#: From how many lines with cells on a page is read as a table.
TABLE_LINES = 2
#: Characters that a cell holds on one line.
SHORT = 12
_CELL_END = "\t"
_NUMBER = re.compile(r"[-+−]?[0-9][0-9,. ]*%?")

Words = Sequence[Sequence[str]]
Span = tuple[int, int]


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


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page, or a stretch ``start``–``end`` of a long one, with its marks (``[start, end)`` in the page).

    ``first`` is the number of its first mark in the document, ``portion`` (from 1) where it is read.
    """

    page: Page
    start: int
    end: int
    marks: tuple[Span, ...]
    first: int
    portion: int

    @property
    def continued(self) -> bool:
        return self.start > 0

    @property
    def empty(self) -> bool:
        return not self.page.text[self.start : self.end].strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a page, how many marks it has, where the page and its first mark are read."""

    number: int
    label: str
    count: int
    first: int
    portion: int
    mark_portion: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A portion of a document: its leaves with their blocks, and what leads to the others."""

    contents: list[Entry]
    shown: list[tuple[Leaf, list[Block]]]
    marked: int
    portion: int
    portions: int


def leaves(pages: Sequence[Page], words: Words) -> list[Leaf]:
    """The pages of a document in reading order, long ones cut, each with its portion."""
    found: list[Leaf] = []
    first, portion, filled = 1, 1, 0
    for page in pages:
        marks = find_marks(fold_with_map(page.text), words) if words else []
        for start, end in _stretches(page.text):
            if filled and filled + end - start > PORTION:
                portion, filled = portion + 1, 0
            inside = tuple(span for span in marks if start <= span[0] < end)
            found.append(Leaf(page, start, end, inside, first, portion))
            first += len(inside)
            filled += end - start
    return found


def _stretches(text: str) -> Iterator[Span]:
    """The text in stretches of at most ``PORTION``, cut after a line end where one is near."""
    start = 0
    while len(text) - start > PORTION:
        end = text.rfind("\n", start + PORTION // 2, start + PORTION) + 1 or start + PORTION
        yield start, end
        start = end
    yield start, len(text)


def contents(found: Sequence[Leaf]) -> list[Entry]:
    """One line a page."""
    by_page: dict[int, list[Leaf]] = {}
    for leaf in found:
        by_page.setdefault(leaf.page.number, []).append(leaf)
    entries = []
    for number, group in by_page.items():
        marked = next((leaf for leaf in group if leaf.marks), group[0])
        count = sum(len(leaf.marks) for leaf in group)
        label = group[0].page.label
        entries.append(Entry(number, label, count, marked.first, group[0].portion, marked.portion))
    return entries


def portion_of(found: Sequence[Leaf], page: int | None) -> int:
    """The portion in which a page begins; the first where there is no such page."""
    return next((leaf.portion for leaf in found if leaf.page.number == page), 1)


def read_portion(pages: Sequence[Page], words: Words, page: int | None, portion: int | None) -> Reading:
    """The portion asked for, or else the one in which a page begins; past the end, the last."""
    found = leaves(pages, words)
    portions = found[-1].portion if found else 1
    wanted = min(portion or portion_of(found, page), portions)
    return Reading(
        contents=contents(found),
        shown=[(leaf, blocks(leaf)) for leaf in found if leaf.portion == wanted],
        marked=sum(len(leaf.marks) for leaf in found),
        portion=wanted,
        portions=portions,
    )


def blocks(leaf: Leaf) -> list[Block]:
    """A leaf as running text and tables. Joined again, with tabs and line ends, they are its text."""
    found: list[Block] = []
    for is_table, lines in _runs(leaf):
        if is_table:
            found.append(Block(rows=_table(leaf, lines)))
        else:
            found.append(Block(pieces=_pieces(leaf, lines[0][0], lines[-1][1])))
    return found


def _runs(leaf: Leaf) -> Iterator[tuple[bool, list[Span]]]:
    """Neighbouring lines of one kind together; too few lines with cells are running text."""
    runs: list[tuple[bool, list[Span]]] = []
    for start, end in _lines(leaf):
        has_cells = _CELL_END in leaf.page.text[start:end]
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


def _lines(leaf: Leaf) -> Iterator[Span]:
    start = leaf.start
    while start < leaf.end:
        end = leaf.page.text.find("\n", start, leaf.end)
        end = leaf.end if end < 0 else end
        yield start, end
        start = end + 1


def _table(leaf: Leaf, lines: Sequence[Span]) -> tuple[tuple[Cell, ...], ...]:
    texts = [leaf.page.text[start:end].split(_CELL_END) for start, end in lines]
    numbers = _number_columns(texts)
    return tuple(_row(leaf, start, row, numbers) for (start, _), row in zip(lines, texts, strict=True))


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


def _row(leaf: Leaf, start: int, texts: Sequence[str], numbers: frozenset[int]) -> tuple[Cell, ...]:
    cells = []
    for column, text in enumerate(texts):
        pieces = _pieces(leaf, start, start + len(text))
        cells.append(Cell(pieces, column in numbers, len(text) <= SHORT))
        start += len(text) + 1
    return tuple(cells)


def _pieces(leaf: Leaf, start: int, end: int) -> tuple[Piece, ...]:
    """The text from ``start`` to ``end`` cut at the borders of marks."""
    text = leaf.page.text
    index = max(0, bisect_left(leaf.marks, (start, start)) - 1)
    cut: list[Piece] = []
    at = start
    for number, (left, right) in enumerate(leaf.marks[index:], leaf.first + index):
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
