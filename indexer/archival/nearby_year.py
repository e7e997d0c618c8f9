"""The year of a day that is written without one: 6月3日."""

from __future__ import annotations

from .dates import find_dates
from .view import View

_REACH = 400


def year_nearby(view: View, before: int, month: int | None = None) -> int | None:
    """The last year named shortly before ``before`` in the text, else what name and folders say."""
    text = view.head.text[max(0, before - _REACH) : before]
    earlier = [moment.year for moment in find_dates(text) if moment.year]
    return earlier[-1] if earlier else view.year_of(month)
