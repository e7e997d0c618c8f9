"""Evidence for 类别: the words that speak for a business, weighed by where in a paper they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.documents import Evidence, FieldSource, FieldValue

from .kinds import kind_in
from .paper import plain
from .persons import is_name
from .taxonomy import Found, Taxonomy
from .values import Branch
from .view import TOP_CHARACTERS, View

#: How much a word counts by where it stands. A mention in the body must not outweigh a title.
TITLE, NAME, INNER_FOLDER, OUTER_FOLDER, TOP, BODY = 5.0, 4.5, 2.5, 1.5, 1.2, 0.3
_BODY_CHARACTERS = 1_500
#: The scores at which a category is taken for granted, and under which it is only a guess.
SURE, GUESS = 40.0, 12.0
#: How much the words that end a title add for a second level.
_LATE = 0.05
#: How much the further words of one place add to its best one.
_MORE = {"title": 0.1, "folder": 0.2, "text": 0.25}
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_ASIDES = re.compile(rf"{_BRACKETS.pattern}|(?<=[^\s])《[^》]*》")
#: 学习《…条例》 is not the rule itself; 关于印发《…办法》的通知 is.
_BRANCH = re.compile(r"(?:支部|总支)$")
_PASSED_ON = re.compile(r"印发|转发|批转|颁发|下发")


@dataclass(frozen=True, slots=True)
class Point:
    """What one evidence word in one place (``title``, ``folder``, ``text``) says for a category; ``late``
    (0 to 1) is where in a title it ends, for what a title ends in says most of its second level."""

    code: str
    second: str | None
    word: str
    score: float
    zone: str
    evidence: Evidence
    source: FieldSource
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """Everything that speaks for categories, their scores, and their codes from the best on."""

    points: list[Point]
    scores: dict[str, float]
    ranked: list[str]

    def is_named(self, code: str, least: float = GUESS) -> bool:
        """Whether title, name or a folder speaks for a category, as loudly as ``least``."""
        return any(p.code == code and p.zone != "text" and p.score >= least for p in self.points)

    def value(self, code: str, confidence: float) -> FieldValue:
        """A category with the evidence that says most for it."""
        strongest = max((p for p in self.points if p.code == code), key=lambda p: p.score)
        return FieldValue(code, strongest.source, strongest.evidence, round(confidence, 2))


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds evidence words, each once, where they are not part of a branch's name."""

    taxonomy: Taxonomy
    branches: re.Pattern[str] | None

    def find(self, text: str) -> list[Found]:
        found = self.taxonomy.words.find(text)
        names = [match.span() for match in self.branches.finditer(text)] if self.branches else []
        if names:
            found = tuple(f for f in found if not any(a <= f.start and f.end <= b for a, b in names))
        return list({item.word: item for item in reversed(found)}.values())


@lru_cache(maxsize=32)
def _names_of(branches: tuple[Branch, ...]) -> re.Pattern[str] | None:
    """The names of branches that are longer than 一支部, the longest first."""
    written = {plain(name) for branch in branches for name in (branch.name, *branch.aliases)}
    names = sorted((n for n in written if len(n) > 4 and _BRANCH.search(n)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names))) if names else None


def points_of(view: View, title: FieldValue, taxonomy: Taxonomy) -> Iterator[Point]:
    """What title, name, folders and text say. Words in the name of a branch (流动党员党支部) say nothing."""
    finder = _Finder(taxonomy, _names_of(view.branches))
    text = plain(str(title.value or ""))
    if title.source is not FieldSource.NAME:
        yield from _named(text, TITLE, finder, title.evidence or Evidence(text), title.source)
    yield from _named(view.stem, NAME, finder, Evidence(view.stem), FieldSource.NAME)
    if view.book:
        yield from _named(view.book, NAME, finder, Evidence(view.book), FieldSource.EXTRACTED)
    for depth, folder in enumerate(view.folders[:4]):
        weight = _folder_weight(view, depth)
        for found in finder.find(folder):
            yield from _claims(found, weight, "folder", Evidence(folder), FieldSource.FOLDER)
    yield from _in_text(view, finder)


def _folder_weight(view: View, depth: int) -> float:
    """A folder made for one meeting (2021.6.3支委会) says as much as a name, one over a person's more."""
    if depth > 0:
        return NAME * 1.3 if is_name(view.folders[depth - 1]) else OUTER_FOLDER
    own = any(moment.month for moment in view.folder_dates[0]) and kind_in(view.folders[0])
    return NAME if own else INNER_FOLDER


def _named(
    text: str, weight: float, finder: _Finder, evidence: Evidence, source: FieldSource
) -> Iterator[Point]:
    """Words in a title or name; what stands in brackets, or names a paper dealt with, says half as much."""
    asides = _BRACKETS if _PASSED_ON.search(text) else _ASIDES
    brackets = [match.span() for match in asides.finditer(text)]
    for found in finder.find(text):
        aside = any(a < found.start < b for a, b in brackets)
        claims = _claims(found, weight * (0.5 if aside else 1.0), "title", evidence, source)
        yield from (replace(point, late=found.end / len(text)) for point in claims)


def _in_text(view: View, finder: _Finder) -> Iterator[Point]:
    middle, end = TOP_CHARACTERS, TOP_CHARACTERS + _BODY_CHARACTERS
    for start, stop, weight in ((0, middle, TOP), (middle, end, BODY)):
        for found in finder.find(view.head.text[start:stop]):
            evidence = view.head.evidence(start + found.start, start + found.end)
            sooner = 1.5 - found.start / (stop - start)
            yield from _claims(found, weight * sooner, "text", evidence, FieldSource.EXTRACTED)


def _claims(
    found: Found, weight: float, zone: str, evidence: Evidence, source: FieldSource
) -> Iterator[Point]:
    for code, second, strength in found.claims:
        yield Point(code, second, found.word, strength * weight, zone, evidence, source)


def score_of(points: list[Point]) -> float:
    """The best word of title or name, of the folders and of the text; further words of each add little."""
    total = 0.0
    for zone, more in _MORE.items():
        words: dict[str, float] = {}
        for point in points:
            if point.zone == zone:
                words[point.word] = max(point.score, words.get(point.word, 0.0))
        values = sorted(words.values(), reverse=True)
        if values:
            total += values[0] + more * sum(values[1:5])
    return total


def best_second(points: list[Point], code: str) -> str | None:
    by_second: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        if point.code == code and point.second is not None:
            by_second[point.second].append(replace(point, score=point.score * (1 + _LATE * point.late)))
    return max(by_second, key=lambda second: score_of(by_second[second]), default=None)


def confidence_of(score: float) -> float:
    if score >= SURE:
        return min(0.97, 0.85 + (score - SURE) / 400)
    if score < GUESS:
        return 0.3 * score / GUESS
    return 0.3 + 0.55 * (score - GUESS) / (SURE - GUESS)
