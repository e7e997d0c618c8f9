"""The rows of ``problems``: what is wrong with a document, and where that lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from ..documents import Outcome, Problem
from .codec import clean
from .rows import DocumentRow
from .statements import chunks, rows_in, wanted
from .tables import problems


class Origin(StrEnum):
    """Where a problem lies: in the bytes, in this file (it could not be opened), in the engine's refusal of
    the document, or in a refusal that may pass."""

    CONTENT = "content"
    FILE = "file"
    REFUSED = "refused"
    POSTPONED = "postponed"


REFUSALS = frozenset({Origin.REFUSED, Origin.POSTPONED})

_ORIGINS = select(problems.c.document_id, problems.c.origin).where(
    problems.c.origin != Origin.CONTENT.value, problems.c.document_id.in_(wanted())
)


def origins_of(connection: Connection, ids: Iterable[str]) -> dict[str, set[Origin]]:
    """Where the problems of these documents lie that do not lie in their bytes."""
    found: dict[str, set[Origin]] = {}
    for identifier, origin in rows_in(connection, _ORIGINS, ids):
        found.setdefault(identifier, set()).add(Origin(origin))
    return found


def replace_problems(
    connection: Connection,
    found: Mapping[str, Sequence[tuple[Problem, Origin]]],
    before: Mapping[str, DocumentRow],
) -> None:
    """Set what is wrong with the bytes and files of these documents; refusals of the engine stay.

    To be called before ``settle``, which derives outcomes from it.
    """
    old = [key for key in found if key in before and before[key].outcome != Outcome.SEARCHABLE]
    for some in chunks(old):
        mine = (problems.c.document_id.in_(some), problems.c.origin.not_in(REFUSALS))
        connection.execute(delete(problems).where(*mine))
    insert_problems(connection, found)


def insert_problems(connection: Connection, found: Mapping[str, Sequence[tuple[Problem, Origin]]]) -> None:
    """Add problems to documents."""
    rows = [
        {
            "document_id": identifier,
            "kind": problem.kind.value,
            "origin": origin.value,
            "reason": clean(problem.reason),
            "hint": clean(problem.hint),
        }
        for identifier, all_of in found.items()
        for problem, origin in all_of
    ]
    for batch in chunks(rows):
        connection.execute(insert(problems), batch)


def forget_refusals(connection: Connection, ids: Iterable[str]) -> None:
    """Drop what the engine said of these documents."""
    for some in chunks(list(ids)):
        gone = (problems.c.document_id.in_(some), problems.c.origin.in_(REFUSALS))
        connection.execute(delete(problems).where(*gone))
