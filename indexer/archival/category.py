"""类别: what business a document belongs to, by evidence words weighed by where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.documents import Evidence, FieldSource, FieldValue

from .paper import plain
from .taxonomy import Found, Taxonomy
from .view import TOP_CHARACTERS, View

#: How much a word counts by where it stands. A mention in the body must not outweigh a title.
TITLE, NAME, INNER_FOLDER, OUTER_FOLDER, TOP, BODY = 5.0, 4.5, 2.5, 1.5, 1.2, 0.3
_BODY_CHARACTERS = 1_500
#: The scores at which a category is taken for granted, and under which it is only a guess.
SURE, GUESS = 40.0, 12.0


@dataclass(frozen=True, slots=True)
class Sorted:
    """The three category fields."""

    category: FieldValue
    subcategory: FieldValue
    secondary: FieldValue


@dataclass(frozen=True, slots=True)
class _Point:
    code: str
    second: str | None
    score: float
    evidence: Evidence
    source: FieldSource


def categorise(view: View, title: FieldValue, role: str | None, *, from_above: bool) -> Sorted:
    """Category, second level and secondary category; ``from_above`` where a body above the unit issued it."""
    taxonomy = view.unit.taxonomy
    points = [*_points(view, title, taxonomy), *_rules(title, role, view)]
    scores = _scores(points)
    ranked = _ranked(scores, taxonomy)
    if from_above and any(category.code == "11" for category in taxonomy.categories):
        return _from_above(points, scores, [code for code in ranked if code != "11"])
    if not ranked:
        return Sorted(FieldValue(), FieldValue(), FieldValue())
    return _chosen(points, scores, ranked)


#: 制度 are kept together (11) whatever they are about, but for those that belong to one event.
_OWN_BUSINESS = re.compile(r"选举办法|考核|评分|评比|考评|评议办法|方案")
_NATIONAL = re.compile(r"中国共产党.*(?:条例|细则|规定|准则|规则|办法|章程)|^中共中央")


def _rules(title: FieldValue, role: str | None, view: View) -> Iterator[_Point]:
    text = plain(str(title.value or "")) or view.stem
    if (role == "制度" and not _OWN_BUSINESS.search(text)) or _NATIONAL.search(text):
        evidence = title.evidence or Evidence(text)
        yield _Point("11", "制度汇编", 10 * TITLE * 1.4, evidence, title.source)


def _points(view: View, title: FieldValue, taxonomy: Taxonomy) -> Iterator[_Point]:
    text = plain(str(title.value or ""))
    if title.source is not FieldSource.NAME:
        yield from _zone(text, TITLE, taxonomy, title.evidence or Evidence(text), title.source)
    yield from _zone(view.stem, NAME, taxonomy, Evidence(view.stem), FieldSource.NAME)
    for depth, folder in enumerate(view.folders[:4]):
        weight = INNER_FOLDER if depth == 0 else OUTER_FOLDER
        yield from _zone(folder, weight, taxonomy, Evidence(folder), FieldSource.FOLDER)
    top, body = (
        view.head.text[:TOP_CHARACTERS],
        view.head.text[TOP_CHARACTERS : TOP_CHARACTERS + _BODY_CHARACTERS],
    )
    for part, offset, weight in ((top, 0, TOP), (body, TOP_CHARACTERS, BODY)):
        for found in _distinct(taxonomy.words.find(part)):
            evidence = view.head.evidence(offset + found.start, offset + found.end)
            yield from _claims(found, weight, evidence, FieldSource.EXTRACTED)


def _zone(
    text: str, weight: float, taxonomy: Taxonomy, evidence: Evidence, source: FieldSource
) -> Iterator[_Point]:
    for found in _distinct(taxonomy.words.find(text)):
        yield from _claims(found, weight, evidence, source)


def _distinct(found: list[Found]) -> list[Found]:
    return list({item.word: item for item in reversed(found)}.values())


def _claims(found: Found, weight: float, evidence: Evidence, source: FieldSource) -> Iterator[_Point]:
    for code, second, strength in found.claims:
        yield _Point(code, second, strength * weight, evidence, source)


def _scores(points: list[_Point]) -> dict[str, float]:
    """By category: its best word counts whole, the others a little: many mentions outshout nothing."""
    by_code: dict[str, list[float]] = defaultdict(list)
    for point in points:
        by_code[point.code].append(point.score)
    return {code: _sum(values) for code, values in by_code.items()}


def _sum(values: list[float]) -> float:
    ordered = sorted(values, reverse=True)
    return ordered[0] + 0.3 * sum(ordered[1:6])


def _ranked(scores: dict[str, float], taxonomy: Taxonomy) -> list[str]:
    """Categories, best first; those within a fifth of the best in the order of precedence."""
    order = {code: at for at, code in enumerate(taxonomy.precedence)}
    ranked = sorted(scores, key=lambda code: -scores[code])
    if not ranked:
        return []
    near = [code for code in ranked if scores[code] >= 0.8 * scores[ranked[0]]]
    near.sort(key=lambda code: order.get(code, len(order)))
    return near + [code for code in ranked if code not in near]


def _chosen(points: list[_Point], scores: dict[str, float], ranked: list[str]) -> Sorted:
    best = ranked[0]
    category = _value(points, best, _confidence(scores[best]))
    return Sorted(category, _second(points, best), _secondary(points, scores, ranked[1:], scores[best]))


def _from_above(points: list[_Point], scores: dict[str, float], ranked: list[str]) -> Sorted:
    secondary = _value(points, ranked[0], _confidence(scores[ranked[0]])) if ranked else FieldValue()
    return Sorted(FieldValue("11", confidence=0.85), FieldValue("上级来文", confidence=0.85), secondary)


def _secondary(points: list[_Point], scores: dict[str, float], others: list[str], best: float) -> FieldValue:
    code = next((code for code in others if scores[code] >= max(GUESS, 0.4 * best)), None)
    return _value(points, code, _confidence(scores[code]) * 0.9) if code else FieldValue()


def _value(points: list[_Point], code: str, confidence: float) -> FieldValue:
    strongest = max((p for p in points if p.code == code), key=lambda p: p.score)
    return FieldValue(code, strongest.source, strongest.evidence, round(confidence, 2))


def _second(points: list[_Point], code: str) -> FieldValue:
    by_second: dict[str, list[float]] = defaultdict(list)
    for point in points:
        if point.code == code and point.second is not None:
            by_second[point.second].append(point.score)
    if not by_second:
        return FieldValue()
    best = max(by_second, key=lambda second: _sum(by_second[second]))
    strongest = max((p for p in points if p.code == code and p.second == best), key=lambda p: p.score)
    return FieldValue(
        best, strongest.source, strongest.evidence, round(_confidence(_sum(by_second[best])), 2)
    )


def _confidence(score: float) -> float:
    if score >= SURE:
        return min(0.97, 0.85 + (score - SURE) / 400)
    return 0.3 + 0.55 * max(0.0, score - GUESS) / (SURE - GUESS) if score >= GUESS else 0.3 * score / GUESS
