"""Facet counts as what a reader sees: shares, a year chart, a month chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.engines.query import MISSING
from search_app.search.answers import FacetValue
from search_app.search.page.state import SearchState
from search_app.search.parameters import EXCEPT
from search_app.web.display import format_name

#: Values of a facet shown at once; the rest lie behind "更多".
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a facet. ``share`` is 0–100, of the largest count of a known value beside it."""

    value: str
    label: str
    count: int
    share: float
    selected: bool
    excluded: bool
    toggle: str
    exclude: str
    children: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One year or month of a chart. ``height`` is 0–100 of the highest."""

    label: str
    count: int
    height: float
    selected: bool
    toggle: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet ready to draw: rows shown, rows behind "更多", the chart where it has one."""

    name: str
    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    columns: tuple[Column, ...] = ()
    clear: str | None = None


def facet_view(name: str, values: Sequence[FacetValue], state: SearchState) -> FacetView:
    """The values of one facet, with what a click on each leads to."""
    chosen = {*state.values(name), *state.values(EXCEPT + name)}
    rows = _rows(name, values, state)
    first = [row for row in rows if row.selected or row.excluded]
    ordered = first + [row for row in rows if not (row.selected or row.excluded)]
    room = max(SHOWN, len(first))
    if name == "category":
        ordered, room = rows, len(rows)
    return FacetView(
        name=name,
        rows=tuple(ordered[:room]) if len(ordered) > room + 1 else tuple(ordered),
        more=tuple(ordered[room:]) if len(ordered) > room + 1 else (),
        columns=_columns(name, values, state) if name in ("year", "month") else (),
        clear=state.cleared((name, EXCEPT + name)).url if chosen else None,
    )


def _rows(name: str, values: Sequence[FacetValue], state: SearchState) -> list[Row]:
    highest = max((value.count for value in values if value.value is not None), default=0) or 1
    return [_row(name, value, state, highest) for value in values]


def _row(name: str, value: FacetValue, state: SearchState, highest: int) -> Row:
    key = MISSING if value.value is None else str(value.value)
    children = _rows(name, value.children, state)
    below = any(child.selected or child.excluded for child in children)
    selected = key in state.values(name)
    return Row(
        value=key,
        label=format_name(value.value) if name == "doc_type" and value.value else value.label,
        count=value.count,
        share=min(100.0, 100 * value.count / highest),
        selected=selected,
        excluded=key in state.values(EXCEPT + name),
        toggle=state.toggled(name, key).url,
        exclude=state.excluding(name, key).url,
        children=tuple(child for child in children if child.count or child.selected)
        if selected or below
        else (),
    )


def _columns(name: str, values: Sequence[FacetValue], state: SearchState) -> tuple[Column, ...]:
    """Every year (or month of the range) from first to last, those without documents as gaps."""
    counts = {str(value.value): value.count for value in values if value.value is not None}
    if not counts:
        return ()
    highest = max(counts.values()) or 1
    return tuple(
        Column(
            label=key,
            count=counts.get(key, 0),
            height=100 * counts.get(key, 0) / highest,
            selected=key in state.values(name),
            toggle=state.toggled(name, key).url,
        )
        for key in _between(sorted(counts))
    )


def _between(keys: Sequence[str]) -> list[str]:
    """All years or months from the first to the last key, at most the last sixty."""
    if len(keys[0]) == len("2021"):
        return [str(year) for year in range(int(keys[0]), int(keys[-1]) + 1)][-60:]
    first, last = (int(key[:4]) * 12 + int(key[5:]) - 1 for key in (keys[0], keys[-1]))
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)][-60:]
