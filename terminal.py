"""What the command line writes: UTF-8 everywhere, columns that align for Chinese, progress on stderr."""

from __future__ import annotations

import io
import json
import os
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from indexer.pipeline.progress import Progress

#: Seconds between two progress lines where there is no terminal to draw a bar on.
PLAIN_INTERVAL = 10.0
_BAR = 24


def prepare_streams() -> None:
    """Make stdout and stderr take Chinese whatever the locale says.

    Pipes and files are UTF-8, so that programs can rely on it; a terminal that knows Chinese in
    another encoding keeps it. What an encoding lacks is written as ``\\xNN`` and stops nothing.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            keeps = stream.isatty() and _knows_chinese(stream.encoding)
            stream.reconfigure(encoding=stream.encoding if keeps else "utf-8", errors="backslashreplace")


def _knows_chinese(encoding: str) -> bool:
    try:
        "党建档案".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def drop_output() -> None:
    """The reader of our output has gone away: let what is still buffered go nowhere, quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def say(text: str = "") -> None:
    """A line of a result, to stdout."""
    print(text)


def note(text: str) -> None:
    """A remark beside the result, to stderr."""
    print(text, file=sys.stderr, flush=True)


def say_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


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


class ProgressLine:
    """Draws ``Progress`` values on stderr: one line redrawn on a terminal, else a line now and then."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._written = time.monotonic()
        self._drawn = 0

    def __call__(self, progress: Progress) -> None:
        if self._live:
            self._draw(progress)
        elif progress.last or time.monotonic() - self._written >= PLAIN_INTERVAL:
            self._written = time.monotonic()
            self._write(f"{describe(progress)}\n")

    def close(self) -> None:
        """Leave the terminal at the start of a clean line."""
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")
            self._drawn = 0

    def _draw(self, progress: Progress) -> None:
        room = _columns() - 1
        text = describe(progress)
        if progress.share is not None and width(text) + _BAR + 2 < room:
            filled = round(progress.share * _BAR)
            text = f"{'█' * filled}{'░' * (_BAR - filled)}  {text}"
        text = wrapped(text, room)[0]
        self._write("\r" + padded(text, self._drawn) + ("\n" if progress.last else ""))
        self._drawn = 0 if progress.last else width(text)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def describe(progress: Progress) -> str:
    """A report in one line: phase, how many, how much, how fast, how long still."""
    parts = [f"{progress.phase.value} {progress.done}"]
    if progress.total is not None and not progress.last:
        parts[0] += f"/{progress.total}"
    if progress.bytes_done:
        parts.append(amount(progress.bytes_done))
    if progress.rate and progress.done > 1:
        parts.append(
            f"每秒 {progress.rate:.0f} 个" if progress.rate >= 10 else f"每秒 {progress.rate:.1f} 个"
        )
    parts += [f"{name} {count}" for name, count in progress.counts.items()]
    if progress.last:
        parts.append(f"用时 {duration(progress.seconds)}")
    elif progress.seconds_left is not None:
        parts.append(f"还要约 {duration(progress.seconds_left)}")
    return "，".join(parts)
