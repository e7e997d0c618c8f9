"""Search: text in, hits with passages and counts out."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the search pages and calls into ``app``."""
    from search_app.search import api, views
    from search_app.search.page import marking
    from search_app.search.page.links import document_url

    app.register_blueprint(views.blueprint)
    app.register_blueprint(api.blueprint)
    app.jinja_env.filters.update(pieces=marking.pieces, without_quotes=marking.without_quotes)
    app.jinja_env.globals["document_url"] = document_url
