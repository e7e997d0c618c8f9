"""Who asks, for the log of what people change."""

from __future__ import annotations

from flask import request


def who_asks() -> str:
    """The name under which this request's changes are logged: the address it came from."""
    return request.remote_addr or ""
