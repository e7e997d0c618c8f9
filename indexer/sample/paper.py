"""A document's contents, whatever the format: lines in styles, tables, page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from typing import TypeAlias

from indexer.sample.truth import TruthEntry


class Style(StrEnum):
    """How a line stands on the page."""

    BODY = "body"  # indented two characters
    PLAIN = "plain"  # flush left, no indent: labels, salutations
    TITLE = "title"
    HEADING = "heading"
    CENTER = "center"
    RIGHT = "right"
    LETTERHEAD = "letterhead"  # the red name of the issuing body


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the rows may be of different lengths (short ones are filled up)."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Break:
    """A new page, slide or sheet; ``label`` names the sheet or slide that follows."""

    label: str = ""


Block: TypeAlias = Line | Grid | Break


@dataclass(frozen=True, slots=True)
class Paper:
    """``author`` and ``created`` become the file's own metadata; ``title`` too where it is not empty."""

    blocks: tuple[Block, ...]
    author: str = ""
    created: date = date(2020, 1, 1)
    title: str = ""

    def digest(self) -> str:
        """What tells this paper's contents from all others'."""
        return blake2b(repr(self).encode(), digest_size=8).hexdigest()

    def text(self) -> str:
        """All lines and cells, a line each (cells by tabs)."""
        return "\n".join(_lines(self.blocks))


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before it has a place and a format: a stem for its name, contents, truth without path.

    ``parts`` are the truths of the meetings in it.
    """

    stem: str
    paper: Paper
    truth: TruthEntry
    parts: tuple[TruthEntry, ...] = ()

    def rewritten(self, paper: Paper) -> Draft:
        return replace(self, paper=paper)


def _lines(blocks: Sequence[Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block.text)
        elif isinstance(block, Grid):
            lines.extend("\t".join(row) for row in block.rows)
    return lines


def title(text: str) -> Line:
    return Line(text, Style.TITLE)


def plain(text: str) -> Line:
    return Line(text, Style.PLAIN)


def right(text: str) -> Line:
    return Line(text, Style.RIGHT)


def body(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts)
