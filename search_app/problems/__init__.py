"""The list of files that are not fully searchable, and what to do about each."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the problems pages and calls into ``app``."""
    from search_app.problems import api, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(api.blueprint)
