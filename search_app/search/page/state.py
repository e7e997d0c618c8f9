"""The whole state of a search as its address: every link of the page is this state, changed in one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from werkzeug.datastructures import MultiDict

from search_app.search.answers import FILTERS
from search_app.search.parameters import EXCEPT

#: What a new choice leaves behind: a new set of hits starts on its first page, with its own preview.
_PASSING = frozenset({"page", "preview"})


@dataclass(frozen=True, slots=True)
class SearchState:
    """The parameters of a search in their order, blanks left out."""

    pairs: tuple[tuple[str, str], ...] = ()
    path: str = "/search"

    @classmethod
    def of(cls, arguments: MultiDict[str, str], path: str = "/search") -> SearchState:
        """The state an address holds; empty parameters, as forms send them, are none."""
        pairs = tuple((name, value) for name, value in arguments.items(multi=True) if value.strip())
        return cls(tuple(dict.fromkeys(pairs)), path)

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.pairs if key == name), None)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    @property
    def query(self) -> str:
        return self.get("q") or ""

    @property
    def searches(self) -> bool:
        """Whether any words are looked for, by which hits can be ranked."""
        return bool(self.query or self.values("within"))

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(key in _NARROWING for key, _ in self.pairs)

    @property
    def url(self) -> str:
        return self.at(self.path)

    def at(self, path: str) -> str:
        """The address of this state under another path."""
        return f"{path}?{urlencode(self.pairs, quote_via=quote)}" if self.pairs else path

    def toggled(self, name: str, value: str) -> SearchState:
        """The value added to a filter or taken out of it; it is no longer excluded."""
        without = self._without({(name, value), (EXCEPT + name, value)})
        if (name, value) in self.pairs or (EXCEPT + name, value) in self.pairs:
            return without
        return without._with(name, value)

    def excluding(self, name: str, value: str) -> SearchState:
        """The value excluded, and no longer asked for."""
        return self._without({(name, value), (EXCEPT + name, value)})._with(EXCEPT + name, value)

    def replaced(self, name: str, value: str | None) -> SearchState:
        """A parameter set to one value, or taken away."""
        cleared = self.cleared((name,))
        return cleared if value is None else cleared._with(name, value)

    def cleared(self, names: Iterable[str]) -> SearchState:
        """Without the parameters named."""
        gone = _PASSING | set(names)
        return SearchState(tuple(pair for pair in self.pairs if pair[0] not in gone), self.path)

    def widened(self) -> SearchState:
        """The same query without any filter."""
        return self.cleared(_NARROWING)

    def on_page(self, number: int) -> SearchState:
        first = self.cleared(())
        return first if number == 1 else first._with("page", str(number))

    def previewing(self, document_id: str) -> SearchState:
        """The same page of hits with another preview."""
        rest = tuple(pair for pair in self.pairs if pair[0] != "preview")
        return SearchState((*rest, ("preview", document_id)), self.path)

    def hidden(self, *names: str) -> list[tuple[str, str]]:
        """What a form sends along unseen: everything but the fields it shows and what a new search drops."""
        return [pair for pair in self.pairs if pair[0] not in _PASSING and pair[0] not in names]

    def _with(self, name: str, value: str) -> SearchState:
        return SearchState((*self.pairs, (name, value)), self.path)

    def _without(self, gone: set[tuple[str, str]]) -> SearchState:
        kept = tuple(pair for pair in self.pairs if pair not in gone and pair[0] not in _PASSING)
        return SearchState(kept, self.path)


_NARROWING = frozenset(
    {*FILTERS, *(EXCEPT + name for name in FILTERS), "date_from", "date_to", "within", "since"}
)
