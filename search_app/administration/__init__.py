"""What the unit says of itself: its branches, its own words."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the pages and calls of administration into ``app``."""
    from search_app.administration import api, branch_views, word_views, work_views

    app.register_blueprint(branch_views.blueprint)
    app.register_blueprint(word_views.blueprint)
    app.register_blueprint(work_views.blueprint)
    app.register_blueprint(api.blueprint)
