"""Text with its marks, for the templates."""

from __future__ import annotations

from collections.abc import Sequence

_QUOTES = str.maketrans("", "", '"“”＂')


def pieces(text: str, marks: Sequence[Sequence[int]]) -> list[tuple[str, bool]]:
    """``text`` cut at its marks: each piece, and whether it is marked. Marks are ``[start, end)``."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted((int(mark[0]), int(mark[1])) for mark in marks):
        start = max(start, at)
        if end <= start:
            continue
        if start > at:
            cut.append((text[at:start], False))
        cut.append((text[start:end], True))
        at = end
    if at < len(text):
        cut.append((text[at:], False))
    return cut


def without_quotes(query: str) -> str:
    return query.translate(_QUOTES).strip()
