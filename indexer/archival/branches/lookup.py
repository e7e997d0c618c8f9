"""Many names of branches, to be found quickly by what is left of them in talk or in short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from .cores import core_of, is_same_in_talk
from .names import may_abbreviate


class KnownNames:
    """The words of names, as skeletons."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_core: dict[str, list[str]] = defaultdict(list)
        self._with: dict[str, set[str]] = defaultdict(set)
        for words in dict.fromkeys(names):
            self._by_core[core_of(words)].append(words)
            for character in words:
                self._with[character].add(words)

    def same_in_talk(self, words: str) -> list[str]:
        """The names that differ from ``words`` only by what one of them leaves unsaid."""
        return [name for name in self._by_core.get(core_of(words), ()) if is_same_in_talk(words, name)]

    def written_out(self, short: str) -> list[str]:
        """The names that ``short`` may abbreviate."""
        sharing = sorted((self._with.get(character, set()) for character in set(short)), key=len)
        candidates = set.intersection(*sharing) if sharing else set()
        return sorted(name for name in candidates if may_abbreviate(short, name))
