"""Where tests meet servers: a skip for want of one is an error where all of them must be there."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

SERVER_MARKERS = ("elasticsearch", "tika_server", "postgres", "browser")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """With DANGAN_REQUIRE_SERVERS set, a test marked as needing a server may not be skipped."""
    outcome = yield
    report = outcome.get_result()
    if not os.environ.get("DANGAN_REQUIRE_SERVERS") or not report.skipped:
        return
    needed = [name for name in SERVER_MARKERS if item.get_closest_marker(name)]
    if needed:
        report.outcome = "failed"
        report.longrepr = f"skipped although {', '.join(needed)} must be there: {report.longrepr}"
