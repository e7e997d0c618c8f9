"""The conditions a search stands under, and how its query was taken, each with the way to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from indexer.archival.taxonomy import Taxonomy
from indexer.engines.query import MISSING
from search_app.search.answers import FILTERS, QueryEcho
from search_app.search.page.state import SearchState
from search_app.search.parameters import EXCEPT
from search_app.search.query.arrivals import told
from search_app.web.display import FACET_NAMES, format_name

#: Other forms of a word that are listed one by one.
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force and the address without it."""

    text: str
    remove: str
    understood: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark on how the query was taken, with the ways to take it otherwise."""

    text: str
    links: tuple[Link, ...] = ()


def chips(state: SearchState, query: QueryEcho, taxonomy: Taxonomy, zone: tzinfo | None) -> list[Chip]:
    """Every condition in force: earlier queries, chosen, excluded, dates, and what was understood from the
    query. ``zone`` is the archive's."""
    found = [Chip(_earlier(one, taxonomy), state.toggled("within", one.text).url) for one in query.within]
    found += [
        Chip(_condition(name, value, taxonomy), state.toggled(name, value).url)
        for name in FILTERS
        for value in state.values(name)
    ]
    found += [
        Chip("不含 " + _condition(name, value, taxonomy), state.toggled(name, value).url)
        for name in FILTERS
        for value in state.values(EXCEPT + name)
    ]
    found += [
        Chip(f"{word} {value}", state.replaced(name, None).url)
        for name, word in (("date_from", "日期从"), ("date_to", "日期到"))
        if (value := state.get(name))
    ]
    if since := state.get("since"):
        found.append(Chip(f"{told(since, zone)} 以后新收", state.replaced("since", None).url))
    found += [
        Chip(
            f"“{one.source}”当作{_condition(one.field, one.value, taxonomy)}",
            state.replaced("q", _taken_literally(state.query, one.source)).url,
            understood=True,
        )
        for one in query.filters
    ]
    return found


def _earlier(query: QueryEcho, taxonomy: Taxonomy) -> str:
    """An earlier query, with what it was taken for where that is not what was typed."""
    taken = [f"“{one.source}”当作{_condition(one.field, one.value, taxonomy)}" for one in query.filters]
    if query.corrected:
        taken.append(f"改为“{query.corrected.text}”")
    if query.relaxed:
        taken.append("最接近的")
    return f"在“{query.text}”的结果中" + (f"（{'，'.join(taken)}）" if taken else "")


def _condition(name: str, value: str, taxonomy: Taxonomy) -> str:
    return f"{FACET_NAMES.get(name, '日期')}：{value_label(name, value, taxonomy)}"


def value_label(name: str, value: str, taxonomy: Taxonomy) -> str:
    """What a reader calls a filter's value."""
    if value == MISSING:
        return "未定"
    if name == "category":
        code, _, second = value.partition(".")
        return second or taxonomy.category_name(code) or value
    return format_name(value) if name == "doc_type" else value


def _taken_literally(query: str, words: str) -> str:
    """The query with ``words`` in quotes, so that they are looked for and not understood."""
    return query.replace(words, f'"{words}"', 1) if f'"{words}"' not in query else query


def _shortened(words: Sequence[str]) -> str:
    shown = "、".join(words[:_SHOWN])
    return f"{shown} 等 {len(words)} 种写法" if len(words) > _SHOWN else shown


def notices(state: SearchState, query: QueryEcho) -> list[Notice]:
    """How the query was taken, each with a way back."""
    found = [Notice(text) for text in query.notices]
    if query.corrected:
        text = f"没有文件包含“{query.text}”，已改为查找“{query.corrected.text}”（{query.corrected.why}）"
        found.append(Notice(text, (Link("只找原来的", state.replaced("relax", "0").url),)))
    if query.relaxed:
        dropped = "、".join(query.relaxed.dropped)
        text = (
            f"没有文件包含全部的词，下面是最接近的；没有要求出现：{dropped}"
            if dropped
            else "没有完全相符的，下面是最接近的"
        )
        found.append(Notice(text, (Link("只要完全相符的", state.replaced("relax", "0").url),)))
    if query.expanded:
        also = "；".join(f"“{one.word}”也搜索了：{_shortened(one.also)}" for one in query.expanded)
        found.append(Notice(also, (Link("只找原词", state.replaced("expand", "0").url),)))
    off = [
        ("expand", "没有找同义词和其他写法", "一并查找"),
        ("relax", "只列完全相符的", "放宽"),
        ("understand", "检索词没有当作筛选条件", "恢复"),
    ]
    for name, text, back in off:
        if state.get(name) == "0" and state.query:
            found.append(Notice(text, (Link(back, state.replaced(name, None).url),)))
    return found
