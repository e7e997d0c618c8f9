"""Which values a person may give to a field of a description."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..archival.taxonomy import Taxonomy
from ..documents import FIELDS, MEETING_FIELDS
from ..errors import UsageError
from .index_documents import span_of
from .overlay import MEETING_PREFIX

MAX_TEXT = 500
MAX_ITEMS = 500
YEARS = range(1900, 2100)

#: Fields whose value is a list of texts.
LISTS = frozenset({"addressees", "copied_to", "persons"})
MEETING_LISTS = frozenset({"present", "attending", "absent", "topics", "resolutions"})
#: Who was there, named or only counted.
COUNTED = frozenset({"meeting.present", "meeting.attending", "meeting.absent"})

_Check = Callable[[str, Any, Taxonomy], Any]


def flatten(values: Mapping[str, Any]) -> dict[str, Any]:
    """Corrections by field name; ``meeting`` may be an object, its fields become ``meeting.host`` and so on.

    Raises ``UsageError`` for a name that is no field's.
    """
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if name == "meeting":
            if not isinstance(value, Mapping):
                raise _wrong(name, '会议信息应是一组字段，例如 {"host": "张三"}')
            flat.update({MEETING_PREFIX + key: item for key, item in value.items()})
        else:
            flat[name] = value
    for name in flat:
        require_field(name)
    return flat


def require_field(name: str) -> None:
    """Raises ``UsageError`` for a name that is no field's."""
    if name in FIELDS or (
        name.startswith(MEETING_PREFIX) and name.removeprefix(MEETING_PREFIX) in MEETING_FIELDS
    ):
        return
    raise UsageError(f"没有名为“{name}”的著录项", "可改的著录项见接口说明", parameter=name)


def checked(name: str, value: Any, taxonomy: Taxonomy) -> Any:
    """The value as it is kept; None (cleared) is always allowed.

    Raises ``UsageError`` naming the field where it cannot take the value.
    """
    if value is None:
        return None
    return _check_of(name)(name, value, taxonomy)


def _check_of(name: str) -> _Check:
    if name in _CHECKS:
        return _CHECKS[name]
    if name in LISTS or name.removeprefix(MEETING_PREFIX) in MEETING_LISTS:
        return _texts
    return _text


def _text(name: str, value: Any, _: Taxonomy | None = None) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(name, "应填写文字；清空请用 null")
    text = " ".join(value.split())
    if len(text) > MAX_TEXT:
        raise _wrong(name, f"最多 {MAX_TEXT} 字")
    return text


def _count_or_names(name: str, value: Any, taxonomy: Taxonomy) -> Any:
    """The names of those who were there, or how many they were."""
    return _count(name, value, taxonomy) if isinstance(value, int) else _texts(name, value, taxonomy)


def _texts(name: str, value: Any, _: Taxonomy) -> list[str]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, Sequence) or len(items) > MAX_ITEMS:
        raise _wrong(name, f"应是一组文字，最多 {MAX_ITEMS} 项")
    return list(dict.fromkeys(_text(name, item) for item in items))


def _year(name: str, value: Any, _: Taxonomy) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value not in YEARS:
        raise _wrong(name, "应是四位年份，例如 2021")
    return value


def _date(name: str, value: Any, _: Taxonomy) -> str:
    span = span_of(value)
    if span is None or span.first.year not in YEARS:
        raise _wrong(name, "日期写作 2021-06-03、2021-06 或 2021")
    return str(value)


def _category(name: str, value: Any, taxonomy: Taxonomy) -> str:
    codes = [category.code for category in taxonomy.categories]
    if value not in codes:
        raise _wrong(name, f"应是分类代码：{'、'.join(codes)}")
    return str(value)


def _subcategory(name: str, value: Any, taxonomy: Taxonomy) -> str:
    """A second-level name, alone (支委会) or with its code (02.支委会). Its category is checked with it."""
    text = _text(name, value)
    second = text.partition(".")[2] or text
    if not any(second in category.second for category in taxonomy.categories):
        raise _wrong(name, f"没有二级分类“{second}”")
    return second


def _secondary(name: str, value: Any, taxonomy: Taxonomy) -> Any:
    """A further category: its code, or code and second level (02.支委会); a list of them is kept as one."""
    if isinstance(value, list):
        return list(dict.fromkeys(_secondary(name, item, taxonomy) for item in value))
    code, dot, second = _text(name, value).partition(".")
    for category in taxonomy.categories:
        if category.code == code and (not dot or second in category.second):
            return code + dot + second
    raise _wrong(name, "应是分类代码或“代码.二级分类”，例如 02.支委会")


def _role(name: str, value: Any, taxonomy: Taxonomy) -> str:
    if value not in taxonomy.roles:
        raise _wrong(name, f"应是材料类型之一：{'、'.join(taxonomy.roles)}")
    return str(value)


def _secrecy(name: str, value: Any, taxonomy: Taxonomy) -> str:
    levels = (*taxonomy.restricted, *taxonomy.quarantined)
    if value not in levels:
        raise _wrong(name, f"应是 {'、'.join(levels)} 之一")
    return str(value)


def _count(name: str, value: Any, _: Taxonomy) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
        raise _wrong(name, "应是人数")
    return value


_CHECKS: dict[str, _Check] = {
    "work_year": _year,
    "archive_year": _year,
    "date": _date,
    "category": _category,
    "subcategory": _subcategory,
    "category_secondary": _secondary,
    "role": _role,
    "secrecy": _secrecy,
    "meeting.date": _date,
    "meeting.expected": _count,
    **dict.fromkeys(COUNTED, _count_or_names),
}


def require_matching_levels(category: Any, subcategory: Any, taxonomy: Taxonomy) -> None:
    """Raises ``UsageError`` where the second level is not one of the category's."""
    if subcategory is None:
        return
    for known in taxonomy.categories:
        if known.code == category and subcategory in known.second:
            return
    raise _wrong("subcategory", f"二级分类“{subcategory}”不属于分类 {category or '（未定）'}")


def _wrong(name: str, what: str) -> UsageError:
    return UsageError(f"著录项 {name} 的值不对：{what}", "请改正后再保存", parameter=name)
