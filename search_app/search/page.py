"""What the page of results shows beside the hits: conditions, notices, the preview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.archival.taxonomy import Taxonomy
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.documents import Outcome, Page, Problem
from indexer.engines.query import MISSING
from search_app.documents.originals import holds_secrets
from search_app.search.answers import FILTERS, HitAnswer, QueryEcho, SearchAnswer
from search_app.search.parameters import EXCEPT
from search_app.search.state import SearchState
from search_app.web.display import FACET_NAMES, format_name

_OPENING_PAGES = 1
_OPENING_CHARACTERS = 600
_QUOTES = str.maketrans("", "", '"“”＂')


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


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands beside the hits: a hit, its description, and its opening where no passage is marked."""

    hit: HitAnswer
    facts: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    downloadable: bool
    opening: tuple[Page, ...]


def chips(state: SearchState, query: QueryEcho, taxonomy: Taxonomy) -> list[Chip]:
    """Every condition in force: chosen, excluded, dates, and what was understood from the query."""
    found = [
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
    found += [
        Chip(
            f"“{one.source}”当作{_condition(one.field, one.value, taxonomy)}",
            state.replaced("q", _taken_literally(state.query, one.source)).url,
            understood=True,
        )
        for one in query.filters
    ]
    return found


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


def notices(state: SearchState, query: QueryEcho) -> list[Notice]:
    """How the query was taken, each with a way back."""
    found = [Notice(text) for text in query.notices]
    if query.relaxed:
        dropped = "、".join(query.relaxed.dropped)
        text = (
            f"没有文件包含全部的词，下面是最接近的；没有要求出现：{dropped}"
            if dropped
            else "没有完全相符的，下面是最接近的"
        )
        found.append(Notice(text, (Link("只要完全相符的", state.replaced("relax", "0").url),)))
    if query.expanded:
        also = "；".join(f"{one.word} 也找 {'、'.join(one.also)}" for one in query.expanded)
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


def preview(catalog: Catalog, answer: SearchAnswer, wanted: str | None, taxonomy: Taxonomy) -> Preview | None:
    """The preview of the hit wanted, or of the first; None without hits."""
    hits = [*answer.hits, *(copy for hit in answer.hits for copy in hit.folded)]
    hit = next((hit for hit in hits if hit.id == wanted), hits[0] if hits else None)
    record = catalog.document(hit.id) if hit else None
    return preview_of(catalog, hit, record, taxonomy) if hit and record else None


def preview_of(catalog: Catalog, hit: HitAnswer, record: DocumentRecord, taxonomy: Taxonomy) -> Preview:
    held_back = record.outcome is Outcome.QUARANTINED
    pages = catalog.pages(record.id)[:_OPENING_PAGES] if not hit.passages and not held_back else []
    return Preview(
        hit=hit,
        facts=tuple(_facts(record, taxonomy)),
        problems=record.problems,
        downloadable=not record.vanished and not holds_secrets(catalog, record),
        opening=tuple(Page(page.number, page.label, page.text[:_OPENING_CHARACTERS]) for page in pages),
    )


def _facts(record: DocumentRecord, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """The description in short: what is known, in the order a reader asks."""
    value = record.description.value
    code = value("category")
    category = [taxonomy.category_name(code) or code, value("subcategory")] if code else []
    meeting = record.description.meeting
    told = [
        ("党支部", value("branch")),
        ("日期", value("date")),
        ("业务年度", value("work_year")),
        ("类别", " › ".join(str(part) for part in category if part)),
        ("材料类型", value("role")),
        ("责任者", value("issuer")),
        ("文号", value("doc_no")),
        *(
            (name, meeting[key].value)
            for key, name in (("host", "主持"), ("topics", "议题"))
            if key in meeting
        ),
        ("人名", value("persons")),
    ]
    for name, said in told:
        text = _joined(said)
        if text:
            yield name, text


def _joined(value: object) -> str:
    if isinstance(value, list | tuple):
        shown: Sequence[object] = value[:6]
        return "、".join(str(item) for item in shown) + ("等" if len(value) > len(shown) else "")
    return "" if value is None else str(value)


def pieces(text: str, marks: Sequence[Sequence[int]]) -> list[tuple[str, bool]]:
    """``text`` cut at its marks: each piece, and whether it is marked. Marks are ``[start, end)``."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted((int(mark[0]), int(mark[1])) for mark in marks):
        start = max(start, at)
        if end <= start:
            continue
        if start > at:
            cut.append((text[at:start], False))
        cut.append((text[start:end], True))
        at = end
    if at < len(text):
        cut.append((text[at:], False))
    return cut


def without_quotes(query: str) -> str:
    return query.translate(_QUOTES).strip()
