"""Text for a terminal: columns that align for Chinese, and nothing in it that moves the cursor."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence


def plain(text: str) -> str:
    """Text from files and names without what would move the cursor or break the line."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    if char in "\u3000\u00a0":
        return char
    return " " if char in "\t\n\r" else char.encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """The columns a text takes on a terminal: two for a Chinese character, none for a combining mark."""
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many columns: at spaces, and between Chinese characters."""
    lines = [""]
    for piece in _pieces(text):
        if width(lines[-1]) + width(piece.rstrip()) > columns and lines[-1].strip():
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


#: Marks that may not begin a line.
_CLOSING = "，。；：、）】》”’！？,.;:)]"


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for char in text:
        if char in _CLOSING:
            word += char
        elif _width(char) == 2:
            if word:
                yield word
            word = char
        elif word and (word[-1] == " " or _width(word[-1]) == 2):
            yield word
            word = char
        else:
            word += char
    if word:
        yield word


def table(rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> list[str]:
    """Rows as aligned lines; the columns numbered in ``right`` are set to the right."""
    cells = [[plain(str(cell)) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    return [_line(row, widths, right) for row in cells]


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    cells = [
        " " * (columns - width(cell)) + cell if number in right else padded(cell, columns)
        for number, (cell, columns) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def amount(size: float) -> str:
    """Bytes in the unit that reads best."""
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TB"


def duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} 秒"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} 分 {rest} 秒"
    return f"{minutes // 60} 小时 {minutes % 60} 分"
