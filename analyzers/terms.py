"""The ``Analyzer``: folded text to terms, for index and query alike.

Bigrams decide whether a document matches, so no cut can lose one; words decide how well.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import chain
from operator import add

from .characters import SENTINEL, TABLE_VERSION
from .dictionary import read_lines
from .normalize import fold
from .segment import load_segmenter

# The characters both segmenters take for Han; rarer ones are words of one character.
_HAN = "\u4e00-\u9fd5"
_RARE = "\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_LETTER = f"[^\\W_{_HAN}{_RARE}]"
_YEAR = "[一二][零一二三四五六七八九]{3}年"
_MIXED = f"(?P<mixed>{_LETTER}*(?!\\d){_LETTER}+)"
_NUMBER = r"(?P<number>\d+(?:[-./:,]\d+)*)"
_MAGNITUDE = "[千万亿]"
_NOT_HAN = re.compile(f"{_YEAR}|[^{_HAN}]+")
_OTHER = re.compile(f"{_YEAR}|[{_RARE}]|{_MIXED}|第?{_NUMBER}(?:{_MAGNITUDE}*[{_HAN}])?")
_RUN = re.compile(
    f"{_YEAR}|[{_RARE}]|{_MIXED}|第?{_NUMBER}{_MAGNITUDE}*|(?P<han>(?:(?!{_YEAR}|第\\d)[{_HAN}])+)"
)
_PIECES = re.compile(r"\d+|[^\W\d]+")
# Blanks that part words: folding drops them, so words are cut before.
_PARTING = re.compile(f"(?<={_LETTER})\\s+(?={_LETTER})")
_REMEMBERED = 200_000

#: Raised by one whenever the rules below change, so that an index cut otherwise is built again.
RULES_VERSION = 1


class Analyzer:
    """Makes the terms of texts and queries. Cheap to pickle: a copy loads its dictionary again.

    ``extra_words`` are names and terms of the unit (branches, persons); ``segmenter`` forces
    ``rjieba`` or ``jieba``.
    """

    def __init__(self, extra_words: Sequence[str] = (), segmenter: str | None = None) -> None:
        self._lexicon = _Lexicon(tuple(extra_words), segmenter)

    def __reduce__(self) -> tuple[type[Analyzer], tuple[tuple[str, ...], str | None]]:
        return Analyzer, (self._lexicon.extra_words, self._lexicon.wanted)

    @property
    def extra_words(self) -> tuple[str, ...]:
        """The unit's own words, as they were given."""
        return self._lexicon.extra_words

    @property
    def dictionary(self) -> tuple[str, ...]:
        """Our words and the unit's, folded."""
        return self._lexicon.dictionary

    def learn(self, extra_words: Sequence[str]) -> None:
        """Cut by other words of the unit from the next call on, in every thread. The index asks for a
        rebuild then."""
        if tuple(extra_words) != self._lexicon.extra_words:
            self._lexicon = _Lexicon(tuple(extra_words), self._lexicon.wanted)

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text may give other terms: segmenter, dictionary, fold, rules."""
        words = hashlib.blake2b("\n".join(self.dictionary).encode(), digest_size=6).hexdigest()
        folding = f"{TABLE_VERSION}.{unicodedata.unidata_version}.{version('opencc-python-reimplemented')}"
        return f"{self._lexicon.segmenter.name}/{words}/fold-{folding}/terms-{RULES_VERSION}"

    def grams(self, folded: str) -> list[str]:
        """The bigrams of every adjacent pair, the last character paired with ``SENTINEL``."""
        return list(map(add, folded, folded[1:] + SENTINEL))

    def words(self, text: str) -> list[str]:
        """For the index: the words of the text and every dictionary word inside each; folded, without
        blanks and punctuation. Han words first, then numbers and other scripts."""
        lexicon = self._lexicon
        folded = "\n".join(map(fold, _PARTING.split(text)))
        han = (token for token in lexicon.segmenter.cut(_NOT_HAN.sub("\n", folded)) if token != "\n")
        other = chain.from_iterable(map(_forms, _OTHER.finditer(folded)))
        return [*chain.from_iterable(map(lexicon.with_words_inside, han)), *other]

    def query_words(self, text: str) -> list[str]:
        """For a query: the exact cut, in order; folded. A number takes a counting word along (``6月``)."""
        return [word for part in _PARTING.split(text) for word in self._cut(fold(part))]

    def _cut(self, folded: str) -> list[str]:
        words: list[str] = []
        segmenter = self._lexicon.segmenter
        number_ends = -1
        for run in _RUN.finditer(folded):
            cut = segmenter.cut(run[0]) if run["han"] else [run[0]]
            if run["han"] and run.start() == number_ends and len(cut[0]) == 1:
                words[-1] += cut.pop(0)
            words += cut
            number_ends = run.end() if run["number"] else -1
        return words


class _Lexicon:
    """A segmenter with its dictionary, and the words inside the tokens it has met."""

    def __init__(self, extra_words: tuple[str, ...], wanted: str | None) -> None:
        self.extra_words = extra_words
        self.wanted = wanted
        self.dictionary = _dictionary(extra_words)
        self.segmenter = load_segmenter(self.dictionary, wanted)
        self._expanded: dict[str, tuple[str, ...]] = {}

    def with_words_inside(self, token: str) -> tuple[str, ...]:
        found = self._expanded.get(token)
        if found is None:
            if len(self._expanded) > _REMEMBERED:
                self._expanded.clear()
            found = self._expanded[token] = (token, *self._words_inside(token))
        return found

    def _words_inside(self, token: str) -> Iterator[str]:
        if len(token) > 2:
            for word in self.segmenter.cut_all(token):
                if 1 < len(word) < len(token):
                    yield word


def _forms(match: re.Match[str]) -> Iterator[str]:
    """What stands there; a number also with one character after it and alone; digits and letters apart."""
    token, number = match[0], match["number"]
    yield token
    if number and token != number:
        start, end = match.start("number") - match.start(), match.end("number") - match.start()
        yield number
        if end + 1 < len(token):
            yield token[: end + 1]
        elif start:
            yield token[start:]
    if number or match["mixed"]:
        pieces = _PIECES.findall(number or token)
        yield from pieces if len(pieces) > 1 else ()


def _dictionary(extra_words: Sequence[str]) -> tuple[str, ...]:
    """Our words, folded, shortest first so that both segmenters meet them in the same order."""
    words = {fold(word) for word in (*read_lines("terms.txt"), *extra_words)}
    han = re.compile(f"[{_HAN}]{{2,}}")
    return tuple(sorted((word for word in words if han.fullmatch(word)), key=lambda word: (len(word), word)))
