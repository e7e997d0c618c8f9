"""Requests as tantivy's queries. What selects never scores; what scores never selects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import tantivy
from tantivy import FieldType, Occur

from ..fields import SEARCHED, keyword
from ..query import AllOf, Among, AnyOf, Arrived, DateRange, Everything, Keyword, Not, OneOf, Query, Text
from ..ranking import ScoredTerm
from ..simplify import simplify
from .schema import build_schema


def compile_request(
    schema: tantivy.Schema, selection: Query, terms: Iterable[ScoredTerm] = ()
) -> tantivy.Query:
    """A query that finds ``selection`` and scores nothing but ``terms``."""
    selected = tantivy.Query.const_score_query(compile_query(schema, selection), 0.0)
    scored = [(Occur.Should, _scored(schema, term)) for term in terms]
    return tantivy.Query.boolean_query([(Occur.Must, selected), *scored]) if scored else selected


def _scored(schema: tantivy.Schema, scored: ScoredTerm) -> tantivy.Query:
    name, term, weight = scored
    return tantivy.Query.boost_query(tantivy.Query.term_query(schema, name, term, "freq"), weight)


def compile_query(schema: tantivy.Schema, query: Query) -> tantivy.Query:
    """A query that finds the documents of ``query``; its score means nothing."""
    return _compile(schema, simplify(query))


def _compile(schema: tantivy.Schema, query: Query) -> tantivy.Query:
    match query:
        case Everything():
            return tantivy.Query.all_query()
        case Text(folded, field):
            return _any_of([_text(schema, name, folded) for name in SEARCHED[field]])
        case OneOf(facet, values):
            return _one_of(schema, facet.value, map(keyword, values))
        case Keyword(field, value):
            return tantivy.Query.term_query(schema, field, keyword(value), "basic")
        case Among(ids):
            return _one_of(schema, "id", ids)
        case DateRange(start, end):
            return _date_range(schema, start, end)
        case Arrived(since):
            return tantivy.Query.range_query(schema, "arrived", FieldType.Integer, max(1, since), None)
        case AllOf(parts):
            return _all_of(schema, parts)
        case AnyOf(parts):
            return _any_of([_compile(schema, part) for part in parts])
        case Not():
            return _all_of(schema, (query,))


def _text(schema: tantivy.Schema, name: str, folded: str) -> tantivy.Query:
    if len(folded) == 1:
        return _one_character(name, folded)
    if len(folded) == 2:
        return tantivy.Query.term_query(schema, name, folded, "basic")
    return tantivy.Query.phrase_query(schema, name, phrase_grams(folded))


@lru_cache(maxsize=1024)
def _one_character(name: str, character: str) -> tantivy.Query:
    """Kept, since a sentence has many of them and an expression takes long to build; it knows the field by
    its place in the schema, which is the same in every index that is read."""
    # the closing sentinel makes the last character of a page a bigram too
    return tantivy.Query.regex_query(build_schema(), name, f"\\x{{{ord(character):X}}}.")


def phrase_grams(folded: str) -> list[str | tuple[int, str]]:
    """Every second bigram of a text of three or more characters, with its place: as good as all of them."""
    last = len(folded) - 2
    places = [*range(0, last, 2), last]
    return [(place, folded[place : place + 2]) for place in places]


def _one_of(schema: tantivy.Schema, name: str, values: Iterable[str]) -> tantivy.Query:
    return tantivy.Query.term_set_query(schema, name, sorted(values))


def _date_range(schema: tantivy.Schema, start: int, end: int) -> tantivy.Query:
    begun = tantivy.Query.range_query(schema, "date_start", FieldType.Integer, 1, end)
    not_over = tantivy.Query.range_query(schema, "date_end", FieldType.Integer, start, None)
    return tantivy.Query.boolean_query([(Occur.Must, begun), (Occur.Must, not_over)])


def _all_of(schema: tantivy.Schema, parts: Sequence[Query]) -> tantivy.Query:
    """tantivy finds nothing where every part is a ``MustNot``, so there is always a ``Must``."""
    clauses = []
    for part in parts:
        if isinstance(part, Not):
            clauses.append((Occur.MustNot, _compile(schema, part.part)))
        else:
            clauses.append((Occur.Must, _compile(schema, part)))
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses.insert(0, (Occur.Must, tantivy.Query.all_query()))
    return tantivy.Query.boolean_query(clauses)


def _any_of(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(parts) == 1:
        return parts[0]
    return tantivy.Query.boolean_query([(Occur.Should, part) for part in parts])
