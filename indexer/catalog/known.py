"""What the catalog remembers of the files of a root, for a run to compare with what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from ..documents import RETRYABLE, Outcome
from ..stop_points import stop_point
from .codec import clean
from .plan import FILE, MEMBER
from .problem_rows import Origin
from .records import FileHolder, IgnoredPath, KnownFile
from .roots import root_id
from .statements import chunks, rows_in, under, wanted
from .tables import contents, documents, ignored, problems, roots

_HOLDERS = (
    select(
        documents.c.id,
        roots.c.name,
        documents.c.path,
        documents.c.sha256,
        documents.c.vanished_at,
        documents.c.kind,
    )
    .select_from(documents.join(roots, roots.c.id == documents.c.root_id))
    .where(documents.c.sha256.in_(wanted()))
)
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_RETRYABLE = tuple(kind.value for kind in RETRYABLE)

_ignored_written = stop_point("catalog.save_ignored.rows_written")


def known_files(connection: Connection, root: str) -> dict[str, KnownFile]:
    """Every file of a root by its path, vanished ones included."""
    key = root_id(connection, root)
    usual, others = _readers(connection, key)
    waiting, retry = _incomplete(connection, key), _retryable(connection, key)
    d = documents.c
    listed = select(d.id, d.path, d.size, d.mtime_ns, d.sha256, d.outcome, d.vanished_at)
    rows = connection.execute(listed.where(_of_root(key), d.kind == FILE))
    return {
        path: KnownFile(
            id=identifier,
            path=path,
            size=size,
            mtime_ns=mtime_ns,
            sha256=sha256,
            outcome=_OUTCOMES[outcome],
            complete=identifier not in waiting,
            retry=identifier in retry,
            reader=others.get(identifier, usual) if sha256 else None,
            vanished=vanished_at is not None,
        )
        for identifier, path, size, mtime_ns, sha256, outcome, vanished_at in rows
    }


def _of_root(key: int) -> ColumnElement[bool]:
    """That a document lies in a root, said so that SQLite does not take the root's index for it.

    That index leads to the documents in the order of digests: reading the table, or starting from the few
    contents in question, is several times faster.
    """
    return (documents.c.root_id + 0) == key


def _readers(connection: Connection, root: int) -> tuple[str | None, dict[str, str]]:
    """The fingerprint that most contents were read with, and by file id those that differ from it."""
    counted = select(contents.c.reader, func.count()).group_by(contents.c.reader)
    counts = [(count, reader) for reader, count in connection.execute(counted)]
    usual = max(counts)[1] if counts else None
    joined = contents.join(documents, documents.c.sha256 == contents.c.sha256)
    listed = select(documents.c.file_id, contents.c.reader).select_from(joined)
    found: dict[str, str] = {}
    for some in chunks([reader for _, reader in counts if reader != usual]):
        where = (contents.c.reader.in_(some), _of_root(root), documents.c.vanished_at.is_(None))
        found.update((row[0], row[1]) for row in connection.execute(listed.where(*where)))
    return usual, found


def _incomplete(connection: Connection, root: int) -> set[str]:
    joined = contents.join(documents, documents.c.sha256 == contents.c.sha256)
    where = (contents.c.complete.is_(False), _of_root(root), documents.c.vanished_at.is_(None))
    listed = select(documents.c.file_id).select_from(joined).where(*where)
    return set(connection.execute(listed).scalars())


def _retryable(connection: Connection, root: int) -> set[str]:
    joined = problems.join(documents, documents.c.id == problems.c.document_id)
    where = (problems.c.kind.in_(_RETRYABLE), _of_root(root), documents.c.vanished_at.is_(None))
    listed = select(documents.c.file_id).select_from(joined).where(*where)
    return set(connection.execute(listed).scalars())


def count_retryable(connection: Connection) -> int:
    """How many present files have a problem that another run may cure."""
    joined = problems.join(documents, documents.c.id == problems.c.document_id)
    counted = select(func.count(documents.c.file_id.distinct())).select_from(joined)
    curable = problems.c.kind.in_(_RETRYABLE) | (problems.c.origin == Origin.POSTPONED.value)
    return int(connection.execute(counted.where(curable, documents.c.vanished_at.is_(None))).scalar_one())


def holders(connection: Connection, hashes: Iterable[str]) -> list[FileHolder]:
    """The files, present or vanished, that hold certain bytes: candidates for files that moved."""
    rows = [row for row in rows_in(connection, _HOLDERS, hashes) if row.kind == FILE]
    found = [FileHolder(row.id, row.name, row.path, row.sha256, row.vanished_at is not None) for row in rows]
    return sorted(found, key=lambda one: (one.root, one.path))


def undescribed(connection: Connection, fingerprint: str, after: str, limit: int) -> list[str]:
    """Ids of present documents whose description was not made with this fingerprint, after an id."""
    d = documents.c
    # Said so that SQLite does not take the index of kinds, which leads to nearly all documents.
    present = (func.coalesce(d.kind, "").in_((FILE, MEMBER)), d.vanished_at.is_(None))
    other = d.fingerprint.is_(None) | (d.fingerprint < fingerprint) | (d.fingerprint > fingerprint)
    # The usual answer, none, comes from the index alone; the list is read in the order of the ids.
    if (
        not after
        and connection.execute(select(d.fingerprint).where(other, *present).limit(1)).first() is None
    ):
        return []
    listed = select(d.id).where(d.fingerprint.is_distinct_from(fingerprint), *present, d.id > after)
    return list(connection.execute(listed.order_by(d.id).limit(limit)).scalars())


def count_undescribed(connection: Connection, fingerprint: str) -> int:
    """How many present documents were not described with this fingerprint."""
    d = documents.c
    other = (d.kind.in_((FILE, MEMBER)), d.vanished_at.is_(None), d.fingerprint.is_distinct_from(fingerprint))
    return int(connection.execute(select(func.count()).select_from(documents).where(*other)).scalar_one())


def undescribe(connection: Connection, root: str, folder: str) -> None:
    """Make the descriptions of all documents under a folder of a root due again."""
    where = [documents.c.root_id == root_id(connection, root)]
    if folder:
        where.append(under(documents.c.path, clean(folder) + "/"))
    connection.execute(update(documents).where(*where).values(fingerprint=None))


def save_ignored(connection: Connection, root: str, paths: Sequence[IgnoredPath], inside: str = "") -> None:
    """Replace the ignored paths of a root, or of one folder ``inside`` it."""
    key = root_id(connection, root)
    where = [ignored.c.root_id == key]
    if inside:
        where.append(under(ignored.c.path, clean(inside) + "/"))
    connection.execute(delete(ignored).where(*where))
    rows = [{"root_id": key, "path": clean(one.path), "reason": one.reason} for one in paths]
    for some in chunks(rows):
        connection.execute(insert(ignored), some)
    _ignored_written()
