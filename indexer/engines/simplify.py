"""A query in its simplest form: flat, without empty, constant or doubled operators."""

from __future__ import annotations

from .query import AllOf, Among, AnyOf, Everything, Not, OneOf, Query

NOTHING = AnyOf(())


def simplify(query: Query) -> Query:
    """The same documents, said without ``AllOf`` in ``AllOf``, ``Not`` of ``Not`` and constants.

    Nothing at all comes out as ``NOTHING``, and neither it nor ``Everything`` inside anything else.
    """
    match query:
        case AllOf(parts):
            return _all_of(parts)
        case AnyOf(parts):
            return _any_of(parts)
        case Not(part):
            return _negated(simplify(part))
        case OneOf(_, values) if not values:
            return NOTHING
        case Among(ids) if not ids:
            return NOTHING
        case _:
            return query


def _all_of(parts: tuple[Query, ...]) -> Query:
    flat: dict[Query, None] = {}
    for part in map(simplify, parts):
        flat.update(dict.fromkeys(part.parts if isinstance(part, AllOf) else (part,)))
    flat.pop(Everything(), None)
    if NOTHING in flat:
        return NOTHING
    if not flat:
        return Everything()
    return next(iter(flat)) if len(flat) == 1 else AllOf(tuple(flat))


def _any_of(parts: tuple[Query, ...]) -> Query:
    flat: dict[Query, None] = {}
    for part in map(simplify, parts):
        flat.update(dict.fromkeys(part.parts if isinstance(part, AnyOf) else (part,)))
    if Everything() in flat:
        return Everything()
    return next(iter(flat)) if len(flat) == 1 else AnyOf(tuple(flat))


def _negated(part: Query) -> Query:
    if isinstance(part, Not):
        return part.part
    if part == NOTHING:
        return Everything()
    return NOTHING if isinstance(part, Everything) else Not(part)
