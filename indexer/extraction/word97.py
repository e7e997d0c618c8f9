"""What Tika leaves out of a Word document of the old kind (MS-DOC 2.4, 2.5): where pages are broken by hand,
and where a line is torn only because a note or a comment is referred to. Word stores no other page breaks
in this format."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import olefile

_MAGIC, _TABLE_BIT = 0xA5EC, 0x0200
#: Places in the file information block: length of the main text, the piece table, the sections.
_CCP_TEXT, _CLX, _SECTIONS = 0x4C, 0x01A2, 0xCA
_BREAK_KIND, _CONTINUOUS = 0x3009, 0
#: Bytes of a property's value by the top bits of its number; 6 is told by the value itself.
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
#: What is compared of a line: enough to tell it, little enough not to meet a field or a mark.
_WORDS, _SHORT, _SEAM = 24, 4, 6
_LINE_END = re.compile("[\r\x07\x0b\x0c]")
_MARKS = re.compile(r"\x13[^\x13-\x15]*\x14?|[\x00-\x08\x0e-\x1f\x15\ufffc]")


@dataclass(frozen=True, slots=True)
class Breaks:
    """``page_starts``: the first words after each break, without white space, empty where nothing follows.
    ``seams``: what stands right before and after each reference to a note."""

    page_starts: tuple[str, ...] = ()
    seams: frozenset[tuple[str, str]] = frozenset()


def read_breaks(data: bytes) -> Breaks:
    """Never raises: of a file that is not as it should be, none."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            main = ole.openstream("WordDocument").read()
            magic, flags = struct.unpack_from("<H", main)[0], struct.unpack_from("<H", main, 10)[0]
            table = ole.openstream("1Table" if flags & _TABLE_BIT else "0Table").read()
        if magic != _MAGIC:
            return Breaks()
        text = "".join(_pieces(main, table))[: struct.unpack_from("<i", main, _CCP_TEXT)[0]]
        running_on = _continuous_ends(main, table)
    except (OSError, struct.error, ValueError, IndexError, KeyError, AttributeError, TypeError):
        return Breaks()
    ends = [match.end() for match in re.finditer("\x0c", text) if match.end() not in running_on]
    seams = {
        (
            _packed(_LINE_END.split(text[max(0, mark.start() - 40) : mark.start()])[-1])[-_SEAM:],
            _packed(_LINE_END.split(text[mark.end() : mark.end() + 40])[0])[:_SEAM],
        )
        for mark in re.finditer("[\x02\x05]+", text)
    }
    return Breaks(tuple(_first_words(text[end : end + 400]) for end in ends), frozenset(seams))


def mended(lines: Sequence[str], seams: frozenset[tuple[str, str]]) -> list[str]:
    """Lines put together again where only a reference to a note stood between them."""
    whole: list[str] = []
    for line in lines:
        if whole and _is_seam(whole[-1], line, seams):
            whole[-1] += line
        else:
            whole.append(line)
    return whole


def _is_seam(before: str, after: str, seams: frozenset[tuple[str, str]]) -> bool:
    one, other = _packed(before), _packed(after)
    return bool(one and other) and any(
        left and right and one.endswith(left) and other.startswith(right) for left, right in seams
    )


def split(lines: Sequence[str], starts: Sequence[str]) -> list[list[str]]:
    """Lines parted where each page start is met, in their order; one that is not met parts nothing."""
    pages: list[list[str]] = [[]]
    left = [start for start in starts if start]
    for line in lines:
        if left and _begins(_packed(line), left[0]):
            pages.append([])
            left.pop(0)
        pages[-1].append(line)
    return pages


def _begins(line: str, start: str) -> bool:
    """Whether a line is the one that a page starts with; short ones only where they agree wholly."""
    if min(len(line), len(start)) < _SHORT:
        return line == start
    return line.startswith(start) or start.startswith(line)


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    start, length = struct.unpack_from("<II", main, _CLX)
    clx = table[start : start + length]
    at = 0
    while clx[at] == 1:  # properties, before the piece table
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    count = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    for number in range(count):
        offset = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
        size = places[number + 1] - places[number]
        if offset & 0x40000000:
            begin = (offset & 0x3FFFFFFF) // 2
            yield main[begin : begin + size].decode("cp1252", "replace")
        else:
            yield main[offset : offset + 2 * size].decode("utf-16-le", "replace")


def _continuous_ends(main: bytes, table: bytes) -> set[int]:
    """Where sections end that the next one follows on the same page."""
    start, length = struct.unpack_from("<II", main, _SECTIONS)
    count = (length - 4) // 16
    ends = struct.unpack_from(f"<{count + 1}I", table, start)
    found = set()
    for number in range(1, count):
        place = struct.unpack_from("<I", table, start + 4 * (count + 1) + 12 * number + 2)[0]
        if place != 0xFFFFFFFF and _break_kind(main, place) == _CONTINUOUS:
            found.add(ends[number])
    return found


def _break_kind(main: bytes, place: int) -> int | None:
    size = struct.unpack_from("<H", main, place)[0]
    at, end = place + 2, place + 2 + size
    while at + 2 < end:
        number = struct.unpack_from("<H", main, at)[0]
        if number == _BREAK_KIND:
            return main[at + 2]
        at += 2 + (_OPERANDS.get(number >> 13) or 1 + main[at + 2])
    return None


def _first_words(part: str) -> str:
    line = next((line for line in _LINE_END.split(part) if _packed(line)), "")
    return _packed(line)[:_WORDS]


def _packed(line: str) -> str:
    return re.sub(r"\s+", "", _MARKS.sub("", line))
