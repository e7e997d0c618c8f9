"""The sketches by which nearly equal texts find each other, a few numbers a content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, or_, select

from ..documents import Outcome
from .statements import chunks
from .tables import contents, likeness_bands, likenesses

_WITH_TEXT = (Outcome.SEARCHABLE.value, Outcome.PARTLY.value)


def due(connection: Connection, limit: int) -> list[str]:
    """Contents with text that were not sketched since it last changed."""
    sketched = contents.outerjoin(likenesses, likenesses.c.sha256 == contents.c.sha256)
    stale = or_(likenesses.c.sha256.is_(None), likenesses.c.text_stamp != contents.c.text_stamp)
    found = (
        select(contents.c.sha256)
        .select_from(sketched)
        .where(contents.c.outcome.in_(_WITH_TEXT), stale)
        .limit(limit)
    )
    return list(connection.execute(found).scalars())


def put(connection: Connection, bands: Mapping[str, Sequence[int]]) -> None:
    """Remember the bands of these contents in place of earlier ones; none is remembered too."""
    forget(connection, bands)
    stamps = select(contents.c.sha256, contents.c.text_stamp)
    for some in chunks(list(bands)):
        rows = connection.execute(stamps.where(contents.c.sha256.in_(some))).all()
        if rows:
            connection.execute(insert(likenesses), [{"sha256": s, "text_stamp": t} for s, t in rows])
        found = [{"band": band, "sha256": row[0]} for row in rows for band in set(bands[row[0]])]
        if found:
            connection.execute(insert(likeness_bands), found)


def forget(connection: Connection, hashes: Iterable[str]) -> None:
    """Drop all that was remembered of these contents' texts."""
    for some in chunks(list(hashes)):
        connection.execute(delete(likeness_bands).where(likeness_bands.c.sha256.in_(some)))
        connection.execute(delete(likenesses).where(likenesses.c.sha256.in_(some)))


def candidates(connection: Connection, sha256: str, limit: int) -> list[str]:
    """Contents that share a band with this one."""
    own = select(likeness_bands.c.band).where(likeness_bands.c.sha256 == sha256)
    found = (
        select(likeness_bands.c.sha256)
        .where(likeness_bands.c.band.in_(own), likeness_bands.c.sha256 != sha256)
        .distinct()
        .limit(limit)
    )
    return list(connection.execute(found).scalars())
