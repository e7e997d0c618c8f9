"""The papers that people wrote for other measures, as a stock of realistic text."""

from __future__ import annotations

from functools import cache

from benchmarks.other_hands.reading import UNITS, Document, documents


@cache
def papers() -> tuple[Document, ...]:
    """Every paper of every unit."""
    return tuple(paper for unit in UNITS for paper in documents(unit))
