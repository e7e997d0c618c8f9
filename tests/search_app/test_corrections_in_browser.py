"""Corrections of many documents in a real browser: by table and on the page, without scripts too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from .archive import Archive

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, expect

from .browser import chromium, serving, watching

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: set DANGAN_TEST_CHROMIUM"),
]


@pytest.fixture
def address(archive: Archive) -> Iterator[str]:
    for number in range(3):
        archive.put(f"一支部/{number}.docx", f"路灯 {number}", branch="第一党支部", role="通知")
    with serving(archive.app()) as url:
        yield url


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (390, False)])
def test_a_field_is_set_for_a_search_and_taken_back(
    browser: Browser, archive: Archive, address: str, width: int, scripts: bool
) -> None:
    with watching(browser, width, java_script_enabled=scripts) as watched:
        page = watched.page
        page.goto(f"{address}/search?q=路灯")
        page.get_by_role("link", name="批量更正").click()
        page.get_by_label("改哪一项").select_option("材料类型")
        page.get_by_role("button", name="选定这一项").click()
        page.get_by_label("材料类型改成").select_option("报告")
        page.get_by_label("为什么").fill("都是报告")
        page.get_by_label("选择 1", exact=True).uncheck()
        page.get_by_role("button", name="看会改什么").click()
        expect(page.locator("ins")).to_have_text(["报告", "报告"])
        page.get_by_role("button", name="改这 2 件").click()
        expect(page.get_by_text("2 件文件，2 处；现在有效 2 处")).to_be_visible()
        assert watched.wider_than_window() <= 0
        page.get_by_role("button", name="撤回整批").click()
        expect(page.get_by_text("已撤回 2 件文件的更正")).to_be_visible()
        assert watched.faults == []
    roles = {one.description.value("role") for one in archive.catalog.of_branch("第一党支部", 10)}
    assert roles == {"通知"}


def test_a_table_goes_out_is_edited_and_comes_back(browser: Browser, address: str, tmp_path: Path) -> None:
    with watching(browser, 1024, accept_downloads=True) as watched:
        page = watched.page
        page.goto(f"{address}/search?q=路灯")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="导出更正表").click()
        table = tmp_path / "改好.xlsx"
        waiting.value.save_as(table)
        book = load_workbook(table)
        column = [cell.value for cell in book["著录"][1]].index("党支部") + 1
        book["著录"].cell(2, column).value = "城区党支部"
        book["著录"].cell(3, column - 1).value = "=1+1"
        book.save(table)
        page.goto(f"{address}/corrections/table")
        page.get_by_label("改好的 .xlsx").set_input_files(table)
        page.get_by_label("更正的理由").fill("按名册核对")
        page.get_by_role("button", name="看会改什么").click()
        expect(page.get_by_text("是公式，不能用")).to_be_visible()
        page.get_by_role("button", name="只改能改的 1 件").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("更正表“改好.xlsx”")
        assert watched.wider_than_window() <= 0
        assert watched.faults == []
