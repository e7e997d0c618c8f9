"""One command as a user would run it: its time, its exit code, the memory of all its processes."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

#: Seconds between two looks at the memory.
LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """``seconds`` of wall clock, ``peak`` resident bytes of the process and all its children at once."""

    code: int
    seconds: float
    peak: int
    out: str


def run(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Run:
    """Run to the end; what it says on stderr goes to ``log``."""
    with log.open("wb") as errors:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=dict(environment))
        peaks = [0]
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks), daemon=True)
        watcher.start()
        out, _ = process.communicate()
        seconds = time.monotonic() - started
        watcher.join()
    return Run(process.returncode, seconds, max(peaks), out.decode("utf-8", "replace"))


def _watch(pid: int, peaks: list[int]) -> None:
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            peaks.append(_resident(root))
            time.sleep(LOOK)
    except psutil.Error:
        return


def _resident(root: psutil.Process) -> int:
    total = 0
    for process in (root, *root.children(recursive=True)):
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
