"""Typing in the search box of a real browser: offers come, and keys choose among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from search_app import create_app

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
    archive.put("长.docx", "支委会", title="关于进一步规范党支部组织生活记录归档工作有关事项的通知" * 4)
    archive.load()
    services = archive.services()
    services.search.vocabulary.lexicon()
    with serving(create_app(services, archive.settings)) as url:
        yield url


def test_keys_choose_a_word_and_enter_searches_for_it(browser: Browser, address: str) -> None:
    with watching(browser, 1280) as watched:
        page = watched.page
        page.goto(address)
        box = page.get_by_role("combobox")
        box.press_sequentially("wjg")
        option = page.get_by_role("option", name="王建国")
        expect(option).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press("ArrowDown")
        expect(option).to_have_attribute("aria-selected", "true")
        expect(box).to_have_value("王建国")
        box.press("ArrowUp")
        expect(box).to_have_value("wjg")
        box.press("ArrowDown")
        box.press("Enter")
        expect(page).to_have_url(re.compile("/search"))
        expect(page.get_by_role("combobox")).to_have_value("王建国")
        expect(page.locator("h1 strong")).to_have_text("1")
        assert watched.faults == []


def test_escape_takes_the_offers_away_and_keeps_what_was_typed(browser: Browser, address: str) -> None:
    with watching(browser, 1280) as watched:
        page = watched.page
        page.goto(address)
        box = page.get_by_role("combobox")
        box.press_sequentially("支委")
        expect(page.get_by_role("listbox")).to_be_visible()
        box.press("ArrowDown")
        box.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_have_value("支委")
        expect(box).to_have_attribute("aria-expanded", "false")
        assert watched.faults == []


def test_a_title_opens_its_document_by_key_and_by_mouse(browser: Browser, address: str) -> None:
    with watching(browser, 1280) as watched:
        page = watched.page
        for by_mouse in (False, True):
            page.goto(f"{address}/search")
            box = page.get_by_role("combobox")
            box.fill("6月支委会")
            title = page.get_by_role("option", name=re.compile("题名"))
            expect(title).to_be_visible()
            if by_mouse:
                title.click()
            else:
                while title.get_attribute("aria-selected") != "true":
                    box.press("ArrowDown")
                expect(box).to_have_value("6月支委会")
                box.press("Enter")
            expect(page).to_have_url(re.compile("/documents/"))
        assert watched.faults == []


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_offers_lie_under_the_box_and_inside_the_window(browser: Browser, address: str, width: int) -> None:
    with watching(browser, width) as watched:
        page = watched.page
        for place in ("/", "/search?q=支委会"):
            page.goto(address + place)
            box = page.get_by_role("combobox")
            box.fill("关于")
            offers = page.get_by_role("listbox")
            expect(offers.get_by_role("option").first).to_be_visible()
            field, shown = box.bounding_box(), offers.bounding_box()
            assert field is not None and shown is not None
            assert shown["y"] >= field["y"] + field["height"] - 1
            assert shown["x"] >= 0 and shown["x"] + shown["width"] <= width
            assert watched.wider_than_window() == 0
        assert watched.faults == []


def test_without_scripts_the_box_searches_all_the_same(browser: Browser, address: str) -> None:
    with watching(browser, 1280, java_script_enabled=False) as watched:
        page = watched.page
        page.goto(address)
        page.get_by_label("检索词").fill("王建国")
        page.keyboard.press("Enter")
        expect(page.locator("h1 strong")).to_have_text("1")
