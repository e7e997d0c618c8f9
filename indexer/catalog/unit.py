"""The branches of the unit, the named values and the index runs."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ..archival.values import Branch
from ..stop_points import stop_point
from .codec import clean
from .records import RunProgress, RunRecord, RunState
from .tables import branches, meta, runs

_branches_written = stop_point("catalog.save_branches.rows_written")


def list_branches(connection: Connection) -> list[Branch]:
    """The branches in the order they were saved in."""
    return [_branch(row) for row in connection.execute(select(branches).order_by(branches.c.id))]


def _branch(row: Any) -> Branch:
    aliases = tuple(json.loads(row.aliases))
    return Branch(row.name, aliases, row.committee, row.groups, row.since, row.until, row.confirmed, row.term)


def save_branches(connection: Connection, new: Sequence[Branch]) -> None:
    """Replace the list of branches; of two with the same name the later one counts."""
    connection.execute(delete(branches))
    by_name = {one.name: one for one in new}
    rows = [_branch_row(number, one) for number, one in enumerate(by_name.values(), start=1)]
    if rows:
        connection.execute(insert(branches), rows)
    _branches_written()


def _branch_row(number: int, one: Branch) -> dict[str, Any]:
    return {
        "id": number,
        "name": clean(one.name),
        "aliases": json.dumps(one.aliases),
        "committee": one.committee,
        "groups": one.groups,
        "since": one.since,
        "until": one.until,
        "confirmed": one.confirmed,
        "term": one.term,
    }


#: The key under which every database keeps what tells it from all others.
IDENTITY = "catalog.identity"
#: The key that is set while text of documents under quarantine may stand in freed pages and old indexes.
PURGE_DUE = "purge.due"


def get_meta(connection: Connection, key: str) -> str | None:
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()


def set_meta(connection: Connection, key: str, value: str | None) -> None:
    """Remember a named value; None forgets it."""
    connection.execute(delete(meta).where(meta.c.key == key))
    if value is not None:
        connection.execute(insert(meta).values(key=key, value=clean(value)))


def ask_for_purge(connection: Connection) -> None:
    """Note that what was kept of documents must be removed for good; each time under another token."""
    set_meta(connection, PURGE_DUE, secrets.token_hex(8))


def start_run(connection: Connection, folders: Sequence[str]) -> int:
    """Open a run. One still open was left by a process that ended: there is one at a time."""
    now = datetime.now(UTC)
    left = {"state": RunState.INTERRUPTED.value, "ended_at": runs.c.updated_at}
    connection.execute(update(runs).where(runs.c.state == RunState.RUNNING.value).values(left))
    values = {
        "state": RunState.RUNNING.value,
        "started_at": now,
        "updated_at": now,
        "folders": json.dumps(list(folders)),
        "progress": _progress_text(RunProgress("")),
        "message": "",
    }
    return int(connection.execute(insert(runs).values(values).returning(runs.c.id)).scalar_one())


def progress_run(connection: Connection, run: int, progress: RunProgress) -> None:
    values = {"updated_at": datetime.now(UTC), "progress": _progress_text(progress)}
    connection.execute(update(runs).where(runs.c.id == run).values(values))


def end_run(
    connection: Connection, run: int, state: RunState, counts: Mapping[str, int], message: str
) -> None:
    """Close a run; its progress keeps the counts it ended with."""
    now = datetime.now(UTC)
    row = connection.execute(select(runs).where(runs.c.id == run)).one()
    last = _run(row).progress
    progress = RunProgress(last.phase, last.done, last.total, dict(counts))
    values = {"state": state.value, "updated_at": now, "ended_at": now, "message": clean(message)}
    values["progress"] = _progress_text(progress)
    connection.execute(update(runs).where(runs.c.id == run).values(values))


def load_run(connection: Connection, *, running: bool) -> RunRecord | None:
    """The run that is open, or the last one that ended."""
    open_ = runs.c.state == RunState.RUNNING.value
    wanted = select(runs).where(open_ if running else ~open_).order_by(runs.c.id.desc()).limit(1)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _run(row)


def _progress_text(progress: RunProgress) -> str:
    return json.dumps([progress.phase, progress.done, progress.total, dict(progress.counts)])


def _run(row: Any) -> RunRecord:
    return RunRecord(
        id=row.id,
        state=RunState(row.state),
        started_at=row.started_at,
        updated_at=row.updated_at,
        ended_at=row.ended_at,
        folders=tuple(json.loads(row.folders)),
        progress=RunProgress(*json.loads(row.progress)),
        message=row.message,
    )
