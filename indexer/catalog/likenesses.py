"""The sketches by which nearly equal texts find each other, a few numbers a content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, exists, insert, select

from .statements import chunks
from .tables import contents, likeness_bands, likenesses

_UNSKETCHED = ~exists().where(likenesses.c.sha256 == contents.c.sha256)


def due(connection: Connection, limit: int, after: str) -> list[str]:
    """Contents, after a hash, that were not sketched since their text last changed, by their hashes.

    Those without text are among them: a sketch of nothing marks them as seen. So two indexes answer, and
    the table of texts is not read.
    """
    found = select(contents.c.sha256).where(_UNSKETCHED, contents.c.sha256 > after)
    return list(connection.execute(found.order_by(contents.c.sha256).limit(limit)).scalars())


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
