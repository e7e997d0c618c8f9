"""The table of fields as a tantivy schema, and a document in it."""

from __future__ import annotations

from collections.abc import Mapping

import tantivy

from ..fields import FIELDS, Kind, Value

_TOKENIZER = "terms"

#: An unsigned number that orders documents nearly as their ids do, much faster to sort by.
ID_HEAD = "id_head"
_HEAD_DIGITS = 16


def build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        match field.kind:
            case Kind.GRAMS:
                builder.add_text_field(field.name, tokenizer_name=_TOKENIZER, index_option="position")
            case Kind.WORDS:
                builder.add_text_field(field.name, tokenizer_name=_TOKENIZER, index_option="freq")
            case Kind.KEYWORD:
                builder.add_text_field(
                    field.name,
                    stored=field.name == "id",
                    fast=field.counted,
                    tokenizer_name="raw",
                    index_option="basic",
                )
            case Kind.NUMBER:
                builder.add_integer_field(field.name, fast=True)
    builder.add_unsigned_field(ID_HEAD, fast=True)
    return builder.build()


def register_tokenizer(index: tantivy.Index) -> None:
    """Terms come joined by single spaces. Needed on every opened index."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, analyzer)


def build_document(values: Mapping[str, Value]) -> tantivy.Document:
    document = tantivy.Document()
    for name, value in values.items():
        if isinstance(value, int):
            document.add_integer(name, value)
        else:
            for text in [value] if isinstance(value, str) else value:
                document.add_text(name, text)
    document.add_unsigned(ID_HEAD, id_head(str(values["id"])))
    return document


def id_head(document_id: str) -> int:
    """The first sixteen hexadecimal digits of an id as a number that never orders two ids wrongly.

    ``id_head(a) < id_head(b)`` only where ``a < b``; ids that differ later, or in other characters than
    0–9 and a–f, may share a head.
    """
    head = 0
    for place in range(_HEAD_DIGITS):
        character = document_id[place : place + 1]
        digit = "0123456789abcdef".find(character) if character else -1
        if digit < 0:
            rest = 4 * (_HEAD_DIGITS - place)
            below = _below(character) << (rest - 4)
            return (head << rest) + max(0, below - 1)
        head = head << 4 | digit
    return head


def _below(character: str) -> int:
    """How many of the sixteen digits come before a character that is none of them."""
    return sum(digit < character for digit in "0123456789abcdef")
