"""Corrections of many documents: by table, in bulk, their log, and taking them back."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Put the pages and calls of corrections into ``app``."""
    from search_app.corrections import api, bulk_views, log_views, table_views

    app.register_blueprint(log_views.blueprint)
    app.register_blueprint(table_views.blueprint)
    app.register_blueprint(bulk_views.blueprint)
    app.register_blueprint(api.blueprint)
