"""Archives to ask about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive of its own for each test."""
    opened = Archive.open(tmp_path)
    yield opened
    opened.close()
