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


def test_values_that_more_than_words_decided_say_what_did() -> None:
    text = "衡东县路灯管理站第一党支部支委会会议记录\n时间：2021年6月3日\n主持人：王光豪\n记录人：樊炫腾\n"
    found = described({"path": "第一党支部/2020/支委会会议记录.docx", "text": text})
    assert found.fields["category"].rule.startswith("02 得 ")
    assert "“支委会" in found.fields["category"].rule
    assert (
        found.fields["work_year"].rule == "依次看：会议时间 2021、成文日期 2021、标题附近 2021、文件夹 2020"
    )
    assert found.fields["archive_year"].rule == "落款的年份"
    assert found.fields["retention"].rule == "按国家档案局令第8号建议：支部会议记录：通行做法"
    assert found.fields["retention"].evidence is None
