"""The case book: real-looking documents and what must be said of each."""

from __future__ import annotations

from typing import Any

import pytest

from .casebook import cases, described, misses

BOOKS = ("names", "papers", "minutes", "habits", "subjects", "titles", "roles", "dates_told")


def _named() -> list[Any]:
    return [
        pytest.param(case, id=f"{book}-{number}-{case.get('path', '')[-24:]}")
        for book in BOOKS
        for number, case in enumerate(cases(book))
    ]


@pytest.mark.parametrize("case", _named())
def test_a_document_is_described_as_an_archivist_would(case: dict[str, Any]) -> None:
    found = list(misses(case, described(case)))
    assert not found, "\n".join(
        f"{field}: wanted {wanted!r}, found {value!r}" for field, wanted, value in found
    )
