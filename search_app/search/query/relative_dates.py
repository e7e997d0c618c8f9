"""Periods as people speak of them: 去年, 今年上半年, 去年三季度, 上个月, 2021年第四季度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indexer.archival.numerals import number
from indexer.engines.query import DateRange

from .periods import Period

_YEARS_AGO = {"今年": 0, "本年": 0, "去年": 1, "上年": 1, "前年": 2, "大前年": 3}
#: The months that are meant by the beginning, the middle and the end of a year.
_ABOUT = {"初": (1, 2), "中": (5, 7), "底": (11, 12), "末": (11, 12)}
_YEAR = (
    r"(?P<spoken>大前年|今年|本年|去年|上年|前年)度?"
    r"|(?P<year>[12]\d{3})年?度?(?=[第一二三四1-4上下全年初中底末])"
)
_PART = (
    r"第?(?P<quarter>[一二三四1-4])季度?|(?P<half>[上下])半年|年?(?P<about>初|中|底|末)(?![级等步期专小心高学共国央数])"
    r"|(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?!\d|[一二三四五六七八九十])"
)
_PERIOD = re.compile(rf"(?:{_YEAR})(?:的?(?:{_PART}))?|(?P<ago>上个?|这个?|本)月(?!\d)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A period that a text speaks of from ``start`` to ``end``: a whole ``year``, or the months ``first`` to
    ``last``."""

    start: int
    end: int
    first: Period
    last: Period

    @property
    def year(self) -> int | None:
        """The year, where it is a whole one."""
        return self.first.year if self.first.month is None else None

    @property
    def range(self) -> DateRange:
        return DateRange(self.first.start, self.last.end)

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


def spoken_periods(text: str, today: date) -> Iterator[Spoken]:
    """The periods in a folded text. A year in digits alone is none: it is looked for as it is written."""
    for match in _PERIOD.finditer(text):
        found = _months(match, today)
        if found is not None:
            yield Spoken(match.start(), match.end(), *found)


def _months(match: re.Match[str], today: date) -> tuple[Period, Period] | None:
    if match["ago"]:
        month = _month_before(today) if match["ago"].startswith("上") else Period(today.year, today.month)
        return month, month
    year = today.year - _YEARS_AGO[match["spoken"]] if match["spoken"] else int(match["year"])
    if match["quarter"]:
        first = 3 * (number(match["quarter"]) or 1) - 2
        return Period(year, first), Period(year, first + 2)
    if match["about"]:
        first, last = _ABOUT[match["about"]]
        return Period(year, first), Period(year, last)
    if match["half"]:
        first = 1 if match["half"] == "上" else 7
        return Period(year, first), Period(year, first + 5)
    if match["month"]:
        month = Period(year, number(match["month"]))
        return month, month
    return (Period(year), Period(year)) if match["spoken"] else None


def _month_before(today: date) -> Period:
    return Period(today.year - 1, 12) if today.month == 1 else Period(today.year, today.month - 1)
