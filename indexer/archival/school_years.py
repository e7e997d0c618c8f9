"""School years: 2021-2022学年 begins in August, so that its March is 2022's."""

from __future__ import annotations

import re

_SCHOOL_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s?[-~/至]\s?((?:19|20)?\d{2})\s?(?:学年|第[一二]学期|学期)"
)
_FIRST_MONTH = 8


def in_school_year(text: str, month: int | None) -> int | None:
    """The calendar year of a month of the school year that plain ``text`` names; without one its first."""
    match = _SCHOOL_YEAR.search(text)
    if match is None:
        return None
    first = int(match[1])
    return first + 1 if month is not None and month < _FIRST_MONTH else first
