"""The papers of meetings: what tells to which meeting each belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from .days import days_named
from .keys import DAY, EventKey, bears_the_day


@dataclass(frozen=True)
class EventPaper:
    """What is known of one. ``alone``: its folder may be that of one meeting; ``meeting``: it is named for
    one. ``filed``: its day is the month of its folder, in which it was put away. ``text`` is called where
    what it speaks of matters."""

    id: str
    folder: str
    name: str
    branch: str | None
    kind: str | None
    day: str | None
    role: str | None
    alone: bool
    meeting: bool
    filed: bool
    text: Callable[[], str]

    @cached_property
    def named(self) -> frozenset[str]:
        """The days its text speaks of."""
        return days_named(self.text(), self.day) if self.day else frozenset()

    @property
    def recorded(self) -> EventKey | None:
        """The event whose day a paper of that day bears."""
        if self.branch and self.kind and self.day and len(self.day) >= DAY and bears_the_day(self.role):
            return EventKey(self.branch, self.kind, self.day)
        return None
