"""How far a long piece of work is, as values: the caller draws them, the work never prints."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: Seconds between two reports of the same phase.
INTERVAL = 0.5


class Phase(StrEnum):
    """What is being done; the value is what a reader sees."""

    SURVEY = "清点文件"
    MATCH = "核对副本和移动"
    READ = "提取文字"
    PICTURES = "识别图片文字"
    DESCRIBE = "著录"
    COMPARE = "查找雷同材料"
    LOAD = "写入检索引擎"
    REBUILD = "重建索引"


@dataclass(frozen=True, slots=True)
class Progress:
    """One report. ``total`` is None while unknown; sizes are bytes; ``seconds`` is the phase's age.

    ``counts`` are things found so far by name, for the line behind the bar; ``last`` is True for the
    report that ends the phase.
    """

    phase: Phase
    done: int = 0
    total: int | None = None
    bytes_done: int = 0
    bytes_total: int = 0
    seconds: float = 0.0
    counts: Mapping[str, int] = field(default_factory=dict)
    last: bool = False

    @property
    def share(self) -> float | None:
        """Done of all, 0 to 1: by bytes where sizes are known, else by number."""
        if self.bytes_total:
            by_bytes = self.bytes_done / self.bytes_total
            by_number = self.done / self.total if self.total else by_bytes
            # A file costs its bytes and something for itself: neither alone tells the time left.
            return min(1.0, (by_bytes + by_number) / 2)
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.done / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """None until there is something to judge by."""
        if not self.share or self.seconds < 2:
            return None
        return self.seconds * (1 - self.share) / self.share


Observe = Callable[[Progress], None]


def unobserved(_: Progress) -> None:
    """For callers that want no reports."""


class Meter:
    """Counts one phase and reports it: at its start, at most every ``INTERVAL`` seconds, at its end.

    Use with ``with``; the last report is made only where the phase came to its end.
    """

    def __init__(
        self, observe: Observe, phase: Phase, total: int | None = None, bytes_total: int = 0
    ) -> None:
        self._observe, self._phase = observe, phase
        self._total, self._bytes_total = total, bytes_total
        self._started = self._reported = time.monotonic()
        self.done = self.bytes_done = 0
        self.counts: dict[str, int] = {}

    def __enter__(self) -> Meter:
        self._report()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._report(last=True)

    def add(self, items: int = 1, size: int = 0, count: str | None = None) -> None:
        """So many items (of so many bytes together) more are done, and ``count`` of what they are."""
        self.done += items
        self.bytes_done += size
        if count is not None:
            self.counts[count] = self.counts.get(count, 0) + items
        self.tick()

    def tick(self) -> None:
        """Report if it is time."""
        if time.monotonic() - self._reported >= INTERVAL:
            self._report()

    def _report(self, *, last: bool = False) -> None:
        self._reported = time.monotonic()
        total = self.done if last and self._total is None else self._total
        self._observe(
            Progress(
                phase=self._phase,
                done=self.done,
                total=total,
                bytes_done=self.bytes_done,
                bytes_total=self._bytes_total,
                seconds=self._reported - self._started,
                counts=dict(self.counts),
                last=last,
            )
        )
