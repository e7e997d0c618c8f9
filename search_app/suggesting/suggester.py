"""What a half-typed query may become: queries of one's own, words, persons, numbers, titles.

Words come from the archive's lexicon, which forgets none; so every one is counted by the engine among what
this reader may see before it is offered. Titles are those of documents that the engine finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from analyzers import fold
from analyzers.pinyin import initials, spelled
from indexer.catalog import Catalog
from indexer.engines.protocol import Engine
from indexer.engines.query import AllOf, AnyOf, Everything, Keyword, Query, Search, Sort, Text, TextField
from search_app.search.query.lexicon import Entry, EntryKind
from search_app.search.query.vocabulary import Vocabulary

from .typed import Typed, readings

#: Of each kind offered, and of all; a longer text is no beginning of anything.
MOST_PAST = 3
MOST_WORDS = 5
MOST_TITLES = 4
MOST_PAST_ALONE = 8
LONGEST = 60
#: Words asked the engine about, and titles read, to offer some of them.
_WORDS_ASKED = 16
_TITLES_READ = 12
_TITLE_ASKED = 40


class Kind(StrEnum):
    """What is offered; the values are those of the API."""

    TERM = "term"
    TITLE = "title"
    DOC_NO = "doc_no"
    PERSON = "person"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Offer:
    """A query to ask, or the title of a ``document`` to open."""

    text: str
    kind: Kind
    document: str | None = None


class Suggester:
    """Threads may share one."""

    def __init__(self, catalog: Catalog, engine: Engine, vocabulary: Vocabulary) -> None:
        self._catalog, self._engine, self._vocabulary = catalog, engine, vocabulary

    def offers(self, text: str, past: Sequence[str] = (), scope: Query | None = None) -> list[Offer]:
        """What ``text`` may become for a reader who may see ``scope`` and asked ``past``, the latest first.

        Nothing typed: the latest queries. Raises ``EngineUnavailable``, ``CatalogUnavailable``.
        """
        text = " ".join(text.split()) + (" " if text.endswith((" ", "\u3000")) else "")
        if not text.strip():
            return [Offer(one, Kind.QUERY) for one in past[:MOST_PAST_ALONE]]
        if len(text) > LONGEST:
            return []
        scope = scope if scope is not None else Everything()
        offers = [*_past(text, past), *self._words(text, scope), *self._titles(text.strip(), scope)]
        return _each_once(offers, text)

    def _words(self, text: str, scope: Query) -> list[Offer]:
        """The words that the last piece begins; where there are none, those that letters at its end begin."""
        found = (self._completed(typed, scope) for typed in readings(text))
        return next((words for words in found if words), [])

    def _completed(self, typed: Typed, scope: Query) -> list[Offer]:
        if not typed.folded:
            return []
        known = self._vocabulary.at_hand().beginning(typed.folded, _WORDS_ASKED)
        entries = [entry for entry in known if entry.folded != typed.folded]
        within = AllOf((scope, *map(Text, typed.standing())))
        totals = self._engine.totals(within, [_having(entry) for entry in entries])
        found = (entry for entry, total in zip(entries, totals, strict=True) if total)
        offers = (Offer(typed.completed(entry.text), Kind(entry.kind.value)) for entry in found)
        return list(islice(offers, MOST_WORDS))

    def _titles(self, text: str, scope: Query) -> list[Offer]:
        words = [folded for word in text.split() if (folded := fold(word))]
        if not words:
            return []
        having = self._found(AllOf((scope, *(Text(word, TextField.TITLE) for word in words))))
        if not having and text.isascii() and text.isalpha():
            entries = self._vocabulary.at_hand().titles(fold(text), MOST_TITLES)
            having = self._found(AllOf((scope, _any_title(entries)))) if entries else {}
            meant = {entry.text for entry in entries}
            having = {id_: title for id_, title in having.items() if title in meant}
        by_title = {title: id_ for id_, title in reversed(having.items())}
        return [Offer(title, Kind.TITLE, by_title[title]) for title in dict.fromkeys(having.values())][
            :MOST_TITLES
        ]

    def _found(self, match: Query) -> dict[str, str]:
        """The titles of the newest documents, by id."""
        found = self._engine.search(Search(match, sort=Sort.NEWEST, limit=_TITLES_READ))
        return self._catalog.titles(hit.id for hit in found.hits)


def _having(entry: Entry) -> Query:
    """The documents that a word stands in, or whose description has it."""
    described = {EntryKind.PERSON: "person", EntryKind.DOC_NO: "doc_no"}.get(entry.kind)
    text = Text(entry.folded)
    return AnyOf((text, Keyword(described, entry.text))) if described else text


def _any_title(entries: Iterable[Entry]) -> Query:
    return AnyOf(tuple(Text(entry.folded[:_TITLE_ASKED], TextField.TITLE) for entry in entries))


def _past(text: str, past: Iterable[str]) -> Iterator[Offer]:
    """Earlier queries that begin so, or that have a word that does, by characters or by sound."""
    folded = fold(text)
    latin = folded.isascii() and folded.isalpha()
    alike = (one for one in past if _begins(one, folded, latin=latin))
    return (Offer(one, Kind.QUERY) for one in islice(alike, MOST_PAST))


def _begins(query: str, folded: str, *, latin: bool) -> bool:
    for start in (fold(query), *map(fold, query.split())):
        if start.startswith(folded):
            return True
        if latin and (initials(start).startswith(folded) or spelled(start).startswith(folded)):
            return True
    return False


def _each_once(offers: Iterable[Offer], typed: str) -> list[Offer]:
    """Without what is typed already, and no text twice; a title may be a query, too."""
    said = fold(typed)
    kept: dict[tuple[str, bool], Offer] = {}
    for offer in offers:
        if offer.document is not None or fold(offer.text) != said:
            kept.setdefault((fold(offer.text), offer.document is not None), offer)
    return list(kept.values())
