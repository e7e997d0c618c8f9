"""How the archive stands: roots, outcomes, runs, engine."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the status pages and calls into ``app``."""
    from search_app.status import api, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(api.blueprint)
