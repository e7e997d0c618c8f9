"""Searches of one's own: those looked for before, and those kept under a name."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the page and the calls into ``app``."""
    from search_app.searches import api, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(api.blueprint)
