"""How answers are described: every field is always there, null where it has no value, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from apiflask import Schema as ApiSchema
from apiflask import fields
from marshmallow import RAISE, Schema

AnyField = fields.Field[Any]


class Answer(ApiSchema):
    """An object of an answer. ``RAISE`` makes the OpenAPI document say that it has no other fields."""

    class Meta:
        unknown = RAISE


def _metadata(description: str) -> dict[str, Any]:
    return {"description": description} if description else {}


def present(kind: type[AnyField], description: str = "", **options: Any) -> AnyField:
    """A field that always has a value."""
    return kind(required=True, metadata=_metadata(description), **options)


def nullable(kind: type[AnyField], description: str = "", **options: Any) -> AnyField:
    """A field that is always there and may be null."""
    return present(kind, description, allow_none=True, **options)


def word(choices: Iterable[str], description: str = "", *, null: bool = False) -> AnyField:
    """One of a few words."""
    enum: list[str | None] = [*choices, None] if null else [*choices]
    return fields.String(required=True, allow_none=null, metadata=_metadata(description) | {"enum": enum})


def listed(item: AnyField | type[Schema], description: str = "") -> AnyField:
    """A list, empty where there is nothing."""
    inner = fields.Nested(item) if isinstance(item, type) else item
    return fields.List(inner, required=True, metadata=_metadata(description))


def nested(schema: type[Schema], description: str = "", *, null: bool = False, **options: Any) -> AnyField:
    """An object inside the answer."""
    return fields.Nested(schema, required=True, allow_none=null, metadata=_metadata(description), **options)
