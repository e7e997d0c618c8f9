"""What happened: the meetings of a branch in a year, with the gaps that an inspection would find."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from indexer.sample.truth import Gap
from indexer.sample.unit import Branch

CATEGORY = {
    "支委会": "02",
    "支部党员大会": "02",
    "党小组会": "02",
    "党课": "02",
    "主题党日": "03",
    "组织生活会": "04",
}

#: Meetings that were never held in the first copy: (branch, record, year, month).
MISSED = {
    (1, "支委会", 2022, 2),
    (1, "支委会", 2024, 8),
    (1, "主题党日", 2020, 2),
    (2, "支部党员大会", 2021, 9),
    (2, "支委会", 2023, 7),
    (2, "主题党日", 2020, 2),
    (3, "支委会", 2020, 2),
    (3, "支委会", 2020, 3),
    (3, "党课", 2022, 10),
    (4, "支部党员大会", 2020, 3),
    (4, "主题党日", 2023, 8),
    (5, "支部党员大会", 2022, 12),
    (6, "支委会", 2022, 12),
    (6, "支委会", 2023, 1),
    (6, "主题党日", 2024, 7),
}


@dataclass(frozen=True)
class Event:
    """One meeting. ``group`` is the party group's number where a group met, else 0."""

    branch: Branch
    kind: str
    day: date
    number: int
    group: int = 0

    @property
    def year(self) -> int:
        """The year it counts for: a review meeting before April belongs to the year before."""
        return self.day.year - 1 if self.kind == "组织生活会" and self.day.month < 4 else self.day.year

    @cached_property
    def key(self) -> str:
        group = f"第{self.group}小组" if self.group else ""
        copy = f"{self.branch.copy}:" if self.branch.copy else ""
        return f"{copy}{self.branch.name}{group}|{self.kind}|{self.day.isoformat()}"

    def random(self, purpose: str) -> random.Random:
        """A source of its own for each purpose, so that one text's draws do not move another's."""
        return random.Random(f"{self.key} {purpose}")


def years_of(count: int) -> range:
    """2020 and on; more than five years reach further back, since the archive ends with 2024."""
    return range(2020, 2020 + count) if count <= 5 else range(2025 - count, 2025)


def events_of(branch: Branch, year: int) -> Iterator[Event]:
    """The meetings that were held, in no particular order of kinds, each kind by date."""
    for kind, month, day, group in _planned(branch, year):
        if not _missed(branch, kind, year, month):
            number = month if kind in ("支委会", "党小组会", "主题党日") else (month + 2) // 3
            yield Event(branch, kind, _working_day(day, kind), number, group)


def gaps_of(branch: Branch, year: int) -> Iterator[Gap]:
    """The meetings that were planned by rule and not held."""
    for kind, month, _day, group in _planned(branch, year):
        if _missed(branch, kind, year, month) and group < 2:
            yield Gap(branch.name, kind, _period(kind, year, month))


def _planned(branch: Branch, year: int) -> Iterator[tuple[str, int, date, int]]:
    rng = random.Random(f"calendar {branch.copy} {branch.number} {year}")
    for month in range(1, 13):
        if branch.committee:
            yield "支委会", month, _committee_day(branch, year, month, rng), 0
        for group in range(1, branch.groups + 1):
            yield "党小组会", month, date(year, month, rng.randint(10, 13)), group
        yield "主题党日", month, date(year, month, 14 + branch.number % 6 + rng.randint(0, 2)), 0
        if month % 3 == 0:
            yield "支部党员大会", month, date(year, month, rng.randint(20, 27)), 0
        if month in (6, 10):
            yield "党课", month, date(year, month, rng.randint(26, 29)), 0
    late = branch.number % 2 == 1
    yield "组织生活会", 12, date(year + late, 1 if late else 12, rng.randint(14, 28)), 0


def _committee_day(branch: Branch, year: int, month: int, rng: random.Random) -> date:
    if (branch.number, year, month) == (1, 2021, 6):
        return date(2021, 6, 3)
    return date(year, month, rng.randint(2, 9))


def _working_day(day: date, kind: str) -> date:
    """Committees do not meet at weekends; a party day may."""
    shift = {5: -1, 6: 1}.get(day.weekday(), 0)
    return day if kind == "主题党日" or day.day <= 1 else day + timedelta(days=shift)


def _missed(branch: Branch, kind: str, year: int, month: int) -> bool:
    if branch.copy == 0 and branch.number <= 6:
        return (branch.number, kind, year, month) in MISSED
    return random.Random(f"missed {branch.copy} {branch.number} {kind} {year} {month}").random() < 0.04


def _period(kind: str, year: int, month: int) -> str:
    if kind == "支部党员大会":
        return f"{year}-Q{(month + 2) // 3}"
    if kind == "党课":
        return f"{year}-H{1 if month <= 6 else 2}"
    return f"{year}" if kind == "组织生活会" else f"{year}-{month:02d}"
