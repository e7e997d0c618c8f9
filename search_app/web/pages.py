"""Paging: which page numbers to offer."""

from __future__ import annotations

_AROUND = 2


def page_numbers(page: int, total: int, size: int) -> list[int | None]:
    """The first and last page and those around ``page``, None where some are left out."""
    last = max(1, -(-total // size))
    near = range(page - _AROUND, page + _AROUND + 1)
    wanted = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    numbers: list[int | None] = []
    for number in wanted:
        previous = numbers[-1] if numbers else 0
        if previous is not None and number - previous == 2:
            numbers.append(number - 1)
        elif previous is not None and number - previous > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers
