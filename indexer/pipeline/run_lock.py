"""One run at a time: a lock file in the data folder, freed by the system when its process ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.errors import Busy, CatalogUnavailable, explain_os_error

LOCK_NAME = "run.lock"


@contextmanager
def run_lock(data: Path) -> Iterator[None]:
    """Hold the data folder for an index run, a rebuild, a restore. Raises ``Busy`` where another does."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / LOCK_NAME, timeout=0)
        lock.acquire()
    except Timeout:
        raise Busy(
            "另一个 dangan 正在这个数据目录里索引或重建", "等它结束再试；dangan status 可以看到它的进度"
        ) from None
    except OSError as error:
        raise CatalogUnavailable(
            f"数据目录 {data} 写不进去：{explain_os_error(error)}", "检查目录的权限，或用 --data 另选一个目录"
        ) from None
    try:
        yield
    finally:
        lock.release()
