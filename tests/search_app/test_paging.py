"""Which page numbers are offered."""

from __future__ import annotations

import pytest

from search_app.web.pages import page_numbers


@pytest.mark.parametrize(
    ("page", "total", "expected"),
    [
        (1, 0, [1]),
        (1, 20, [1]),
        (1, 21, [1, 2]),
        (1, 2000, [1, 2, 3, None, 100]),
        (50, 2000, [1, None, 48, 49, 50, 51, 52, None, 100]),
        (4, 2000, [1, 2, 3, 4, 5, 6, None, 100]),
        (5, 2000, [1, 2, 3, 4, 5, 6, 7, None, 100]),
        (100, 2000, [1, None, 98, 99, 100]),
        (500, 40, [1, 2]),
    ],
)
def test_first_last_and_near_pages_are_offered(page: int, total: int, expected: list[int | None]) -> None:
    assert page_numbers(page, total, 20) == expected
