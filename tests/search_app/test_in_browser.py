"""The whole job of a clerk in a real browser: search, narrow, read, correct, find the correction."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from indexer.documents import Problem, ProblemKind
from indexer.pipeline.loader import load
from search_app import Follower

from .archive import Archive

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Page, expect

from .browser import chromium, serving, watching

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: set DANGAN_TEST_CHROMIUM"),
]

WIDTHS = (1440, 1024, 390)
_CORRECTIONS = ("/corrections", "/corrections/table", "/corrections/bulk?q=路灯&field=role")
LONG = "关于进一步规范党支部组织生活记录归档工作有关事项的通知" * 6


@pytest.fixture
def address(archive: Archive) -> Iterator[str]:
    told = {"work_year": 2021, "category": "02", "subcategory": "支委会", "date": "2021-06-03"}
    archive.put(
        "一支部/2021/6月支委会会议记录.docx",
        "支委会会议记录\n讨论路灯维修经费使用情况，同意支出七万元。",
        "第二页 路灯经费明细",
        branch="第一党支部",
        role="会议记录",
        meeting={"host": "王建国", "topics": ["路灯经费"]},
        **told,
    )
    for number in range(30):
        archive.put(
            f"二支部/{2010 + number % 12}/第{number}次会议/{'很长的文件夹名' * 5}/通知{number}.docx",
            f"通知正文{number}，涉及路灯经费。" + "x" * 300,
            title=LONG if number == 0 else f"通知{number}",
            branch="第二党支部",
            role="通知",
            **(told | {"work_year": 2010 + number % 12, "date": f"{2010 + number % 12}-03"}),
        )
    archive.put("扫描.pdf", doc_type="pdf", problems=[Problem(ProblemKind.NO_TEXT, "没有文字", "重新扫描")])
    app = archive.app()
    carried = Follower(lambda: load(archive.catalog, archive.engine), every=0.05)
    with serving(app) as url, carried:
        yield url


def facet(page: Page, name: str) -> str:
    """The count beside a branch in the facets; empty where it is not listed."""
    row = page.locator("#facets .value", has_text=name)
    return row.locator(".count").inner_text() if row.count() else ""


def test_search_narrow_read_correct_and_find_the_correction(browser: Browser, address: str) -> None:
    with watching(browser, 1440) as watched:
        page = watched.page
        page.goto(address)
        page.get_by_label("检索词").fill("路灯经费")
        page.keyboard.press("Enter")
        expect(page.locator("h1 strong")).to_have_text("31")

        page.locator("#facets").get_by_role("link", name=re.compile("^第一党支部")).click()
        expect(page.locator("h1 strong")).to_have_text("1")
        expect(page.locator(".hit mark").first).to_be_visible()
        assert "branch=" in page.url

        page.locator(".hit h2 a").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("6月支委会会议记录")
        expect(page.locator(".words mark")).to_have_count(4)

        page.get_by_role("link", name="更正著录").click()
        page.get_by_label("党支部", exact=True).fill("第三党支部")
        page.get_by_label("为什么更正").fill("签到表上写的是第三党支部")
        page.get_by_role("button", name="保存更正").click()
        expect(page.locator(".description")).to_contain_text("已更正")

        def corrected() -> bool:
            page.goto(f"{address}/search?q=路灯经费")
            return facet(page, "第三党支部") == "1"

        for _ in range(200):
            if corrected():
                break
            page.wait_for_timeout(50)
        assert facet(page, "第三党支部") == "1"
        assert facet(page, "第一党支部") == ""
        assert watched.faults == []


def test_the_same_job_works_without_scripts(browser: Browser, address: str) -> None:
    with watching(browser, 390, java_script_enabled=False) as watched:
        page = watched.page
        page.goto(address)
        page.get_by_label("检索词").fill("路灯经费")
        page.get_by_role("button", name="检索").click()
        page.get_by_role("link", name="筛选").click()
        page.locator("#facets").get_by_role("link", name=re.compile("^第一党支部")).click()
        expect(page.locator("h1 strong")).to_have_text("1")
        page.locator(".hit h2 a").click()
        page.get_by_role("link", name="更正著录").click()
        page.get_by_label("文种").fill("纪要")
        page.get_by_label("为什么更正").fill("核对原件")
        page.get_by_role("button", name="保存更正").click()
        expect(page.locator(".description")).to_contain_text("纪要")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_faults_or_is_wider_than_its_window(
    browser: Browser, archive: Archive, address: str, width: int, scheme: str
) -> None:
    client = archive.client()
    hits = client.get("/api/v1/search?q=路灯经费&size=100").get_json()["hits"]
    longest = next(hit["id"] for hit in hits if hit["title"] == LONG)
    paths = [
        "/",
        "/search?q=路灯经费&branch=第二党支部&not.role=会议记录&year=2015&date_from=2010",
        f"/search?q={'没有这样的内容' * 20}",
        "/search?q=通知&sort=newest#facets",
        f"/documents/{longest}?q=路灯",
        f"/documents/{longest}/correct",
        "/status",
        "/problems",
        "/problems/to-confirm",
        "/administration/branches",
        "/administration/work",
        "/administration/words",
        "/administration/words/names",
        *_CORRECTIONS,
    ]
    with watching(browser, width, color_scheme=scheme) as watched:
        for path in paths:
            watched.page.goto(address + path)
            assert watched.wider_than_window() <= 0, path
        assert watched.faults == []


def test_the_keyboard_reaches_box_hits_and_marks(browser: Browser, address: str) -> None:
    with watching(browser, 1440) as watched:
        page = watched.page
        page.goto(f"{address}/search?q=路灯经费")
        page.keyboard.press("/")
        expect(page.get_by_label("检索词")).to_be_focused()
        page.keyboard.press("Escape")
        page.locator("#main").focus()
        second = page.locator(".hit h2 a").nth(1)
        with page.expect_response(re.compile("/search/preview")):
            page.keyboard.press("j")
            page.keyboard.press("j")
        expect(second).to_be_focused()
        expect(page.locator("#preview h2")).to_have_text(second.inner_text())
        expect(page.locator(".hit").nth(1)).to_have_class(re.compile("previewed"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/documents/**")
        page.keyboard.press("n")
        expect(page.locator(".words mark.here")).to_have_count(1)
        assert watched.faults == []


def test_the_first_tab_stop_skips_to_the_text_and_focus_can_be_seen(browser: Browser, address: str) -> None:
    with watching(browser, 1440) as watched:
        page = watched.page
        page.goto(f"{address}/status")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="跳到正文")
        expect(skip).to_be_focused()
        assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert width == "2px"


def test_every_control_has_a_name(browser: Browser, archive: Archive, address: str) -> None:
    identifier = archive.client().get("/api/v1/search").get_json()["hits"][0]["id"]
    unnamed = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a')]
        .filter(e => !(e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label')))
        .map(e => e.outerHTML.slice(0, 120))"""
    with watching(browser, 1440) as watched:
        paths = ["/", "/search?q=路灯", f"/documents/{identifier}/correct", "/problems", "/status"]
        for path in [*paths, "/administration/branches", "/administration/words", *_CORRECTIONS]:
            watched.page.goto(address + path)
            assert watched.page.evaluate(unnamed) == [], path


CONTRAST = """() => {
  const channel = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = numbers(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = element.textContent.trim().slice(0, 20);
    if (!walker.currentNode.textContent.trim() || !element.getBoundingClientRect().width) continue;
    if (/^(SCRIPT|TITLE|OPTION)$/i.test(element.tagName)) continue;
    const [a, b] = [light(numbers(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className} ${text}`);
  }
  return [...new Set(faint)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_as_wcag_aa_asks(
    browser: Browser, archive: Archive, address: str, scheme: str
) -> None:
    identifier = archive.client().get("/api/v1/search?q=路灯").get_json()["hits"][0]["id"]
    paths = [
        "/",
        "/search?q=路灯经费&branch=第一党支部",
        "/search?q=没有&relax=0",
        "/status",
        "/problems",
        "/none",
        "/administration/branches",
        "/administration/words",
        *_CORRECTIONS,
    ]
    with watching(browser, 1440, color_scheme=scheme) as watched:
        for path in [*paths, f"/documents/{identifier}?q=路灯", f"/documents/{identifier}/correct"]:
            watched.page.goto(address + path)
            assert watched.page.evaluate(CONTRAST) == [], path
