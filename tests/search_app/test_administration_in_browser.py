"""The unit's own list of branches, looked through and applied in a real browser, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.archival.values import Branch

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
    for month in range(1, 5):
        archive.put(f"一支部/{month}月支委会.docx", f"支委会会议记录 {month} 月", branch="第一党支部")
    archive.put("二支部/通知.docx", "通知", branch="第二党支部")
    archive.catalog.save_branches([Branch("第一党支部"), Branch("第二党支部")])
    with serving(archive.app()) as url:
        yield url


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (390, False)])
def test_branches_are_merged_confirmed_and_found_by_their_new_name(
    browser: Browser, address: str, width: int, scripts: bool
) -> None:
    with watching(browser, width, java_script_enabled=scripts) as watched:
        page = watched.page
        page.goto(f"{address}/administration/branches")
        page.get_by_label("名称").first.fill("城区党支部")
        page.get_by_label("并入").nth(1).select_option("第一党支部")
        page.get_by_role("button", name="看会改什么").first.click()
        expect(page.get_by_text("第二党支部 并入 城区党支部")).to_be_visible()
        page.get_by_role("button", name="确认并采用").click()
        expect(page.get_by_text("已采用 1 个党支部，重新著录 5 件")).to_be_visible(timeout=60_000)
        page.get_by_role("link", name="返回").click()
        expect(page.get_by_text("已核对")).to_be_visible()
        page.get_by_role("link", name="5 件文件").click()
        expect(page.locator("h1 strong")).to_have_text("5")
        assert watched.faults == []
