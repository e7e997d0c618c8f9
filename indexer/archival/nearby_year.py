"""The year of a day that is written without one: 6月3日."""

from __future__ import annotations

import re

from .dates import Moment, find_dates
from .view import View

_REACH = 400
#: A year that tells of something past, or of a term: 自2018年1月成立至今, 上届是2021年选的.
_PAST = re.compile(r"(?:自|从|于|上一?届|原|出生|入党|成立|建于|始于|[一-龥]届)[^,。;\n]{0,4}$")
_HEADING = re.compile(r"[^。;:!?]{1,40}")


def year_nearby(view: View, before: int, month: int | None = None) -> int | None:
    """The year of the day or heading named shortly before ``before``; else what name and folders say, then
    the longer file that the text was cut from, then the last year named in the text at all."""
    start = max(0, before - _REACH)
    text = view.head.text[start:before]
    earlier = [m for m in find_dates(text) if m.year and not _PAST.search(text[: m.start])]
    near = [moment for moment in earlier if moment.day or _heads(text, moment)]
    if near:
        return near[-1].year
    told = view.year_of(month)
    if told is not None:
        return told
    booked = next((m.year for m in find_dates(view.book) if m.year), None)
    return booked or (earlier[-1].year if earlier else None)


def _heads(text: str, moment: Moment) -> bool:
    """Whether a year stands in a short line that is no sentence: 2021年度支委会会议记录."""
    begin = text.rfind("\n", 0, moment.start) + 1
    end = text.find("\n", moment.end)
    return _HEADING.fullmatch(text[begin : end if end >= 0 else len(text)]) is not None
