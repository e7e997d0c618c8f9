"""Bytes that are secret: their text is wiped; what a person marked so is never read in again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, update

from ..documents import Outcome
from .codec import pack_info, pack_pages, text_stamp, unpack_info
from .contents import load_infos
from .likenesses import forget
from .overlay import active_corrections
from .records import DocumentDraft
from .rows import DocumentRow
from .statements import chunks
from .tables import contents, corrections

#: A correction's value that says nothing.
_NOTHING = "null"


def seal(connection: Connection, marks: Mapping[str, str], *, by_person: bool = True) -> None:
    """Wipe the texts of these bytes (mark by hash). Unknown ones are sealed before they are ever read.

    What no person marked but a rule caught may be read in again by readers that see no mark.
    """
    infos = load_infos(connection, marks)
    forget(connection, marks)
    for sha256, mark in marks.items():
        info = infos.get(sha256)
        members = unpack_info(info)[2] if info is not None else ()
        values = {
            "outcome": Outcome.QUARANTINED.value,
            "complete": True,
            "sealed": by_person,
            "mark": mark,
            "text_stamp": text_stamp(()),
            "info": pack_info({}, (), members),
            "pages": pack_pages(()),
        }
        if info is None:
            unread = {"sha256": sha256, "size": 0, "doc_type": "unknown", "page_count": 0, "reader": ""}
            connection.execute(insert(contents), {**unread, **values})
        else:
            own = contents.c.sha256 == sha256
            sealed = contents.c.sealed if not by_person else True
            connection.execute(update(contents).where(own).values({**values, "sealed": sealed}))


def with_members(connection: Connection, marks: Mapping[str, str]) -> dict[str, str]:
    """The marks, and those that the members of marked containers take from them, at any depth."""
    found = dict(marks)
    for sha256, info in load_infos(connection, marks).items():
        for ref in unpack_info(info)[2]:
            found.setdefault(ref.sha256, marks[sha256])
    return found


def wipe_corrections(connection: Connection, ids: Iterable[str]) -> None:
    """Forget what people wrote about documents that are secret now: who wrote when stays, and the marks."""
    for some in chunks(list(ids)):
        about = (corrections.c.document_id.in_(some), corrections.c.field != "secrecy")
        in_force = corrections.c.reverted_at.is_(None)
        connection.execute(update(corrections).where(*about, in_force).values(reverted_at=datetime.now(UTC)))
        connection.execute(update(corrections).where(*about).values(value=_NOTHING, reason=""))


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
