"""Bytes that a person marked as secret: their text is wiped and never read in again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, insert, update

from ..documents import Outcome
from .codec import pack_info, pack_pages, text_stamp, unpack_info
from .contents import load_infos
from .likenesses import forget
from .overlay import active_corrections
from .records import DocumentDraft
from .rows import DocumentRow
from .tables import contents


def seal(connection: Connection, marks: Mapping[str, str]) -> None:
    """Wipe the texts of these bytes (mark by hash). Unknown ones are sealed before they are ever read."""
    infos = load_infos(connection, marks)
    forget(connection, marks)
    for sha256, mark in marks.items():
        info = infos.get(sha256)
        members = unpack_info(info)[2] if info is not None else ()
        values = {
            "outcome": Outcome.QUARANTINED.value,
            "complete": True,
            "sealed": True,
            "mark": mark,
            "text_stamp": text_stamp(()),
            "info": pack_info({}, (), members),
            "pages": pack_pages(()),
        }
        if info is None:
            unread = {"sha256": sha256, "size": 0, "doc_type": "unknown", "page_count": 0, "reader": ""}
            connection.execute(insert(contents), {**unread, **values})
        else:
            connection.execute(update(contents).where(contents.c.sha256 == sha256).values(values))


def seal_corrected(
    connection: Connection,
    drafts: Sequence[DocumentDraft],
    family: Sequence[DocumentRow],
    secret: Collection[str],
) -> list[str]:
    """Seal the bytes that a file has now where a person marked a document of it as secret.

    A mark on a document holds for all that lies in it. Return the hashes sealed.
    """
    marked = {row.member: level for row, level in _marked(connection, family, secret)}
    if not marked:
        return []
    marks = {}
    for one in drafts:
        level = next((marked[place] for place in _around(one.member) if place in marked), None)
        if level is not None and one.sha256:
            marks[one.sha256] = level
    seal(connection, marks)
    return list(marks)


def _marked(
    connection: Connection, family: Sequence[DocumentRow], secret: Collection[str]
) -> Iterable[tuple[DocumentRow, str]]:
    active = active_corrections(connection, (row.id for row in family))
    for row in family:
        correction = active.get(row.id, {}).get("secrecy")
        if correction is not None and correction.value in secret:
            yield row, correction.value


def _around(member: str | None) -> Iterable[str | None]:
    """A member's place, those of the containers around it, and the file's."""
    place = member
    while place:
        yield place
        place = place.rpartition("!")[0]
    yield None
