"""The text of a document for reading: pages cut into text and tables, the query's words marked.

A long document is read in portions: a browser should not be handed ten million characters at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers import find_marks, fold_with_map
from indexer.documents import Page
from search_app.documents.blocks import Block, Span, Stretch, blocks

#: Characters of a portion; a page longer than this is cut at line ends.
PORTION = 200_000

Words = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page, or a stretch of a long one, and the portion (from 1) in which it is read."""

    page: Page
    stretch: Stretch
    portion: int

    @property
    def marks(self) -> int:
        """How many marks begin in it."""
        return len(self.stretch.marks)

    @property
    def continued(self) -> bool:
        return self.stretch.start > 0

    @property
    def empty(self) -> bool:
        return not self.page.text[self.stretch.start : self.stretch.end].strip()


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
            found.append(Leaf(page, Stretch(page.text, start, end, inside, first), portion))
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
        count = sum(leaf.marks for leaf in group)
        label = group[0].page.label
        entries.append(Entry(number, label, count, marked.stretch.first, group[0].portion, marked.portion))
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
        shown=[(leaf, blocks(leaf.stretch)) for leaf in found if leaf.portion == wanted],
        marked=sum(leaf.marks for leaf in found),
        portion=wanted,
        portions=portions,
    )
