"""Days, months and years as people type them, and ranges of them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from analyzers import fold
from indexer.archival.numerals import number
from indexer.engines.query import DateRange

_NUMERAL = "[零一二三四五六七八九十]"
_YEAR = r"(?P<year>[12]\d{3}|[一二][零一二三四五六七八九]{3})(?:年度?)?"
_MONTH = rf"(?P<month>\d{{1,2}}|{_NUMERAL}{{1,2}})(?:月份?)?"
_DAY = rf"(?P<day>\d{{1,2}}|{_NUMERAL}{{1,3}})[日号]?"
_DATE = re.compile(rf"{_YEAR}(?:[-./]?{_MONTH}(?:[-./]?{_DAY})?)?")
_COMPACT = re.compile(r"(?P<year>[12]\d{3})(?P<month>\d{2})(?P<day>\d{2})?")
FIRST, LAST = 10000101, 99991231


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def start(self) -> int:
        """Its first day as ``yyyymmdd``."""
        return self.year * 10000 + (self.month or 1) * 100 + (self.day or 1)

    @property
    def end(self) -> int:
        """Its last day as ``yyyymmdd``."""
        month = self.month or 12
        return self.year * 10000 + month * 100 + (self.day or calendar.monthrange(self.year, month)[1])

    @property
    def range(self) -> DateRange:
        return DateRange(self.start, self.end)

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part))
        return "-".join(parts)


def read_period(text: str) -> Period | None:
    """The period that the whole of ``text`` names: 2021, 2021年6月, 2021-06-03, 20210603, 二〇二一年六月."""
    folded = fold(text)
    match = _COMPACT.fullmatch(folded) or _DATE.fullmatch(folded)
    if match is None:
        return None
    year, month, day = (number(part) if part else None for part in match.group("year", "month", "day"))
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return Period(year or 0, month, day)


def read_range(text: str) -> DateRange | None:
    """``2021``, ``2021-03..2021-06``, ``2021..`` or ``..2023-05``, both ends inclusive."""
    first, dots, last = text.partition("..")
    if not dots:
        last = first
    start, end = read_period(first), read_period(last)
    if (first.strip() and start is None) or (last.strip() and end is None) or not (start or end):
        return None
    return DateRange(start.start if start else FIRST, end.end if end else LAST)


def read_years(text: str) -> frozenset[str] | None:
    """The years of ``2021``, ``2021年度``, ``2021..2023`` (at most a century of them)."""
    found = read_range(text)
    if found is None or any(period and period.month for period in map(read_period, text.split(".."))):
        return None
    first, last = found.start // 10000, found.end // 10000
    if found.start == FIRST:
        first = max(1000, last - 100)
    last = min(last, first + 200)
    return frozenset(str(year) for year in range(first, last + 1))
