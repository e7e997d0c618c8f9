"""Sheets as text: a row a line, cells parted by tabs in their own columns, empty rows left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from indexer.documents import Page

#: Columns further right than this are only parted from the cell before them: a row is no picture.
ALIGNED = 64
_GIVEN_BY_PROGRAM = re.compile(r"(sheet|工作表|表|表格)?[ _]?\d*", re.IGNORECASE)


def line(cells: Mapping[int, str]) -> str:
    """One row. ``cells`` holds texts by column, from 0."""
    parts: list[str] = []
    at = 0
    for column, text in sorted(cells.items()):
        if not text:
            continue
        parts.append("\t" * (column - at if column < ALIGNED else min(1, column - at)))
        parts.append(filled_lines(text.replace("\r", "\n").replace("\t", " ")))
        at = column
    return "".join(parts)


def filled_lines(text: str, blanks: str | None = None) -> str:
    """The lines that say something, without the blanks around them (``blanks``: these characters alone).

    No pattern does this: it would take time by the square of the longest run of blanks.
    """
    if "\n" not in text:
        return text.strip(blanks)
    return "\n".join(plain for each in text.split("\n") if (plain := each.strip(blanks)))


def page(number: int, name: str, lines: Iterable[str], *, hidden: bool = False) -> Page:
    """A sheet as a page under its own name, which heads its text where somebody gave it."""
    kept = [text for text in lines if text.strip()]
    if kept and not _GIVEN_BY_PROGRAM.fullmatch(name.strip()):
        kept.insert(0, name)
    label = f"{name}（隐藏）" if hidden else name
    return Page(number, label or f"表{number}", "\n".join(kept))
