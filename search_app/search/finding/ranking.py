"""A second look at the first hits: the same numbers from the same texts, whichever engine found them.

An engine adds up what single terms weigh. Whether *all* of a question stands in a document, and stands
together, it does not see: the share of the words (weighed by rarity), the share that one passage holds
(squared: half the words together say little), the share that stands where a paper says what it is about, and
the share of the question's runs of three characters put the hit up that answers all of it.
The weights were chosen on half of each question set; ``benchmarks/retrieval`` measures them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.engines.protocol import IndexDocument
from indexer.engines.query import DateRange, Hit, OneOf, Query, TextField

from .boilerplate import IN_BOILERPLATE, is_boilerplate, may_be_boilerplate, only_in_boilerplate
from .texts import FoldedTexts

#: Folded characters that are read of a document, and of all that are looked at for one answer: a longer
#: document is judged by what stands first, one that comes after so many others by its opening.
MOST_OF_ONE = 200_000
MOST_OF_ALL = 2_000_000
_LEAST = 2_000
#: Folded characters at the start of a text in which it says what it is about.
_OPENING = 80
#: Folded characters of a passage, and occurrences of one word looked at.
_PASSAGE = 120
_MOST_OCCURRENCES = 64
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Ranking:
    """How hits are ordered. ``words`` and ``grams`` weigh the engine's two kinds of terms. The others
    weigh shares from 0 to 1 that multiply its score as ``1 + Σ weight × share``: of the words in the
    document, in its title, in the opening of its text, within one passage of it, and of the runs of three
    characters; and ``leaning`` of what the query seemed to ask for beside its words (a branch, a year). The
    first ``depth`` hits are looked at."""

    words: float = 1.0
    grams: float = 1.0
    coverage: float = 4.0
    title: float = 0.25
    opening: float = 1.0
    nearness: float = 2.0
    trigrams: float = 1.0
    leaning: float = 1.0
    depth: int = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: each word's folded forms with what it weighs, its runs of three characters,
    and what it seemed to ask for beside."""

    words: Mapping[tuple[str, ...], float]
    trigrams: frozenset[str]
    leanings: tuple[Query, ...] = ()


def trigrams_of(texts: Sequence[str]) -> frozenset[str]:
    """Every run of three characters of folded texts, punctuation left out."""
    bare = (_NO_WORD.sub("", text) for text in texts)
    return frozenset(text[at : at + 3] for text in bare for at in range(len(text) - 2))


def reranked(
    hits: Sequence[Hit], texts: Mapping[str, FoldedTexts], asked: Asked, ranking: Ranking
) -> list[Hit]:
    """The hits in their new order, ties by id; a hit without texts keeps its score."""
    left = MOST_OF_ALL
    judged: list[Hit] = []
    for hit in hits:
        if hit.id in texts:
            read = _read(texts[hit.id], max(_LEAST, min(MOST_OF_ONE, left)))
            left -= sum(map(len, read.texts))
            hit = replace(hit, score=_rounded(hit.score * _factor(read, asked, ranking)))
        judged.append(hit)
    return sorted(judged, key=lambda hit: (-hit.score, hit.id))


def _rounded(score: float) -> float:
    return float(f"{score:.4g}")


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a document: its title and names with as much of its pages as there was time for."""

    document: IndexDocument
    head: tuple[str, ...]
    pages: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return (*self.head, *self.pages)

    @property
    def opening(self) -> str:
        return next((page for page in self.pages if page), "")[:_OPENING]


def _read(texts: FoldedTexts, most: int) -> _Read:
    head = (*texts.of(TextField.TITLE), *texts.of(TextField.NAME))
    return _Read(texts.document, head, tuple(_first(texts.of(TextField.BODY), most)))


def _first(pages: Iterator[str], left: int) -> Iterator[str]:
    for page in pages:
        yield page[:left]
        left -= len(page)
        if left <= 0:
            return


def _factor(read: _Read, asked: Asked, ranking: Ranking) -> float:
    shares = (
        (ranking.coverage, coverage(read.texts, asked.words)),
        (ranking.title, coverage(read.head[:1], asked.words)),
        (ranking.opening, coverage([read.opening], asked.words)),
        (ranking.nearness, max(together(text, asked.words) for text in read.texts) ** 2),
        (ranking.trigrams, _share_found(read.texts, asked.trigrams)),
        (ranking.leaning, _share_met(read.document, asked.leanings)),
    )
    return 1.0 + sum(weight * share for weight, share in shares)


def _share_met(document: IndexDocument, leanings: Sequence[Query]) -> float:
    return sum(_meets(document, one) for one in leanings) / len(leanings) if leanings else 0.0


def _meets(document: IndexDocument, leaning: Query) -> bool:
    match leaning:
        case OneOf(facet, values):
            return getattr(document, facet.value) in values
        case DateRange(start, end):
            return bool(document.date_start) and document.date_start <= end and document.date_end >= start
        case _:
            return False


def coverage(texts: Sequence[str], words: Mapping[tuple[str, ...], float]) -> float:
    """The share, by weight, of the words that occur in any of the texts; in set phrases they count little."""
    whole = sum(words.values())
    found = sum(weight * _presence(texts, forms) for forms, weight in words.items())
    return found / whole if whole else 0.0


def _presence(texts: Sequence[str], forms: tuple[str, ...]) -> float:
    """1 where any form occurs, less where that is in set phrases only."""
    there = [form for form in forms if any(form in text for text in texts)]
    if not there:
        return 0.0
    return IN_BOILERPLATE if all(only_in_boilerplate(texts, form) for form in there) else 1.0


def _share_found(texts: Sequence[str], trigrams: frozenset[str]) -> float:
    if not trigrams:
        return 0.0
    return sum(any(gram in text for text in texts) for gram in trigrams) / len(trigrams)


def together(text: str, words: Mapping[tuple[str, ...], float]) -> float:
    """The largest share, by weight, of the words that stand within one passage of the text, set phrases
    left out."""
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
    doubtful = may_be_boilerplate(form)
    place = text.find(form)
    for _ in range(_MOST_OCCURRENCES):
        if place < 0:
            return
        if not (doubtful and is_boilerplate(text, form, place)):
            yield place
        place = text.find(form, place + len(form))
