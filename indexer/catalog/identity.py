"""Public ids of documents and the integer keys that sort them by date.

An id is 16 hexadecimal digits of a digest of root, path and member; a part's is ``<id>.<number>``. The
first nine digits (36 bits) are unique among all documents, so that one 63-bit integer can carry the
day, the id and the part, and order documents by date with ties by id on any engine.
"""

from __future__ import annotations

import hashlib
from datetime import date

MAX_PARTS = 999

_ID_BITS = 36
_PART_BITS = 10
_LOW_BITS = _ID_BITS + _PART_BITS
_LOW_MASK = (1 << _LOW_BITS) - 1
_LAST_DAY = (1 << 17) - 1
_EPOCH = date(1900, 1, 1).toordinal() - 1
#: Ids are texts: part ``10`` stands before ``2`` among ties, so a part's key is its rank as text.
_PART_RANK = {number: rank for rank, number in enumerate(sorted(range(1, MAX_PARTS + 1), key=str), start=1)}


def document_id(root: str, path: str, member: str | None, salt: int = 0) -> str:
    """The id of a document first seen at this place; a higher ``salt`` where the id is taken."""
    text = "\0".join((root, path, member or "", str(salt) if salt else ""))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def part_id(parent: str, number: int) -> str:
    """The id of a meeting split out of the document ``parent``."""
    return f"{parent}.{number}"


def sort_key(identifier: str) -> int:
    """The 36 bits of an id that the keys carry; a part has its document's."""
    return int(identifier[:9], 16)


def place_digest(path: str, member: str | None, part: int) -> bytes:
    """What identifies a place within a root."""
    text = "\0".join((path, member or "", str(part)))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def newest_key(identifier: str, day: date | None) -> int:
    """To be sorted descending: newest first, undated last, ties by id ascending."""
    days = _days(day) if day is not None else 0
    return days << _LOW_BITS | (_LOW_MASK - _low(identifier))


def oldest_key(identifier: str, day: date | None) -> int:
    """To be sorted ascending: oldest first, undated last, ties by id ascending."""
    days = _days(day) if day is not None else _LAST_DAY
    return days << _LOW_BITS | _low(identifier)


def _low(identifier: str) -> int:
    _, _, part = identifier.partition(".")
    return sort_key(identifier) << _PART_BITS | (_PART_RANK[int(part)] if part else 0)


def _days(day: date) -> int:
    """Days since 1900, from 1; what lies outside (no archive reaches there) counts as the nearest day."""
    return min(max(day.toordinal() - _EPOCH, 1), _LAST_DAY - 1)
