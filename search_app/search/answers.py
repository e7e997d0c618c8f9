"""What a search is asked and what it answers, as values: the JSON of ``GET /search`` field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.engines.query import Everything, Query, Sort

#: The filters of a search, by their API names. ``category`` takes both levels (``02``, ``02.支委会``).
FILTERS = ("branch", "year", "category", "role", "doc_type", "issuer", "secrecy", "month")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as a person asks for it.

    ``filters`` and ``excludes`` map names of ``FILTERS`` to values (``-`` the missing one): values of one
    name are alternatives. Dates are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, inclusive. Without ``sort``
    it is relevance where there is a ``q``, else the newest first. ``within`` are earlier queries that still
    hold, ``since`` a day or a moment from which on documents must have come into the archive. ``scope`` is
    what the reader may see.
    """

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excludes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str | None = None
    date_to: str | None = None
    sort: Sort | None = None
    page: int = 1
    size: int = 20
    expand: bool = True
    understand: bool = True
    relax: bool = True
    within: tuple[str, ...] = ()
    since: str | None = None
    scope: Query = field(default_factory=Everything)


@dataclass(frozen=True, slots=True)
class Expansion:
    """A query word and what else was looked for in its stead."""

    word: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnderstoodFilter:
    """A filter that the query's words amount to; ``source`` is what the reader typed."""

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Relaxed:
    """No document has everything asked for: the words that were let go."""

    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that may be meant, and why it is offered."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class QueryEcho:
    """How the query was taken. ``corrected`` is what was looked for in its stead, since nothing was found.
    ``notices`` are Chinese sentences. ``within`` are the earlier queries that still hold."""

    text: str
    words: tuple[str, ...] = ()
    expanded: tuple[Expansion, ...] = ()
    filters: tuple[UnderstoodFilter, ...] = ()
    relaxed: Relaxed | None = None
    corrected: Suggestion | None = None
    notices: tuple[str, ...] = ()
    within: tuple[QueryEcho, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A meeting split out of a longer file."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class PassageAnswer:
    """A piece of a page. ``page`` is None for a piece of no page; ``marks`` are ``[start, end)`` in code
    points of ``text``."""

    page: int | None
    label: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A word of the query that a document has: as ``found`` (the word or another form of it, folded), in
    ``where`` (``title``, ``name``, ``body``), ``count`` times in the body."""

    word: str
    found: str
    where: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class PageHits:
    """How often words of the query stand on a page."""

    page: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class HitAnswer:
    """One document found. ``copies`` counts the reader's other documents with the same bytes; ``folded``
    are those among them that would have stood next on this page. ``event`` counts the documents of its
    meeting, itself among them."""

    id: str
    root: str
    path: str
    member: str | None
    part: Part | None
    title: str
    branch: str | None
    year: int | None
    date: str | None
    category: str | None
    category_name: str | None
    subcategory: str | None
    role: str | None
    doc_no: str | None
    doc_type: str
    pages: int
    copies: int
    event: int
    score: float
    passages: tuple[PassageAnswer, ...] = ()
    why: tuple[Reason, ...] = ()
    page_hits: tuple[PageHits, ...] = ()
    folded: tuple[HitAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet; ``value`` None is the missing one, chosen with ``-``."""

    value: str | None
    label: str
    count: int
    selected: bool = False
    excluded: bool = False
    children: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file without text."""

    id: str
    root: str
    path: str
    member: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Files without text that have the query's words in their path and are no hits: how many, and the first
    of them."""

    total: int = 0
    files: tuple[UnreadFile, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """``facets`` has a key for every name in ``FILTERS``."""

    query: QueryEcho
    total: int
    took_ms: float
    page: int
    size: int
    hits: tuple[HitAnswer, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    suggestions: tuple[Suggestion, ...] = ()
    unread: Unread = Unread()
