"""What a search text says, as a tree of plain values, before anything is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from indexer.engines.query import Query, TextField

#: A stretch of a wildcard pattern without ``*``: literal folded text, and None for any one character.
Segment: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Unquoted text as typed, and the folded words it was cut into: all must occur."""

    text: str
    words: tuple[str, ...]
    field: TextField = TextField.ANY


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text: ``folded`` must occur as it stands."""

    text: str
    folded: str
    field: TextField = TextField.ANY


@dataclass(frozen=True, slots=True)
class Near:
    """Folded terms that must all occur on one page, with at most ``distance`` other characters between
    them, in any order."""

    terms: tuple[str, ...]
    distance: int
    field: TextField = TextField.ANY


@dataclass(frozen=True, slots=True)
class Pattern:
    """Wildcards: the segments follow one another with anything between them, on one page."""

    text: str
    segments: tuple[Segment, ...]
    field: TextField = TextField.ANY

    @property
    def literals(self) -> tuple[str, ...]:
        return tuple(part for segment in self.segments for part in segment if part is not None)


@dataclass(frozen=True, slots=True)
class Value:
    """A field's value as typed (``支部:一支部``, ``年度:2021..2023``); ``name`` is the API's name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Other:
    """What may stand in the stead of words: any of the folded ``texts``, or what ``query`` selects (a date),
    which ``told`` says to the reader."""

    texts: tuple[str, ...] = ()
    query: Query | None = None
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """Words of a piece that stand side by side and are looked for together, and what may stand in their
    stead."""

    words: tuple[str, ...]
    other: Other = Other()

    @property
    def marked(self) -> list[tuple[str, ...]]:
        """What to mark in a text: each word, the other texts with the first."""
        first, *rest = self.words
        return [(first, *self.other.texts), *((word,) for word in rest)]


#: What may stand in the stead of words that stand side by side.
Forms: TypeAlias = Mapping[tuple[str, ...], Other]
LONGEST_UNIT = 6


def units(words: Sequence[str], forms: Forms) -> list[Unit]:
    """The words of a piece cut into units: where several have forms together, the longest run goes first."""
    found: list[Unit] = []
    place = 0
    while place < len(words):
        for size in range(min(LONGEST_UNIT, len(words) - place), 0, -1):
            run = tuple(words[place : place + size])
            if size == 1 or run in forms:
                found.append(Unit(run, forms.get(run, Other())))
                place += size
                break
    return found


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    part: Node


Leaf: TypeAlias = Piece | Phrase | Near | Pattern | Value
Node: TypeAlias = Leaf | And | Or | Negated


def wanted(node: Node | None) -> Iterator[Leaf]:
    """The leaves that are asked for, those under NOT left out, in the order they were typed."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part)
        case Negated() | None:
            return
        case _:
            yield node


def conjuncts(node: Node | None) -> tuple[Node, ...]:
    """The parts that must all hold."""
    if node is None:
        return ()
    return node.parts if isinstance(node, And) else (node,)


def all_of(parts: tuple[Node, ...]) -> Node | None:
    """The parts as one node; None where there is none."""
    flat = tuple(inner for part in parts for inner in conjuncts(part))
    if len(flat) <= 1:
        return flat[0] if flat else None
    return And(flat)
