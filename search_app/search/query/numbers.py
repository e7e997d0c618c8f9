"""Numbers and dates in their other spellings: 2021年6月, 二〇二一年六月, 2021-06; 第三次, 第3次; 六月, 6月.

Only spellings that say the same wherever they stand: 2021.1 is no spelling of 2021年1月, since 2021.12
contains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.archival.numerals import chinese, number

_DIGITS = "零一二三四五六七八九"
_HAN = f"[{_DIGITS}十百廿]+"
_YEAR = rf"(?P<year>[12]\d{{3}}|[一二][{_DIGITS}]{{3}})年"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元正])月份?"
_ONE = f"[{_DIGITS[1:]}]"
_DAY = rf"(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|[二廿]十?{_ONE}?|十{_ONE}?|{_ONE})[日号]"
_SPOKEN = re.compile(f"(?:{_YEAR})?(?:{_MONTH})?(?:{_DAY})?")
_WRITTEN = re.compile(
    r"(?P<year>[12]\d{3})([-./])(?P<month>1[0-2]|0?[1-9])(?:\2(?P<day>3[01]|[12]\d|0?[1-9]))?"
)
_COUNTED = re.compile(rf"(?P<head>第?)(?P<number>\d{{1,3}}|{_HAN})(?P<tail>[\u4e00-\u9fff]{{1,3}})")
#: Words that are counted: the number before them may be written either way.
_COUNTING = frozenset(
    (
        *("次", "届", "期", "批", "讲", "课", "步", "类", "级", "季度", "学期", "学时", "小时", "周", "天"),
        *("个", "名", "人", "件", "条", "项", "张", "份", "票", "岁", "元", "万元", "月", "日", "号"),
        *("支部", "党支部", "小组", "党小组", "组", "楼", "室", "会议室"),
    )
)
_LARGEST = 99


def spellings(text: str) -> tuple[str, ...]:
    """Other folded spellings of a folded number with its counting word, or of a date; none for other text."""
    found = _of_date(text) or _of_count(text)
    return tuple(dict.fromkeys(one for one in found if text not in one))


def read_moment(text: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day that the whole of a folded text names; None for what it does not name."""
    match = _WRITTEN.fullmatch(text) or _SPOKEN.fullmatch(text)
    if not text or match is None:
        return None, None, None
    year, month, day = (number(part) if part else None for part in match.group("year", "month", "day"))
    return year, month, day


def _of_date(text: str) -> list[str]:
    year, month, day = read_moment(text)
    if year is None and month is None:
        return []
    if year is not None and month is None:
        return [f"{year}年", f"{_by_digits(year)}年"] if day is None else []
    spoken = [*_spoken(year, month, day)]
    return spoken if year is None or month is None else [*spoken, *_written(year, month, day)]


def _spoken(year: int | None, month: int | None, day: int | None) -> Iterator[str]:
    plain, han = (f"{year}年", f"{_by_digits(year)}年") if year is not None else ("", "")
    months = (f"{month}月", f"{month:02}月", f"{chinese(month)}月") if month else ("", "", "")
    days = (f"{day}日", f"{day:02}日", f"{chinese(day)}日") if day else ("", "", "")
    yield plain + months[0] + days[0]
    yield plain + months[1] + days[1]
    yield han + months[2] + days[2]
    if day:
        yield plain + months[0] + days[0][:-1] + "号"


def _written(year: int, month: int, day: int | None) -> Iterator[str]:
    """With signs between, as far as no longer number could be meant."""
    for sign in "-./":
        ending = f"{sign}{day:02}" if day else ""
        yield f"{year}{sign}{month:02}{ending}"
        bare = day if day else month
        if bare > 3 if day else bare > 1:
            yield f"{year}{sign}{month}" + (f"{sign}{day}" if day else "")
        elif not day:
            yield f"{year}{sign}{month}{sign}"
    if day:
        yield f"{year}{month:02}{day:02}"


def _by_digits(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _of_count(text: str) -> list[str]:
    match = _COUNTED.fullmatch(text)
    if match is None or match["tail"] not in _COUNTING:
        return []
    value = number(match["number"])
    if value is None or not 0 < value <= _LARGEST:
        return []
    head, tail = match["head"], match["tail"]
    return [f"{head}{value}{tail}", f"{head}{chinese(value)}{tail}"]
