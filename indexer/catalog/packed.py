"""The documents packed in a container."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from .records import Place
from .statements import under
from .tables import documents, roots


def members_of(connection: Connection, identifier: str) -> list[Place]:
    """Where the present documents lie that are packed in a container, at any depth, by their path inside."""
    d = documents.c
    own = connection.execute(select(d.file_id, d.member).where(d.id == identifier)).one_or_none()
    if own is None:
        return []
    inside: ColumnElement[bool] = d.member.is_not(None)
    if own.member is not None:
        inside = under(d.member, f"{own.member}!")
    joined = documents.join(roots, roots.c.id == d.root_id)
    listed = select(d.id, d.title, d.path, roots.c.name, d.member).select_from(joined)
    present = (d.file_id == own.file_id, inside, d.part_number == 0, d.vanished_at.is_(None))
    return [Place(*row) for row in connection.execute(listed.where(*present).order_by(d.member))]
