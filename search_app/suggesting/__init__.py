"""What a search box offers while somebody types."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the call into ``app``."""
    from search_app.suggesting import api

    app.register_blueprint(api.blueprint)
