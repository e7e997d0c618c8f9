"""Documents that say nearly the same: all of them in groups, and any two side by side."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the pages and calls on nearly equal documents into ``app``."""
    from search_app.likeness import api, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(api.blueprint)
