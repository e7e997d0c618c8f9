"""A worker process: reads jobs from a pipe, sends back what it finds, never outlives its parent."""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from indexer.documents import Content
from indexer.extraction.reading import Context

_PR_SET_PDEATHSIG = 1
#: After this many times its limit a job ends its own process: the parent should have done so long ago.
_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Task:
    """What the parent sends. ``ocr`` overrides the context's."""

    path: Path
    name: str
    ocr: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """The file's bytes are known, its readers start."""

    sha256: str
    size: int
    doc_type: str


@dataclass(frozen=True, slots=True)
class Beat:
    """The readers are at work; sent between the pages of a long document."""


@dataclass(frozen=True, slots=True)
class Found:
    """A member's content, as soon as it is there. ``path`` has a member's name for each level."""

    path: tuple[str, ...]
    content: Content


@dataclass(frozen=True, slots=True)
class Finished:
    """The file's own content: the job is done."""

    content: Content


Message = Begun | Beat | Found | Finished


def main(jobs: Connection, context: Context, seconds: float) -> None:
    """Serve jobs until told to stop (``None``) or the parent is gone."""
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _silence()
    from indexer.extraction import extract  # noqa: F401 - what every job needs, before the clock starts

    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        jobs.send(Beat())
        while (task := jobs.recv()) is not None:
            _serve(task, _Telling(jobs, seconds), context)


class _Telling:
    """The way back to the parent. Every message starts the time limit anew, here as there."""

    def __init__(self, pipe: Connection, seconds: float) -> None:
        self._pipe = pipe
        self._patience = seconds * _PATIENCE + 60
        self._every = min(1.0, seconds / 4)
        self._last = 0.0

    def send(self, message: Message) -> None:
        faulthandler.dump_traceback_later(self._patience, exit=True)
        self._last = time.monotonic()
        self._pipe.send(message)
        if isinstance(message, Finished):
            faulthandler.cancel_dump_traceback_later()

    def beat(self) -> None:
        if time.monotonic() - self._last >= self._every:
            self.send(Beat())


def _serve(task: Task, tell: _Telling, context: Context) -> None:
    from indexer.extraction.extract import pieces, unreadable
    from indexer.extraction.reading import Source

    def begun(sha256: str, size: int, doc_type: str) -> None:
        tell.send(Begun(sha256, size, doc_type))

    try:
        source = Source.of_path(task.path, task.name)
    except OSError as error:
        tell.send(Finished(unreadable(str(task.path), error)))
        return
    with source:
        for piece in pieces(source, replace(context, ocr=task.ocr, beat=tell.beat), begun):
            tell.send(Found(piece.path, piece.content) if piece.path else Finished(piece.content))


def _silence() -> None:
    """Native libraries write traces to the process's stderr; a user's terminal is not for them."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)


def _die_with_parent() -> None:
    """End when the parent ends, even if it is killed.

    A thread watches it; where native code keeps the interpreter's lock the thread has to wait for it,
    so the kernel is asked too where it can be (Linux), and every job carries a limit of its own.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
