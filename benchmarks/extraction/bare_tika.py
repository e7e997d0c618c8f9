"""Native Tika by itself, as a product without readers of its own would use it: text out, nothing more.

A process of its own reads file after file and is ended where a file takes too long or too much memory.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

CHARACTERS = 20_000_000
MEMORY = 2048 * 1024 * 1024
LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Bare:
    """What became of a file: ``text``, or how it ended (``error``, ``hang``, ``crash``, ``memory``)."""

    path: Path
    text: str
    ended: str
    seconds: float


def read_bare(files: Sequence[Path], seconds: float) -> Iterator[Bare]:
    """Every file in order."""
    left = list(files)
    while left:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        ours.recv()
        while left:
            started = time.monotonic()
            ours.send(left[0])
            ended, text = _wait(ours, process.pid or 0, started + seconds)
            yield Bare(left.pop(0), text, ended, time.monotonic() - started)
            if ended in ("hang", "memory", "crash"):
                break
        process.kill()
        process.join()


def _wait(pipe: Connection, pid: int, until: float) -> tuple[str, str]:
    while not pipe.poll(LOOK):
        if time.monotonic() > until:
            return "hang", ""
        with contextlib.suppress(psutil.Error):
            if psutil.Process(pid).memory_info().rss > MEMORY:
                return "memory", ""
    try:
        ended, text = pipe.recv()
    except (EOFError, OSError):
        return "crash", ""
    return ended, text


def _serve(pipe: Connection) -> None:
    from iscc_tika import Extractor

    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    extractor = Extractor().set_extract_string_max_length(CHARACTERS)
    pipe.send("ready")
    while True:
        path = pipe.recv()
        try:
            text, _ = extractor.extract_file_to_string(str(path))
            pipe.send(("ok", text))
        except BaseException:  # noqa: BLE001 - a Rust panic is no Exception
            pipe.send(("error", ""))
