"""The words of an archive, found by how they begin, sound, are spelled, or nearly by how they are written.

Filled from titles, persons, numbers and branches as documents come; nothing is ever taken out, so whoever
offers a word first asks the engine whether this reader may see a document that has it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import nsmallest
from threading import RLock

from analyzers import fold
from analyzers.pinyin import initials, sound, spelled

#: Words of more characters are told apart by no single one.
LONGEST_NEAR = 12
#: In a word of fewer characters one exchanged for any other makes a different word, not a slip.
SHORTEST_EXCHANGED = 4
#: Beginnings whose words are remembered.
_MOST_REMEMBERED = 5_000


class EntryKind(StrEnum):
    """What a word is; the values are those of the API."""

    TERM = "term"
    PERSON = "person"
    DOC_NO = "doc_no"
    TITLE = "title"


@dataclass(slots=True)
class Entry:
    """A word as it is written, and how many documents brought it."""

    text: str
    folded: str
    kind: EntryKind
    count: int = 0


@dataclass(slots=True)
class _Index:
    """Entries by a key, and the keys in order for those that begin alike."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    ordered: list[str] | None = None

    def add(self, key: str, entry: Entry) -> None:
        if key not in self.entries:
            self.ordered = None
        self.entries[key].append(entry)

    def exactly(self, key: str) -> list[Entry]:
        return list(self.entries.get(key, ()))

    def starting(self, prefix: str) -> Iterator[Entry]:
        if self.ordered is None:
            self.ordered = sorted(self.entries)
        at = bisect_left(self.ordered, prefix)
        while at < len(self.ordered) and self.ordered[at].startswith(prefix):
            yield from self.entries[self.ordered[at]]
            at += 1


class Lexicon:
    """Threads may share one."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._entries: dict[tuple[str, EntryKind], Entry] = {}
        self._folded, self._sounds, self._spelled = _Index(), _Index(), _Index()
        self._initials, self._lacking = _Index(), _Index()
        self._titles: dict[str, Entry] = {}
        self._titles_spelled, self._titles_initials = _Index(), _Index()
        self._remembered: dict[tuple[object, ...], list[Entry]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, words: Iterable[str], kind: EntryKind, count: int = 1) -> None:
        """Take words in, or count them once more. One character is no word."""
        with self._lock:
            for text in words:
                folded = fold(text)
                if len(folded) > 1:
                    self._add(text, folded, kind, count)

    def _add(self, text: str, folded: str, kind: EntryKind, count: int) -> None:
        entry = self._entries.get((folded, kind))
        self._remembered.clear()
        if entry is None:
            entry = self._entries[folded, kind] = Entry(text, folded, kind)
            self._folded.add(folded, entry)
            if kind is not EntryKind.DOC_NO:
                self._sounds.add(sound(folded), entry)
                self._spelled.add(spelled(folded), entry)
                self._initials.add(initials(folded), entry)
                for shorter in _lacking_one(folded):
                    self._lacking.add(shorter, entry)
        entry.count += count

    def add_title(self, text: str, words: Sequence[str]) -> None:
        """Take a title in, to be found by how the words at its beginning are spelled; it is no word
        otherwise."""
        with self._lock:
            if (entry := self._titles.get(text)) is None:
                entry = self._titles[text] = Entry(text, fold(text), EntryKind.TITLE)
                self._titles_spelled.add("".join(map(spelled, words)), entry)
                self._titles_initials.add("".join(map(initials, words)), entry)
                self._remembered.clear()
            entry.count += 1

    def titles(self, latin: str, most: int) -> list[Entry]:
        """Some titles whose pinyin or initials begin with these letters, the most frequent first."""
        with self._lock:
            return self._first(most, latin, self._titles_initials, self._titles_spelled)

    def sounding(self, folded: str) -> list[Entry]:
        """Other words that sound like this one, the most frequent first."""
        with self._lock:
            found = [entry for entry in self._sounds.exactly(sound(folded)) if entry.folded != folded]
        return _by_count(found)

    def near(self, folded: str) -> list[Entry]:
        """Other words that differ by one character too many, too few or in the wrong place, or exchanged in
        a word of four and more."""
        with self._lock:
            found = [*self._lacking.exactly(folded)]
            for shorter in _lacking_one(folded):
                found += [*self._folded.exactly(shorter), *self._lacking.exactly(shorter)]
        other = {entry.folded: entry for entry in found if entry.folded != folded}
        return _by_count(entry for entry in other.values() if _one_apart(folded, entry.folded))

    def spelling(self, latin: str) -> list[Entry]:
        """The words whose pinyin or initials these letters are, pinyin first."""
        with self._lock:
            whole, first = self._spelled.exactly(latin), self._initials.exactly(latin)
        return [*_by_count(whole), *_by_count(first)]

    def beginning(self, folded: str, most: int) -> list[Entry]:
        """The most frequent words that begin with a folded text, or whose pinyin or initials begin with its
        letters."""
        by_letters = (self._initials, self._spelled) if folded.isascii() and folded.isalpha() else ()
        with self._lock:
            return self._first(most, folded, self._folded, *by_letters)

    def _first(self, most: int, prefix: str, *indexes: _Index) -> list[Entry]:
        """The most frequent entries that begin so in any of the indexes; remembered until words come, since
        thousands begin with the same letter."""
        key = (most, prefix, *map(id, indexes))
        if key not in self._remembered:
            found = {id(entry): entry for index in indexes for entry in index.starting(prefix)}
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = nsmallest(most, found.values(), key=_rank)
        return self._remembered[key]


def _by_count(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=_rank)


def _rank(entry: Entry) -> tuple[int, int, str]:
    return -entry.count, len(entry.folded), entry.folded


def _lacking_one(folded: str) -> Iterator[str]:
    """The word without each of its characters; nothing of a word too short or too long to be told by that."""
    if 3 <= len(folded) <= LONGEST_NEAR:
        yield from {folded[:at] + folded[at + 1 :] for at in range(len(folded))}


def _one_apart(one: str, other: str) -> bool:
    """Whether one exchange, insertion, omission or swap of neighbours makes the other of one."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    rest, others = one[start:], other[start:]
    return _same_after(rest, others, len(one))


def _same_after(rest: Sequence[str], others: Sequence[str], length: int) -> bool:
    if len(rest) != len(others):
        return rest[1:] == others or rest == others[1:]
    swapped = rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
    return swapped or (length >= SHORTEST_EXCHANGED and rest[1:] == others[1:])
