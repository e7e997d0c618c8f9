"""From the draft of a file to the rows of its documents: which are known, which get an id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from ..documents import Description, Outcome, Problem
from .codec import clean, pack_description
from .contents import ContentFacts
from .identity import MAX_PARTS, document_id, part_id, place_digest, sort_key
from .problem_rows import Origin
from .records import DocumentDraft, FileDraft, PartDraft
from .rows import DocumentRow
from .statements import rows_in, wanted
from .tables import documents

_NOTHING = pack_description(Description({}))

#: What a document is (``documents.kind``); ``former``: its place belongs to another document now.
FILE, MEMBER, PART, FORMER = "file", "member", "part", "former"


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows to write (the file's own first), the parts' pages, every document's problems."""

    rows: tuple[DocumentRow, ...]
    gone: tuple[DocumentRow, ...]
    parts: Mapping[str, PartDraft]
    problems: Mapping[str, tuple[tuple[Problem, Origin], ...]]


def cleaned(draft: FileDraft) -> FileDraft:
    """The draft with names as a database can hold them, every member's its own."""
    taken: set[str | None] = set()
    members = []
    for one in draft.documents:
        name = _unique(clean(one.member) if one.member is not None else None, taken)
        taken.add(name)
        members.append(replace(one, member=name, sha256=one.sha256 or None))
    file = replace(draft.file, path=clean(draft.file.path))
    return replace(draft, file=file, documents=tuple(members))


def _unique(name: str | None, taken: set[str | None]) -> str | None:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}#{number}"
    return free


def plan_file(
    connection: Connection,
    root: int,
    draft: FileDraft,
    family: Sequence[DocumentRow],
    facts: Mapping[str, ContentFacts],
) -> Plan:
    """Decide the rows of a cleaned draft. ``family`` holds the stored rows of the file, vanished ones too."""
    known = {(row.member, row.part_number): row for row in family}
    ids = {member: row.id for (member, part), row in known.items() if not part}
    missing = [one.member for one in draft.documents if one.member not in ids]
    ids.update(new_ids(connection, draft.root, draft.file.path, missing))
    shaper = _Shaper(root, draft, known, ids, facts)
    rows = [row for one in draft.documents for row in shaper.rows(one)]
    kept = {row.id for row in rows}
    gone = [shaper.gone(row) for row in family if row.id not in kept]
    return Plan(tuple(rows), tuple(gone), shaper.parts, shaper.problems)


def new_ids(
    connection: Connection, root: str, path: str, members: Sequence[str | None]
) -> dict[str | None, str]:
    """An id for each member, none of whose first nine digits is in use."""
    found: dict[str | None, str] = {}
    waiting, salt = list(members), 0
    while waiting:
        tried = {member: document_id(root, path, member, salt) for member in waiting}
        used = _used(connection, tried.values()) | {sort_key(identifier) for identifier in found.values()}
        for member, identifier in tried.items():
            if sort_key(identifier) not in used:
                used.add(sort_key(identifier))
                found[member] = identifier
        waiting, salt = [member for member in waiting if member not in found], salt + 1
    return found


_USED = select(documents.c.sort_key).where(documents.c.sort_key.in_(wanted()))


def _used(connection: Connection, ids: Iterable[str]) -> set[int]:
    return {row[0] for row in rows_in(connection, _USED, (sort_key(identifier) for identifier in ids))}


class _Shaper:
    """Makes the rows of one draft."""

    def __init__(
        self,
        root: int,
        draft: FileDraft,
        known: Mapping[tuple[str | None, int], DocumentRow],
        ids: Mapping[str | None, str],
        facts: Mapping[str, ContentFacts],
    ) -> None:
        self.root, self.draft, self.known, self.ids, self.facts = root, draft, known, ids, facts
        self.parts: dict[str, PartDraft] = {}
        self.problems: dict[str, tuple[tuple[Problem, Origin], ...]] = {}
        self.secret: set[str | None] = set()
        self.now = datetime.now(UTC)

    def rows(self, one: DocumentDraft) -> list[DocumentRow]:
        """The row of a document and those of its parts."""
        facts = self.facts.get(one.sha256 or "")
        outcome = facts.outcome if facts else Outcome.NOT_SEARCHABLE
        if outcome is Outcome.SEARCHABLE and one.problems:
            outcome = Outcome.PARTLY
        parts = one.parts[:MAX_PARTS]
        if outcome is Outcome.QUARANTINED:
            self.secret.add(one.member)
            parts = ()
        row = self._row(one, outcome, split=bool(parts))
        self.problems[row.id] = (
            *((problem, Origin.CONTENT) for problem in (facts.problems if facts else ())),
            *((problem, Origin.FILE) for problem in one.problems),
        )
        return [row, *(self._part(row, part) for part in parts)]

    def _row(self, one: DocumentDraft, outcome: Outcome, *, split: bool) -> DocumentRow:
        identifier, file = self.ids[one.member], self.draft.file
        known = self.known.get((one.member, 0))
        return DocumentRow(
            id=identifier,
            sort_key=sort_key(identifier),
            root_id=self.root,
            place=place_digest(file.path, one.member, 0),
            kind=FILE if one.member is None else MEMBER,
            path=file.path,
            path_bytes=file.path_bytes,
            member=one.member,
            part_number=0,
            part_label=None,
            parent_id=self._parent(one.member),
            file_id=self.ids[None],
            size=one.size,
            mtime_ns=file.mtime_ns,
            sha256=one.sha256,
            doc_type="unknown",
            page_count=0,
            outcome=outcome.value,
            split=split,
            visible=False,
            title="",
            branch=None,
            role=None,
            event=None,
            doubts=None,
            fingerprint=self.draft.fingerprint,
            revision=known.revision if known else 1,
            change=known.change if known else 0,
            stamp=None,
            vanished_at=None,
            arrived_at=known.arrived_at if known else self._arrival(None),
            description=pack_description(one.description),
        )

    def _arrival(self, member: str | None) -> datetime | None:
        """When something came that was not known in a document of the file: with the bytes that hold it."""
        before = self.known.get((member, 0))
        now = next((one.sha256 for one in self.draft.documents if one.member == member), None)
        return before.arrived_at if before and before.sha256 == now else self.now

    def _part(self, whole: DocumentRow, part: PartDraft) -> DocumentRow:
        known = self.known.get((whole.member, part.number))
        row = part_row(whole, part, known)
        if known is None:
            row = replace(row, arrived_at=self._arrival(whole.member))
        self.parts[row.id] = part
        self.problems[row.id] = ()
        return row

    def _parent(self, member: str | None) -> str | None:
        """The document that a member lies in: the innermost container around it that is one."""
        if member is None:
            return None
        outer, mark, _ = member.rpartition("!")
        while mark:
            if outer in self.ids:
                return self.ids[outer]
            outer, mark, _ = outer.rpartition("!")
        return self.ids[None]

    def gone(self, row: DocumentRow) -> DocumentRow:
        """What the file no longer holds: vanished, but still in the file's place should it come back."""
        file = self.draft.file
        place = place_digest(file.path, row.member, row.part_number)
        vanished = row.vanished_at or self.now
        if row.part_number and row.member in self.secret:
            row = replace(row, part_label="", description=_NOTHING)
        return replace(row, root_id=self.root, path=file.path, path_bytes=file.path_bytes, place=place,
                       vanished_at=vanished)  # fmt: skip


def part_row(whole: DocumentRow, part: PartDraft, known: DocumentRow | None) -> DocumentRow:
    """The row of a part of the document ``whole``."""
    return replace(
        whole,
        id=part_id(whole.id, part.number),
        place=place_digest(whole.path, whole.member, part.number),
        kind=PART,
        part_number=part.number,
        part_label=clean(part.label),
        parent_id=whole.id,
        page_count=len(part.pages),
        split=False,
        revision=known.revision if known else 1,
        change=known.change if known else 0,
        stamp=None,
        vanished_at=None,
        arrived_at=known.arrived_at if known else whole.arrived_at,
        description=pack_description(part.description),
    )
