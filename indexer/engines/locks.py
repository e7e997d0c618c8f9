"""One writer at a time, across processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.errors import Busy


@contextmanager
def held(file: Path, holder: str) -> Iterator[None]:
    """Hold the lock ``file`` (made where missing); raise ``Busy`` at once where another holds it.

    ``holder`` is the Chinese phrase for what the other one does. The system frees the lock of a process
    that dies.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Busy(f"另一个进程正在{holder}", "等它结束后再试") from None
    try:
        yield
    finally:
        lock.release()
