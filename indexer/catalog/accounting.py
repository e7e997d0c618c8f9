"""Where every path ended: counts that add up, and the list of what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, null, select, update

from ..documents import Outcome, Problem, ProblemKind
from ..engines.protocol import Rejected
from .overlay import STALE
from .plan import FILE, MEMBER
from .problem_rows import REFUSALS, Origin, forget_refusals, insert_problems
from .records import ProblemRecord
from .rows import load_by_id
from .settling import settle
from .statements import chunks, under
from .tables import documents, ignored, problems, roots


def outcomes(connection: Connection) -> dict[Outcome, int]:
    """How many paths ended how, every outcome named; ignored paths are counted with the files."""
    counts = _counts(connection, FILE)
    present = ignored.join(roots, roots.c.id == ignored.c.root_id)
    wanted = select(func.count()).select_from(present).where(roots.c.removed_at.is_(None))
    counts[Outcome.IGNORED] = int(connection.execute(wanted).scalar_one())
    return counts


def member_outcomes(connection: Connection) -> dict[Outcome, int]:
    """How many members of containers ended how."""
    return _counts(connection, MEMBER)


def _counts(connection: Connection, kind: str) -> dict[Outcome, int]:
    d = documents.c
    wanted = select(d.outcome, func.count()).where(d.kind == kind, d.vanished_at.is_(None))
    counts = dict.fromkeys(Outcome, 0)
    for outcome, count in connection.execute(wanted.group_by(d.outcome)):
        counts[Outcome(outcome)] = count
    return counts


@dataclass(frozen=True, slots=True)
class ProblemFilter:
    """What to list: a kind (None: all but ignored and vanished), a branch, a root, a folder within it."""

    kind: ProblemKind | None = None
    branch: str | None = None
    root: str | None = None
    folder: str | None = None


def list_problems(
    connection: Connection, wanted: ProblemFilter, page: int, size: int
) -> tuple[int, list[ProblemRecord]]:
    """The exact total and one page (from 1) of the list, by root, path and member."""
    query = _query(wanted)
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    listed = query.order_by("root", "path", "member", "position").limit(size).offset((page - 1) * size)
    return int(total), [_record(row) for row in connection.execute(listed)]


def problem_documents(wanted: ProblemFilter) -> Select[Any]:
    """The ids of the documents on the list."""
    return select(_query(wanted).subquery().c.id)


def _record(row: Any) -> ProblemRecord:
    return ProblemRecord(
        root=row.root,
        path=row.path,
        member=row.member or None,
        id=row.id,
        kind=ProblemKind(row.kind),
        reason=row.reason,
        hint=row.hint,
        branch=row.branch,
    )


def _query(wanted: ProblemFilter) -> Select[Any]:
    if wanted.kind is ProblemKind.IGNORED:
        return _ignored(wanted)
    if wanted.kind is ProblemKind.VANISHED:
        return _vanished(wanted)
    joined = problems.join(documents, documents.c.id == problems.c.document_id)
    query = _columns(problems.c.kind, problems.c.reason, problems.c.hint, problems.c.id, documents.c.branch)
    query = query.select_from(joined.join(roots, roots.c.id == documents.c.root_id))
    query = query.where(documents.c.vanished_at.is_(None), *_places(wanted, documents.c.path))
    return query.where(problems.c.kind == wanted.kind.value) if wanted.kind else query


def _columns(
    kind: ColumnElement[Any],
    reason: ColumnElement[Any],
    hint: ColumnElement[Any],
    position: ColumnElement[Any],
    branch: ColumnElement[Any],
) -> Select[Any]:
    return select(
        roots.c.name.label("root"),
        documents.c.path.label("path"),
        func.coalesce(documents.c.member, "").label("member"),
        documents.c.id.label("id"),
        kind.label("kind"),
        reason.label("reason"),
        hint.label("hint"),
        branch.label("branch"),
        position.label("position"),
    )


def _vanished(wanted: ProblemFilter) -> Select[Any]:
    query = _columns(
        literal(ProblemKind.VANISHED.value),
        literal("原件已不在"),
        literal("文件可能被移走、改名或删除；放回原处后重新建索引即可恢复"),
        literal(0),
        documents.c.branch,
    )
    query = query.select_from(documents.join(roots, roots.c.id == documents.c.root_id))
    present = (
        documents.c.vanished_at.is_not(None),
        documents.c.kind.in_((FILE, MEMBER)),
        roots.c.removed_at.is_(None),
    )
    return query.where(*present, *_places(wanted, documents.c.path))


def _ignored(wanted: ProblemFilter) -> Select[Any]:
    query = select(
        roots.c.name.label("root"),
        ignored.c.path.label("path"),
        literal("").label("member"),
        null().label("id"),
        literal(ProblemKind.IGNORED.value).label("kind"),
        ignored.c.reason.label("reason"),
        literal("").label("hint"),
        null().label("branch"),
        ignored.c.id.label("position"),
    ).select_from(ignored.join(roots, roots.c.id == ignored.c.root_id))
    query = query.where(roots.c.removed_at.is_(None), *_places(wanted, ignored.c.path))
    return query.where(literal(False)) if wanted.branch is not None else query


def _places(wanted: ProblemFilter, path: ColumnElement[str]) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.root is not None:
        where.append(roots.c.name == wanted.root)
    if wanted.folder:
        where.append(under(path, wanted.folder.strip("/") + "/"))
    if wanted.branch is not None and path.table is documents:
        where.append(documents.c.branch == wanted.branch)
    return where


def branch_counts(connection: Connection) -> dict[str | None, int]:
    """How many documents in the results belong to each branch."""
    d = documents.c
    counted = select(d.branch, func.count()).where(d.visible.is_(True)).group_by(d.branch)
    return {row[0]: int(row[1]) for row in connection.execute(counted)}


def ids_of_branch(connection: Connection, branch: str, most: int) -> list[str]:
    """The first ids of documents in the results that belong to a branch."""
    d = documents.c
    listed = select(d.id).where(d.visible.is_(True), d.branch == branch).order_by(d.id).limit(most)
    return list(connection.execute(listed).scalars())


@dataclass(frozen=True, slots=True)
class DoubtFilter:
    """Which doubts to list; None does not narrow. ``field`` may be ``*``: corrections made on other bytes."""

    root: str | None = None
    branch: str | None = None
    field: str | None = None


def list_doubts(connection: Connection, wanted: DoubtFilter, page: int, size: int) -> tuple[int, list[str]]:
    """The exact total and one page of the ids of documents that wait for a person's confirmation.

    Those whose corrections were made on other bytes come first, then by root and path.
    """
    d = documents.c
    where = _doubtful(wanted)
    joined = documents.join(roots, roots.c.id == d.root_id)
    total = connection.execute(select(func.count()).select_from(joined).where(*where)).scalar_one()
    stale_first = d.doubts.startswith(STALE).desc()
    listed = select(d.id).select_from(joined).where(*where).order_by(stale_first, roots.c.name, d.path, d.id)
    ids = connection.execute(listed.limit(size).offset((page - 1) * size)).scalars()
    return int(total), list(ids)


def _doubtful(wanted: DoubtFilter) -> list[ColumnElement[bool]]:
    d = documents.c
    where: list[ColumnElement[bool]] = [d.doubts.is_not(None)]  # documents in the results alone have any
    where += [roots.c.name == wanted.root] if wanted.root is not None else []
    where += [d.branch == wanted.branch] if wanted.branch is not None else []
    if wanted.field is not None:
        where.append((literal(" ") + d.doubts + " ").contains(f" {wanted.field} ", autoescape=True))
    return where


def count_doubts(connection: Connection, wanted: DoubtFilter) -> dict[str, int]:
    """How many documents wait for each field's sake, ``*`` for that of corrections on other bytes."""
    joined = documents.join(roots, roots.c.id == documents.c.root_id)
    told = select(documents.c.doubts, func.count()).select_from(joined).where(*_doubtful(wanted))
    counts: Counter[str] = Counter()
    for doubts, count in connection.execute(told.group_by(documents.c.doubts)):
        counts.update(dict.fromkeys(doubts.split(), int(count)))
    return dict(counts)


def reject(connection: Connection, refused: Sequence[Rejected]) -> None:
    """Record documents that the engine would not take: they have a problem and are not searchable."""
    by_id = {one.id: one for one in refused}
    for some in chunks(list(by_id)):
        known = set(connection.execute(select(documents.c.id).where(documents.c.id.in_(some))).scalars())
        forget_refusals(connection, known)
        insert_problems(connection, {key: [_refusal(by_id[key])] for key in some if key in known})
        outcome = Outcome.NOT_SEARCHABLE.value
        connection.execute(update(documents).where(documents.c.id.in_(known)).values(outcome=outcome))


def _refusal(one: Rejected) -> tuple[Problem, Origin]:
    hint = "下次建索引时会再试一次" if one.retryable else "请把文件拆小，或联系管理员"
    problem = Problem(ProblemKind.LIMITED, f"检索引擎没有收下：{one.reason}", hint)
    return problem, Origin.POSTPONED if one.retryable else Origin.REFUSED


def offer_again(connection: Connection, *, all_of_them: bool = False) -> int:
    """Give the engine another chance at documents that it refused for a while (or at all that it refused)."""
    origins = REFUSALS if all_of_them else {Origin.POSTPONED}
    wanted = select(problems.c.document_id).where(problems.c.origin.in_(origins)).distinct()
    rows = load_by_id(connection, connection.execute(wanted).scalars())
    present = [row for row in rows.values() if row.visible]
    # Taken as unseen by the engine, each gets a new number, and with it its refusal is forgotten.
    return settle(connection, present, {row.id: replace(row, stamp=None) for row in present})
