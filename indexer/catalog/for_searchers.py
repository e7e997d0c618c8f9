"""What the search pages keep for the people who search: searches under a name, and what they looked for."""

from __future__ import annotations

from collections.abc import Iterable

from . import lookup, searches
from .door import Door
from .records import PastQuery, SavedSearch


class ForSearchers(Door):
    """The side of the catalog that belongs to each person who searches (``who``)."""

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """The titles of the documents that exist among ``ids``, in the order asked."""
        with self._database.read() as connection:
            return lookup.titles(connection, ids)

    def saved_searches(self, who: str) -> list[SavedSearch]:
        """A person's saved searches, by name."""
        with self._database.read() as connection:
            return searches.list_saved(connection, who)

    def saved_search(self, who: str, number: int) -> SavedSearch:
        """Raises ``NotFound``."""
        with self._database.read() as connection:
            return searches.load_saved(connection, who, number)

    def save_search(self, who: str, name: str, address: str) -> int:
        """Save a search's address under a name; return its number.

        Raises ``UsageError`` for a name that is none or one too many, ``Conflict`` for a name in use.
        """
        with self._database.write() as connection:
            return searches.save(connection, who, name, address)

    def rename_search(self, who: str, number: int, name: str) -> None:
        """Raises ``NotFound``, ``UsageError``, ``Conflict``."""
        with self._database.write() as connection:
            searches.rename(connection, who, number, name)

    def forget_search(self, who: str, number: int) -> None:
        """Delete a saved search. Raises ``NotFound``."""
        with self._database.write() as connection:
            searches.forget_saved(connection, who, number)

    def look_at_search(self, who: str, number: int, applied: int) -> None:
        """Note that what a saved search finds was looked at, in an index that has ``applied`` the changes up
        to that number. Raises ``NotFound``."""
        with self._database.write() as connection:
            searches.look(connection, who, number, applied)

    def past_queries(self, who: str) -> list[PastQuery]:
        """What a person looked for and found, the latest first."""
        with self._database.read() as connection:
            return searches.list_past(connection, who)

    def remember_query(self, who: str, text: str) -> None:
        """Remember a query that found something; of one person only the latest are kept."""
        with self._database.write() as connection:
            searches.remember(connection, who, text)

    def forget_queries(self, who: str, text: str | None = None) -> int:
        """Forget one query of a person, or all, for good; return how many there were."""
        with self._database.write() as connection:
            gone = searches.forget_past(connection, who, text)
        self._database.forget_deleted()
        return gone
