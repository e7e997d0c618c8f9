"""``fold``: the one definition of when two texts are equal for a search, with a way back to the original.

Folding goes character by character (a character with its combining marks counts as one), so the fold
of a part of a text is a part of the fold of the text. The one exception are the circles ○ and ◯, which
are zeros only beside a numeral: a search for them alone does not find the zeros of 二○○六年.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from .characters import EXTENDS, FoldTable, WidthTable, extending, fold_cluster, is_removed

_FOLDS = FoldTable()
_WIDTHS = WidthTable(_FOLDS)
_NUMERAL = "零一二三四五六七八九十0-9"
_ZEROS = re.compile(f"(?<=[{_NUMERAL}])[○◯]+|[○◯]+(?=[{_NUMERAL}])")
_IRREGULAR = re.compile("[^\x01]")
_CHUNK = 1024


def fold(text: str) -> str:
    """The form in which texts are compared; ``fold(fold(t)) == fold(t)``.

    Holds no white space, no control or invisible character, no lone surrogate and not the sentinel.
    """
    return _zeros(_fold_clusters(text))


class Folded:
    """A folded text and the place of each of its characters in the original.

    The way back is worked out where it is asked for, a few thousand characters at a time, so that
    marking a handful of words in a book costs little more than folding it.
    """

    __slots__ = ("_at", "_chunks", "_from", "_maps", "text")

    def __init__(self, text: str) -> None:
        self._chunks = list(_chunks(text))
        folds = [_fold_clusters(chunk) for chunk in self._chunks]
        self._from = list(accumulate(map(len, self._chunks), initial=0))
        self._at = list(accumulate(map(len, folds), initial=0))
        self._maps: dict[int, _Map] = {}
        self.text = _zeros("".join(folds))

    def span(self, start: int, end: int | None = None) -> tuple[int, int]:
        """The stretch ``[start, end)`` of the original under that stretch of the folded text; without
        ``end``, under the one character at ``start``."""
        last = start if end is None else end - 1
        return self._one(start)[0], self._one(last)[1]

    def index(self, place: int) -> int:
        """The number of folded characters that begin before ``place`` in the original."""
        chunk = bisect_right(self._from, place) - 1
        if chunk >= len(self._chunks):
            return len(self.text)
        return self._at[chunk] + self._map(chunk).index(place - self._from[chunk])

    @property
    def spans(self) -> list[tuple[int, int]]:
        """For each folded character its ``[start, end)`` in the original."""
        return [self._one(place) for place in range(len(self.text))]

    def _one(self, place: int) -> tuple[int, int]:
        chunk = bisect_right(self._at, place) - 1
        start, end = self._map(chunk).span(place - self._at[chunk])
        return self._from[chunk] + start, self._from[chunk] + end

    def _map(self, chunk: int) -> _Map:
        if chunk not in self._maps:
            self._maps[chunk] = _Map(self._chunks[chunk])
        return self._maps[chunk]


def fold_with_map(text: str) -> Folded:
    """``fold`` with the way back; ``fold_with_map(t).text == fold(t)``."""
    return Folded(text)


class _Map:
    """The irregular places of a short text: stretches whose fold is longer, shorter or nothing.
    Everywhere else one character stands for one."""

    __slots__ = ("_at", "_folded", "_from", "_taken")

    def __init__(self, text: str) -> None:
        self._at, self._from, self._folded, self._taken = (array("q", [0]) for _ in range(4))
        at = done = 0
        for start, end, width in _irregular(text):
            at += start - done
            self._add(at, start, width, end - start)
            at += width
            done = end

    def _add(self, at: int, start: int, width: int, taken: int) -> None:
        self._at.append(at)
        self._from.append(start)
        self._folded.append(width)
        self._taken.append(taken)

    def index(self, place: int) -> int:
        run = bisect_right(self._from, place) - 1
        past = place - self._from[run] - self._taken[run]
        if past < 0 and place == self._from[run]:
            return self._at[run]
        return self._at[run] + self._folded[run] + max(past, 0)

    def span(self, place: int) -> tuple[int, int]:
        run = bisect_right(self._at, place) - 1
        past = place - self._at[run] - self._folded[run]
        start = self._from[run]
        if past < 0:
            return start, start + self._taken[run]
        return start + self._taken[run] + past, start + self._taken[run] + past + 1


def _chunks(text: str) -> Iterator[str]:
    """Cut a text where no character depends on the one before it."""
    start = 0
    while start < len(text):
        end = start + _CHUNK
        while end < len(text) and (extending().match(text, end) or is_removed(text[end])):
            end += 1
        yield text[start:end]
        start = end


def _fold_clusters(text: str) -> str:
    plain = text.translate(_FOLDS)
    if EXTENDS not in plain:
        return plain
    parts = []
    done = 0
    for start, end in _clusters(text):
        parts.append(text[done:start].translate(_FOLDS))
        parts.append(fold_cluster(text[start:end]))
        done = end
    parts.append(text[done:].translate(_FOLDS))
    return "".join(parts)


def _irregular(text: str) -> Iterator[tuple[int, int, int]]:
    """Stretches of the original whose fold has another length, with that length."""
    clusters = _clusters(text) if EXTENDS in text.translate(_FOLDS) else ()
    bounds = [(0, 0), *clusters, (len(text), len(text))]
    for (start, end), (following, _) in pairwise(bounds):
        if start < end:
            yield start, end, len(fold_cluster(text[start:end]))
        widths = text[end:following].translate(_WIDTHS)
        for match in _IRREGULAR.finditer(widths):
            place = end + match.start()
            yield place, place + 1, ord(match[0])


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Each stretch that must be folded as one: a character and the combining marks after it, invisible
    characters between them included."""
    marks = extending()
    done = 0
    while (match := marks.search(text, done)) is not None:
        start = match.start() - 1
        while start >= done and is_removed(text[start]):
            start -= 1
        start = max(start, done)
        end = ahead = match.end()
        while ahead < len(text) and (marks.match(text, ahead) or is_removed(text[ahead])):
            ahead += 1
            end = ahead if marks.match(text, ahead - 1) else end
        yield start, end
        done = end


def _zeros(folded: str) -> str:
    """Circles that stand beside a numeral are zeros."""
    if "○" not in folded and "◯" not in folded:
        return folded
    return _ZEROS.sub(lambda match: "零" * len(match[0]), folded)
