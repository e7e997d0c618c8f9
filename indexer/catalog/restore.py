"""Bring a backup back, into an empty catalog or one that has documents of its own.

A document of the backup is the one at the same root, path, member and part; else a present file of the same
name with the same bytes; else its place is entered as vanished, and it comes back, with its id and
corrections, when a run finds the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from ..documents import Description, Outcome
from ..stop_points import stop_point
from .backup import DOCUMENTS, ROOTS, SEALED, BackupFile
from .codec import pack_description
from .corrections import quarantine
from .files import spread
from .identity import part_id, place_digest, sort_key
from .overlay import Correction, active_corrections
from .plan import FILE, new_ids
from .portable import CARRIED, HISTORY, Translation, decoded, read_rows
from .records import RestoreSummary
from .roots import adopt_root
from .rows import DocumentRow, load_by_id, load_rows
from .sealing import seal, wipe_corrections
from .settling import settle
from .tables import documents

_places_entered = stop_point("catalog.restore.places_entered")
_rows_written = stop_point("catalog.restore.rows_written")

_NOTHING = pack_description(Description({}))


def restore(connection: Connection, backup: BackupFile, secret: Collection[str]) -> RestoreSummary:
    """Add what the backup has and the catalog lacks; nothing that a person said here is overwritten.

    Restoring the same backup again adds nothing.
    """
    marks = {row["sha256"]: row["mark"] for row in backup.rows(SEALED)}
    seal(connection, marks)
    places = _Places(connection, backup.rows(ROOTS))
    for row in backup.rows(DOCUMENTS):
        places.find_or_enter(row)
    _places_entered()
    ids = list(places.translation.documents.values())
    before = active_corrections(connection, ids)
    added = {
        carried.table.name: read_rows(
            connection, carried, backup.lines(f"{carried.table.name}.jsonl"), places.translation
        )
        for carried in (*CARRIED, HISTORY)
    }
    _rows_written()
    _apply(connection, ids, before, secret)
    spread(connection, list(marks))
    held = (row for row in load_by_id(connection, ids).values() if row.outcome == Outcome.QUARANTINED)
    wipe_corrections(connection, [row.id for row in held])
    return RestoreSummary(added, len(ids) - places.waiting, places.waiting)


def _apply(
    connection: Connection,
    ids: Iterable[str],
    before: Mapping[str, Mapping[str, Correction]],
    secret: Collection[str],
) -> None:
    """Let the corrections that came back take effect."""
    after = active_corrections(connection, ids)
    rows = load_by_id(connection, (key for key in after if after[key] != before.get(key)))
    revised = [replace(row, revision=row.revision + 1) for row in rows.values()]
    settle(connection, revised, rows)
    for row in rows.values():
        correction = after[row.id].get("secrecy")
        if correction is not None and correction.value in secret:
            quarantine(connection, row, correction.value)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a file of the backup lies here."""

    root_id: int
    path: str
    file_id: str


class _Places:
    """Finds the documents of a backup here, or enters their places. ``waiting`` counts those entered."""

    def __init__(self, connection: Connection, root_rows: Iterable[Mapping[str, Any]]) -> None:
        self._connection = connection
        self._roots = {
            row["id"]: adopt_root(connection, row["name"], row["path"], gone=row["removed_at"] is not None)
            for row in root_rows
        }
        self._files: dict[str, _Spot] = {}
        self._now = datetime.now(UTC)
        self.translation = Translation()
        self.waiting = 0

    def find_or_enter(self, row: Mapping[str, Any]) -> None:
        """Note what the document of one line is called here."""
        spot = self._files.get(row["file_id"]) or self._spot(row)
        place = place_digest(spot.path, row["member"], row["part_number"])
        found = load_rows(self._connection, documents.c.root_id == spot.root_id, documents.c.place == place)
        if not found:
            found = [self._enter(row, spot, place)]
        self.translation.documents[row["id"]] = found[0].id

    def _spot(self, row: Mapping[str, Any]) -> _Spot:
        """The place of a file, which is listed before all that lies in it."""
        root, prefix = self._roots[row["root_id"]]
        path = f"{prefix}/{row['path']}" if prefix else row["path"]
        place = place_digest(path, None, 0)
        at_place = load_rows(self._connection, documents.c.root_id == root, documents.c.place == place)
        here = at_place or self._same_bytes(row)
        spot = _Spot(here[0].root_id, here[0].path, here[0].id) if here else _Spot(root, path, "")
        if here:
            self._files[row["file_id"]] = spot
        return spot

    def _same_bytes(self, row: Mapping[str, Any]) -> list[DocumentRow]:
        """The one present file with the bytes and the name of a file of the backup."""
        name = row["path"].rpartition("/")[2]
        alike = [
            one
            for one in load_rows(self._connection, documents.c.sha256 == row["sha256"])
            if one.kind == FILE and one.vanished_at is None and one.path.rpartition("/")[2] == name
        ]
        return alike if len(alike) == 1 else []

    def _enter(self, row: Mapping[str, Any], spot: _Spot, place: bytes) -> DocumentRow:
        """Enter a document that is not there as vanished."""
        identifier = self._free_id(row)
        file_id = spot.file_id or identifier
        if not spot.file_id:
            self._files[row["file_id"]] = replace(spot, file_id=identifier)
        raw = decoded(documents.c.path_bytes, row["path_bytes"]) if spot.path == row["path"] else None
        entered = DocumentRow(
            id=identifier,
            sort_key=sort_key(identifier),
            root_id=spot.root_id,
            place=place,
            kind=row["kind"],
            path=spot.path,
            path_bytes=raw,
            member=row["member"],
            part_number=row["part_number"],
            part_label=row["part_label"],
            parent_id=self.translation.documents.get(row["parent_id"], file_id) if row["parent_id"] else None,
            file_id=file_id,
            size=row["size"],
            mtime_ns=-1,  # no file has this time, so that a run looks at the one it finds here
            sha256=row["sha256"],
            doc_type="unknown",
            page_count=0,
            outcome=Outcome.NOT_SEARCHABLE.value,
            split=False,
            visible=False,
            title="",
            branch=None,
            role=None,
            event=None,
            doubts=None,
            fingerprint=None,
            revision=1,
            change=0,
            stamp=None,
            vanished_at=self._now,
            arrived_at=decoded(documents.c.arrived_at, row.get("arrived_at")),
            description=_NOTHING,
        )
        settle(self._connection, [entered], {})
        self.waiting += 1
        return entered

    def _free_id(self, row: Mapping[str, Any]) -> str:
        """The id it had, or a new one where that means another document here."""
        if row["part_number"]:
            return part_id(self.translation.documents[row["parent_id"]], row["part_number"])
        key = sort_key(row["id"])
        taken = select(documents.c.id).where(documents.c.sort_key == key).limit(1)
        if self._connection.execute(taken).scalar() is None:
            return str(row["id"])
        fresh = new_ids(self._connection, f"restored {row['id']}", row["path"], [row["member"]])
        return fresh[row["member"]]
