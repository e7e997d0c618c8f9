"""A root that is added around known roots takes over their documents."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from sqlalchemy import Connection, delete, select, update

from ..stop_points import stop_point
from .identity import place_digest
from .plan import FILE, FORMER
from .rows import DocumentRow, load_families
from .settling import settle
from .statements import chunks, rows_in, wanted
from .tables import corrections, documents, ignored, roots

_moved_some = stop_point("catalog.take_over.some_moved")

_AT = select(documents.c.file_id).where(documents.c.place.in_(wanted()))


def take_over(connection: Connection, old: int, new: int, prefix: str) -> None:
    """Give the documents of a root to the root around it; they keep their ids, numbers and corrections.

    They wait for a new description: the folders around them may say more now.
    """
    files = select(documents.c.id).where(documents.c.root_id == old, documents.c.kind == FILE)
    for some in chunks(connection.execute(files.order_by(documents.c.id)).scalars().all()):
        arriving = load_families(connection, some)
        _move(connection, arriving, new, prefix)
        _moved_some()
    path = prefix + "/" + ignored.c.path
    connection.execute(update(ignored).where(ignored.c.root_id == old).values(root_id=new, path=path))
    connection.execute(delete(roots).where(roots.c.id == old))


def _move(connection: Connection, arriving: Sequence[DocumentRow], new: int, prefix: str) -> None:
    moved = {row.id: _moved(row, new, prefix) for row in arriving}
    places = [row.place for row in moved.values() if row.kind == FILE]
    here = documents.c.root_id == new
    settled = load_families(connection, (row[0] for row in rows_in(connection, _AT.where(here), places)))
    losers = _losers([*moved.values(), *settled])
    _hand_over(connection, [*moved.values(), *settled], losers)
    settle(connection, [_without_place(row) for row in settled if row.file_id in losers],
           {row.id: row for row in settled})  # fmt: skip
    rows = [_without_place(row) if row.file_id in losers else row for row in moved.values()]
    settle(connection, rows, {row.id: row for row in arriving})


def _moved(row: DocumentRow, root: int, prefix: str) -> DocumentRow:
    path = f"{prefix}/{row.path}"
    raw = None if row.path_bytes is None else os.fsencode(prefix) + b"/" + row.path_bytes
    place = place_digest(path, row.member, row.part_number)
    return replace(row, root_id=root, path=path, path_bytes=raw, place=place, fingerprint=None)


def _losers(rows: Sequence[DocumentRow]) -> dict[str, str]:
    """Of two files that would lie in one place (one of a root removed earlier): the older by the newer.

    The one that is present wins, else the one that vanished last.
    """
    winners: dict[bytes, DocumentRow] = {}
    losers: dict[str, str] = {}
    for row in sorted((row for row in rows if row.kind == FILE), key=_presence):
        earlier = winners.get(row.place)
        if earlier is not None:
            losers[earlier.id] = row.id
        winners[row.place] = row
    return losers


def _presence(row: DocumentRow) -> tuple[bool, float, str]:
    gone = row.vanished_at
    return gone is None, gone.timestamp() if gone else 0.0, row.id


def _hand_over(connection: Connection, rows: Sequence[DocumentRow], losers: dict[str, str]) -> None:
    """Corrections of a document that loses its place go to the document that has it."""
    heirs = {(row.file_id, row.member, row.part_number): row.id for row in rows}
    for row in rows:
        heir = heirs.get((losers.get(row.file_id, ""), row.member, row.part_number))
        if heir is not None:
            mine = corrections.c.document_id == row.id
            connection.execute(update(corrections).where(mine).values(document_id=heir))


def _without_place(row: DocumentRow) -> DocumentRow:
    """A record that something was there, in a place that no file can have; runs do not look at it."""
    place = blake2b(row.id.encode(), digest_size=16, person=b"no place").digest()
    return replace(row, kind=FORMER, place=place)
