"""A search kept under a name: what it asks, how many it finds, how many of them are new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from indexer.catalog.records import SavedSearch
from indexer.errors import UsageError
from search_app.search.answers import QueryEcho
from search_app.search.page.conditions import chips
from search_app.search.page.state import SearchState
from search_app.search.parameters import SearchPageParameters, request_of
from search_app.search.query.arrivals import written
from search_app.services import services, settings, taxonomy
from search_app.web.asking import who_asks
from search_app.web.parameters import read

#: Characters of an address; far more than any search that was clicked together has.
LONGEST_ADDRESS = 4_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search as it stands. ``total`` and ``new`` are None where it can no longer be asked, ``new``
    also where it was never looked at here."""

    saved: SavedSearch
    state: SearchState
    total: int | None
    new: int | None

    @property
    def conditions(self) -> list[str]:
        """Its query and conditions as a reader is told them; the query alone where it cannot be asked."""
        told = [self.state.query] if self.state.query else []
        if self.total is None:
            return told
        earlier = tuple(QueryEcho(text) for text in self.state.values("within"))
        echo = QueryEcho(self.state.query, within=earlier)
        return told + [chip.text for chip in chips(self.state, echo, taxonomy(), settings().zone)]


def address_of(text: str) -> str:
    """A search's query string as it is kept. Raises ``UsageError`` for one that cannot be asked."""
    state = _state(text)
    address = state.at("").lstrip("?")
    if len(address) > LONGEST_ADDRESS:
        raise UsageError("检索条件太长，保存不了", "去掉一些条件再保存", parameter="search")
    _found(state)
    return address


def save(name: str, search: str) -> SavedSearch:
    """Keep a search; what it finds by now has been seen. Raises ``UsageError``, ``Conflict``."""
    at_hand, who = services(), who_asks()
    number = at_hand.catalog.save_search(who, name, address_of(search))
    at_hand.catalog.look_at_search(who, number, at_hand.engine.applied())
    return at_hand.catalog.saved_search(who, number)


def look(number: int) -> SearchState:
    """Note that a search is looked at now; return the one for what came since it was last.

    Raises ``NotFound``."""
    at_hand, who = services(), who_asks()
    before = at_hand.catalog.saved_search(who, number)
    at_hand.catalog.look_at_search(who, number, at_hand.engine.applied())
    return only_new(before)


def only_new(saved: SavedSearch) -> SearchState:
    """The search for what came since it was looked at; for all, where it never was."""
    state = _state(saved.address)
    return state.replaced("since", written(saved.looked_at)) if saved.looked_at else state


def standing(saved: SavedSearch) -> Kept:
    """What a saved search finds now."""
    state = _state(saved.address)
    total = _total(state)
    new = None if total is None or saved.looked_at is None else _total(only_new(saved))
    return Kept(saved, state, total, new)


def _state(address: str) -> SearchState:
    return SearchState.of(MultiDict(parse_qsl(address.lstrip("?")))).cleared(())


def _total(state: SearchState) -> int | None:
    """How many documents a search finds; None where it asks what cannot be asked."""
    try:
        return _found(state)
    except UsageError:
        return None


def _found(state: SearchState) -> int:
    """How many documents have all that a search asks for, nothing mended or let go. Raises ``UsageError``."""
    request = request_of(read(SearchPageParameters(), MultiDict(state.pairs)))
    return services().search.chosen(replace(request, relax=False), 1)[0]


def kept_json(kept: Kept) -> dict[str, Any]:
    """One of the searches of ``GET /searches``."""
    saved = kept.saved
    return {
        "id": saved.id,
        "name": saved.name,
        "search": saved.address,
        "saved_at": saved.saved_at.isoformat(),
        "looked_at": written(saved.looked_at) if saved.looked_at else None,
        "total": kept.total,
        "new": kept.new,
    }
