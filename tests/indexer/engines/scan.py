"""What a search means, said the slow way: fold every text and look. The engines must say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers import fold
from indexer.engines.protocol import IndexDocument
from indexer.engines.query import (
    MISSING,
    AllOf,
    Among,
    AnyOf,
    Arrived,
    DateRange,
    Everything,
    Facet,
    Keyword,
    Not,
    OneOf,
    Query,
    Search,
    Sort,
    Text,
    TextField,
)


@dataclass(frozen=True)
class Folded:
    """A document with every text folded."""

    document: IndexDocument
    texts: dict[TextField, tuple[str, ...]]


def folded(document: IndexDocument) -> Folded:
    title = (fold(document.title),)
    names = tuple(map(fold, document.names))
    pages = tuple(map(fold, document.pages))
    texts = {TextField.TITLE: title, TextField.NAME: names, TextField.BODY: pages}
    return Folded(document, texts | {TextField.ANY: (*title, *names, *pages)})


def value(document: IndexDocument, facet: Facet) -> str:
    found: str | None = getattr(document, facet.value)
    return found or MISSING


def matches(item: Folded, query: Query) -> bool:
    document = item.document
    match query:
        case Everything():
            return True
        case Text(text, field):
            return any(text in place for place in item.texts[field])
        case OneOf(facet, values):
            return value(document, facet) in values
        case DateRange(start, end):
            return document.date_start > 0 and document.date_start <= end and document.date_end >= start
        case Arrived(since):
            return document.arrived > 0 and document.arrived >= since
        case Keyword("doc_no", wanted):
            return document.doc_no == wanted
        case Keyword("person", wanted):
            return wanted in document.persons
        case Among(ids):
            return document.id in ids
        case AllOf(parts):
            return all(matches(item, part) for part in parts)
        case AnyOf(parts):
            return any(matches(item, part) for part in parts)
        case Not(part):
            return not matches(item, part)
    raise AssertionError(query)


def found(
    items: Sequence[Folded], request: Search, leaving_out: frozenset[Facet] = frozenset()
) -> list[Folded]:
    """The documents of a request, by id, with the filters of some facets lifted."""
    kept = [query for facet, query in request.filters.items() if facet not in leaving_out]
    chosen = (item for item in items if all(matches(item, query) for query in (request.match, *kept)))
    return sorted(chosen, key=lambda item: item.document.id)


def counts(items: Sequence[Folded], request: Search) -> dict[Facet, dict[str, int]]:
    together = frozenset({Facet.CATEGORY, Facet.SUBCATEGORY})
    answer = {}
    for facet in request.facets:
        own = together if facet in together else frozenset({facet})
        answer[facet] = dict(Counter(value(item.document, facet) for item in found(items, request, own)))
    return answer


def order(items: Sequence[Folded], request: Search) -> list[str]:
    """The ids in the order of a request that does not score."""
    documents = [item.document for item in found(items, request)]
    if request.sort is Sort.NEWEST:
        documents.sort(key=lambda document: -document.newest)
    if request.sort is Sort.OLDEST:
        documents.sort(key=lambda document: document.oldest)
    return [document.id for document in documents]
