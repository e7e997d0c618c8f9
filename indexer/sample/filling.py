"""What fills a text's ``{…}``: numbers, names and streets, drawn once each so that a text agrees."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from indexer.sample.numerals import WEEKDAYS, chinese_number
from indexer.sample.unit import Branch, load_texts, new_name

#: Each draws one value: (random source, branch, day, what was drawn before).
Draw = Callable[[random.Random, Branch, date], str]


def _pool(name: str) -> Draw:
    return lambda rng, _branch, _day: str(rng.choice(load_texts("names.toml")[name]))


def _between(low: int, high: int) -> Draw:
    return lambda rng, _branch, _day: str(rng.randint(low, high))


def _tenths(low: int, high: int) -> Draw:
    return lambda rng, _branch, _day: f"{rng.randint(low * 10, high * 10) / 10:.1f}"


def _member(rng: random.Random, branch: Branch, _day: date) -> str:
    return rng.choice(branch.people).name


DRAWS: Mapping[str, Draw] = {
    "amount": _tenths(20, 190),
    "amount2": _tenths(6, 20),
    "amount3": _tenths(1, 6),
    "count": _between(11, 96),
    "count2": _between(110, 980),
    "group": _between(2, 6),
    "batch": lambda rng, _b, _d: chinese_number(rng.randint(1, 4)),
    "percent": _between(38, 71),
    "lamp": _tenths(91, 99),
    "days": _between(5, 20),
    "hours": _between(4, 31),
    "clause": _between(8, 96),
    "gift": lambda rng, _b, _d: str(rng.choice((300, 500, 600, 800))),
    "length": _tenths(1, 7),
    "dues": lambda rng, _b, _d: f"{rng.randint(5000, 60000) / 10:.2f}",
    "road": _pool("roads"),
    "road2": _pool("roads"),
    "community": _pool("communities"),
    "village": _pool("villages"),
    "person": _member,
    "person2": _member,
    "candidate": lambda rng, _b, _d: new_name(rng),
    "weekday": lambda rng, _b, _d: WEEKDAYS[rng.randint(0, 4)],
    "day": _between(18, 27),
    "year": lambda _r, _b, day: str(day.year),
    "month": lambda _r, _b, day: str(day.month),
    "next": lambda _r, _b, day: str(day.month % 12 + 1),
    "people": lambda _r, branch, _d: str(len(branch.people)),
    "branch": lambda _r, branch, _d: branch.name,
    "section": lambda _r, branch, _d: branch.section,
}
#: Values that must differ from their sister's.
SISTERS = {"road2": "road", "person2": "person"}


class Filling(dict[str, str]):
    """A mapping for ``str.format_map`` that draws a value when it is first asked for."""

    def __init__(self, rng: random.Random, branch: Branch, day: date) -> None:
        super().__init__()
        self._rng, self._branch, self._day = rng, branch, day

    def __missing__(self, key: str) -> str:
        value = DRAWS[key](self._rng, self._branch, self._day)
        sister = SISTERS.get(key)
        for _ in range(20):
            if sister is None or value != self[sister]:
                break
            value = DRAWS[key](self._rng, self._branch, self._day)
        self[key] = value
        return value

    def fill(self, text: str) -> str:
        return text.format_map(self)

    def one(self, texts: Sequence[str]) -> str:
        """One of the texts, filled."""
        return self.fill(self._rng.choice(texts))

    def some(self, texts: Sequence[str], low: int, high: int) -> list[str]:
        """``low`` to ``high`` of the texts, filled, none twice."""
        count = min(len(texts), self._rng.randint(low, high))
        return [self.fill(text) for text in self._rng.sample(texts, count)]
