"""Cutting Han text into words: ``rjieba`` where it has a wheel, ``jieba`` elsewhere, with the same cuts.

Both are given runs of Han characters only, separated by line ends, and the same frequencies for the
words of ours; a test holds them to the same answer.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from typing import Protocol

#: The frequency of a word that we add. The joined probability of any two common words is lower, so that
#: an added word stays whole; a word the dictionary already has keeps its own.
ADDED_FREQUENCY = 200


class Segmenter(Protocol):
    """Cuts a text of Han runs; anything else in it comes back as tokens of its own."""

    name: str

    def cut(self, text: str) -> list[str]: ...
    def cut_all(self, text: str) -> list[str]:
        """Every dictionary word in the text."""
        ...


def load_segmenter(words: Sequence[str], name: str | None = None) -> Segmenter:
    """The segmenter ``name`` (``rjieba`` or ``jieba``), by default the faster one that is installed,
    with ``words`` added to its dictionary."""
    chosen = name or ("rjieba" if _rjieba_takes_words() else "jieba")
    return _Rjieba(words) if chosen == "rjieba" else _Jieba(words)


def _rjieba_takes_words() -> bool:
    """Whether rjieba is there in a version with a dictionary to add to (0.2 or later)."""
    if find_spec("rjieba") is None:
        return False
    import rjieba

    return hasattr(rjieba, "add_word")


class _Rjieba:
    def __init__(self, words: Sequence[str]) -> None:
        import rjieba

        self.name = f"rjieba-{version('rjieba')}"
        self._jieba = rjieba.Jieba()
        for word in words:
            if not self._jieba.has_word(word):
                self._jieba.add_word(word, ADDED_FREQUENCY, "")

    def cut(self, text: str) -> list[str]:
        cut: list[str] = self._jieba.cut(text)
        return cut

    def cut_all(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut_all(text)
        return words


class _Jieba:
    def __init__(self, words: Sequence[str]) -> None:
        with warnings.catch_warnings():
            # jieba 0.42.1 imports pkg_resources, which announces its own end.
            warnings.simplefilter("ignore")
            import jieba
        jieba.setLogLevel(logging.WARNING)
        self.name = f"jieba-{version('jieba')}"
        self._jieba = jieba.Tokenizer()
        self._jieba.initialize()
        for word in words:
            if not self._jieba.FREQ.get(word):
                self._jieba.add_word(word, ADDED_FREQUENCY)

    def cut(self, text: str) -> list[str]:
        cut: list[str] = self._jieba.lcut(text)
        return cut

    def cut_all(self, text: str) -> list[str]:
        words: list[str] = self._jieba.lcut(text, cut_all=True)
        return words
