"""The backup: what cannot be rebuilt from the files, as one ZIP of JSON lines for any kind of database.

It holds the roots, the tables of ``portable.CARRIED`` (branches, corrections …), the places of all
documents that these name or whose id cannot be made again from their place, and the hashes of bytes that
were marked as secret. It holds no text of any file.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from ..errors import CatalogUnavailable, UsageError
from ..stop_points import stop_point
from .identity import document_id
from .portable import CARRIED, Carried, encoded, write_rows
from .statements import rows_in, wanted
from .tables import contents, documents, roots

FORMAT = 1
MANIFEST, ROOTS, DOCUMENTS, SEALED = "manifest.json", "roots.jsonl", "documents.jsonl", "sealed.jsonl"

#: What is kept of a document's place.
PLACE_COLUMNS = (
    "id",
    "root_id",
    "kind",
    "path",
    "path_bytes",
    "member",
    "part_number",
    "part_label",
    "parent_id",
    "file_id",
    "size",
    "sha256",
    "arrived_at",
)

_written_aside = stop_point("catalog.backup.written_aside")

_PLACES = select(*(documents.c[name] for name in PLACE_COLUMNS)).where(documents.c.id.in_(wanted()))


def write_backup(connection: Connection, file: Path, tables: Sequence[Carried] = CARRIED) -> None:
    """Write the backup whole or not at all. Raises ``CatalogUnavailable`` where that fails."""
    aside = file.with_name(file.name + ".part")
    try:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, lines in _entries(connection, tables):
                _write_lines(archive, name, lines)
        _written_aside()
        aside.replace(file)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise CatalogUnavailable(
            f"备份写不进去：{file}（{error.strerror}）", "请换一个位置或检查权限"
        ) from error


def _write_lines(archive: zipfile.ZipFile, name: str, lines: Iterable[str]) -> None:
    entry = zipfile.ZipInfo(name, datetime.now().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as stream:
        for line in lines:
            stream.write(line.encode("utf-8") + b"\n")


def _entries(connection: Connection, tables: Sequence[Carried]) -> Iterator[tuple[str, Iterable[str]]]:
    manifest = {"product": "dangan", "format": FORMAT, "made_at": datetime.now(UTC).isoformat()}
    yield MANIFEST, [json.dumps(manifest)]
    yield ROOTS, (_line(row._mapping) for row in connection.execute(select(roots).order_by(roots.c.id)))
    yield DOCUMENTS, (_line(place) for place in _places(connection))
    sealed = select(contents.c.sha256, contents.c.mark).where(contents.c.sealed.is_(True))
    yield SEALED, (_line(row._mapping) for row in connection.execute(sealed))
    for carried in tables:
        yield f"{carried.table.name}.jsonl", write_rows(connection, carried)


def _line(values: Any) -> str:
    return json.dumps({name: encoded(value) for name, value in values.items()}, ensure_ascii=False)


def _places(connection: Connection) -> Iterator[dict[str, Any]]:
    """Files before their members, members before their parts."""
    ids = _named(connection) | _odd(connection)
    rows = _rows(connection, ids)
    above = {row["file_id"] for row in rows} | {row["parent_id"] for row in rows if row["part_number"]}
    rows += _rows(connection, above - ids)
    yield from sorted(rows, key=lambda row: (row["part_number"] > 0, row["member"] or "", row["id"]))


def _rows(connection: Connection, ids: Iterable[str]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in rows_in(connection, _PLACES, ids)]


def _named(connection: Connection) -> set[str]:
    """The documents that carried rows name."""
    ids: set[str] = set()
    for carried in CARRIED:
        for name in carried.documents:
            ids.update(connection.execute(select(carried.table.c[name]).distinct()).scalars())
    return ids


def _odd(connection: Connection) -> set[str]:
    """The documents whose id does not follow from their place: they have moved, or met another's id."""
    d = documents.c
    joined = documents.join(roots, roots.c.id == d.root_id)
    rows = connection.execute(
        select(d.id, roots.c.name, d.path, d.member).select_from(joined).where(d.part_number == 0)
    )
    return {identifier for identifier, *place in rows if document_id(*place) != identifier}


class BackupFile:
    """An opened backup. Raises ``UsageError`` where the file is no backup, or one of a newer format."""

    def __init__(self, file: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(file)
            manifest = json.loads(self._archive.read(MANIFEST))
            found = manifest["format"] if manifest["product"] == "dangan" else None
        except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
            raise UsageError(
                f"读不出备份：{file}", "请给出由 dangan backup 写成的文件", parameter="FILE"
            ) from error
        if not isinstance(found, int) or found > FORMAT:
            raise UsageError("这份备份由更新版本的程序写成", "请先升级本程序", parameter="FILE")

    def __enter__(self) -> BackupFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def lines(self, name: str) -> Iterator[str]:
        """The lines of an entry, none where the backup was made before there was one."""
        if name not in self._archive.namelist():
            return
        with self._archive.open(name) as stream:
            for line in stream:
                yield line.decode("utf-8")

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        return (json.loads(line) for line in self.lines(name))
