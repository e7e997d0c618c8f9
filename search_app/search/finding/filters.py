"""Filters to engine queries, and an engine's counts to the values beside the hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from indexer.archival.taxonomy import Taxonomy
from indexer.engines.query import (
    MISSING,
    AllOf,
    AnyOf,
    DateRange,
    Everything,
    Facet,
    Not,
    OneOf,
    Query,
)
from indexer.errors import UsageError

from ..answers import FILTERS, FacetValue, SearchRequest
from ..query.periods import FIRST, LAST, read_period

UNDECIDED = "未定"
COUNTED = (*(Facet(name) for name in FILTERS), Facet.SUBCATEGORY)
_BY_VALUE = frozenset({"year", "month"})


def facet_filters(
    filters: Mapping[str, Sequence[str]], excludes: Mapping[str, Sequence[str]]
) -> dict[Facet, Query]:
    """One query for each facet that is filtered. ``category`` takes both levels."""
    found: dict[Facet, Query] = {}
    for name in FILTERS:
        parts: list[Query] = []
        if filters.get(name):
            parts.append(_one_of(name, filters[name]))
        if excludes.get(name):
            parts.append(Not(_one_of(name, excludes[name])))
        if parts:
            found[Facet(name)] = parts[0] if len(parts) == 1 else AllOf(tuple(parts))
    return found


def _one_of(name: str, values: Sequence[str]) -> Query:
    if name != Facet.CATEGORY:
        return OneOf(Facet(name), frozenset(values))
    second = frozenset(value for value in values if "." in value)
    first = frozenset(values) - second
    parts: list[Query] = [OneOf(Facet.CATEGORY, first)] if first else []
    parts += [OneOf(Facet.SUBCATEGORY, second)] if second else []
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def date_filter(date_from: str | None, date_to: str | None) -> Query:
    """Documents dated within both days, inclusive. Raises ``UsageError`` for what is no date."""
    if not date_from and not date_to:
        return Everything()
    start = _day(date_from, "date_from")[0] if date_from else FIRST
    end = _day(date_to, "date_to")[1] if date_to else LAST
    return DateRange(start, end)


def _day(text: str, parameter: str) -> tuple[int, int]:
    period = read_period(text)
    if period is None:
        raise UsageError(f"“{text}”不是日期", "请写成 2021、2021-06 或 2021-06-03 这样", parameter=parameter)
    return period.start, period.end


def facet_answers(
    counts: Mapping[Facet, Mapping[str, int]], request: SearchRequest, taxonomy: Taxonomy
) -> dict[str, tuple[FacetValue, ...]]:
    """The values of every facet: years and months latest first, categories by code, others by count.

    A value that was chosen is there even where nothing has it, so that it can be taken back.
    """
    answers: dict[str, tuple[FacetValue, ...]] = {}
    for name in FILTERS:
        if name == Facet.CATEGORY:
            answers[name] = _categories(counts, request, taxonomy)
        else:
            values = _values(name, counts.get(Facet(name), {}), request)
            answers[name] = tuple(sorted(values, key=partial(_place, name in _BY_VALUE)))
    return answers


def _values(name: str, counts: Mapping[str, int], request: SearchRequest) -> list[FacetValue]:
    chosen, excluded = set(request.filters.get(name, ())), set(request.excludes.get(name, ()))
    return [
        FacetValue(
            None if value == MISSING else value,
            UNDECIDED if value == MISSING else value,
            count,
            value in chosen,
            value in excluded,
        )
        for value, count in {**dict.fromkeys(sorted(chosen | excluded), 0), **counts}.items()
    ]


def _place(by_value: bool, value: FacetValue) -> tuple[bool, int, str]:
    """Undecided last; by value: the latest first."""
    text = value.value or ""
    if by_value:
        return value.value is None, -int("".join(filter(str.isdecimal, text)) or 0), text
    return value.value is None, -value.count, text


def _categories(
    counts: Mapping[Facet, Mapping[str, int]], request: SearchRequest, taxonomy: Taxonomy
) -> tuple[FacetValue, ...]:
    """Both levels: first ones by code with their second ones in the taxonomy's order."""
    order = [f"{first.code}.{second}" for first in taxonomy.categories for second in first.second]
    seconds = _values("category", counts.get(Facet.SUBCATEGORY, {}), request)
    children = [value for value in seconds if value.value and "." in value.value]
    children.sort(
        key=lambda child: (order.index(child.value) if child.value in order else len(order), child.label)
    )
    firsts = {value.value: value for value in _values("category", counts.get(Facet.CATEGORY, {}), request)}
    parents = {value: first for value, first in firsts.items() if not value or "." not in value}
    for child in children:
        code = _code(child)
        parents.setdefault(code, FacetValue(code, code, 0))
    return tuple(
        replace(
            parent,
            label=(taxonomy.category_name(value) or value) if value else parent.label,
            children=tuple(
                replace(child, label=(child.value or "").partition(".")[2])
                for child in children
                if _code(child) == value
            ),
        )
        for value, parent in sorted(parents.items(), key=lambda item: (item[0] is None, item[0] or ""))
    )


def _code(child: FacetValue) -> str:
    return (child.value or "").partition(".")[0]
