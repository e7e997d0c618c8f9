"""One document: its description, text and original, and the corrections people make."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the documents pages and calls into ``app``."""
    from search_app.documents import api, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(api.blueprint)
