"""Pages drawn in a process of their own: a hostile file may end that process, never the server.

PDFium also serves one thread at a time, which one process with one job at a time makes certain.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from indexer.documents import Page
from indexer.errors import NotFound
from indexer.extraction.reading import Context

#: Seconds that one page may take, and that an idle process is kept.
SECONDS = 30.0
IDLE = 120.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to draw: page ``number`` of a file or of a member in it. ``stored`` is the page as it was read;
    ``words`` are marked, each given as its folded forms."""

    path: Path
    member: str | None
    doc_type: str
    number: int
    stored: Page | None
    words: tuple[tuple[str, ...], ...]
    context: Context


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a sheet cannot be drawn."""

    message: str
    hint: str


class Draughtsman:
    """Draws one page at a time; threads may share one. The process starts with the first page."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def draw(self, sheet: Sheet) -> bytes:
        """The page as a PNG. Raises ``NotFound`` where it cannot be drawn, or takes too long."""
        with self._lock:
            answer = self._answer(sheet)
        if isinstance(answer, _Refusal):
            raise NotFound(answer.message, answer.hint)
        return answer

    def close(self) -> None:
        """End the process; the next page starts another."""
        with self._lock:
            self._end()

    def _answer(self, sheet: Sheet) -> bytes | _Refusal:
        try:
            pipe = self._connected()
            pipe.send(sheet)
            if pipe.poll(self._seconds):
                answer: bytes | _Refusal = pipe.recv()
                return answer
        except (EOFError, OSError):
            self._end()
            return _Refusal("这一页画不出来", "文件可能有损坏，请下载原件查看")
        self._end()
        return _Refusal("这一页画得太久，已经停下", "请下载原件查看")

    def _connected(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._end()
            spawn = multiprocessing.get_context("spawn")
            self._pipe, theirs = spawn.Pipe()
            self._process = spawn.Process(target=_serve, args=(theirs,), name="dangan-drawing", daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None


def _serve(pipe: Connection) -> None:
    """Draw what comes through the pipe until it is closed or nothing comes for long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with contextlib.suppress(EOFError, OSError):
        while pipe.poll(IDLE):
            pipe.send(_drawn(pipe.recv()))


def _drawn(sheet: Sheet) -> bytes | _Refusal:
    from analyzers import find_marks, fold_with_map
    from indexer.extraction.drawing import draw_page
    from indexer.extraction.members import open_member
    from indexer.extraction.reading import Source

    def marks(text: str) -> Sequence[tuple[int, int]]:
        return find_marks(fold_with_map(text), sheet.words) if sheet.words else ()

    try:
        with (
            open_member(sheet.path, sheet.member, sheet.context)
            if sheet.member
            else Source.of_path(sheet.path) as source
        ):
            return draw_page(source, sheet.doc_type, sheet.number, sheet.stored, marks)
    except NotFound as error:
        return _Refusal(error.message, error.hint)
    except OSError as error:
        return _Refusal(f"原件打不开：{error.strerror or '读取失败'}", "检查文件和网络盘的连接")
