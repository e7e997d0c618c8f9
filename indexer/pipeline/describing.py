"""From what a file says to its documents: a description for it, its members and the meetings in it."""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo

from indexer.archival.branches.listings import listed_in
from indexer.archival.describe import RULES_VERSION, describe
from indexer.archival.doc_no import doc_no
from indexer.archival.issuer import issuer
from indexer.archival.letter import addressees
from indexer.archival.minutes.books import of_book
from indexer.archival.minutes.splitting import split_meetings
from indexer.archival.secrecy import find_mark, withheld
from indexer.archival.values import Place, Subject, Unit
from indexer.archival.view import View
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentDraft, DocumentRecord, PartDraft, Redescription
from indexer.documents import FIELDS, Content, Description, FieldValue, Page
from indexer.extraction.reading import STAND_IN

from .inventories import Inventories, rows_of_members
from .progress import Meter, Observe, Phase

#: Where a branch's name may stand at the head of a paper: so many lines, each cut to so many characters.
_HEAD_CHARACTERS, _HEAD_LINES, _HEAD_LENGTH = 1000, 6, 80
#: And at its end, where it is signed: lines no longer than so.
_END_CHARACTERS, _END_LINES, _SIGNATURE = 400, 6, 40
_AT_ONCE = 100

_log = logging.getLogger("dangan.describing")


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes documents for one unit.

    ``zone`` tells on which day a file was last written; ``inventories`` what an archive's own lists say
    of a file.
    """

    unit: Unit
    zone: tzinfo | None = None
    inventories: Inventories | None = None

    @property
    def fingerprint(self) -> str:
        """Changes with anything that descriptions depend on but the documents themselves."""
        unit = self.unit
        told = (RULES_VERSION, unit.name, [(branch.name, branch.aliases) for branch in unit.branches])
        digest = hashlib.blake2b(repr((told, unit.taxonomy.fingerprint)).encode(), digest_size=8)
        return f"{RULES_VERSION}-{digest.hexdigest()}"

    def drafts(
        self, root: str, path: str, mtime_ns: int, own: Content, contents: Mapping[str, Content]
    ) -> tuple[DocumentDraft, ...]:
        """The drafts of a file (first) and of every member of it; ``contents`` holds theirs by hash."""
        bare = Subject(root=root, path=path, modified=self._day(mtime_ns))
        rows = rows_of_members(own.members, contents)
        first = self._draft(replace(bare, manifest=self._row(root, path)), own, own.sha256, own.size)
        members = (
            self._draft(
                replace(bare, member=ref.member, manifest=rows.get(ref.member)),
                contents.get(ref.sha256),
                ref.sha256,
                ref.size,
            )
            for ref in own.members
        )
        return (first, *members)

    def _draft(self, place: Subject, content: Content | None, sha256: str, size: int) -> DocumentDraft:
        subject = _filled(place, content)
        unread = content is None or sha256.startswith(STAND_IN)
        description = self._describe(subject)
        return DocumentDraft(
            member=place.member,
            sha256=None if unread else sha256,
            size=size,
            description=description,
            parts=self._parts(subject, description),
            problems=content.problems if content is not None and unread else (),
        )

    def again(self, record: DocumentRecord, content: Content | None) -> Redescription:
        """The description of a stored document by the rules and the unit as they are now."""
        place = Subject(
            record.root,
            record.path,
            record.member,
            modified=self._day(record.mtime_ns),
            manifest=self._row(record.root, record.path)
            if record.member is None
            else self._member_row(record),
        )
        subject = _filled(place, content)
        description = self._describe(subject)
        return Redescription(record.id, description, self._parts(subject, description))

    def _row(self, root: str, path: str) -> Mapping[str, str] | None:
        return self.inventories.rows.get((root, path)) if self.inventories is not None else None

    def _member_row(self, record: DocumentRecord) -> Mapping[str, str] | None:
        if self.inventories is None or record.member is None:
            return None
        return self.inventories.inside(record.file_id).get(record.member)

    def _describe(self, subject: Subject) -> Description:
        try:
            return describe(subject, self.unit)
        except Exception as error:  # noqa: BLE001 - the edge of one document: its odd text must not end a run
            return _undescribed(subject, error)

    def _parts(self, subject: Subject, whole: Description) -> tuple[PartDraft, ...]:
        """The meetings that a longer file was cut into, each described by its own pages."""
        try:
            cut = split_meetings(subject.pages)
        except Exception as error:  # noqa: BLE001 - the edge of one document, as above
            _undescribed(subject, error)
            return ()
        return tuple(
            PartDraft(
                part.number,
                part.label,
                part.pages,
                of_book(
                    self._describe(
                        replace(
                            subject, pages=part.pages, manifest=None, book=str(whole.value("title") or "")
                        )
                    ),
                    whole,
                ),
            )
            for part in cut
        )

    def _day(self, mtime_ns: int) -> date | None:
        try:
            return datetime.fromtimestamp(mtime_ns / 1e9, UTC).astimezone(self.zone).date()
        except (OverflowError, ValueError, OSError):
            return None


def describe_files(catalog: Catalog, describer: Describer, file_ids: Sequence[str], observe: Observe) -> int:
    """Describe some files anew from their stored texts; return how many."""
    if not file_ids:
        return 0
    with Meter(observe, Phase.DESCRIBE, len(file_ids)) as meter:
        for start in range(0, len(file_ids), _AT_ONCE):
            some = file_ids[start : start + _AT_ONCE]
            _describe_stored(catalog, describer, some)
            meter.add(len(some))
    return len(file_ids)


def _describe_stored(catalog: Catalog, describer: Describer, ids: Sequence[str]) -> None:
    """Describe some documents anew. One that bears a secrecy mark by the rules as they are now is wiped."""
    new: list[Redescription] = []
    marks: dict[str, str] = {}
    for record in catalog.documents(ids).values():
        content = catalog.content(record.sha256) if record.sha256 else None
        mark = _mark(record, content)
        if content is not None and mark is not None:
            marks[content.sha256] = mark
            content = withheld(content, mark)
        new.append(describer.again(record, content))
    if marks:
        catalog.quarantine(marks)
    catalog.redescribe(new, describer.fingerprint)


def _mark(record: DocumentRecord, content: Content | None) -> str | None:
    """The secrecy mark of a document that was kept as one without."""
    if content is None or content.mark is not None:
        return None
    place = f"{record.path}!{record.member}" if record.member else record.path
    mark = find_mark(content.pages, place)
    return mark.level if mark is not None else None


def _undescribed(subject: Subject, error: Exception) -> Description:
    """A fault of the rules, logged to be mended: the document is found by its name and its text.

    The error's own words are left out of the log: they may quote the document.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    _log.error("著录出错：%s %s %s\n%s", subject.path, subject.member or "", type(error).__name__, where)
    note = f"著录时程序出错（{type(error).__name__}），各项留空，可以手工填写"
    return Description(dict.fromkeys(FIELDS, FieldValue()), notes=(note,))


def describe_again(catalog: Catalog, describer: Describer, observe: Observe) -> int:
    """Describe every stored document that another fingerprint described, from its stored text; return
    how many there were. No file is read, and corrections stay in force."""
    fingerprint, after = describer.fingerprint, ""
    ids = catalog.undescribed(fingerprint, after, _AT_ONCE)
    if not ids:
        return 0
    with Meter(observe, Phase.DESCRIBE) as meter:
        while ids:
            _describe_stored(catalog, describer, ids)
            meter.add(len(ids))
            after = ids[-1]
            ids = catalog.undescribed(fingerprint, after, _AT_ONCE)
        return meter.done


def _filled(place: Subject, content: Content | None) -> Subject:
    if content is None:
        return place
    return replace(place, doc_type=content.doc_type, pages=content.pages, metadata=content.metadata)


def places_of(path: str, own: Content, contents: Mapping[str, Content]) -> Iterator[Place]:
    """Where a file and its members lie, with the lines at their heads and ends that name a branch."""
    yield place_of(path, None, own.pages)
    for ref in own.members:
        member = contents.get(ref.sha256)
        yield place_of(path, ref.member, member.pages if member is not None else ())


def place_of(path: str, member: str | None, pages: Sequence[Page]) -> Place:
    """Where a document lies, its first and last lines that speak of a branch, its sender if numbered."""
    if not pages:
        return Place(path, member)
    lines = _lines(pages[0].text[:_HEAD_CHARACTERS])[:_HEAD_LINES]
    last = _lines(pages[-1].text[-_END_CHARACTERS:])[-_END_LINES:]
    end = [line for line in reversed(last) if len(line) <= _SIGNATURE]
    listed = listed_in((page.text for page in pages), path.rpartition("/")[2])
    return Place(
        path,
        member,
        _speaking(lines),
        _speaking(end),
        *_sender(path, member, pages),
        listed.same,
        listed.apart,
    )


def _sender(path: str, member: str | None, pages: Sequence[Page]) -> tuple[str | None, tuple[str, ...]]:
    """Who issued a numbered paper, and to whom; nobody for others."""
    if "号" not in pages[0].text[:_HEAD_CHARACTERS]:
        return None, ()
    view = View(Subject("", path, member, pages=pages[:1]), Unit())
    if doc_no(view).value is None:
        return None, ()
    return issuer(view).value, tuple(addressees(view).value or ())


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _speaking(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line[:_HEAD_LENGTH] for line in lines if "支部" in line or "總支" in line or "总支" in line)
