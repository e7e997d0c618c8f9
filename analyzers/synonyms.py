"""Terms that stand for one another: whoever looks for one is shown what has the other.

Three relations: terms of a group are equal, a term may stand for others that do not stand for it, and
terms that are easily mistaken for each other are offered but never looked for along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from .dictionary import read_lines
from .normalize import fold

_EQUAL, _STANDS_FOR, _MISTAKEN = "=", "->", "~"
_SEPARATORS = str.maketrans({",": "\n", "，": "\n", "、": "\n"})
_PARTED = re.compile(r"[\s,，、]+")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """``also`` maps a folded term to the folded terms looked for along with it, ``mistaken`` to those that
    are only offered, in their own spelling."""

    also: Mapping[str, tuple[str, ...]]
    mistaken: Mapping[str, tuple[str, ...]]

    def of(self, term: str) -> tuple[str, ...]:
        """What is looked for along with a folded term: none that contains it, since that is found anyway."""
        return tuple(other for other in self.also.get(term, ()) if term not in other)


def load_synonyms(extra: Iterable[str] = ()) -> Synonyms:
    """The built-in relations and a unit's own lines in the same notation, which add to them.

    Words of a line without a sign, parted by commas or blanks, are a group.
    """
    also: dict[str, dict[str, None]] = {}
    mistaken: dict[str, dict[str, None]] = {}
    for line in chain(read_lines("synonyms.txt"), extra):
        for table, term, others in _relations(line, also, mistaken):
            table.setdefault(term, {}).update(dict.fromkeys(others))
    apart = {term: {fold(other) for other in others} for term, others in mistaken.items()}
    return Synonyms(
        {
            term: tuple(other for other in others if other not in apart.get(term, ()))
            for term, others in also.items()
        },
        {term: tuple(others) for term, others in mistaken.items()},
    )


_Table = dict[str, dict[str, None]]


def _relations(line: str, also: _Table, mistaken: _Table) -> Iterable[tuple[_Table, str, list[str]]]:
    """(table, folded term, others) for each relation that a line tells."""
    for sign, table in ((_STANDS_FOR, also), (_MISTAKEN, mistaken)):
        term, found, rest = line.partition(sign)
        if found:
            others = [part.strip() for part in rest.translate(_SEPARATORS).split("\n") if part.strip()]
            told = others if sign == _MISTAKEN else list(filter(None, map(fold, others)))
            return [(table, fold(term), told)] if fold(term) and told else []
    parts = line.split(_EQUAL) if _EQUAL in line else _PARTED.split(line)
    group = list(filter(None, map(fold, parts)))
    return [(also, term, [other for other in group if other != term]) for term in group if len(group) > 1]
