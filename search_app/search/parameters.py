"""The parameters of a search, the same for the page and the call."""

from __future__ import annotations

from typing import Any

from apiflask import fields
from marshmallow import ValidationError

from indexer.engines.query import Sort
from search_app.search.answers import FILTERS, SearchRequest
from search_app.web.parameters import Choice, Flag, Line, Parameters, Pattern, Whole

EXCEPT = "not."
#: Earlier queries that may still hold.
MOST_WITHIN = 5
MAX_SIZE = 100
DEFAULT_SIZE = 20
#: Far beyond any archive's last page, and small enough for every engine to count with.
MAX_PAGE = 1_000_000

_YEAR = ("(?:[12][0-9]{3})|-", "四位年份，或 -（未定）")
_MONTH = ("(?:[12][0-9]{3}-(?:0[1-9]|1[0-2]))|-", "年-月，例如 2021-06，或 -（未定）")
_DATE = (
    "[12][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?",
    "日期，例如 2021、2021-06 或 2021-06-03",
)


_MOMENT = (
    _DATE[0] + r"(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?",
    "日期或时间，例如 2024-06-03 或 2024-06-03T09:30:00Z",
)


def _filter(name: str, key: str) -> fields.List[Any]:
    forms = {"year": Pattern(*_YEAR), "month": Pattern(*_MONTH)}
    described = f"{_DESCRIPTIONS[name]}；可重复，多个值之间是“或”；- 表示未定"
    if key.startswith(EXCEPT):
        described = f"排除：{described}"
    return fields.List(
        forms.get(name) or Line(), data_key=key, load_default=list, metadata={"description": described}
    )


_DESCRIPTIONS = {
    "branch": "党支部",
    "year": "业务年度",
    "category": "类别：02 或 02.支委会",
    "role": "材料类型",
    "doc_type": "文件格式",
    "issuer": "责任者",
    "secrecy": "密级",
    "month": "月份，2021-06",
}


def _attribute(key: str) -> str:
    """The Python name of a parameter: ``not.branch`` is ``not_branch``."""
    return key.replace(".", "_")


def _few(values: list[str]) -> None:
    if len(values) > MOST_WITHIN:
        raise ValidationError(f"最多给 {MOST_WITHIN} 次")


def _flag(described: str) -> Flag:
    return Flag(load_default=True, metadata={"description": described, "default": "1"})


def _date(described: str) -> Pattern:
    return Pattern(*_DATE, load_default=None, metadata={"description": described})


_SearchFields = Parameters.from_dict(
    {
        "q": fields.String(load_default="", metadata={"description": "检索词；空：全部文件，最新的在前"}),
        **{_attribute(name): _filter(name, name) for name in FILTERS},
        **{_attribute(EXCEPT + name): _filter(name, EXCEPT + name) for name in FILTERS},
        "date_from": _date("日期从（含）：YYYY、YYYY-MM 或 YYYY-MM-DD"),
        "date_to": _date("日期到（含）"),
        "within": fields.List(
            fields.String(),
            load_default=list,
            validate=_few,
            metadata={"description": "在这个检索词的结果中再找；可重复，都要符合", "maxItems": MOST_WITHIN},
        ),
        "since": Pattern(
            *_MOMENT,
            load_default=None,
            metadata={
                "description": "只要这时（含）以后新收进来的：日期，或 2024-06-03T09:30:00Z 这样的时间"
            },
        ),
        "sort": Choice(
            *(sort.value for sort in Sort),
            load_default=None,
            metadata={"description": "排序；不给时，有检索词按相关度，没有按最新"},
        ),
        "page": Whole(1, MAX_PAGE, load_default=1, metadata={"description": "第几页", "default": 1}),
        "size": Whole(
            1,
            MAX_SIZE,
            load_default=DEFAULT_SIZE,
            metadata={"description": "每页几件", "default": DEFAULT_SIZE},
        ),
        "expand": _flag("同义词和数字、日期的其他写法也找"),
        "understand": _flag("把“去年”“一支部”这样的词当作筛选条件"),
        "relax": _flag("没有文件包含全部词时，给出最接近的"),
    },
    name="SearchFields",
)


class SearchParameters(_SearchFields):  # type: ignore[misc, valid-type]
    """What ``GET /search`` takes."""


class SearchPageParameters(SearchParameters):
    """What the page of results takes besides: the hit that the preview shows."""

    preview = fields.String(load_default=None)


def request_of(given: dict[str, Any]) -> SearchRequest:
    """The search that parameters read by ``SearchParameters`` ask for."""
    return SearchRequest(
        q=given["q"],
        filters=_chosen(given, ""),
        excludes=_chosen(given, EXCEPT),
        date_from=given["date_from"],
        date_to=given["date_to"],
        sort=Sort(given["sort"]) if given["sort"] else None,
        page=given["page"],
        size=given["size"],
        expand=given["expand"],
        understand=given["understand"],
        relax=given["relax"],
        within=tuple(dict.fromkeys(text for text in given["within"] if text.strip())),
        since=given["since"],
    )


def _chosen(given: dict[str, Any], prefix: str) -> dict[str, tuple[str, ...]]:
    values = {name: tuple(dict.fromkeys(given[_attribute(prefix + name)])) for name in FILTERS}
    return {name: chosen for name, chosen in values.items() if chosen}
