"""One archive a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .archive import Archive, open_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path) as opened:
        yield opened
