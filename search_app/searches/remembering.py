"""What a reader looked for and found, kept to be offered again; not at all where the unit switched it off."""

from __future__ import annotations

import logging

from flask import Response

from indexer.errors import DanganError
from search_app.search.answers import SearchAnswer
from search_app.services import services, settings
from search_app.web.asking import who_asks

_log = logging.getLogger("dangan.searches")


def remembered() -> list[str]:
    """The queries of whoever asks, the latest first."""
    if not settings().remember_searches:
        return []
    return [past.text for past in services().catalog.past_queries(who_asks())]


def remember(response: Response, q: str, answer: SearchAnswer) -> None:
    """Remember a query that found what it asked for, once its page is on its way.

    Nobody waits for that, and a database that is busy costs no more than the memory of it.
    """
    exactly = answer.total and not answer.query.relaxed and not answer.query.corrected
    if not settings().remember_searches or not q or not exactly or answer.page > 1:
        return
    catalog, who = services().catalog, who_asks()

    def keep() -> None:
        try:
            catalog.remember_query(who, q)
        except DanganError as error:
            _log.warning("检索词没有记下来：%s", error.message)

    response.call_on_close(keep)
