"""Dates in every way people write them."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.archival.dates import find_dates, find_dates_in_name
from indexer.archival.describe import describe
from indexer.archival.paper import plain
from indexer.archival.values import Subject, Unit
from indexer.documents import Page


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021年6月3日", "2021-06-03"),
        ("2021 年 06 月 03 日", "2021-06-03"),
        ("２０２１年６月３日", "2021-06-03"),
        ("2 0 2 1 年 6 月 3 日", "2021-06-03"),
        ("2021.6.3", "2021-06-03"),
        ("2021-06-03", "2021-06-03"),
        ("2021/6/3 14:30", "2021-06-03"),
        ("20210603", "2021-06-03"),
        ("二〇二一年六月三日", "2021-06-03"),
        ("二○○六年十二月十八日", "2006-12-18"),
        ("二O二一年元月廿五日", "2021-01-25"),
        ("二零二一年十月三十一日", "2021-10-31"),
        ("21年6月3日", "2021-06-03"),
        ("2021年6月3-5日", "2021-06-03"),
        ("2021年6月", "2021-06"),
        ("2021年6月份", "2021-06"),
        ("二〇二一年六月", "2021-06"),
        ("2021年度", "2021"),
        ("2021年2月31日", "2021-02"),
    ],
)
def test_a_date_is_read_to_the_precision_it_has(text: str, iso: str) -> None:
    assert [moment.iso for moment in find_dates(plain(text))] == [iso]


@pytest.mark.parametrize(
    "text", ["15年党龄", "3年以来", "1.1.2 支部", "0734-5220000", "100周年", "第6次", "3.5%"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert [moment for moment in find_dates(plain(text)) if moment.year] == []


def test_a_day_without_a_year_says_so() -> None:
    (found,) = find_dates("6月3日下午")
    assert (found.year, found.month, found.day) == (None, 6, 3)
    assert found.iso is None
    assert found.in_year(2021).iso == "2021-06-03"


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("202106支委会", "2021-06"),
        ("关于成立党小组的说明-2505", "2025-05"),
        ("支委工作手册26春", "2026"),
        ("IMG_20210603_141500", "2021-06-03"),
        ("微信图片_20210603141500", "2021-06-03"),
        ("21.06.03", "2021-06-03"),
        ("210603党课", "2021-06-03"),
        ("2021三会一课", "2021"),
    ],
)
def test_names_write_dates_shorter(name: str, iso: str) -> None:
    assert [moment.iso for moment in find_dates_in_name(plain(name))] == [iso]


def test_serial_numbers_in_names_are_no_dates() -> None:
    assert find_dates_in_name("扫描件0001") == []
    assert find_dates_in_name("1.1.2 组织生活") == []


@pytest.mark.parametrize(
    ("modified", "metadata", "year"),
    [(date(2026, 3, 1), {}, 2026), (date(2026, 3, 1), {"modified": "2019-05-06T08:00:00Z"}, 2019)],
)
def test_the_year_of_a_files_saving_is_a_guess_that_tells_what_it_rests_on(
    modified: date, metadata: dict[str, str], year: int
) -> None:
    page = Page(1, "", "各位党员：请互相转告。")
    found = describe(Subject("档案", "说明.docx", None, "docx", (page,), metadata, modified), Unit())
    assert found.value("work_year") == year
    assert found.counted("work_year") is None
    assert "文件" in found.fields["work_year"].rule
