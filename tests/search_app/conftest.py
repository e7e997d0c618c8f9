"""Archives to ask about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .archive import Archive

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser; only tests that skip without one ask for it."""
    from .browser import chromium, running_browser

    executable = chromium()
    assert executable is not None
    with running_browser(executable) as running:
        yield running


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive of its own for each test."""
    opened = Archive.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def identifier(archive: Archive) -> str:
    """A minute of two pages in the archive."""
    return archive.put(
        "一支部/6月支委会.docx",
        "支委会会议记录\n主持：王建国\n讨论路灯维修经费。",
        "第二页 路灯",
        branch="第一党支部",
        work_year=2021,
        date="2021-06-03",
        category="02",
        subcategory="支委会",
        role="会议记录",
        persons=["王建国", "李明"],
        meeting={"host": "王建国", "topics": ["路灯经费", "七一慰问"]},
    )
