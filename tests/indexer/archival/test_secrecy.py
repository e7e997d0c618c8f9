"""Secrecy marks are found wherever they stand, and words about secrets are none."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.archival.secrecy import Mark, find_mark
from indexer.documents import Page

from .casebook import cases, described


def _pages(case: dict[str, Any]) -> list[Page]:
    return [Page(n, "", text) for n, text in enumerate(case.get("text", "").split("\f"), 1) if text.strip()]


def _id(case: dict[str, Any]) -> str:
    return str(case.get("text", case.get("path")))[:24].strip()


@pytest.mark.parametrize("case", cases("secrecy"), ids=_id)
def test_marks_are_found_and_nothing_else(case: dict[str, Any]) -> None:
    found = find_mark(_pages(case), case.get("path", "无名.docx"))
    assert (found.level if found else "") == case["level"]


@pytest.mark.parametrize("case", [case for case in cases("secrecy") if "restricted" in case], ids=_id)
def test_what_is_restricted_is_kept_and_says_so(case: dict[str, Any]) -> None:
    assert (described(case).value("secrecy") or "") == case["restricted"]


def test_a_mark_carries_its_words_and_its_page() -> None:
    pages = [Page(1, "第1页", "封面\n"), Page(2, "第2页", "机　密　★　２０年\n正文\n")]
    assert find_mark(pages, "x.pdf") == Mark("机密", "机密★２０年", 2)


def test_the_highest_of_several_marks_is_told() -> None:
    pages = [Page(1, "第1页", "秘密★5年\n正文\n"), Page(2, "第2页", "绝密★30年\n正文\n")]
    found = find_mark(pages, "x.pdf")
    assert found is not None
    assert (found.level, found.page) == ("绝密", 2)


def test_a_stamp_in_the_middle_of_a_scanned_page_is_found() -> None:
    text = "\n".join(
        [*(f"这是扫描件的第{n}行文字" for n in range(40)), "机密", *("后面还有文字" for _ in range(20))]
    )
    assert find_mark([Page(1, "第1页", text, ocr=True)], "x.jpg") is not None
    assert find_mark([Page(1, "第1页", text)], "x.docx") is None
