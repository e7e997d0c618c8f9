"""The days that a paper speaks of beside its own: that of the meeting it announces or reports."""

from __future__ import annotations

from datetime import date, timedelta

from ..dates import Moment, find_dates
from ..paper import plain
from .keys import DAY

_FULL = 3


def days_named(text: str, own: str) -> frozenset[str]:
    """The days named in a text, ISO, but for its own date (``own``, to the day, month or year) where it was
    written down: at the foot, as a rule. A day without a year is the one nearest to the paper's own, or in
    the year of it."""
    moments = [moment for moment in find_dates(plain(text)) if moment.precision == _FULL]
    if len(own) < DAY:
        days = [_day(moment if moment.year else moment.in_year(int(own[:4]))) for moment in moments]
    else:
        written = date.fromisoformat(own)
        days = [_nearest(moment, written) for moment in moments]
        if written in days:
            days.reverse()
            days.remove(written)
    return frozenset(day.isoformat() for day in days if day is not None)


def _nearest(moment: Moment, written: date) -> date | None:
    years = [moment.year] if moment.year is not None else [written.year + one for one in (-1, 0, 1)]
    days = [day for day in (_day(moment.in_year(year)) for year in years) if day is not None]
    return min(days, key=lambda day: abs(day - written), default=None)


def _day(moment: Moment) -> date | None:
    try:
        return date.fromisoformat(moment.iso or "")
    except ValueError:  # 29 February of another year
        return None


def within(days: frozenset[str], own: str, *, before: int, after: int) -> list[str]:
    """Those of the days that a meeting may have had of which a paper dated ``own`` is written so many days
    ``before`` or ``after``."""
    written = date.fromisoformat(own)
    first, last = written - timedelta(after), written + timedelta(before)
    return sorted(day for day in days if first.isoformat() <= day <= last.isoformat())
