"""Set phrases of official papers: words that stand only in 会议强调 or 特此通知 say little on what a paper is
about, and neither do those of a question that was copied out of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from analyzers import fold
from analyzers.dictionary import read_lines

#: What a word counts that stands only in set phrases.
IN_BOILERPLATE = 0.2


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(map(fold, read_lines("boilerplate.txt")))


@lru_cache(maxsize=4096)
def _places_in_phrases(form: str) -> tuple[tuple[str, int], ...]:
    """The set phrases that are longer than a folded form and hold it, and where in them it stands."""
    return tuple((phrase, place) for phrase in _phrases() if phrase != form for place in _all(phrase, form))


def _all(text: str, form: str) -> Iterator[int]:
    place = text.find(form)
    while place >= 0:
        yield place
        place = text.find(form, place + 1)


def may_be_boilerplate(form: str) -> bool:
    """Whether any set phrase holds the form: the others need no looking at their places."""
    return bool(_places_in_phrases(form))


def is_boilerplate(text: str, form: str, place: int) -> bool:
    """Whether the form at this place of a folded text stands in a set phrase."""
    return any(
        place >= before and text.startswith(phrase, place - before)
        for phrase, before in _places_in_phrases(form)
    )


def only_in_boilerplate(texts: Iterable[str], form: str) -> bool:
    """Whether the form occurs in the folded texts, and each time in a set phrase."""
    if not may_be_boilerplate(form):
        return False
    standing = [is_boilerplate(text, form, place) for text in texts for place in _all(text, form)]
    return bool(standing) and all(standing)
