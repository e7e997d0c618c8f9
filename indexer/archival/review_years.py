"""Years under review: what belongs to a 2023年度组织生活会 happens until the spring of 2024."""

from __future__ import annotations

import re

_REVIEW = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s?年度[^\d]{0,6}(?:组织生活会|民主评议|民主生活会|述职评议|年终考核)"
)
#: The last month in which a year is reviewed.
_SPRING = 3


def in_review_of(text: str, month: int | None) -> int | None:
    """The calendar year of a month in the review of the year that plain ``text`` names; None without one."""
    match = _REVIEW.search(text)
    if match is None or month is None:
        return None
    return int(match[1]) + (month <= _SPRING)
