"""Chinese surnames: what makes two to four characters a name and not a word."""

from __future__ import annotations

from pathlib import Path


def _words(name: str) -> list[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


_WORDS = _words("surnames.txt")
COMPOUND = frozenset(word for word in _WORDS if len(word) == 2)
SINGLE = frozenset(character for word in _WORDS if len(word) > 2 for character in word)
#: Words that look like a surname and a given name.
NOT_NAMES = frozenset(_words("not_names.txt"))
#: Characters that no given name is made of in practice: text with one is a phrase.
NOT_IN_GIVEN = frozenset("的了是在及或等将议请假席员记委党支部组副第被把们这那个你我他她老")
