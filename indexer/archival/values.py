"""What describing a document needs to know: the branches, the unit, the document, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from indexer.documents import Page

from .taxonomy import Taxonomy, default_taxonomy


@dataclass(frozen=True, slots=True)
class Branch:
    """A Party branch of the unit.

    ``name`` is the formal name shown and filtered by; ``aliases`` are other ways it is written.
    ``committee`` says whether it has a 支委会, ``groups`` how many 党小组; None where nobody has said.
    ``since`` and ``until`` bound its life (成立、撤销), ``term`` is the day on which the present committee's
    term began (任期起始). ``confirmed`` marks an entry a person has looked at.
    """

    name: str
    aliases: tuple[str, ...] = ()
    committee: bool | None = None
    groups: int | None = None
    since: date | None = None
    until: date | None = None
    confirmed: bool = False
    term: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit whose archive it is: its name where known, its branches, its taxonomy."""

    name: str | None = None
    branches: tuple[Branch, ...] = ()
    taxonomy: Taxonomy = field(default_factory=default_taxonomy)


@dataclass(frozen=True, slots=True)
class Subject:
    """One document to describe.

    ``path`` is relative to its root, with ``/``; ``member`` the path inside the container, nested ones
    joined by ``!``. ``manifest`` is the row of an inventory (see ``manifest.py``) that names this file.
    ``modified`` is the file's own date: the last resort for a year. ``book`` is the title of the longer
    file that a meeting was cut from; empty for a whole document.
    """

    root: str
    path: str
    member: str | None = None
    doc_type: str = "unknown"
    pages: Sequence[Page] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    modified: date | None = None
    manifest: Mapping[str, str] | None = None
    book: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies, and where its text has been read: the lines that speak of a 支部 at its head
    and, from the last one upwards, at its end; of a numbered paper who issued it, and to whom; what its lists
    say of branches (``branch_listings.Listed``); who led and recorded the meeting it tells of."""

    path: str
    member: str | None = None
    head: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    issuer: str | None = None
    sent_to: tuple[str, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    people: tuple[str, ...] = ()
