"""Files that a person wants read again: the next run takes what was read of them for outdated."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select, update

from ..documents import ProblemKind
from .accounting import ProblemFilter, problem_documents
from .plan import FILE
from .statements import chunks
from .tables import contents, documents, roots

#: What stands for the readers of a content that is to be read again: no readers are called so.
OUTDATED = ""
#: Problems of paths whose files are not there to be read.
_NOT_THERE = (ProblemKind.IGNORED, ProblemKind.VANISHED)


def mark(connection: Connection, wanted: ProblemFilter, ids: Collection[str] | None) -> list[tuple[str, str]]:
    """Mark the files of the problems chosen (``ids``: of these documents alone); return their roots and
    paths, in order.

    A member's problem is its file's. Copies are read again with the file: they share what it says.
    """
    if wanted.kind in _NOT_THERE:
        return []
    found: list[tuple[str, str]] = []
    for some in chunks(_files(connection, wanted, ids)):
        d = documents.c
        joined = documents.join(roots, roots.c.id == d.root_id)
        listed = select(roots.c.name, d.path, d.sha256).select_from(joined)
        rows = connection.execute(listed.where(d.id.in_(some), d.kind == FILE)).all()
        found += [(root, path) for root, path, _ in rows]
        hashes = [sha256 for _, _, sha256 in rows if sha256]
        old = update(contents).where(contents.c.sha256.in_(hashes))
        connection.execute(old.values(reader=OUTDATED))
    return sorted(found)


def _files(connection: Connection, wanted: ProblemFilter, ids: Collection[str] | None) -> list[str]:
    with_problems = select(documents.c.file_id).where(documents.c.id.in_(problem_documents(wanted)))
    if ids is None:
        return sorted(set(connection.execute(with_problems).scalars()))
    found: set[str] = set()
    for some in chunks(sorted(ids)):
        found.update(connection.execute(with_problems.where(documents.c.id.in_(some))).scalars())
    return sorted(found)
