"""From a hit to its place in the document."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import request, url_for

from search_app.search.answers import PassageAnswer


def results_left() -> str | None:
    """The address of the page of results that the reader came from; None where it was another page."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or came.path != url_for("search.results"):
        return None
    return f"{came.path}?{came.query}"


def document_url(document_id: str, query: str = "", passages: Sequence[PassageAnswer] = ()) -> str:
    """The document's page with the query's words marked, at the page of its first passage."""
    page = next((passage.page for passage in passages if passage.page), None)
    return url_for(
        "documents.document",
        document_id=document_id,
        q=query or None,
        page=page if page and page > 1 else None,
        _anchor=f"page-{page}" if page and page > 1 else None,
    )
