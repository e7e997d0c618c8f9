"""Where the words of a query stand in a text.

Words are looked for in the folded text, as the engines match them, and marked in the original: in a scan,
in a spaced-out heading, in traditional script alike.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from .normalize import Folded, fold_with_map

#: Characters of pages that are kept folded, about 100 MB with their originals.
REMEMBERED_CHARACTERS = 8_000_000
#: Occurrences of one word looked at in one page; a word more frequent says little about any place.
MOST_OCCURRENCES = 2_000

Span = tuple[int, int]
#: A word of the query as folded texts, any of which stands for it: the word and its other forms.
Forms = Sequence[str]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The word of the query with this number stands at ``[start, end)`` of a folded page."""

    start: int
    end: int
    word: int


class FoldedPages:
    """Pages as they are folded, remembered from one search to the next. Threads may share one."""

    def __init__(self, most_characters: int = REMEMBERED_CHARACTERS) -> None:
        self._most = most_characters
        self._folded: OrderedDict[str, Folded] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def fold(self, text: str) -> Folded:
        """``fold_with_map(text)``."""
        with self._lock:
            found = self._folded.get(text)
            if found is not None:
                self._folded.move_to_end(text)
                return found
        folded = fold_with_map(text)
        with self._lock:
            self._remember(text, folded)
        return folded

    def forget(self) -> None:
        """Forget all pages."""
        with self._lock:
            self._folded.clear()
            self._size = 0

    def _remember(self, text: str, folded: Folded) -> None:
        if text not in self._folded:
            self._folded[text] = folded
            self._size += len(text)
        while self._size > self._most and len(self._folded) > 1:
            forgotten, _ = self._folded.popitem(last=False)
            self._size -= len(forgotten)


def find_marks(folded: Folded, words: Sequence[Forms]) -> list[Span]:
    """The stretches of the original that the words stand on, in order, apart from each other."""
    spans = worth_marking(occurrences(folded.text, words))
    return _joined(folded.span(start, end) for start, end in spans)


def occurrences(folded: str, words: Sequence[Forms]) -> list[Occurrence]:
    """Where the words stand in a folded text, in order; of one word the first ``MOST_OCCURRENCES``."""
    found = [
        Occurrence(start, start + len(form), number)
        for number, forms in enumerate(words)
        for form in forms
        if form
        for start in _places(folded, form)
    ]
    return sorted(found, key=lambda occurrence: (occurrence.start, -occurrence.end))


def worth_marking(found: Sequence[Occurrence]) -> list[Span]:
    """The folded stretches to mark: a word of one character only where it touches a longer one, if
    there is a longer one at all."""
    long = [(one.start, one.end) for one in found if one.end - one.start > 1]
    if not long:
        return [(one.start, one.end) for one in found]
    edges = {edge for span in long for edge in span}
    short = [
        (one.start, one.end)
        for one in found
        if one.end - one.start == 1 and (one.start in edges or one.end in edges)
    ]
    return sorted([*long, *short])


def _places(folded: str, form: str) -> Iterator[int]:
    place = folded.find(form)
    for _ in range(MOST_OCCURRENCES):
        if place < 0:
            return
        yield place
        place = folded.find(form, place + len(form))


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
