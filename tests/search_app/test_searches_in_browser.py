"""Saving a search and looking at what is new in it, in a real browser at three widths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .archive import Archive

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, expect

from .browser import chromium, serving, watching

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: set DANGAN_TEST_CHROMIUM"),
]


@pytest.fixture
def address(archive: Archive, identifier: str) -> Iterator[str]:
    assert identifier
    with serving(archive.app()) as url:
        yield url


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_a_search_is_saved_looked_at_renamed_and_deleted(
    browser: Browser, address: str, archive: Archive, width: int
) -> None:
    name = "第一党支部历年支部委员会会议记录及有关附件材料（含换届选举）"
    with watching(browser, width) as watched:
        page = watched.page
        page.goto(f"{address}/search?q=路灯&branch=第一党支部&role=会议记录")
        page.get_by_text("保存这次检索").click()
        assert watched.wider_than_window() == 0
        page.get_by_label("名称").fill(name)
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("status")).to_contain_text("已保存")
        archive.put("新.docx", "路灯验收", title="路灯验收", branch="第一党支部", role="会议记录")
        archive.load()
        page.goto(f"{address}/searches")
        page.get_by_text("改名或删除").click()
        assert watched.wider_than_window() == 0
        page.get_by_label("新名称").fill("一支部路灯")
        page.get_by_role("button", name="改名").click()
        expect(page.get_by_role("link", name="一支部路灯")).to_be_visible()
        page.get_by_role("button", name="看新收的 1 件").click()
        expect(page.locator("h1 strong")).to_have_text("1")
        expect(page.locator(".hit")).to_contain_text("路灯验收")
        page.goto(f"{address}/searches")
        expect(page.get_by_text("没有新的")).to_be_visible()
        page.get_by_text("改名或删除").click()
        page.get_by_role("button", name="删除").click()
        expect(page.get_by_role("link", name="一支部路灯")).to_be_hidden()
        assert watched.faults == []
