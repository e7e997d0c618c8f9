"""How a run ended, in numbers that add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.documents import Outcome
from indexer.errors import DanganError

from .loader import Loaded
from .survey import Cause


@dataclass(frozen=True, slots=True)
class RunSummary:
    """``seen`` paths ended in ``outcomes``, which add up to it.

    ``causes`` counts why files were looked at; ``moved``, ``vanished`` and ``back`` what became of known
    ones; ``unchanged`` were left alone. ``retryable`` files and ``unreached`` roots may do better in
    another run. ``engine_failure`` is what keeps the engine from being current, None where nothing does.
    ``purge_due``: what was kept of secret documents could not be removed for good yet.
    """

    seen: int = 0
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    causes: Mapping[Cause, int] = field(default_factory=dict)
    unchanged: int = 0
    moved: int = 0
    vanished: int = 0
    back: int = 0
    redescribed: int = 0
    retryable: int = 0
    unreached: tuple[str, ...] = ()
    rebuilt: bool = False
    loaded: Loaded = field(default_factory=Loaded)
    seconds: float = 0.0
    engine_failure: DanganError | None = None
    purge_due: bool = False

    @property
    def exit_code(self) -> int:
        """0: every file has its outcome; 1: some can be tried again; else the engine is not current."""
        if self.engine_failure is not None:
            return self.engine_failure.exit_code
        return 1 if self.retryable or self.unreached or self.purge_due else 0
