"""Carries changes of the catalog to the engine while the web application runs.

A correction made on a page, or by another process, is in the results within about a second. While an
index run holds the engine's writer, the run carries them itself, and this thread stands aside.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from indexer.errors import Busy, DanganError

#: Seconds between two looks at the catalog, and at most after failures.
EVERY = 1.0
SLOWEST = 30.0

_log = logging.getLogger("dangan.following")


class Follower:
    """A background thread that calls ``load`` again and again; a context manager that starts and stops it.

    ``load`` takes over what the engine lacks and returns; it raises ``Busy`` where another process does.
    """

    def __init__(self, load: Callable[[], object], every: float = EVERY) -> None:
        self._load = load
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dangan-following", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Let the load under way finish, then end; the catalog and the engine may be closed after it."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        wait = self._every
        while not self._stop.wait(wait):
            wait = self._every if self._once() else min(wait * 2, SLOWEST)

    def _once(self) -> bool:
        """One load; False where it failed and the next should wait longer."""
        try:
            self._load()
        except Busy:
            return True
        except DanganError as error:
            _log.warning("变更没有送进检索引擎：%s。%s", error.message, error.hint)
            return False
        except Exception:  # noqa: BLE001 - the outer edge of the thread: a fault must not end it in silence
            _log.exception("变更没有送进检索引擎")
            return False
        return True
