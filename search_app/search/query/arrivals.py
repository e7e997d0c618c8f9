"""When documents came, as ``since`` says it: a day, a month, a year, or a moment to the millisecond."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from indexer.catalog.index_documents import milliseconds
from indexer.engines.query import Arrived
from indexer.errors import UsageError

from .periods import read_period

#: A moment: local without a zone, else at an offset from UTC.
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def arrived_since(text: str, zone: tzinfo | None) -> Arrived:
    """The documents that came at a moment or later; a day, month or year counts from its start.

    ``zone`` is the archive's (None: the machine's). Raises ``UsageError`` for what is no moment.
    """
    return Arrived(milliseconds(moment_of(text, zone)))


def moment_of(text: str, zone: tzinfo | None) -> datetime:
    """The moment that ``since`` names. Raises ``UsageError`` for what names none."""
    found = _read(text)
    if found is None:
        raise UsageError(
            f"“{text}”不是日期或时间", "请写成 2024-06-03 或 2024-06-03T09:30 这样", parameter="since"
        )
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone) if zone is not None else found.astimezone()
    return found.astimezone(UTC)


def _read(text: str) -> datetime | None:
    if _MOMENT.fullmatch(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None
    period = read_period(text)
    return datetime(period.year, period.month or 1, period.day or 1) if period else None


def written(moment: datetime) -> str:
    """A moment as ``since`` takes it, to the millisecond, rounded down."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def told(text: str, zone: tzinfo | None) -> str:
    """How a reader is told of ``since``: a period as it was typed, a moment to the minute in local time."""
    if not _MOMENT.fullmatch(text):
        return text
    return moment_of(text, zone).astimezone(zone).strftime("%Y-%m-%d %H:%M")
