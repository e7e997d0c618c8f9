"""The papers of a meeting and nearly equal documents, as they look in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.pipeline.likeness import sketch_all
from indexer.pipeline.progress import unobserved
from tests.indexer.archival.test_likeness import MINUTES, copied

from .archive import Archive

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, expect

from .browser import chromium, serving, watching

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: set DANGAN_TEST_CHROMIUM"),
]

_LONG = "、".join(["很长的文件夹名"] * 8)
_AGAIN = copied(MINUTES, ("2021年5月6日", "2021年8月5日"), ("二十八盏", "三十盏"))


@pytest.fixture
def address(archive: Archive) -> Iterator[str]:
    told = {"branch": "第三党支部", "subcategory": "支委会", "date": "2021-05-06"}
    archive.put(f"三支部/{_LONG}/5月.docx", MINUTES, role="会议记录", **told)
    archive.put("三支部/签到.docx", "签到表", role="签到表", **told)
    archive.put("三支部/8月.docx", _AGAIN, role="会议记录", **(told | {"date": "2021-08-05"}))
    sketch_all(archive.catalog, unobserved)
    archive.load()
    with serving(archive.app()) as url:
        yield url


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_pages_of_kin_are_reached_by_links_alone_and_fit(browser: Browser, address: str, width: int) -> None:
    with watching(browser, width, java_script_enabled=False) as watched:
        page = watched.page
        page.goto(f"{address}/search?q=路灯 签到")
        page.get_by_role("link", name="同一次会议共 2 件").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("支委会")
        assert [watched.wider_than_window(), watched.faults] == [0, []]

        page.goto(f"{address}/near-copies")
        assert watched.wider_than_window() <= 0
        page.get_by_role("link", name="对照").first.click()
        expect(page.locator("mark", has_text="二十八")).to_be_visible()
        assert [watched.wider_than_window(), watched.faults] == [0, []]
