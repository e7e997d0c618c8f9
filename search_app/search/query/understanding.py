"""What a sentence means: 去年三季度一支部讨论路灯经费的记录 is words, a branch, a period, a kind of paper.

Only what is certain becomes a condition, and only while documents remain; else it leans the order. What
stands verbatim in some document is a quotation and left alone. The reader sees every condition and can
take it back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from analyzers import fold
from analyzers.dictionary import read_lines
from indexer.archival.branches.resolving import resolve
from indexer.archival.values import Branch
from indexer.engines.query import Facet, OneOf, Query, TextField

from ..answers import UnderstoodFilter
from .relative_dates import Spoken, spoken_periods
from .syntax import Node, Piece, all_of, conjuncts

#: A piece of so many folded characters that some document has word for word is a quotation.
QUOTATION = 8
#: Words that carry a question and not what it is about.
_CARRIERS = frozenset(read_lines("question_words.txt"))
#: What leads to the kind of paper at the end of a sentence: 讨论路灯经费的记录, 路灯经费会议的纪要.
_KIND_AT_END = re.compile(
    r"的(?:那次|那份|那个|那张|那篇)?(?P<kind>[\u4e00-\u9fff]{2,6})(?:吗|呢|在哪里?|有吗)?$"
)
_KINDS = {"记录": "会议记录", "照片": "照片", "相片": "照片"}
#: What the particles between a condition and the rest are.
_PARTICLES = "的在里中了是有，,、"

_Span = tuple[int, int]
#: Conditions by their field, the last one given up first.
_FIRMEST = ("branch", "year", "date", "role")
_PERIODS = frozenset({"year", "date"})


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that the words amount to: what the reader is told, and what it selects. Where it is not
    ``certain`` it only leans the order."""

    told: UnderstoodFilter
    query: Query
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """``tree`` is what is left to look for under the ``conditions``; ``leanings`` raise what meets them.
    ``passed_over`` are words that only carried the question, ``given_up`` periods that were neither looked
    for nor made a condition."""

    tree: Node | None
    conditions: tuple[Condition, ...] = ()
    leanings: tuple[Query, ...] = ()
    passed_over: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was read: each part as it was typed or with the conditions found in it."""

    tree: Node | None
    parts: tuple[Node | _Read, ...]

    def ways(self) -> Iterator[Understood]:
        """The ways to take the query, the one with the most conditions first, the literal one last.

        Of ways with as many, the one that gives up the kind before the period and the period before the
        branch comes first.
        """
        certain = sorted(
            (one for one in self._conditions if one.certain), key=lambda one: _FIRMEST.index(one.told.field)
        )
        for size in range(len(certain), 0, -1):
            for kept in combinations(certain, size):
                yield self._understood(kept)
        yield Understood(self.tree, leanings=tuple(one.query for one in self._conditions))

    @property
    def _conditions(self) -> list[Condition]:
        found = [one for part in self.parts if isinstance(part, _Read) for one in part.conditions]
        return list({condition.told: condition for condition in found}.values())

    def _understood(self, kept: tuple[Condition, ...]) -> Understood:
        told = {condition.told for condition in kept}
        left: list[Node] = []
        passed_over: dict[str, None] = {}
        for part in self.parts:
            if isinstance(part, _Read):
                left += part.left(told)
                passed_over.update(dict.fromkeys(part.carriers(told)))
            else:
                left.append(part)
        others = [one for one in self._conditions if one.told not in told]
        given_up = tuple(one.told.source for one in others if one.told.field in _PERIODS)
        leanings = tuple(one.query for one in others)
        return Understood(all_of(tuple(left)), kept, leanings, tuple(passed_over), given_up)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads sentences for one archive. ``roles`` are the kinds of paper there are;
    ``stands`` tells whether some document has a folded text word for word."""

    branches: tuple[Branch, ...]
    roles: frozenset[str]
    today: date
    cut: Callable[[str], Sequence[str]]
    stands: Callable[[str], bool]

    def read(self, tree: Node | None) -> Reading:
        """What the unquoted pieces of a query mean; everything else stays as it is."""
        parts = [self._piece(part) if isinstance(part, Piece) else part for part in conjuncts(tree)]
        return Reading(tree, tuple(parts))

    def _piece(self, piece: Piece) -> Piece | _Read:
        text = fold(piece.text)
        if piece.field is not TextField.ANY or (len(text) >= QUOTATION and self.stands(text)):
            return piece
        found = [*self._periods(text)]
        found += self._branches(_blanked(text, [span for _, span in found]))
        found += self._kind(text, certain=True)
        if not found:
            found += self._kind(text, certain=False)
        return _Read(piece, text, tuple(found), self.cut) if found else piece

    def _periods(self, text: str) -> Iterator[tuple[Condition, _Span]]:
        for spoken in spoken_periods(text, self.today):
            span = spoken.start, spoken.end
            yield Condition(_told_period(spoken, text[slice(*span)]), _selects(spoken)), span

    def _branches(self, text: str) -> Iterator[tuple[Condition, _Span]]:
        named = resolve(text, self.branches)
        certain = len({one.branch.name for one in named}) == 1
        for one in named:
            span = one.start, one.end
            told = UnderstoodFilter("branch", one.branch.name, text[slice(*span)])
            yield Condition(told, OneOf(Facet.BRANCH, frozenset({one.branch.name})), certain), span

    def _kind(self, text: str, *, certain: bool) -> Iterator[tuple[Condition, _Span]]:
        """The kind of paper that the end of a sentence asks for; a word by itself only leans."""
        match = _KIND_AT_END.search(text)
        word = match["kind"] if match else text
        kind = _KINDS.get(word, word)
        if kind not in self.roles or (match is None) is certain:
            return
        span = match.span("kind") if match else (0, len(text))
        told = UnderstoodFilter("role", kind, text[slice(*span)])
        yield Condition(told, OneOf(Facet.ROLE, frozenset({kind})), certain), span


@dataclass(frozen=True, slots=True)
class _Read:
    """A piece and the conditions in it, each with its place in the folded text."""

    piece: Piece
    text: str
    found: tuple[tuple[Condition, _Span], ...]
    cut: Callable[[str], Sequence[str]] = field(repr=False)

    @property
    def conditions(self) -> list[Condition]:
        return [condition for condition, _ in self.found]

    def left(self, told: set[UnderstoodFilter]) -> list[Node]:
        """The piece without the conditions in force and without what carried them."""
        spans = self._spans(told)
        if not spans:
            return [self.piece]
        words = [word for text in _rest(self.text, spans) for word in self.cut(text)]
        telling = [word for word in words if not _carries(word)]
        kept = tuple(dict.fromkeys(telling))
        return [replace(self.piece, text="".join(telling), words=kept)] if kept else []

    def carriers(self, told: set[UnderstoodFilter]) -> list[str]:
        """What is passed over then, particles aside."""
        spans = self._spans(told)
        words = [word for text in _rest(self.text, spans) for word in self.cut(text)] if spans else []
        return [word for word in dict.fromkeys(words) if _carries(word) and len(word) > 1]

    def _spans(self, told: set[UnderstoodFilter]) -> list[_Span]:
        """What is taken out: the conditions in force, and with them every period, which is never meant as
        text."""
        if not any(condition.told in told for condition in self.conditions):
            return []
        return [span for one, span in self.found if one.told in told or one.told.field in _PERIODS]


def _carries(word: str) -> bool:
    """Whether a word only carries the question, as do the two that the segmenter joined in 开会讨论."""
    halves = ((word[:at], word[at:]) for at in range(1, len(word)))
    return word in _CARRIERS or any(one in _CARRIERS and other in _CARRIERS for one, other in halves)


def _rest(text: str, spans: Sequence[_Span]) -> list[str]:
    """What stands outside the spans, without particles at the edges."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces.append(text[at:start])
        at = max(at, end)
    pieces.append(text[at:])
    return [bare for piece in pieces if (bare := piece.strip(_PARTICLES))]


def _blanked(text: str, spans: Sequence[_Span]) -> str:
    for start, end in spans:
        text = text[:start] + "，" * (end - start) + text[end:]
    return text


def _told_period(spoken: Spoken, source: str) -> UnderstoodFilter:
    if spoken.year is not None:
        return UnderstoodFilter("year", str(spoken.year), source)
    return UnderstoodFilter("date", str(spoken), source)


def _selects(spoken: Spoken) -> Query:
    if spoken.year is not None:
        return OneOf(Facet.YEAR, frozenset({str(spoken.year)}))
    return spoken.range
