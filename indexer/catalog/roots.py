"""The folders under which files are indexed, and which of them a path belongs to."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from ..errors import NotFound, UsageError
from .codec import clean
from .records import Placed, RootRecord
from .rows import load_rows
from .settling import settle
from .statements import chunks
from .tables import documents, ignored, roots
from .takeover import take_over

_BY_NAME = select(roots.c.id).where(roots.c.name == bindparam("name"), roots.c.removed_at.is_(None))


def list_roots(connection: Connection) -> list[RootRecord]:
    """The roots by name, with the number of documents that a search returns from each."""
    counted = select(documents.c.root_id, func.count()).where(documents.c.visible.is_(True))
    counts = {row[0]: row[1] for row in connection.execute(counted.group_by(documents.c.root_id))}
    wanted = select(roots).where(roots.c.removed_at.is_(None)).order_by(roots.c.name)
    return [
        RootRecord(row.id, row.name, row.path, counts.get(row.id, 0)) for row in connection.execute(wanted)
    ]


def root_id(connection: Connection, name: str) -> int:
    """Raises ``NotFound`` for a name that is no root's."""
    found = connection.execute(_BY_NAME, {"name": name}).scalar()
    if found is None:
        raise NotFound(
            f"没有名为“{name}”的档案文件夹", "用 dangan roots 查看已登记的文件夹", parameter="root"
        )
    return int(found)


def add_root(connection: Connection, folder: Path) -> Placed:
    """Register a folder. One inside a known root belongs to it; one around known roots takes them over."""
    folder = absolute(folder)
    present = connection.execute(select(roots).where(roots.c.removed_at.is_(None))).all()
    for row in present:
        inside = _inside(folder, Path(row.path))
        if inside is not None:
            return Placed(RootRecord(row.id, row.name, row.path), inside)
    root = _revived(connection, folder) or _inserted(connection, folder)
    for old in connection.execute(select(roots).where(roots.c.id != root.id).order_by(roots.c.id)).all():
        inside = _inside(Path(old.path), folder)
        if inside:
            take_over(connection, old.id, root.id, inside)
    return Placed(root, "", added=True)


def adopt_root(connection: Connection, name: str, path: str, *, gone: bool) -> tuple[int, str]:
    """The root here that a root of a backup corresponds to, and the path of that root within it.

    It is the one that lies at or around the same folder, else the one of the same name, else it is
    registered as it was (``gone``: as removed).
    """
    folder = Path(path)
    present = connection.execute(select(roots).where(roots.c.removed_at.is_(None))).all()
    for row in present if folder.is_absolute() else ():
        inside = _inside(folder, Path(row.path))
        if inside is not None:
            return row.id, inside
    named = connection.execute(select(roots.c.id).where(roots.c.name == name)).scalar()
    if named is not None:
        return int(named), ""
    values = {"name": name, "path": path, "removed_at": datetime.now(UTC) if gone else None}
    key = int(connection.execute(insert(roots).values(values).returning(roots.c.id)).scalar_one())
    for row in present if folder.is_absolute() and not gone else ():
        inside = _inside(Path(row.path), folder)
        if inside:
            take_over(connection, row.id, key, inside)
    return key, ""


def absolute(folder: Path) -> Path:
    """The folder's full path, without ``..`` and links resolved where it can be reached."""
    return folder.expanduser().resolve()


def _inside(folder: Path, root: Path) -> str | None:
    """The path of ``folder`` within ``root`` with ``/``, ``""`` for the root itself, None outside."""
    root_parts = [os.path.normcase(part) for part in root.parts]
    parts = [os.path.normcase(part) for part in folder.parts]
    if parts[: len(root_parts)] != root_parts:
        return None
    return "/".join(folder.parts[len(root_parts) :])


def _revived(connection: Connection, folder: Path) -> RootRecord | None:
    for row in connection.execute(select(roots).where(roots.c.removed_at.is_not(None))):
        if _inside(folder, Path(row.path)) == "":
            connection.execute(update(roots).where(roots.c.id == row.id).values(removed_at=None))
            return RootRecord(row.id, row.name, row.path)
    return None


def _inserted(connection: Connection, folder: Path) -> RootRecord:
    name = _free_name(connection, clean(folder.name or folder.anchor.rstrip("\\/:") or "根目录"))
    values = {"name": name, "path": clean(str(folder))}
    key = connection.execute(insert(roots).values(values).returning(roots.c.id)).scalar_one()
    return RootRecord(int(key), name, str(folder))


def _free_name(connection: Connection, name: str) -> str:
    taken = set(connection.execute(select(roots.c.name)).scalars())
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def move_root(connection: Connection, name: str, folder: Path) -> RootRecord:
    """Point a root at the folder its files have moved to. Paths inside stay what they are."""
    folder = absolute(folder)
    key = root_id(connection, name)
    others = select(roots.c.name, roots.c.path).where(roots.c.id != key, roots.c.removed_at.is_(None))
    for other in connection.execute(others):
        _refuse_overlap(folder, other)
    connection.execute(update(roots).where(roots.c.id == key).values(path=clean(str(folder))))
    return RootRecord(key, name, str(folder))


def _refuse_overlap(folder: Path, other: Any) -> None:
    path = Path(other.path)
    if _inside(folder, path) is not None or _inside(path, folder) is not None:
        raise UsageError(
            f"该文件夹与已登记的“{other.name}”（{other.path}）重叠",
            "请选一个不在其他档案文件夹之内、也不包含它们的文件夹",
            parameter="folder",
        )


def remove_root(connection: Connection, name: str) -> None:
    """Take a root and its documents out of the results. Their records and corrections are kept."""
    key, now = root_id(connection, name), datetime.now(UTC)
    rows = load_rows(connection, documents.c.root_id == key, documents.c.vanished_at.is_(None))
    for some in chunks(rows):
        settle(connection, [replace(row, vanished_at=now) for row in some], {row.id: row for row in some})
    connection.execute(delete(ignored).where(ignored.c.root_id == key))
    connection.execute(update(roots).where(roots.c.id == key).values(removed_at=now))
