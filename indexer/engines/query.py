"""What is asked of an engine, as plain values that each engine compiles.

Matching and scoring are two things: ``Search.match`` decides which documents are in the answer,
``Search.scoring`` how they are ordered. A folded text matches as a substring; no cut of the segmenter
can lose a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class TextField(StrEnum):
    """Where a text must occur. ``ANY``: a page, the title, or the file name with the member path."""

    ANY = "any"
    TITLE = "title"
    NAME = "name"
    BODY = "body"


class Facet(StrEnum):
    """The fields that are filtered and counted. A missing value is the text ``-`` in the index."""

    BRANCH = "branch"
    YEAR = "year"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    ROLE = "role"
    DOC_TYPE = "doc_type"
    ISSUER = "issuer"
    SECRECY = "secrecy"
    MONTH = "month"


MISSING = "-"


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Text:
    """``folded`` (the result of ``fold``, never empty) is a substring of the folded field."""

    folded: str
    field: TextField = TextField.ANY


@dataclass(frozen=True, slots=True)
class OneOf:
    """A facet's value is one of ``values`` (``MISSING`` for none)."""

    facet: Facet
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class DateRange:
    """The document's date overlaps ``start``–``end``, both ``yyyymmdd`` integers, inclusive.

    An undated document never matches; one dated to the month matches when the months overlap.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """The document first came into the archive at ``since`` (milliseconds since 1970) or later; never one of
    which that is not known."""

    since: int


@dataclass(frozen=True, slots=True)
class Keyword:
    """An exact-value field other than a facet: ``doc_no`` (its normal form) or ``person`` (a name)."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Among:
    """The documents named: what was verified outside the engine (nearness, wildcards)."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


Query: TypeAlias = Everything | Text | OneOf | DateRange | Arrived | Keyword | Among | AllOf | AnyOf | Not


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Boost:
    """A query word that raises the score where it occurs. ``words`` are the segmenter's cut of it,
    ``grams`` its bigrams; ``weight`` multiplies all."""

    words: tuple[str, ...]
    grams: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Search:
    """One request.

    ``match`` (with the reader's rights in it) selects; ``filters`` select too, one per facet, and a
    facet's counts apply all of them but its own. ``CATEGORY`` and ``SUBCATEGORY`` are one facet for
    that purpose. ``facets`` names what to count. ``offset`` and ``limit`` page the ids.
    """

    match: Query = field(default_factory=Everything)
    scoring: tuple[Boost, ...] = ()
    filters: Mapping[Facet, Query] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """``score`` is comparable between the engines (Lucene's BM25 scale), rounded to 4 significant
    digits so that ties are ties on both."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Hits in order (ties by id), the exact total, exact counts by facet and value."""

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)
