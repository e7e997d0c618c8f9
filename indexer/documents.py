"""The values that travel from a file to the engine: problem, page, content, field, description.

A *content* is what bytes say, wherever they lie: it is keyed by their SHA-256, so that copies share it.
A *document* is a content in one place (root, path, member, part) with a description of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """How one path ended. Every path seen ends in exactly one of these; they add up."""

    SEARCHABLE = "searchable"
    PARTLY = "partly"
    NOT_SEARCHABLE = "not_searchable"
    QUARANTINED = "quarantined"
    IGNORED = "ignored"


class ProblemKind(StrEnum):
    """Why a file is not fully searchable. The values are those of the JSON API."""

    NO_TEXT = "no_text"
    OCR_UNSURE = "ocr_unsure"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    LIMITED = "limited"
    UNKNOWN_FORMAT = "unknown_format"
    UNREADABLE = "unreadable"
    TIMED_OUT = "timed_out"
    QUARANTINED = "quarantined"
    VANISHED = "vanished"
    IGNORED = "ignored"


#: Problems that another run may cure by itself: the command line then ends with exit code 1.
RETRYABLE = frozenset({ProblemKind.UNREADABLE, ProblemKind.TIMED_OUT})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file and what to do about it; both sentences are Chinese, for a clerk."""

    kind: ProblemKind
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class LineBox:
    """One line read from a picture.

    ``start`` and ``end`` are offsets into the page's text; the box is in fractions (0 to 1) of the
    page's width and height, origin at the top left; ``confidence`` is 0 to 1.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a document with text: a page, a sheet, a slide. ``number`` counts from 1.

    ``label`` is what a reader calls it (``第3页``, a sheet's name). ``ocr`` marks text read from a
    picture; then ``boxes`` hold its lines.
    """

    number: int
    label: str
    text: str
    ocr: bool = False
    confidence: float | None = None
    boxes: tuple[LineBox, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberRef:
    """A member of a container: its path inside (nested ones joined by ``!``) and its content."""

    member: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Content:
    """What one run of bytes says.

    ``doc_type`` is what the bytes are (``docx``, ``pdf``, ``jpg``, ``zip``, ``eml`` …), whatever the
    name says; ``unknown`` where nothing recognises them. ``metadata`` holds what the file says of
    itself (``title``, ``author``, ``created`` as ISO dates, ``subject``, mail headers …).
    ``page_count`` may exceed ``len(pages)`` where pages have no text. ``members`` lists every member of
    a container, nested ones included, with member paths from this container. ``complete`` is False
    while pictures wait to be read (text first, pictures later). ``mark`` is the secrecy mark found
    (``秘密``, ``机密``, ``绝密``): then there are no pages and no metadata.
    """

    sha256: str
    size: int
    doc_type: str
    pages: tuple[Page, ...] = ()
    page_count: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    members: tuple[MemberRef, ...] = ()
    complete: bool = True
    mark: str | None = None

    @property
    def has_text(self) -> bool:
        return any(page.text.strip() for page in self.pages)


def outcome_of(content: Content) -> Outcome:
    """The outcome that a content's pages and problems amount to."""
    if content.mark is not None:
        return Outcome.QUARANTINED
    if not content.problems:
        return Outcome.SEARCHABLE
    return Outcome.PARTLY if content.has_text or content.members else Outcome.NOT_SEARCHABLE


class FieldSource(StrEnum):
    """Where a field's value was read from; ``corrected`` by a person."""

    EXTRACTED = "extracted"
    FOLDER = "folder"
    NAME = "name"
    MANIFEST = "manifest"
    EVENT = "event"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a value was read from, and the page they stand on (None: name, folder, metadata)."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field of a description. ``value`` is JSON: a string, a number, a list of strings or None.

    ``confidence`` is 0 to 1; under 0.5 the field stands in the 待确认 list. ``rule`` says in a reader's
    words by what rule, scores or votes the value was chosen, where more than its words decided.
    """

    value: Any = None
    source: FieldSource = FieldSource.EXTRACTED
    evidence: Evidence | None = None
    confidence: float = 0.0
    rule: str = ""


#: A value surer than a guess counts; one under this is only shown, to be confirmed.
GUESSED = 0.2

#: The fields of a description, by their API names. ``meeting`` is a mapping of such fields.
FIELDS = (
    "title",
    "branch",
    "issuer",
    "work_year",
    "archive_year",
    "date",
    "category",
    "subcategory",
    "category_secondary",
    "role",
    "genre",
    "doc_no",
    "secrecy",
    "urgency",
    "signer",
    "addressees",
    "copied_to",
    "retention",
    "archival_no",
    "persons",
)
MEETING_FIELDS = (
    "type",
    "date",
    "place",
    "host",
    "recorder",
    "expected",
    "present",
    "attending",
    "absent",
    "topics",
    "resolutions",
)


@dataclass(frozen=True, slots=True)
class Description:
    """The archival fields of one document.

    ``fields`` has a key for every name in ``FIELDS``; ``meeting`` one for every name in
    ``MEETING_FIELDS``, or is empty where the document records no meeting. ``category`` holds a code
    (``02``), ``subcategory`` a second-level name (``支委会``), ``date`` ISO text to the day, month or
    year. ``notes`` are remarks for the reader (votes that disagree, elements a minute lacks).
    """

    fields: Mapping[str, FieldValue]
    meeting: Mapping[str, FieldValue] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def value(self, name: str) -> Any:
        """The value of a field, None where it has none."""
        found = self.fields.get(name)
        return found.value if found is not None else None

    def counted(self, name: str) -> Any:
        """The value of a field where it is more than a guess; None where it has to be confirmed first."""
        found = self.fields.get(name)
        return found.value if found is not None and found.confidence >= GUESSED else None
