"""A query half typed: what stands already, and the piece that is being typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzers import fold

#: The piece begins after a blank, the colon of a prefix, a quote, a parenthesis, a bar, an excluding dash.
_PARTS = re.compile(r"(?P<stem>(?:.*[\s:：\"“”(（|])?-?)(?P<piece>.*)", re.DOTALL)
_LATIN_AFTER_HAN = re.compile(r"(?P<stem>.*[\u3400-\u9fff])(?P<piece>[A-Za-z]+)")
_NOT_PLAIN = re.compile(r"[:：\"“”()（）|*?~]|^-|^(?:OR|或)$")


@dataclass(frozen=True, slots=True)
class Typed:
    """``stem`` and ``piece`` together are what was typed."""

    stem: str
    piece: str

    @property
    def folded(self) -> str:
        return fold(self.piece)

    def completed(self, word: str) -> str:
        """What was typed, with the piece finished."""
        return self.stem + word

    def standing(self) -> Iterator[str]:
        """The words before the piece that must occur, folded; what is no plain word is left to the search."""
        for word in self.stem.split():
            folded = fold(word)
            if folded and not _NOT_PLAIN.search(word):
                yield folded


def readings(text: str) -> Iterator[Typed]:
    """The ways in which a text may be half typed: its last piece, or only the letters at its end."""
    parts = _PARTS.fullmatch(text)
    if parts is None or not parts["piece"]:
        return
    yield Typed(parts["stem"], parts["piece"])
    letters = _LATIN_AFTER_HAN.fullmatch(parts["piece"])
    if letters is not None:
        yield Typed(parts["stem"] + letters["stem"], letters["piece"])
