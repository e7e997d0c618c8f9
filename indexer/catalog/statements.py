"""Long lists of values in statements: cut to what every database takes, compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Connection, Executable, bindparam

#: Values a statement takes at once: under every database's limit of parameters.
CHUNK = 500

_T = TypeVar("_T")


def chunks(items: Sequence[_T], size: int = CHUNK) -> Iterator[Sequence[_T]]:
    """Cut a list into pieces of at most ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def wanted() -> BindParameter[Any]:
    """The list that a statement made once for ``rows_in`` leaves open: ``column.in_(wanted())``."""
    return bindparam("wanted", expanding=True)


def rows_in(
    connection: Connection, statement: Executable, values: Iterable[Any], **others: Any
) -> Iterator[Any]:
    """The rows of a statement with ``wanted()`` in it for all of ``values``, each asked for once."""
    for some in chunks(list(dict.fromkeys(values))):
        yield from connection.execute(statement, {"wanted": some, **others})


def under(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """That a text begins with ``prefix``, upper and lower case apart: in SQLite LIKE would mix them."""
    return (column >= prefix) & (column < prefix[:-1] + chr(ord(prefix[-1]) + 1))
