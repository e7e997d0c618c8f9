"""Searches that people save, and what they looked for before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..errors import Conflict, NotFound, UsageError
from .codec import clean
from .records import PastQuery, SavedSearch
from .tables import documents, past_queries, saved_searches

#: Of one person: searches saved, queries remembered; and the characters of a query worth remembering.
MOST_SAVED = 100
MOST_PAST = 200
LONGEST_PAST = 100
LONGEST_NAME = 60

#: The largest number that a database gives; asked for a larger one, SQLite fails.
_LARGEST = 2**31 - 1


def list_saved(connection: Connection, who: str) -> list[SavedSearch]:
    """A person's saved searches, by name."""
    mine = select(saved_searches).where(saved_searches.c.who == who).order_by(saved_searches.c.name)
    return [_saved(row) for row in connection.execute(mine)]


def load_saved(connection: Connection, who: str, number: int) -> SavedSearch:
    """Raises ``NotFound``, for another's search too."""
    mine = select(saved_searches).where(saved_searches.c.id == number, saved_searches.c.who == who)
    row = connection.execute(mine).one_or_none() if number <= _LARGEST else None
    if row is None:
        raise NotFound("没有这个保存的检索", "它可能已经删除")
    return _saved(row)


def _saved(row: Any) -> SavedSearch:
    return SavedSearch(row.id, row.name, row.address, row.saved_at, row.looked_at)


def save(connection: Connection, who: str, name: str, address: str) -> int:
    """Save a search under a name of its own. Raises ``UsageError``, ``Conflict`` for a name in use."""
    name = _checked(name)
    counted = select(func.count()).select_from(saved_searches).where(saved_searches.c.who == who)
    if connection.execute(counted).scalar_one() >= MOST_SAVED:
        raise UsageError(f"最多保存 {MOST_SAVED} 个检索", "先删除不再用的", parameter="name")
    values = {"who": who, "name": name, "address": clean(address), "saved_at": datetime.now(UTC)}
    made = insert(saved_searches).values(values).returning(saved_searches.c.id)
    try:
        return int(connection.execute(made).scalar_one())
    except IntegrityError:
        raise _in_use(name) from None


def rename(connection: Connection, who: str, number: int, name: str) -> None:
    """Raises ``NotFound``, ``UsageError``, ``Conflict`` for a name in use."""
    load_saved(connection, who, number)
    name = _checked(name)
    try:
        connection.execute(update(saved_searches).where(saved_searches.c.id == number).values(name=name))
    except IntegrityError:
        raise _in_use(name) from None


def _checked(name: str) -> str:
    name = " ".join(clean(name).split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise UsageError(f"名称应为 1 到 {LONGEST_NAME} 个字", "例如：路灯经费", parameter="name")
    return name


def _in_use(name: str) -> Conflict:
    return Conflict(f"已经有一个检索叫“{name}”", "换一个名称")


def forget_saved(connection: Connection, who: str, number: int) -> None:
    """Raises ``NotFound``."""
    load_saved(connection, who, number)
    connection.execute(delete(saved_searches).where(saved_searches.c.id == number))


def look(connection: Connection, who: str, number: int, applied: int) -> None:
    """Note that a person looks at what a search finds in an index with the changes up to a number applied.

    What came already and is not in that index yet is not seen. No document can be arriving meanwhile:
    whoever saves one holds the same lock. Raises ``NotFound``.
    """
    before = load_saved(connection, who, number).looked_at
    waiting = (documents.c.change > applied, documents.c.visible.is_(True))
    unseen = (documents.c.arrived_at >= before,) if before else ()
    oldest = connection.execute(select(func.min(documents.c.arrived_at)).where(*waiting, *unseen)).scalar()
    seen_until = min(datetime.now(UTC), oldest) if oldest else datetime.now(UTC)
    looked = update(saved_searches).where(saved_searches.c.id == number)
    connection.execute(looked.values(looked_at=seen_until))


def list_past(connection: Connection, who: str) -> list[PastQuery]:
    """What a person looked for, the latest first."""
    mine = select(past_queries).where(past_queries.c.who == who)
    rows = connection.execute(mine.order_by(past_queries.c.asked_at.desc(), past_queries.c.id.desc()))
    return [PastQuery(row.text, row.times, row.asked_at) for row in rows]


def remember(connection: Connection, who: str, text: str) -> None:
    """Remember a query, or that it was asked once more; the oldest give way. A long one is not kept."""
    text = " ".join(clean(text).split())
    if not 0 < len(text) <= LONGEST_PAST:
        return
    mine = (past_queries.c.who == who, past_queries.c.text == text)
    again = {"times": past_queries.c.times + 1, "asked_at": datetime.now(UTC)}
    if not connection.execute(update(past_queries).where(*mine).values(again)).rowcount:
        values = {"who": who, "text": text, "times": 1, "asked_at": datetime.now(UTC)}
        connection.execute(insert(past_queries).values(values))
        _let_go(connection, who)


def _let_go(connection: Connection, who: str) -> None:
    kept = select(past_queries.c.id).where(past_queries.c.who == who)
    kept = kept.order_by(past_queries.c.asked_at.desc(), past_queries.c.id.desc()).limit(MOST_PAST)
    numbers: Sequence[int] = connection.execute(kept).scalars().all()
    connection.execute(
        delete(past_queries).where(past_queries.c.who == who, past_queries.c.id.not_in(numbers))
    )


def forget_past(connection: Connection, who: str, text: str | None = None) -> int:
    """Forget one query, or all; return how many there were."""
    mine = [past_queries.c.who == who] + ([past_queries.c.text == text] if text is not None else [])
    return connection.execute(delete(past_queries).where(*mine)).rowcount
