"""Files without text whose name or folder has the words of a query: they may be what is looked for, and no
search in texts can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock

from analyzers import fold
from indexer.catalog import Catalog
from indexer.catalog.records import Place
from indexer.engines.protocol import Engine
from indexer.engines.query import AllOf, Among, Query

from ..answers import Unread, UnreadFile
from ..query.syntax import Forms, Node, Phrase, Piece, units, wanted

#: Files without text that are looked through, and that are named in an answer.
MOST_LOOKED_AT = 50_000
MOST_NAMED = 5


class UnreadFiles:
    """The files of one archive that have no text, remembered until the index changes."""

    def __init__(self, catalog: Catalog, engine: Engine) -> None:
        self._catalog, self._engine = catalog, engine
        self._lock = Lock()
        self._places: list[tuple[str, Place]] = []
        self._applied = -1

    def having(self, tree: Node | None, forms: Forms, within: Query, shown: Sequence[str]) -> Unread:
        """Those of ``within`` that have each word of a query, in any of its forms, in their path; the hits
        ``shown`` are known already."""
        words = list(_words(tree, forms))
        if not words:
            return Unread()
        found = {
            place.id: place
            for folded, place in self._all()
            if place.id not in shown and all(any(form in folded for form in forms) for forms in words)
        }
        if not found:
            return Unread()
        total, ids = self._engine.ids(AllOf((within, Among(frozenset(found)))), MOST_NAMED)
        return Unread(total, tuple(_file(found[one]) for one in ids))

    def _all(self) -> list[tuple[str, Place]]:
        with self._lock:
            if self._applied != (applied := self._engine.applied()):
                places = self._catalog.textless(MOST_LOOKED_AT)
                self._places = [(fold(f"{place.path}!{place.member or ''}"), place) for place in places]
                self._applied = applied
            return self._places


def _words(tree: Node | None, forms: Forms) -> Iterator[Sequence[str]]:
    """What a path must have: a word of two and more characters; letters and digits as they were typed, since
    any path has a 1 in it."""
    for leaf in wanted(tree):
        match leaf:
            case Piece(text) if (folded := fold(text)).isascii():
                yield (folded,)
            case Piece():
                longer = [unit.marked for unit in units(leaf.words, forms)]
                yield from (some for marked in longer for some in marked if len(some[0]) > 1)
            case Phrase():
                yield (leaf.folded,)
            case _:
                pass


def _file(place: Place) -> UnreadFile:
    return UnreadFile(place.id, place.root, place.path, place.member, place.title)
