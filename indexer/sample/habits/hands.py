"""Who holds the pen: recorders change over the years, so each branch has its own and some of the others'."""

from __future__ import annotations

from indexer.sample.unit import Branch

#: Kinds that someone else of the branch writes: how far along the row of hands they sit.
OTHERS = {"lesson": 1, "review": 2, "支部党员大会": 1, "党小组会": 2, "主题党日": 1}
_OWN = ("formal", "run_together", "table", "verbatim", "sloppy", "numerals")


def hand_of(branch: Branch, year: int, kind: str = "") -> str:
    """The branch's own hand, and another's in every fourth year; other kinds are written by other people."""
    own = (branch.number - 1) % len(_OWN)
    if (year + branch.number) % 4 == 0:
        own += 2
    own += OTHERS.get(kind, 0)
    return _OWN[own % len(_OWN)]
