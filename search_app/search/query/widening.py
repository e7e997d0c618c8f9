"""What is looked for along with a query's words: synonyms, other spellings of numbers and dates, and what
is dated so. Only for unquoted words that are asked for; each is told to the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzers.synonyms import Synonyms
from indexer.engines.query import Facet, OneOf, Query

from ..answers import Expansion
from .numbers import read_moment, spellings
from .periods import Period
from .syntax import LONGEST_UNIT, Forms, Node, Other, Piece, units, wanted


def other_forms(tree: Node | None, synonyms: Synonyms) -> Forms:
    """By the words that stand side by side what is looked for in their stead."""
    return {
        run: other
        for leaf in wanted(tree)
        if isinstance(leaf, Piece)
        for run in _runs(leaf.words)
        if (other := _other("".join(run), synonyms)) is not None
    }


def expansions(tree: Node | None, forms: Forms) -> tuple[Expansion, ...]:
    """The words that have other forms, as they are told to the reader."""
    found = {
        Expansion("".join(unit.words), (*unit.other.texts, *unit.other.told))
        for leaf in wanted(tree)
        if isinstance(leaf, Piece)
        for unit in units(leaf.words, forms)
        if unit.other.texts or unit.other.told
    }
    return tuple(sorted(found, key=lambda one: one.word))


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        for size in range(1, min(LONGEST_UNIT, len(words) - start) + 1):
            yield tuple(words[start : start + size])


def _other(text: str, synonyms: Synonyms) -> Other | None:
    texts = tuple(dict.fromkeys((*synonyms.of(text), *spellings(text))))
    dated = _dated(text)
    if not texts and dated is None:
        return None
    query, told = dated or (None, "")
    return Other(texts, query, (told,) if told else ())


def _dated(text: str) -> tuple[Query, str] | None:
    """What is of the year or dated in the month or on the day that a text names."""
    year, month, day = read_moment(text)
    if year is None or (day is not None and month is None):
        return None
    if month is None:
        return OneOf(Facet.YEAR, frozenset({str(year)})), f"业务年度 {year}"
    period = Period(year, month, day)
    return period.range, f"日期 {period}"
