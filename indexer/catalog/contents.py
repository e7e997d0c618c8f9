"""What bytes say, kept once for all their copies under their SHA-256."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from ..archival.secrecy import find_mark, mark_problem
from ..documents import Content, Outcome, Page, Problem, ProblemKind, outcome_of
from .codec import clean, pack_info, pack_pages, text_stamp, unpack_info, unpack_pages, unpack_texts
from .likenesses import forget
from .statements import chunks, rows_in, wanted
from .tables import contents, documents

_BY_HASH = contents.c.sha256.in_(wanted())
_WHOLE = select(contents).where(_BY_HASH)
_FACTS = select(*(column for column in contents.c if column.name != "pages")).where(_BY_HASH)
_PAGES = select(contents.c.sha256, contents.c.pages).where(_BY_HASH)
_INFOS = select(contents.c.sha256, contents.c.info).where(_BY_HASH)
_INSERT = insert(contents)


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What a document takes from its content, without the pages."""

    doc_type: str
    page_count: int
    outcome: Outcome
    problems: tuple[Problem, ...]
    text_stamp: bytes
    mark: str | None = None

    @property
    def quarantined(self) -> bool:
        return self.outcome is Outcome.QUARANTINED


def load_content(connection: Connection, sha256: str) -> Content | None:
    """The whole content, pages included."""
    row = next(rows_in(connection, _WHOLE, [sha256]), None)
    if row is None:
        return None
    metadata, problems, members = unpack_info(row.info)
    return Content(
        sha256=row.sha256,
        size=row.size,
        doc_type=row.doc_type,
        pages=tuple(unpack_pages(row.pages)),
        page_count=row.page_count,
        metadata=metadata,
        problems=problems,
        members=members,
        complete=row.complete,
        mark=row.mark,
    )


def content_facts(connection: Connection, hashes: Iterable[str]) -> dict[str, ContentFacts]:
    """The facts of each content that is stored."""
    return {row.sha256: _facts(row) for row in rows_in(connection, _FACTS, hashes)}


def _facts(row: Any) -> ContentFacts:
    outcome = Outcome(row.outcome)
    problems = () if outcome is Outcome.SEARCHABLE else unpack_info(row.info)[1]
    if row.mark is not None:
        problems = _with_mark(problems, row.mark)
    return ContentFacts(row.doc_type, row.page_count, outcome, problems, row.text_stamp, row.mark)


def _with_mark(problems: tuple[Problem, ...], mark: str) -> tuple[Problem, ...]:
    if any(problem.kind is ProblemKind.QUARANTINED for problem in problems):
        return problems
    return (*problems, mark_problem(mark))


def load_texts(connection: Connection, hashes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The page texts of each content."""
    return {sha256: unpack_texts(pages) for sha256, pages in rows_in(connection, _PAGES, hashes)}


def load_infos(connection: Connection, hashes: Iterable[str]) -> dict[str, bytes]:
    """The packed metadata, problems and members of each content."""
    return dict(rows_in(connection, _INFOS, hashes))


def load_pages(connection: Connection, sha256: str) -> list[Page]:
    """The pages of one content, none where it is not stored."""
    return [page for _, data in rows_in(connection, _PAGES, [sha256]) for page in unpack_pages(data)]


def put_contents(connection: Connection, new: Sequence[Content], reader: str) -> list[str]:
    """Insert or replace contents; return the hashes of those that were there and now say something else.

    A sealed content is left as it is, and one that is marked by the name of a file that holds it.
    """
    by_hash = {one.sha256: one for one in new if one.sha256}
    stored = {row.sha256: row for row in rows_in(connection, _WHOLE, by_hash)}
    changed = []
    for sha256, one in by_hash.items():
        row, old = _row(one, reader), stored.get(sha256)
        if old is None:
            connection.execute(_INSERT, row)
        elif _may_replace(connection, row, old) and _differs(row, old):
            connection.execute(update(contents).where(contents.c.sha256 == sha256).values(row))
            changed.append(sha256)
    forget(connection, changed)
    return changed


def _may_replace(connection: Connection, row: dict[str, Any], old: Any) -> bool:
    if old.sealed:
        return False
    return old.mark is None or row["mark"] is not None or not _marked_by_name(connection, old.sha256)


def _marked_by_name(connection: Connection, sha256: str) -> bool:
    """Whether some present file or member with these bytes carries a secrecy mark in its name."""
    held = (documents.c.sha256 == sha256, documents.c.vanished_at.is_(None))
    places = connection.execute(select(documents.c.path, documents.c.member).where(*held).distinct())
    return any(find_mark((), f"{path}!{member}" if member else path) for path, member in places)


def _differs(row: dict[str, Any], old: Any) -> bool:
    return any(getattr(old, name) != value for name, value in row.items())


def _row(one: Content, reader: str) -> dict[str, Any]:
    """A marked content keeps its hash, type and mark: neither text nor what the file says of itself."""
    marked = one.mark is not None
    pages = () if marked else one.pages
    return {
        "sha256": one.sha256,
        "size": one.size,
        "doc_type": clean(one.doc_type),
        "page_count": one.page_count,
        "outcome": outcome_of(one).value,
        "complete": one.complete or marked,
        "sealed": False,
        "mark": one.mark,
        "reader": reader,
        "text_stamp": text_stamp(pages),
        "info": pack_info({} if marked else one.metadata, one.problems, one.members),
        "pages": pack_pages(pages),
    }


_USED = exists().where(documents.c.sha256 == contents.c.sha256, documents.c.part_number == 0)
_UNUSED = select(contents.c.sha256).where(~_USED, contents.c.sealed.is_(False))


def drop_all_unused(connection: Connection) -> int:
    """Delete contents that no document has any longer; return how many. Sealed ones stay: they are a ban.

    Parts have pages of their own: one that is gone keeps no bytes alive.
    """
    # Found by the index first: the table itself holds all the texts.
    hashes = connection.execute(select(contents.c.sha256).where(~_USED)).scalars().all()
    return drop_unused(connection, hashes)


def drop_unused(connection: Connection, hashes: Iterable[str]) -> int:
    """Delete those of these contents that no document has any longer; return how many."""
    unused = [row[0] for row in rows_in(connection, _UNUSED.where(_BY_HASH), hashes)]
    for some in chunks(unused):
        forget(connection, some)
        connection.execute(delete(contents).where(contents.c.sha256.in_(some)))
    return len(unused)


def incomplete(connection: Connection, limit: int) -> list[str]:
    """Hashes of contents whose pictures wait to be read, and that a present document has."""
    used = exists().where(documents.c.sha256 == contents.c.sha256, documents.c.vanished_at.is_(None))
    waiting = select(contents.c.sha256).where(contents.c.complete.is_(False), used)
    return list(connection.execute(waiting.order_by(contents.c.sha256).limit(limit)).scalars())
