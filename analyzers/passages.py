"""Which passages of a document show the words of a query best."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import log

from .highlight import FoldedPages, Forms, Occurrence, Span, find_marks, occurrences
from .normalize import fold_with_map

#: How much a word still counts for a further passage once an earlier one shows it.
_SHOWN = 0.25
#: What a pair of neighbouring words adds at most, relative to a word of two characters.
_NEARNESS = 0.6
#: Occurrences that are looked at for the best windows of a document.
_LOOKED_AT = 2_000
_SENTENCE_END = re.compile(r"[。！？!?；;\n]+[”’」』\"')）]*")
_PAUSE = re.compile(r"[，、：,:\s]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is ``pages[page][start:end]``; ``marks`` are ``[start, end)`` in ``text``."""

    page: int
    start: int
    end: int
    text: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a folded page from one occurrence to another, with the words in it."""

    page: int
    start: int
    end: int
    words: frozenset[int]


def best_passages(
    pages: Sequence[str], words: Sequence[Forms], folds: FoldedPages, *, most: int = 3, length: int = 120
) -> list[Passage]:
    """The passages that show most of the words, and near each other; the best first.

    Each has about ``length`` characters, from the start to the end of a sentence where it can; further
    ones prefer words that those before lack. Where no word occurs: the first lines of the document.
    """
    found = [occurrences(folds.fold(page).text, words) for page in pages]
    windows = _best_windows(found, words, most, length)
    if not windows:
        return _opening(pages, length)
    passages: list[Passage] = []
    for window in windows:
        page = pages[window.page]
        folded = folds.fold(page)
        start, end = _widened(page, folded.span(window.start, window.end), length)
        passage = _passage(page, window.page, start, end, words)
        if not any(_repeats(passage, earlier) for earlier in passages):
            passages.append(passage)
    return passages


def _repeats(passage: Passage, earlier: Passage) -> bool:
    """Whether the two overlap or read the same."""
    overlap = passage.start < earlier.end and earlier.start < passage.end
    return (passage.page == earlier.page and overlap) or passage.text == earlier.text


def _passage(page: str, number: int, start: int, end: int, words: Sequence[Forms]) -> Passage:
    text = page[start:end]
    return Passage(number, start, end, text, tuple(find_marks(fold_with_map(text), words)))


def _opening(pages: Sequence[str], length: int) -> list[Passage]:
    for number, page in enumerate(pages):
        start = len(page) - len(page.lstrip())
        if start < len(page):
            end = _end(page, start, start + 1, start + length)
            return [Passage(number, start, end, page[start:end], ())]
    return []


def _best_windows(
    pages: Sequence[Sequence[Occurrence]], words: Sequence[Forms], most: int, length: int
) -> list[_Window]:
    weights = _weights(pages, words)
    pages = _fullest(pages, weights)
    chosen: list[_Window] = []
    for _ in range(most):
        best = _best_window(pages, weights, chosen, length)
        if best is None:
            break
        chosen.append(best)
        for word in best.words:
            weights[word] *= _SHOWN
    return chosen


def _fullest(pages: Sequence[Sequence[Occurrence]], weights: Sequence[float]) -> list[Sequence[Occurrence]]:
    """The pages as they are, those emptied that are left over once the ones with most of the words have
    ``_LOOKED_AT`` occurrences: a book has too many for all to be weighed against each other."""
    most = [sum(weights[word] for word in {one.word for one in page}) for page in pages]
    left, kept = _LOOKED_AT, list[Sequence[Occurrence]]([()] * len(pages))
    for number in sorted(range(len(pages)), key=lambda number: -most[number]):
        if left <= 0:
            break
        kept[number] = pages[number]
        left -= len(pages[number])
    return kept


def _best_window(
    pages: Sequence[Sequence[Occurrence]], weights: Sequence[float], chosen: Sequence[_Window], length: int
) -> _Window | None:
    best: tuple[float, _Window] | None = None
    for number, page in enumerate(pages):
        taken = [(one.start - length, one.end + length) for one in chosen if one.page == number]
        for score, first, last in _windows(page, weights, length):
            start, end = page[first].start, page[last].end
            if best is not None and score <= best[0]:
                continue
            if not any(start < until and end > since for since, until in taken):
                best = (
                    score,
                    _Window(number, start, end, frozenset(one.word for one in page[first : last + 1])),
                )
    return best[1] if best is not None else None


def _weights(pages: Sequence[Sequence[Occurrence]], words: Sequence[Forms]) -> list[float]:
    """A longer word and one that is rarer in the document weigh more."""
    counts = Counter(one.word for page in pages for one in page)
    return [
        log(1.0 + max(map(len, forms), default=0)) / (1.0 + log(1.0 + counts[number]))
        for number, forms in enumerate(words)
    ]


def _windows(
    page: Sequence[Occurrence], weights: Sequence[float], length: int
) -> Iterator[tuple[float, int, int]]:
    """(score, first, last) for the longest run of occurrences from each one on that fits in ``length``."""
    nearness = list(accumulate(_pair(left, right, weights) for left, right in pairwise(page)))
    nearness = [0.0, *nearness]
    inside: Counter[int] = Counter()
    total = 0.0
    last = -1
    for first, one in enumerate(page):
        while last + 1 < len(page) and page[last + 1].end <= max(one.start + length, one.end):
            last += 1
            inside[page[last].word] += 1
            total += weights[page[last].word] if inside[page[last].word] == 1 else 0.0
        # Capped, or the same two words again and again would outweigh a third.
        yield total + min(nearness[last] - nearness[first], _NEARNESS * total), first, last
        inside[one.word] -= 1
        total -= weights[one.word] if inside[one.word] == 0 else 0.0


def _pair(left: Occurrence, right: Occurrence, weights: Sequence[float]) -> float:
    """What two neighbouring occurrences add: the more, the nearer; nothing for the same word twice."""
    if left.word == right.word:
        return 0.0
    gap = max(0, right.start - left.end)
    return _NEARNESS * min(weights[left.word], weights[right.word]) / (1.0 + gap / 4.0)


def _widened(page: str, span: Span, length: int) -> Span:
    """The span with what is around it, to the border of a sentence where one is near."""
    start, end = span
    spare = max(0, length - (end - start))
    start = _start(page, max(0, start - spare * 2 // 3), start)
    return start, _end(page, start, end, max(end, start + length))


def _start(page: str, earliest: int, latest: int) -> int:
    """Where to begin: after the last sentence end in reach, after a pause, or at ``earliest``."""
    if earliest > 0:
        before = page[earliest:latest]
        borders = [match.end() for match in _SENTENCE_END.finditer(before)]
        pauses = [match.end() for match in _PAUSE.finditer(before)]
        earliest += (borders[-1:] or pauses[:1] or [0])[0]
    else:
        borders = [match.end() for match in _SENTENCE_END.finditer(page, 0, latest)]
        earliest = borders[-1] if borders else 0
    while earliest < latest and page[earliest].isspace():
        earliest += 1
    return earliest


def _end(page: str, start: int, earliest: int, latest: int) -> int:
    """Where to stop: at the last sentence end or pause in reach, or at ``latest``."""
    if latest >= len(page):
        latest = len(page)
    else:
        after = [match.end() for match in _SENTENCE_END.finditer(page, earliest, latest)]
        pauses = [match.start() for match in _PAUSE.finditer(page, earliest, latest)]
        latest = (after[-1:] or pauses[-1:] or [latest])[0]
    while latest > max(earliest, start) and page[latest - 1].isspace():
        latest -= 1
    return latest
