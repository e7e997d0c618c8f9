"""A second look at the first hits: the same numbers from the same texts, whichever engine found them.

An engine adds up what single terms weigh. Whether *all* of a question stands in a document, and stands
together, it does not see: the share of the words (weighed by rarity), the share that one passage holds, and
the share of the question's runs of three characters put the hit up that answers all of it.
The weights were chosen on half of each question set; ``benchmarks/retrieval`` measures them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.engines.query import Hit

from .texts import FoldedTexts

#: Folded characters of a document that are read; a longer one is judged by what stands first.
MOST_READ = 200_000
#: Folded characters of a passage, and occurrences of one word looked at.
_PASSAGE = 120
_MOST_OCCURRENCES = 64
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Ranking:
    """How hits are ordered. ``words`` and ``grams`` weigh the engine's two kinds of terms. The others
    weigh shares from 0 to 1 that multiply its score as ``1 + Σ weight × share``: of the words in the
    document, in its title, within one passage of it, and of the runs of three characters. The first
    ``depth`` hits are looked at."""

    words: float = 1.0
    grams: float = 1.0
    coverage: float = 4.0
    title: float = 0.5
    nearness: float = 1.0
    trigrams: float = 1.0
    depth: int = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: each word's folded forms with what it weighs, and its runs of three
    characters."""

    words: Mapping[tuple[str, ...], float]
    trigrams: frozenset[str]


def trigrams_of(texts: Sequence[str]) -> frozenset[str]:
    """Every run of three characters of folded texts, punctuation left out."""
    bare = (_NO_WORD.sub("", text) for text in texts)
    return frozenset(text[at : at + 3] for text in bare for at in range(len(text) - 2))


def reranked(
    hits: Sequence[Hit], texts: Mapping[str, FoldedTexts], asked: Asked, ranking: Ranking
) -> list[Hit]:
    """The hits in their new order, ties by id; a hit without texts keeps its score."""
    judged = [
        replace(hit, score=_rounded(hit.score * _factor(texts[hit.id], asked, ranking)))
        if hit.id in texts
        else hit
        for hit in hits
    ]
    return sorted(judged, key=lambda hit: (-hit.score, hit.id))


def _rounded(score: float) -> float:
    return float(f"{score:.4g}")


def _factor(texts: FoldedTexts, asked: Asked, ranking: Ranking) -> float:
    read = list(_first(texts))
    title = read[0] if read else ""
    shares = (
        (ranking.coverage, coverage(read, asked.words)),
        (ranking.title, coverage([title], asked.words)),
        (ranking.nearness, max((together(text, asked.words) for text in read), default=0.0)),
        (ranking.trigrams, _share_found(read, asked.trigrams)),
    )
    return 1.0 + sum(weight * share for weight, share in shares)


def _first(texts: FoldedTexts) -> Iterator[str]:
    left = MOST_READ
    for text in texts.of():
        if left <= 0:
            return
        yield text[:left]
        left -= len(text)


def coverage(texts: Sequence[str], words: Mapping[tuple[str, ...], float]) -> float:
    """The share, by weight, of the words that occur in any of the texts."""
    whole = sum(words.values())
    found = sum(
        weight for forms, weight in words.items() if any(form in text for text in texts for form in forms)
    )
    return found / whole if whole else 0.0


def _share_found(texts: Sequence[str], trigrams: frozenset[str]) -> float:
    if not trigrams:
        return 0.0
    return sum(any(gram in text for text in texts) for gram in trigrams) / len(trigrams)


def together(text: str, words: Mapping[tuple[str, ...], float]) -> float:
    """The largest share, by weight, of the words that stand within one passage of the text."""
    whole = sum(words.values())
    weights = list(words.values())
    places = sorted(
        (start, number)
        for number, forms in enumerate(words)
        for form in forms
        for start in _places(text, form)
    )
    starts = [start for start, _ in places]
    best = 0.0
    for first, (start, _) in enumerate(places):
        last = bisect_left(starts, start + _PASSAGE, lo=first)
        inside = {number for _, number in places[first:last]}
        best = max(best, sum(weights[number] for number in inside))
    return best / whole if whole else 0.0


def _places(text: str, form: str) -> Iterator[int]:
    place = text.find(form)
    for _ in range(_MOST_OCCURRENCES):
        if place < 0:
            return
        yield place
        place = text.find(form, place + len(form))
