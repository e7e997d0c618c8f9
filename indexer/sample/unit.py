"""The fictitious unit: its branches, their people and their habits of naming themselves.

A branch depends on its number and on the copy of the archive alone, so that a small archive is a part of
a large one.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from indexer.sample.numerals import chinese_number

POSTS = ("书记", "组织委员", "宣传委员", "纪检委员", "青年委员")


@cache
def load_texts(name: str) -> dict[str, Any]:
    """One of the text files beside this module."""
    return tomllib.loads((files(__package__) / "texts" / name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    post: str = ""
    born: int = 1980
    joined: int = 2005
    female: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """``number`` counts from 1. Under seven members there is no committee (支部工作条例, ch. 6)."""

    copy: int
    number: int
    name: str
    short: str
    section: str
    people: tuple[Person, ...]
    committee: bool
    groups: int

    @property
    def secretary(self) -> Person:
        return self.people[0]

    @property
    def board(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.post)

    def group(self, number: int) -> tuple[Person, ...]:
        """The members of the party group ``number`` (from 1)."""
        return self.people[number - 1 :: self.groups]


SECTIONS = ("站机关", "维护中队", "工程科", "运行调度中心", "设计室", "离退休老同志")
GROUPS = (0, 2, 2, 0, 0, 0)
SIZES = (11, 14, 13, 9, 5, 12)
BOARDS = (5, 5, 3, 3, 1, 3)


@lru_cache(maxsize=64)
def branch(number: int, copy: int = 0) -> Branch:
    """The branch ``number`` of one copy of the archive. From the seventh on, habits repeat."""
    kind = (number - 1) % 6
    name = "离退休党支部" if number == 6 else f"第{chinese_number(number)}党支部"
    short = "离退休支部" if number == 6 else f"{chinese_number(number)}支部"
    return Branch(
        copy=copy,
        number=number,
        name=name,
        short=short,
        section=SECTIONS[kind],
        people=_people(random.Random(f"people {copy} {number}"), SIZES[kind], BOARDS[kind], kind == 5),
        committee=BOARDS[kind] > 1,
        groups=GROUPS[kind],
    )


def _people(rng: random.Random, size: int, board: int, old: bool) -> tuple[Person, ...]:
    names: list[str] = []
    while len(names) < size:
        name = new_name(rng)
        if name not in names:
            names.append(name)
    return tuple(_person(rng, name, POSTS[at] if at < board else "", old) for at, name in enumerate(names))


def _person(rng: random.Random, name: str, post: str, old: bool) -> Person:
    born = rng.randint(1940, 1958) if old else rng.randint(1964, 1995)
    return Person(name, post, born, born + rng.randint(22, 34), rng.random() < 0.35)


def new_name(rng: random.Random) -> str:
    """A name put together from the invented pools."""
    pools = load_texts("names.toml")
    if rng.random() < 0.3:
        return str(rng.choice(pools["surnames"]) + rng.choice(pools["single"]))
    return str(
        rng.choice(pools["surnames"]) + rng.choice(pools["given_first"]) + rng.choice(pools["given_second"])
    )
