"""No document has every word: which words are let go, and which documents are then the nearest.

Only unquoted words that must all occur are ever let go; quotations, conditions, exclusions stay. What a word
weighs is its rarity: of a few words the answer holds the documents with the heaviest set that any has, and
with half of that. A sentence asks for any of its telling words. The ranking puts first who has most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from indexer.engines.query import AllOf, AnyOf, Query

from ..query.syntax import Forms, Node, Piece, Unit, all_of, conjuncts, units
from .selection import unit_query

#: Words whose every set is weighed; more make a sentence.
MOST_IN_SETS = 6
#: The share of the heaviest set's weight that a document must have.
_ENOUGH = 0.5
#: A word of a sentence that a larger share of the archive has tells nothing by itself.
_COMMON = 0.2
_FEWEST_TELLING = 2
#: Words of a sentence that are looked for: the rarest.
_MOST_TELLING = 40

#: A query → the number of documents it finds.
Count = Callable[[Query], int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A unit of the search text and how many documents have it."""

    unit: Unit
    piece: Piece
    documents: int

    @property
    def query(self) -> Query:
        return unit_query(self.unit, self.piece.field)


@dataclass(frozen=True, slots=True)
class Loosened:
    """``match`` finds the nearest documents among those that ``kept`` selects; ``words`` are what it
    may lack."""

    kept: Node | None
    match: Query
    words: tuple[Weighed, ...]


def weigh(tree: Node | None, forms: Forms, count: Count) -> tuple[Weighed, ...]:
    """The units that may be let go, with the number of documents that have each."""
    found: dict[Unit, Weighed] = {}
    for part in conjuncts(tree):
        if isinstance(part, Piece):
            for unit in units(part.words, forms):
                if unit not in found:
                    found[unit] = Weighed(unit, part, count(unit_query(unit, part.field)))
    return tuple(found.values())


def rarity(documents: int, total: int) -> float:
    """What a word weighs that so many of all documents have (BM25's inverse document frequency)."""
    return log(1.0 + (max(total, documents) - documents + 0.5) / (documents + 0.5))


def loosen(tree: Node | None, words: Sequence[Weighed], total: int, count: Count) -> Loosened | None:
    """What to look for in place of all words; None where nothing can be let go or nothing is left.

    ``count`` counts within all that stays in force, ``total`` documents there are.
    """
    live = [word for word in words if word.documents]
    if not live or len(words) < 2:
        return None
    kept = all_of(tuple(part for part in conjuncts(tree) if not isinstance(part, Piece)))
    if len(live) > MOST_IN_SETS:
        return Loosened(kept, _any_telling(live, total), tuple(words))
    match = _heavy_sets(live, total, count)
    return Loosened(kept, match, tuple(words)) if match is not None else None


def _heavy_sets(live: Sequence[Weighed], total: int, count: Count) -> Query | None:
    """Any of the lightest sets of words that still weigh enough against the heaviest that a document has."""
    mass = {
        some: sum(rarity(word.documents, total) for word in some)
        for size in range(1, len(live) + 1)
        for some in combinations(live, size)
    }
    by_mass = sorted(mass, key=lambda some: -mass[some])
    heaviest = next((some for some in by_mass if count(_all(some))), None)
    if heaviest is None:
        return None
    enough = [set(some) for some in mass if mass[some] >= _ENOUGH * mass[heaviest]]
    lightest = [some for some in enough if not any(other < some for other in enough)]
    return AnyOf(tuple(_all([word for word in live if word in some]) for some in lightest))


def _all(words: Sequence[Weighed]) -> Query:
    return AllOf(tuple(word.query for word in words))


def _any_telling(live: Sequence[Weighed], total: int) -> Query:
    """Any of the words that few documents have; of the rarest where all are common."""
    rarest = sorted(live, key=lambda word: word.documents)
    telling = [word for word in rarest if word.documents <= _COMMON * total] or rarest[:_FEWEST_TELLING]
    return AnyOf(tuple(word.query for word in telling[:_MOST_TELLING]))
