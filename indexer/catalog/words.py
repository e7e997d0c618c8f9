"""The unit's own words, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from ..archival.words import WordKind
from .codec import clean
from .records import UnitWord
from .statements import chunks
from .tables import unit_words


def load_words(connection: Connection, kinds: Iterable[WordKind]) -> list[UnitWord]:
    """The words of these kinds, by kind and word."""
    listed = select(unit_words).where(unit_words.c.kind.in_([kind.value for kind in kinds]))
    rows = connection.execute(listed.order_by(unit_words.c.kind, unit_words.c.word))
    return [UnitWord(WordKind(row.kind), row.word, row.added_by, row.added_at) for row in rows]


def add_words(connection: Connection, kind: WordKind, words: Iterable[str], who: str) -> list[str]:
    """Add the words that are not there yet; return them."""
    there = {one.word for one in load_words(connection, [kind])}
    new = [word for word in dict.fromkeys(map(clean, words)) if word not in there]
    now = datetime.now(UTC)
    rows = [{"kind": kind.value, "word": word, "added_by": clean(who), "added_at": now} for word in new]
    for some in chunks(rows):
        connection.execute(insert(unit_words), list(some))
    return new


def remove_words(connection: Connection, kind: WordKind, words: Sequence[str]) -> int:
    """Take words away; return how many there were."""
    removed = 0
    for some in chunks(list(dict.fromkeys(words))):
        mine = (unit_words.c.kind == kind.value, unit_words.c.word.in_(some))
        removed += connection.execute(delete(unit_words).where(*mine)).rowcount
    return removed
