"""What the sample archive knows of itself: one entry for every path, member and meeting in it.

The entries say what a careful archivist would say of the document, in the values of the taxonomy and of
``indexer.documents``. Tests and benchmarks compare with them; nothing of the product reads them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PartTruth:
    """A meeting inside a longer file: ``number`` counts from 1, ``label`` names it."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class MeetingTruth:
    """What a minute or a sign-in sheet tells of its meeting; None or empty where the writer left it out."""

    type: str | None
    date: str
    place: str | None = None
    host: str | None = None
    recorder: str | None = None
    expected: int | None = None
    present: int | None = None
    attending: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TruthEntry:
    """The truth of one document: a file, a member of a container, or a meeting in a longer file.

    ``path`` is relative to the archive, with ``/``; ``member`` the path inside the container, nested
    ones joined by ``!``. ``outcome`` and ``problems`` are values of ``Outcome`` and ``ProblemKind``
    (``problems``: the kinds to expect once pictures have been read). ``date`` is ISO text to the day,
    month or year. ``event`` joins the documents of one meeting; ``copies`` those with the same bytes;
    ``near`` those with the same text but for date and names. ``parts`` counts the meetings of a longer
    file, each of which has an entry of its own. ``ocr``: the text stands in a picture only.
    ``phrases`` stand in the text word for word. ``password`` opens an encrypted file. ``hand`` names
    the habit of writing.
    """

    path: str
    member: str | None = None
    part: PartTruth | None = None
    doc_type: str | None = None
    outcome: str = "searchable"
    problems: tuple[str, ...] = ()
    kind: str = ""
    title: str | None = None
    branch: str | None = None
    issuer: str | None = None
    work_year: int | None = None
    date: str | None = None
    category: str | None = None
    subcategory: str | None = None
    category_secondary: str | None = None
    role: str | None = None
    genre: str | None = None
    signer: str | None = None
    urgency: str | None = None
    addressees: tuple[str, ...] = ()
    copied_to: tuple[str, ...] = ()
    archival_no: str | None = None
    doc_no: str | None = None
    secrecy: str | None = None
    persons: tuple[str, ...] = ()
    meeting: MeetingTruth | None = None
    event: str | None = None
    copies: str | None = None
    near: str | None = None
    parts: int = 0
    ocr: bool = False
    phrases: tuple[str, ...] = ()
    password: str | None = None
    hand: str | None = None


@dataclass(frozen=True, slots=True)
class BranchTruth:
    """A branch as the unit itself would list it: its names, whether it has a committee, its 党小组."""

    name: str
    aliases: tuple[str, ...]
    committee: bool
    groups: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A meeting that was never held: what a check for completeness must report as missing."""

    branch: str
    record: str
    period: str


def write_truth(
    entries: Iterable[TruthEntry],
    target: Path,
    branches: Iterable[BranchTruth] = (),
    gaps: Iterable[Gap] = (),
) -> Iterator[TruthEntry]:
    """Pass the entries on while writing them to ``target``, a JSON object of three lists."""
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"entries": [\n')
        before = ""
        for entry in entries:
            file.write(before + json.dumps(asdict(entry), ensure_ascii=False))
            before = ",\n"
            yield entry
        for name, rows in (("branches", branches), ("gaps", gaps)):
            file.write(f'\n],\n"{name}": [\n')
            file.write(",\n".join(json.dumps(asdict(row), ensure_ascii=False) for row in rows))
        file.write("\n]}\n")
