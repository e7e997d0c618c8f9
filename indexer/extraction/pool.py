"""Worker processes that read files: one that hangs, crashes or swells takes only its own file with it.

Native Tika holds the interpreter's lock, may hang and may take most of the machine's memory, and no
limit of the system can be set on it (it reserves 34 GB of address space). So every file is read in a
process of its own kind, watched from here: a limit of time for every message, a limit of resident
memory, a new process after a crash.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from indexer.documents import Content, MemberRef, Problem, ProblemKind
from indexer.errors import DanganError
from indexer.extraction import worker
from indexer.extraction.reading import Context, stand_in

#: Jobs sent to a worker beyond the one it reads, so that it never waits for a busy caller.
AHEAD = 1
#: A worker is replaced after this many files, or once it rests above this share of its memory limit.
FILES_A_WORKER = 1000
RESTING_SHARE = 0.5
#: So many processes in a row that die before they are ready: it is not the files.
STARTS = 5
#: Seconds that a process may take to start, on a slow disk under a virus scanner.
START_SECONDS = 60.0
#: Seconds between two looks at the workers' memory.
LOOK = 0.2
_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read. ``key`` is the caller's own; ``name`` the file's name as the archive knows it.

    ``ocr``: read its pictures now.
    """

    key: int
    path: Path
    name: str
    ocr: bool


@dataclass(frozen=True, slots=True)
class Done:
    """A file's contents, members first, its own last; ``seconds`` from its start to its end."""

    key: int
    contents: tuple[Content, ...]
    seconds: float


@dataclass(slots=True)
class _Worker:
    """A process and the jobs it was given, the first of which it is reading."""

    process: BaseProcess
    pipe: Connection
    jobs: deque[Job] = field(default_factory=deque)
    ready: bool = False
    started: float = 0.0
    heard: float = 0.0
    begun: worker.Begun | None = None
    found: list[worker.Found] = field(default_factory=list)
    served: int = 0
    swollen: int = 0
    memory: int = 0

    def start_next(self) -> None:
        self.started = self.heard = time.monotonic()
        self.begun = None
        self.found = []


class ExtractionPool:
    """A pool of ``workers`` processes, each with ``seconds`` for a message and ``megabytes`` of memory.

    Use it with ``with``: leaving ends the processes, whatever they are doing.
    """

    def __init__(self, workers: int, seconds: float, megabytes: int, context: Context) -> None:
        self._size = max(1, workers)
        self._seconds = seconds
        self._bytes = megabytes * _MEBIBYTE
        self._context = context
        self._spawn = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._blamed: set[Job] = set()
        self._failed_starts = 0
        self._closing = threading.Event()
        self._watch = threading.Thread(target=self._watch_memory, name="memory of workers", daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._watch.join()
        for each in self._workers:
            _kill(each.process)
        for each in self._workers:
            _end(each)
        self._workers.clear()

    def run(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Read the files, in any order. ``jobs`` is drawn from as workers come free, in this thread.

        One run at a time. Never raises for a file: one that kills its worker ends with a problem. Raises
        ``DanganError`` where worker processes cannot be started at all.
        """
        coming = iter(jobs)
        again: deque[Job] = deque()
        drawn_out = False
        while True:
            while not drawn_out or again:
                receiver = self._receiver()
                if receiver is None:
                    break
                job = again.popleft() if again else next(coming, None)
                if job is None:
                    drawn_out = True
                    break
                self._give(receiver, job)
            busy = [each for each in self._workers if each.jobs]
            if not busy and drawn_out and not again:
                return
            for each in self._ready(busy):
                yield from self._hear(each, again)

    def _receiver(self) -> _Worker | None:
        """Who takes the next job: an idle worker, a new one, else the one with the shortest queue."""
        for each in [each for each in self._workers if not each.jobs and not each.process.is_alive()]:
            self._dismiss(each)
        waiting = min(self._workers, key=lambda each: len(each.jobs), default=None)
        if waiting is not None and not waiting.jobs:
            return waiting
        if len(self._workers) < self._size:
            return self._start()
        assert waiting is not None
        return waiting if len(waiting.jobs) <= AHEAD else None

    def _start(self) -> _Worker:
        ours, theirs = self._spawn.Pipe()
        process = self._spawn.Process(
            target=worker.main, args=(theirs, self._context, self._seconds), daemon=True
        )
        process.start()
        theirs.close()
        started = _Worker(process, ours)
        self._workers.append(started)
        return started

    def _give(self, receiver: _Worker, job: Job) -> None:
        receiver.jobs.append(job)
        if len(receiver.jobs) == 1:
            receiver.start_next()
        with contextlib.suppress(OSError):  # its death is heard by the loop
            receiver.pipe.send(worker.Task(job.path, job.name, job.ocr))

    def _ready(self, busy: list[_Worker]) -> list[_Worker]:
        """Workers that have said something, died, or said nothing for too long."""
        nearest = min(map(self._deadline, busy))
        heard = wait([each.pipe for each in busy], timeout=max(0.0, nearest - time.monotonic()))
        now = time.monotonic()
        return [each for each in busy if each.pipe in heard or now >= self._deadline(each)]

    def _deadline(self, each: _Worker) -> float:
        """When a worker has said nothing for too long; starting up is not the file's fault."""
        return each.heard + (self._seconds if each.ready else max(self._seconds, START_SECONDS))

    def _hear(self, each: _Worker, again: deque[Job]) -> Iterator[Done]:
        try:
            message = each.pipe.recv() if each.pipe.poll() else None
        except (EOFError, OSError):
            if self._may_try_again(each):
                again.extend(self._dismiss(each))
            else:
                yield self._ended(each, again, _memory_problem(self._bytes) if each.swollen else _CRASHED)
            return
        each.heard = time.monotonic()
        if not each.ready:
            each.ready, each.started = True, each.heard
            self._failed_starts = 0
        match message:
            case worker.Begun():
                each.begun = message
            case worker.Beat():
                pass
            case worker.Found():
                each.found.append(message)
            case worker.Finished():
                yield self._finished(each, message, again)
            case None:
                yield self._ended(each, again, _time_problem(self._seconds))

    def _may_try_again(self, each: _Worker) -> bool:
        """A worker that died before it began its job may have died of something else: once more."""
        job = each.jobs[0]
        if not each.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                raise DanganError("提取文件的进程启动不了", "检查安装是否完整、内存是否够用，再试一次")
            return True
        if each.begun is not None or job in self._blamed:
            return False
        self._blamed.add(job)
        return True

    def _finished(self, each: _Worker, message: worker.Finished, again: deque[Job]) -> Done:
        done = self._done(each, message.content)
        each.served += 1
        each.start_next()
        if each.served >= FILES_A_WORKER or each.memory > self._bytes * RESTING_SHARE:
            again.extend(self._dismiss(each))
        return done

    def _done(self, each: _Worker, own: Content) -> Done:
        job = each.jobs.popleft()
        contents = (*(found.content for found in each.found), own)
        return Done(job.key, contents, time.monotonic() - each.started)

    def _ended(self, each: _Worker, again: deque[Job], problem: Problem) -> Done:
        """The first job's contents as far as they came; the others are given out again."""
        job = each.jobs[0]
        begun = each.begun or worker.Begun(stand_in(job.path, job.key), 0, "unknown")
        refs = tuple(
            MemberRef("!".join(found.path), found.content.sha256, found.content.size) for found in each.found
        )
        own = Content(begun.sha256, begun.size, begun.doc_type, problems=(problem,), members=refs)
        done = self._done(each, own)
        again.extend(self._dismiss(each))
        return done

    def _dismiss(self, each: _Worker) -> deque[Job]:
        """End a worker; the jobs it has not done are for another."""
        self._workers.remove(each)
        _end(each)
        return each.jobs

    def _watch_memory(self) -> None:
        """End what grows over its limit. Touches nothing but the processes: the pipes are the loop's."""
        while not self._closing.wait(LOOK):
            for each in tuple(self._workers):
                with contextlib.suppress(psutil.Error, ValueError):
                    each.memory = psutil.Process(each.process.pid).memory_info().rss
                    if each.memory > self._bytes:
                        each.swollen = each.memory
                        _kill(each.process)


def _kill(process: BaseProcess) -> None:
    """End a worker and the programs it has started (unpackers), which would go on without it."""
    started: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error, ValueError):
        started = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for each in started:
        with contextlib.suppress(psutil.Error):
            each.kill()


def _end(each: _Worker) -> None:
    _kill(each.process)
    each.process.join()
    each.pipe.close()
    each.process.close()


_CRASHED = Problem(
    ProblemKind.BROKEN, "文件内容使读取程序意外退出，没有读出文字", "用生成它的软件打开，另存后再索引"
)


def _time_problem(seconds: float) -> Problem:
    return Problem(
        ProblemKind.TIMED_OUT,
        f"读取超过 {seconds:g} 秒，已经放弃",
        "再索引一次；仍然超时就调大设置 file_seconds，或把文件拆小",
    )


def _memory_problem(limit: int) -> Problem:
    return Problem(
        ProblemKind.TOO_LARGE,
        f"读取时占用内存超过 {limit // _MEBIBYTE} MB，已经放弃",
        "调大设置 file_megabytes，或把文件拆小",
    )
