"""Every value says where it was read: its words stand on the page that is named."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.archival.paper import plain
from indexer.documents import FIELDS, MEETING_FIELDS, FieldSource

from .casebook import cases, described

WITH_TEXT = [case for book in ("papers", "minutes") for case in cases(book)]


@pytest.mark.parametrize("case", WITH_TEXT, ids=lambda case: str(case["path"]))
def test_quoted_words_stand_in_the_document(case: dict[str, Any]) -> None:
    found = described(case)
    text = plain(case["text"].replace("\f", "\n"))
    for name, field in {**found.fields, **found.meeting}.items():
        if field.value is None or field.source is not FieldSource.EXTRACTED or name in ("role", "retention"):
            continue
        if field.evidence is not None and field.evidence.page is not None:
            assert plain(field.evidence.text) in text, name


@pytest.mark.parametrize("case", [*WITH_TEXT, *cases("names")], ids=lambda case: str(case["path"]))
def test_every_field_is_there_and_only_values_are_believed(case: dict[str, Any]) -> None:
    found = described(case)
    assert set(found.fields) == set(FIELDS)
    assert set(found.meeting) in (set(), set(MEETING_FIELDS))
    for name, field in {**found.fields, **found.meeting}.items():
        assert 0.0 <= field.confidence <= 1.0
        assert (field.confidence > 0) == (field.value is not None), name


@pytest.mark.parametrize("case", WITH_TEXT, ids=lambda case: str(case["path"]))
def test_values_are_plain_json(case: dict[str, Any]) -> None:
    found = described(case)
    for field in {**found.fields, **found.meeting}.values():
        value = field.value
        assert value is None or isinstance(value, (str, int)) or all(isinstance(item, str) for item in value)
