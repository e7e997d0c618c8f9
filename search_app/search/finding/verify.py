"""Nearness and wildcards: looked for in the stored text of the documents that have the words.

An engine finds the candidates by their literal parts; here each is read. Both engines so give the same
answer, and a stated bound keeps the reading short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from indexer.engines.protocol import Engine
from indexer.engines.query import AllOf, Among, Query, Text
from indexer.errors import QueryTooBroad

from ..query.syntax import Near, Pattern, Segment
from .texts import Library

#: Documents read for one condition; some seconds on a slow machine.
MOST_READ = 2_000
_BATCH = 200


def verified(condition: Near | Pattern, within: Query, engine: Engine, library: Library) -> Among:
    """The documents of ``within`` that meet the condition. Raises ``QueryTooBroad`` where more than
    ``MOST_READ`` would have to be read."""
    literals = condition.terms if isinstance(condition, Near) else condition.literals
    has_words = tuple(Text(word, condition.field) for word in dict.fromkeys(literals))
    total, ids = engine.ids(AllOf((within, *has_words)), MOST_READ)
    if total > MOST_READ:
        raise QueryTooBroad(
            f"“{_shown(condition)}”要逐件核对 {total} 个文件，最多 {MOST_READ} 个",
            "请再加一两个词，或把通配符前后的文字写长一些",
            parameter="q",
        )
    return Among(frozenset(_meeting(condition, ids, library)))


def _meeting(condition: Near | Pattern, ids: Sequence[str], library: Library) -> Iterator[str]:
    for start in range(0, len(ids), _BATCH):
        for identifier, texts in library.texts(ids[start : start + _BATCH]).items():
            if any(meets(condition, folded) for folded in texts.of(condition.field)):
                yield identifier


def meets(condition: Near | Pattern, folded: str) -> bool:
    """Whether a folded text meets the condition by itself."""
    if isinstance(condition, Pattern):
        return find_pattern(folded, condition.segments) is not None
    return find_near(folded, condition.terms, condition.distance) is not None


def find_pattern(folded: str, segments: Sequence[Segment]) -> tuple[int, int] | None:
    """Where the segments first follow one another, as ``[start, end)``."""
    start = None
    place = 0
    for segment in segments:
        found = _find_segment(folded, segment, place)
        if found is None:
            return None
        start = found if start is None else start
        place = found + _length(segment)
    return (start or 0, place)


def _find_segment(folded: str, segment: Segment, place: int) -> int | None:
    """The first place from ``place`` on where the segment stands: its longest part leads the search."""
    parts = list(_offsets(segment))
    lead, offset = max(parts, key=lambda part: len(part[0]), default=("", 0))
    last = len(folded) - _length(segment)
    found = folded.find(lead, place + offset)
    while found >= 0 and found - offset <= last:
        start = found - offset
        if all(folded.startswith(literal, start + at) for literal, at in parts):
            return start
        found = folded.find(lead, found + 1)
    return None


def _offsets(segment: Segment) -> Iterator[tuple[str, int]]:
    at = 0
    for part in segment:
        if part is not None:
            yield part, at
        at += 1 if part is None else len(part)


def _length(segment: Segment) -> int:
    return sum(1 if part is None else len(part) for part in segment)


def find_near(folded: str, terms: Sequence[str], distance: int) -> tuple[int, int] | None:
    """Where all terms first stand with at most ``distance`` other characters between them.

    A term asked for twice must stand twice.
    """
    needed = Counter(terms)
    spare = distance + sum(map(len, terms))
    found = sorted((start, start + len(term), term) for term in needed for start in _places(folded, term))
    inside: Counter[str] = Counter()
    first = 0
    for last, (_, end, term) in enumerate(found):
        inside[term] += 1
        while end - found[first][0] > spare:
            inside[found[first][2]] -= 1
            first += 1
        if all(inside[wanted] >= count for wanted, count in needed.items()):
            return found[first][0], max(stop for _, stop, _ in found[first : last + 1])
    return None


def _places(folded: str, term: str) -> Iterable[int]:
    place = folded.find(term)
    while place >= 0:
        yield place
        place = folded.find(term, place + 1)


def _shown(condition: Near | Pattern) -> str:
    if isinstance(condition, Pattern):
        return condition.text
    return f"{' '.join(condition.terms)}~{condition.distance}"
