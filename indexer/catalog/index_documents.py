"""A document as the engines store it, made from its effective description."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any

from ..documents import Description
from ..engines.protocol import IndexDocument
from .identity import newest_key, oldest_key

_VALUES = attrgetter(*(field.name for field in fields(IndexDocument)))
#: A name's ending: short, Latin, with a letter in it (``2021.6.3`` has none), and not the whole name.
_ENDING = re.compile(r"(?<=.)\.(?=[0-9]*[A-Za-z])[0-9A-Za-z]{1,5}$")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a date of known precision may mean, first and last; ``month`` where that is known."""

    first: date
    last: date
    month: str | None


def span_of(text: Any) -> Span | None:
    """The span of an ISO date to the day, month or year; None where the text is no such date."""
    found = _ISO.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return _span(year or 0, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def _span(year: int, month: int | None, day: int | None) -> Span:
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31), None)
    name = f"{year:04}-{month:02}"
    if day is None:
        return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), name)
    return Span(date(year, month, day), date(year, month, day), name)


def index_document(
    identifier: str,
    path: str,
    member: str | None,
    doc_type: str,
    description: Description,
    pages: Sequence[str] = (),
    arrived_at: datetime | None = None,
) -> IndexDocument:
    """The values of one document for the engine, from its effective description; a year that is only that
    of the file's saving is none."""
    value = description.value
    span = span_of(value("date"))
    first = span.first if span else None
    category, second = _text(value("category")), _text(value("subcategory"))
    return IndexDocument(
        id=identifier,
        title=title_of(description, path, member),
        names=names_of(path, member),
        pages=tuple(pages),
        branch=_text(value("branch")),
        year=_text(description.counted("work_year")),
        category=category,
        subcategory=f"{category}.{second}" if category and second else None,
        role=_text(value("role")),
        doc_type=doc_type,
        issuer=_text(value("issuer")),
        secrecy=_text(value("secrecy")),
        month=span.month if span else None,
        doc_no=_text(value("doc_no")),
        persons=_texts(value("persons")),
        date_start=_number(span.first) if span else 0,
        date_end=_number(span.last) if span else 0,
        newest=newest_key(identifier, first),
        oldest=oldest_key(identifier, first),
        arrived=milliseconds(arrived_at) if arrived_at else 0,
    )


def milliseconds(moment: datetime) -> int:
    """A moment as engines keep it: since 1970, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def stamp(document: IndexDocument, texts: bytes) -> bytes:
    """A digest of everything the engine sees of a document; ``texts`` is that of its pages."""
    values = _VALUES(document)
    data = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data + texts, digest_size=16).digest()


def names_of(path: str, member: str | None) -> tuple[str, ...]:
    """The file's name and, for a member, its path inside."""
    name = path.rpartition("/")[2]
    return (name,) if member is None else (name, member)


def title_of(description: Description, path: str, member: str | None) -> str:
    """The effective title, or the name without its ending where there is none."""
    title = description.value("title")
    if isinstance(title, str) and title.strip():
        return title
    name = re.split(r"[/!\\]", member)[-1] if member else path.rpartition("/")[2]
    return _ENDING.sub("", name)


def _text(value: Any) -> str | None:
    """A facet's value: text; numbers as their digits; nothing where it is empty."""
    if value is None or value == "":
        return None
    return str(value)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(item) for item in value or () if item)


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day
