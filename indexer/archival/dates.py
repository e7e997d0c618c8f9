"""Dates as people write them: 2021年6月3日, 二〇二一年六月三日, 2021.6.3, 20210603, 21年6月, 6月3日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .numerals import number

FIRST_YEAR, LAST_YEAR = 1921, 2099


@dataclass(frozen=True, slots=True)
class Moment:
    """A date to the precision it was written with, and where it stands in the text.

    ``year`` is None for 6月3日, which takes its year from elsewhere.
    """

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def iso(self) -> str | None:
        """``2021-06-03``, ``2021-06`` or ``2021``; None without a year."""
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def precision(self) -> int:
        """3 to the day, 2 to the month, 1 to the year."""
        return 1 + (self.month is not None) + (self.day is not None)

    def in_year(self, year: int) -> Moment:
        return Moment(year, self.month, self.day, self.start, self.end)


_CN = "〇零OoО0一二三四五六七八九"
_MONTH_CN = "元|正|十[一二]?|[一二三四五六七八九]"
_DAY_CN = (
    "三十一?|卅一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|"
    "十[一二三四五六七八九]?|[一二三四五六七八九]"
)
_SEP = r"[./\-_、]"
_PATTERN = re.compile(
    "|".join(
        (
            # 2021年六月三日
            rf"(?<!\d)(?P<y8>(?:19|20)\d{{2}})\s?年度?\s?(?P<m8>{_MONTH_CN})月份?(?:(?P<d8>{_DAY_CN})[日号])?",
            # 2021年6月3日, 2021年6月, 2021年 (also 2021年6月3日-5日: the first day)
            r"(?<!\d)(?P<y1>(?:19|20)\d{2})\s?年度?\s?(?:(?P<m1>1[0-2]|0?[1-9])\s?月(?:份)?\s?(?:(?P<d1>3[01]|[12]\d|0?[1-9])(?=\s?[日号]|[-~至、]\d{1,2}[日号])\s?[日号]?)?)?",
            # 二〇二一年六月三日
            rf"(?P<y2>[一二][{_CN}]{{3}})\s?年度?(?:(?P<m2>{_MONTH_CN})月份?(?:(?P<d2>{_DAY_CN})[日号])?)?",
            # 2021.6.3, 2021-06, 2021/6/3
            rf"(?<![\d.])(?P<y3>(?:19|20)\d{{2}})\s?{_SEP}\s?(?P<m3>1[0-2]|0?[1-9])(?:\s?{_SEP}\s?(?P<d3>3[01]|[12]\d|0?[1-9]))?(?:[日号]|月份?(?:(?P<d31>3[01]|[12]\d|0?[1-9])[日号])?)?(?![\d%]|\.\d)",
            # 20210603
            r"(?<!\d)(?P<y4>(?:19|20)\d{2})(?P<m4>0[1-9]|1[0-2])(?P<d4>0[1-9]|[12]\d|3[01])(?!\d)",
            # 21年6月3日
            r"(?<![\d.])'?(?P<y5>[0-3]\d)年(?!以|内|来|后|前|级|龄|工|党|的)(?:(?P<m5>1[0-2]|0?[1-9])月(?:(?P<d5>3[01]|[12]\d|0?[1-9])[日号])?)?",
            # 6月3日, 6月份
            r"(?<![\d年.])(?P<m6>1[0-2]|0?[1-9])月(?!度|内|后|前|均|以|来|薪|末|底)(?:份|(?P<d6>3[01]|[12]\d|0?[1-9])(?=[日号]|[-~至]\d{1,2}[日号])[日号]?)?",
            # 6/22 晚8:30
            r"(?<![\d/.])(?P<m9>1[0-2]|0?[1-9])/(?P<d9>3[01]|[12]\d|0?[1-9])(?=\s?(?:上午|下午|中午|晚|早|周[一二三四五六日天]|星期))",
            # 六月三日, 六月份
            rf"(?<![年十一二三四五六七八九])(?P<m7>{_MONTH_CN})月(?!度|内|后|前|均|以|来|薪|末|底)(?:份|(?P<d7>{_DAY_CN})[日号])?",
        )
    )
)
#: What only a file name writes: 202106, 21.06.03, -2505, 0603支委会.
_IN_NAMES = re.compile(
    r"(?<!\d)(?P<y1>(?:19|20)\d{2})(?P<m1>0[1-9]|1[0-2])(?:(?P<d1>0[1-9]|[12]\d|3[01])(?=\d{4,9}(?!\d))|(?!\d))"
    r"|(?<![\d.])(?P<y2>[0-3]\d)[.](?P<m2>1[0-2]|0?[1-9])[.](?P<d2>3[01]|[12]\d|0?[1-9])(?![\d.])"
    r"|(?<!\d)(?P<y3>[0-3]\d)(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<=[-_\u4e00-\u9fff])(?P<y4>1[3-9]|2\d)(?P<m4>0[1-9]|1[0-2])(?=$|[.\-_(])"
    r"|^(?P<y9>1[3-9]|2\d)(?P<m9>0[1-9]|1[0-2])(?=[\u4e00-\u9fff])(?![号人名元件份个年字次期级班室房路厂所度多])"
    r"|(?<![\d.])(?P<m8>0[1-9]|1[0-2])(?P<d8>0[1-9]|[12]\d|3[01])(?=$|[_\-.(\s]|[\u4e00-\u9fff])(?![号人名元件份个年字次期级班室房路厂所度多])"
    r"|(?<!\d)(?P<y5>(?:19|20)\d{2})(?!\d)"
    r"|(?<!\d)(?P<y6>[0-3]\d)(?=[春秋](?!节|天|冬|游))"
    r"|(?<![\d.])(?P<m7>1[0-2]|0?[1-9])[.](?P<d7>3[01]|[12]\d|0?[1-9])(?![\d.]|\.)"
)
#: No date lacks all of these.
_HINT = re.compile(r"[年月]|(?:19|20)\d{2}|\d/\d")
#: Lines are asked for their dates again and again; longer texts are not kept.
_SHORT = 200
_GROUPS = {pattern: [(f"y{i}", f"m{i}", f"d{i}") for i in range(1, 10)] for pattern in (_PATTERN, _IN_NAMES)}


def find_dates(text: str) -> list[Moment]:
    """Every date in plain text, in order. Impossible ones (2021年2月31日) keep what is possible."""
    if not _HINT.search(text):
        return []
    return list(_dates_of_line(text)) if len(text) <= _SHORT else list(_scan(_PATTERN, text))


@lru_cache(maxsize=2048)
def _dates_of_line(text: str) -> tuple[Moment, ...]:
    return tuple(_scan(_PATTERN, text))


def find_dates_in_name(name: str) -> list[Moment]:
    """Every date in a file or folder name, with the shorter forms that names use."""
    found = find_dates(name)
    taken = [(m.start, m.end) for m in found]
    for moment in _scan(_IN_NAMES, name):
        if all(moment.end <= a or moment.start >= b for a, b in taken):
            found.append(moment)
    return sorted(found, key=lambda m: m.start)


def _scan(pattern: re.Pattern[str], text: str) -> Iterator[Moment]:
    for match in pattern.finditer(text):
        found = match.groupdict()
        for year_name, month_name, day_name in _GROUPS[pattern]:
            year, month, day = found.get(year_name), found.get(month_name), found.get(day_name)
            if year_name == "y3" and day is None:
                day = found.get("d31")
            if year or month:
                moment = _moment(year, month, day, match)
                if moment is not None:
                    yield moment
                break


def _moment(year: str | None, month: str | None, day: str | None, match: re.Match[str]) -> Moment | None:
    y = number(year) if year else None
    if y is not None and year is not None and len(year) == 2:
        y += 2000
    if year and (y is None or not FIRST_YEAR <= y <= LAST_YEAR):
        return None
    m, d = (number(month) if month else None), (number(day) if day else None)
    if m is not None and d is not None and not possible(y or 2000, m, d):
        d = None
    return Moment(y, m, d, match.start(), match.end())


def possible(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
