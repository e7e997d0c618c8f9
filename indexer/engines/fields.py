"""The one table of index fields that both engines build their schema from, and what a document puts in them.

Matching and scoring have fields of their own. *Grams* are the bigrams of every adjacent pair of folded
characters, with positions: a text matches as one of them, as a phrase of them, or as a prefix of them.
*Words* are the segmenter's; they only score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from analyzers import SENTINEL, fold

from .protocol import IndexDocument
from .query import MISSING, Facet, TextField


class Terms(Protocol):
    """What the engines ask of ``analyzers.Analyzer``."""

    @property
    def fingerprint(self) -> str: ...
    def grams(self, folded: str) -> list[str]: ...
    def words(self, text: str) -> list[str]: ...


class Kind(StrEnum):
    GRAMS = "grams"
    WORDS = "words"
    KEYWORD = "keyword"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class IndexField:
    """``weight`` multiplies the BM25 score of a term found in the field; 0 for a field that never scores."""

    name: str
    kind: Kind
    weight: float = 0.0
    counted: bool = False


#: Raised whenever the table or the terms below change what stands in an index: it asks for a rebuild.
VERSION = "2"

FIELDS: tuple[IndexField, ...] = (
    IndexField("id", Kind.KEYWORD),
    IndexField("grams_title", Kind.GRAMS, 0.3),
    IndexField("grams_name", Kind.GRAMS, 0.15),
    IndexField("grams_body", Kind.GRAMS, 0.5),
    IndexField("words_title", Kind.WORDS, 0.3),
    IndexField("words_name", Kind.WORDS, 0.3),
    IndexField("words_body", Kind.WORDS, 1.0),
    *(IndexField(facet.value, Kind.KEYWORD, counted=True) for facet in Facet),
    IndexField("doc_no", Kind.KEYWORD),
    IndexField("person", Kind.KEYWORD),
    IndexField("date_start", Kind.NUMBER),
    IndexField("date_end", Kind.NUMBER),
    IndexField("newest", Kind.NUMBER),
    IndexField("oldest", Kind.NUMBER),
    IndexField("arrived", Kind.NUMBER),
)

#: The fields of grams that a text is looked for in.
SEARCHED: Mapping[TextField, tuple[str, ...]] = {
    TextField.TITLE: ("grams_title",),
    TextField.NAME: ("grams_name",),
    TextField.BODY: ("grams_body",),
    TextField.ANY: ("grams_title", "grams_name", "grams_body"),
}

#: A word longer than this scores nothing (its grams do). Elasticsearch's whitespace analyzer would cut
#: terms of more than 255 UTF-16 units in pieces; an astral character has two.
LONGEST_WORD = 64

#: A keyword is cut here, in an index and in a query alike. Lucene takes at most 32,766 bytes.
LONGEST_KEYWORD = 4096

Value = str | int | list[str]


def keyword(value: str | None) -> str:
    """A keyword as it stands in the index: cut, valid Unicode, ``MISSING`` for none."""
    if not value:
        return MISSING
    return value[:LONGEST_KEYWORD].encode("utf-8", "replace").decode("utf-8")


def scoring_words(words: Sequence[str]) -> Sequence[str]:
    """The words that can score: those an engine takes as one term."""
    if max(map(len, words), default=0) <= LONGEST_WORD:
        return words
    return [word for word in words if len(word) <= LONGEST_WORD]


def index_values(document: IndexDocument, analyzer: Terms) -> dict[str, Value]:
    """What a document puts in every field of ``FIELDS``; terms are joined by single spaces."""
    values: dict[str, Value] = {"id": document.id}
    texts = {"title": (document.title,), "name": document.names, "body": document.pages}
    for part, sources in texts.items():
        values[f"grams_{part}"] = _closed(analyzer.grams(fold(text)) for text in sources)
        values[f"words_{part}"] = _closed(scoring_words(analyzer.words(text)) for text in sources)
    for facet in Facet:
        values[facet.value] = keyword(getattr(document, facet.value))
    values["doc_no"] = keyword(document.doc_no)
    values["person"] = [keyword(person) for person in document.persons]
    for name in ("date_start", "date_end", "newest", "oldest", "arrived"):
        values[name] = getattr(document, name)
    return values


def _closed(texts: Iterable[Sequence[str]]) -> str:
    """The terms of all texts, those of each followed by a lone sentinel.

    With it the last bigram of a page is three places from the first of the next, so that every second
    bigram of a phrase is enough to look for. And no field is ever empty: BM25 counts the documents that
    have a field in Elasticsearch and all documents in tantivy, and those must be the same.
    """
    return " ".join(" ".join((*terms, SENTINEL)) for terms in texts) or SENTINEL
