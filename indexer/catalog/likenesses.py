"""The sketches by which nearly equal texts find each other, a few numbers a content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, exists, insert, select, tuple_

from .statements import chunks, rows_in, wanted
from .tables import contents, likeness_bands, likenesses, near_pairs

_SKETCHED = select(likenesses.c.sha256).where(likenesses.c.sha256.in_(wanted()))
_UNSKETCHED = ~exists().where(likenesses.c.sha256 == contents.c.sha256)


def due(connection: Connection, limit: int, after: str) -> list[str]:
    """Contents, after a hash, that were not sketched since their text last changed, by their hashes.

    Those without text are among them: a sketch of nothing marks them as seen. So two indexes answer, and
    the table of texts is not read.
    """
    found = select(contents.c.sha256).where(_UNSKETCHED, contents.c.sha256 > after)
    return list(connection.execute(found.order_by(contents.c.sha256).limit(limit)).scalars())


def put(
    connection: Connection,
    bands: Mapping[str, Sequence[int]],
    pairs: Mapping[tuple[str, str], float],
) -> None:
    """Remember the bands of these contents in place of earlier ones (none is remembered too), and which of
    them say nearly the same as others."""
    forget(connection, bands)
    stamps = select(contents.c.sha256, contents.c.text_stamp)
    for some in chunks(list(bands)):
        rows = connection.execute(stamps.where(contents.c.sha256.in_(some))).all()
        if rows:
            connection.execute(insert(likenesses), [{"sha256": s, "text_stamp": t} for s, t in rows])
        found = [{"band": band, "sha256": row[0]} for row in rows for band in set(bands[row[0]])]
        if found:
            connection.execute(insert(likeness_bands), found)
    _put_pairs(connection, pairs)


def _put_pairs(connection: Connection, pairs: Mapping[tuple[str, str], float]) -> None:
    """A pair may be told in either order; contents that are gone meanwhile have none."""
    ordered = {(min(pair), max(pair)): share for pair, share in pairs.items()}
    names = {sha256 for pair in ordered for sha256 in pair}
    known = {row[0] for row in rows_in(connection, _SKETCHED, names)}
    rows = [
        {"first": first, "second": second, "share": share}
        for (first, second), share in ordered.items()
        if first in known and second in known
    ]
    for some in chunks(rows):
        same = tuple_(near_pairs.c.first, near_pairs.c.second)
        connection.execute(
            delete(near_pairs).where(same.in_([(one["first"], one["second"]) for one in some]))
        )
        connection.execute(insert(near_pairs), list(some))


def near(connection: Connection, sha256: str) -> dict[str, float]:
    """The contents that say nearly what this one says, and how much of it."""
    n = near_pairs.c
    rows = [
        *connection.execute(select(n.second, n.share).where(n.first == sha256)),
        *connection.execute(select(n.first, n.share).where(n.second == sha256)),
    ]
    return {row[0]: row[1] for row in rows}


def all_pairs(connection: Connection) -> list[tuple[str, str, float]]:
    """Every pair of contents that say nearly the same."""
    return [(row.first, row.second, row.share) for row in connection.execute(select(near_pairs))]


def forget(connection: Connection, hashes: Iterable[str]) -> None:
    """Drop all that was remembered of these contents' texts."""
    for some in chunks(list(hashes)):
        connection.execute(delete(likeness_bands).where(likeness_bands.c.sha256.in_(some)))
        connection.execute(delete(likenesses).where(likenesses.c.sha256.in_(some)))
        connection.execute(delete(near_pairs).where(near_pairs.c.first.in_(some)))
        connection.execute(delete(near_pairs).where(near_pairs.c.second.in_(some)))


def candidates(connection: Connection, bands: Sequence[int], most: int) -> list[str]:
    """Contents that have one of these bands, ``most`` at most: a band that very many share ends early."""
    found = select(likeness_bands.c.sha256).where(likeness_bands.c.band.in_(bands)).distinct().limit(most)
    return list(connection.execute(found).scalars())
