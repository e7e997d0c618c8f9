"""Long work that a page starts: one at a time, in a thread of its own, its progress there to be asked for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from indexer.errors import Busy, DanganError
from indexer.pipeline import Observe, Progress

_log = logging.getLogger("dangan.work")

#: Does the work, tells how far it is, returns a sentence on how it ended.
Job = Callable[[Observe], str]


@dataclass(frozen=True, slots=True)
class WorkState:
    """How the work stands or ended. ``back`` is the page that it was started from."""

    title: str
    back: str
    started_at: datetime
    progress: Progress | None = None
    ended_at: datetime | None = None
    message: str = ""
    hint: str = ""
    failed: bool = False

    @property
    def running(self) -> bool:
        return self.ended_at is None


class Work:
    """The work of one application. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: WorkState | None = None
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> WorkState | None:
        """How the last work stands; None where none was started."""
        return self._state

    def start(self, title: str, back: str, job: Job) -> None:
        """Begin a job. Raises ``Busy`` while another goes on."""
        with self._lock:
            if self._state is not None and self._state.running:
                raise Busy(f"正在{self._state.title}", "等它结束再试")
            self._state = WorkState(title, back, datetime.now(UTC))
            self._thread = threading.Thread(target=self._run, args=(job,), name="dangan-work", daemon=True)
            self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the work under way has ended."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _run(self, job: Job) -> None:
        try:
            self._end(job(self._observe))
        except DanganError as error:
            self._end(error.message, error.hint, failed=True)
        except Exception:  # noqa: BLE001 - the outer edge of the thread: a fault is logged and told
            _log.exception("没有完成")
            self._end("程序出错，没有完成", "请把服务日志交给管理员", failed=True)

    def _observe(self, progress: Progress) -> None:
        if self._state is not None:
            self._state = replace(self._state, progress=progress)

    def _end(self, message: str, hint: str = "", *, failed: bool = False) -> None:
        if self._state is not None:
            self._state = replace(
                self._state, ended_at=datetime.now(UTC), message=message, hint=hint, failed=failed
            )
