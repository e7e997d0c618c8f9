"""The values that go into and come out of the catalog. All are frozen; the database's rows never leave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from ..archival.words import WordKind
from ..documents import Description, Outcome, Page, Problem, ProblemKind
from ..engines.protocol import IndexDocument


@dataclass(frozen=True, slots=True)
class RootRecord:
    """A folder under which files are indexed: its absolute path, and how many documents a search returns."""

    id: int
    name: str
    path: str
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a folder given by the user belongs: its root, and its path inside (``""``: the root itself).

    ``added`` is True where the root is new or has taken over roots inside it.
    """

    root: RootRecord
    inside: str
    added: bool = False


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the catalog remembers of one file of a root.

    ``complete`` is False while pictures of the file or of a member wait to be read. ``retry`` is True where
    a problem of the file or of a member may cure itself. ``reader`` is the fingerprint of the readers that
    made its content, ``None`` where there is no content.
    """

    id: str
    path: str
    size: int
    mtime_ns: int
    sha256: str | None
    outcome: Outcome
    complete: bool
    retry: bool
    reader: str | None
    vanished: bool


@dataclass(frozen=True, slots=True)
class FileHolder:
    """A file, present or vanished, that holds certain bytes: a candidate for a file that moved."""

    id: str
    root: str
    path: str
    sha256: str
    vanished: bool


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as found on disk. ``path`` is relative to its root, with ``/``, and unique in it.

    ``path_bytes`` is the name as the system has it, where it is not Unicode; ``path`` is then its display.
    """

    path: str
    size: int
    mtime_ns: int
    path_bytes: bytes | None = None


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A meeting split out of a longer document: ``number`` from 1 to 999, its own pages and description."""

    number: int
    label: str
    pages: tuple[Page, ...]
    description: Description


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """One document of a file as it is to be saved: the file itself (``member`` None) or one of its members.

    ``sha256`` is None where the bytes could not be read; ``problems`` then say why. ``parts`` replace
    the document in the results.
    """

    member: str | None
    sha256: str | None
    size: int
    description: Description
    parts: tuple[PartDraft, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file with all its documents, as one transaction saves it.

    ``documents`` holds the file's own draft first, then one for every member. ``fingerprint`` is the one the
    descriptions were made with. ``moved_from`` is the id of the vanished file that this one was before.
    """

    root: str
    file: SeenFile
    documents: tuple[DocumentDraft, ...]
    fingerprint: str
    moved_from: str | None = None


@dataclass(frozen=True, slots=True)
class Redescription:
    """A new description of a document whose bytes have not changed."""

    id: str
    description: Description
    parts: tuple[PartDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedFile:
    """The id of a file saved, and how many of its documents the engine must see anew."""

    id: str
    changed: int


@dataclass(frozen=True, slots=True)
class IgnoredPath:
    """A path that was seen and left out, with the reason in Chinese."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartRef:
    """A meeting split out of a longer file: its number (from 1) and what a reader calls it."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document with its effective description (corrections overlaid, their source ``corrected``).

    ``corrected`` names the fields under correction (``meeting.host`` for one of the meeting's);
    ``stale_corrections`` is True where the bytes have changed since one of them was made. ``member`` joins
    nested containers by ``!``. ``split`` is True where its parts stand for it in the results.
    """

    id: str
    root: str
    root_path: str
    path: str
    path_bytes: bytes | None
    member: str | None
    part: PartRef | None
    doc_type: str
    size: int
    sha256: str | None
    mtime_ns: int
    page_count: int
    outcome: Outcome
    problems: tuple[Problem, ...]
    revision: int
    description: Description
    corrected: tuple[str, ...]
    stale_corrections: bool
    vanished: bool
    split: bool
    parent_id: str | None
    file_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies, for lists of copies and parts. ``path`` is the file's path within its root."""

    id: str
    title: str
    path: str
    root: str = ""
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A document that has certain bytes, with what lists of them are narrowed by."""

    place: Place
    branch: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """One line of the correction log. ``value`` None is a field cleared."""

    id: int
    document_id: str
    field: str
    value: Any
    who: str
    made_at: datetime
    reason: str
    sha256: str | None
    reverted_at: datetime | None = None
    reverted_by: str | None = None
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectionWish:
    """New values for one document (None clears a field), made on its state at ``revision``."""

    id: str
    revision: int
    values: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BatchNote:
    """Why corrections are made together. ``kind`` is ``table``, ``bulk``, ``confirm`` (guesses found right)
    and the like; ``source`` and ``source_sha256`` name the table that they were read from."""

    kind: str
    reason: str
    source: str = ""
    source_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedWish:
    """A document that was not corrected, or not taken back to what it was, and why, in Chinese."""

    id: str
    reason: str
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of corrections made together: the batch (None where nothing was written), the documents
    corrected, those that were not."""

    batch: int | None
    corrected: tuple[str, ...]
    refused: tuple[RefusedWish, ...]


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """Corrections made together: how many lines of the log on how many documents, how many still in force."""

    id: int
    kind: str
    who: str
    made_at: datetime
    reason: str
    source: str
    source_sha256: str | None
    corrections: int
    documents: int
    in_force: int
    undone_at: datetime | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log of the whole archive: a correction, and the document it is on."""

    correction: CorrectionRecord
    place: Place


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines of the log to list; None does not narrow. ``in_force`` leaves out what was taken back."""

    batch: int | None = None
    document: str | None = None
    field: str | None = None
    who: str | None = None
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A document the engine must put (``document``) or remove (None); ``number`` grows with every change."""

    number: int
    id: str
    document: IndexDocument | None


@dataclass(frozen=True, slots=True)
class ProblemRecord:
    """One line of the list of problems. ``id`` is None for ignored paths: they are no documents."""

    root: str
    path: str
    member: str | None
    id: str | None
    kind: ProblemKind
    reason: str
    hint: str
    branch: str | None


@dataclass(frozen=True, slots=True)
class UnitWord:
    """One of the unit's own words, who added it and when."""

    kind: WordKind
    word: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that a person keeps under a name. ``address`` is the query string of its page of results;
    what came into the archive before ``looked_at`` has been seen (None: never looked at)."""

    id: int
    name: str
    address: str
    saved_at: datetime
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PastQuery:
    """What a person looked for and found, how many times, and when last."""

    text: str
    times: int
    asked_at: datetime


class RunState(StrEnum):
    """How an index run stands or ended. ``INTERRUPTED``: its process ended without saying so."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is: what it does now, done of total (None while unknown), counts by outcome or event."""

    phase: str
    done: int = 0
    total: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One index run. ``updated_at`` moves with its progress; ``message`` says how a failed one ended."""

    id: int
    state: RunState
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    folders: tuple[str, ...]
    progress: RunProgress
    message: str


@dataclass(frozen=True, slots=True)
class RestoreSummary:
    """What a backup brought: rows added by table, documents found here, and those waiting for their file."""

    added: Mapping[str, int]
    found: int
    waiting: int
