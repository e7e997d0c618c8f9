"""Progress on stderr: one line redrawn on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, TextIO

from .text import amount, duration, padded, width, wrapped

if TYPE_CHECKING:
    from indexer.pipeline.progress import Progress

#: Seconds between two progress lines where there is no terminal to draw a bar on.
PLAIN_INTERVAL = 10.0
_BAR = 24


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
