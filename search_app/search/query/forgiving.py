"""What a query with a slip in it may have meant: other words that sound, look or are spelled like it.

A slip is a stretch of text that no document has as it stands although the words around it may occur apart.
Only what some document of this reader has is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from analyzers import Analyzer, fold
from analyzers.dictionary import read_lines
from analyzers.pinyin import sound
from analyzers.synonyms import Synonyms

from .lexicon import Entry, Lexicon
from .syntax import Node, Phrase, Piece, wanted

#: Words that a slip spans at most, and its characters.
_MOST_WORDS = 4
_LENGTHS = range(2, 9)
#: A text of more words is a sentence: only its words that no document has are looked at.
_SENTENCE = 8
_LONGEST_EXCHANGED = 16
#: Candidates that the engine is asked for: characters exchanged in one stretch, and corrections in all.
_MOST_EXCHANGES = 160
_MOST_OFFERED = 3
_MOST_TRIED = 12

SOUND, LOOK, SPELLING, SLIP, MISTAKEN = "读音相近", "字形相近", "拼音", "多字、少字或颠倒", "容易混淆"

#: A word that so many times fewer documents have is not offered beside the other.
_RARE = 20

_PARTICLES = frozenset("吗呢吧啊么的了呀嘛")
_NUMERALS = frozenset("零一二三四五六七八九十0123456789")

#: How many documents of this reader have a folded text.
Having = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Correction:
    """``typed`` in the query exchanged for ``meant``: the whole query ``text``, and ``why`` it is offered."""

    text: str
    typed: str
    meant: str
    why: str


@dataclass(frozen=True, slots=True)
class Forgiver:
    """Finds corrections for one archive's words."""

    lexicon: Lexicon
    analyzer: Analyzer
    synonyms: Synonyms
    having: Having

    def corrections(self, q: str, tree: Node | None, *, thoroughly: bool) -> list[Correction]:
        """What may be meant, the likeliest first; at most three.

        ``thoroughly``: nothing was found, so that every stretch is looked at and characters are exchanged
        for others; else only where a stretch of the query is plainly a slip.
        """
        texts = dict.fromkeys(leaf.text for leaf in wanted(tree) if isinstance(leaf, Piece | Phrase))
        by_text = [found for text in texts if (found := self._of_text(q, text, thoroughly))]
        offered = {one.text: one for found in by_text for one in found}
        if thoroughly and len(by_text) > 1:
            together = _together(q, [found[0] for found in by_text])
            offered = {together.text: together, **offered}
        return list(offered.values())[:_MOST_OFFERED]

    def _of_text(self, q: str, typed: str, thoroughly: bool) -> list[Correction]:
        """The corrections of one text. One that documents have as a whole outdoes those they have in part,
        a longer one those that are only a part of it."""
        found: dict[str, tuple[Correction, bool]] = {}
        for meant, slip, why in islice(self._meant(typed, thoroughly), _MOST_TRIED):
            fresh = _mended(typed, slip, meant)
            if fresh is not None and typed in q and fresh not in found:
                stands = self.having(fold(fresh)) > 0
                found[fresh] = Correction(q.replace(typed, fresh, 1), typed, fresh, why), stands
        whole = [fresh for fresh, (_, stands) in found.items() if stands] or list(found)
        return [
            found[fresh][0]
            for fresh in whole
            if not any(fresh != other and fresh in other for other in whole)
        ]

    def _meant(self, typed: str, thoroughly: bool) -> Iterator[tuple[str, str, str]]:
        """(what is meant, for which part of the text, why), each had by some document."""
        folded = fold(typed)
        for other in self.synonyms.mistaken.get(folded, ()):
            if self.having(fold(other)):
                yield other, folded, MISTAKEN
        if not folded or self.having(folded) or not (thoroughly or len(folded) in _LENGTHS):
            return
        if folded.isascii():
            yield from self._had(self.lexicon.spelling(folded), folded, SPELLING)
            return
        for stretch in self._slips(typed, thoroughly):
            yield from self._had(self.lexicon.sounding(stretch), stretch, SOUND)
            yield from self._had(self.lexicon.near(stretch), stretch, SLIP)
            if thoroughly and len(folded) <= _LONGEST_EXCHANGED:
                yield from self._exchanged(stretch)

    def _had(self, entries: Iterable[Entry], stretch: str, why: str) -> Iterator[tuple[str, str, str]]:
        """Those that documents have, but for what hardly any has beside the first: somebody else's slip."""
        most = 0
        for entry in entries:
            if not _is_slip(stretch, entry.folded):
                continue
            if count := self.having(entry.folded):
                most = max(most, count)
                if count * _RARE >= most:
                    yield entry.text, stretch, _why(stretch, entry.folded, why)

    def _slips(self, typed: str, thoroughly: bool) -> Iterator[str]:
        """Stretches of neighbouring words that no document has, the longest first."""
        words = self.analyzer.query_words(typed)
        if len(words) > _SENTENCE:
            yield from (word for word in words if len(word) > 1 and not self.having(word))
            return
        for size in range(min(_MOST_WORDS, len(words)), 0, -1):
            for at in range(len(words) - size + 1):
                some = words[at : at + size]
                stretch = "".join(some)
                odd = size in {1, len(words)} or any(len(word) == 1 for word in some)
                if len(stretch) in _LENGTHS and (odd or thoroughly) and not self.having(stretch):
                    yield stretch

    def _exchanged(self, stretch: str) -> Iterator[tuple[str, str, str]]:
        """The stretch with one character exchanged for one that sounds or looks like it, if that makes a
        word of the language."""
        if len(stretch) > 4:
            return
        found = []
        for other in islice(_exchanges(stretch), _MOST_EXCHANGES):
            if self.analyzer.query_words(other) == [other] and (count := self.having(other)):
                found.append((count, other))
        for _, other in sorted(found, reverse=True):
            yield other, stretch, _why(stretch, other, LOOK)


def _together(q: str, found: Sequence[Correction]) -> Correction:
    """Several slips of one query mended at once."""
    for one in found:
        q = q.replace(one.typed, one.meant, 1)
    whys = dict.fromkeys(one.why for one in found)
    typed, meant = (" ".join(getattr(one, name) for one in found) for name in ("typed", "meant"))
    return Correction(q, typed, meant, "、".join(whys))


def _is_slip(typed: str, meant: str) -> bool:
    """Another number is another thing, and a particle at the end is grammar."""
    return _numerals(typed) == _numerals(meant) and not (typed[:-1] == meant and typed[-1] in _PARTICLES)


def _numerals(folded: str) -> str:
    return "".join(sorted(filter(_NUMERALS.__contains__, folded)))


def _why(typed: str, meant: str, why: str) -> str:
    """How the two are alike: by sound before anything else."""
    if why in (SLIP, LOOK) and len(typed) == len(meant):
        if sound(typed) == sound(meant):
            return SOUND
        differ = [pair for pair in zip(typed, meant, strict=True) if pair[0] != pair[1]]
        if all(other in _lookalikes().get(one, "") for one, other in differ):
            return LOOK
    return SPELLING if typed.isascii() else why


def _mended(typed: str, slip: str, meant: str) -> str | None:
    """The text with the slip in it exchanged; None where that cannot be located or changes nothing."""
    if slip in typed:
        fresh = typed.replace(slip, meant, 1)
    else:
        fresh = meant if fold(typed) == slip else typed
    return None if fresh == typed else fresh


def _exchanges(stretch: str) -> Iterator[str]:
    for at, character in enumerate(stretch):
        others = dict.fromkeys([*_lookalikes().get(character, ""), *_soundalikes(character)])
        for other in others:
            if other != character:
                yield stretch[:at] + other + stretch[at + 1 :]


@cache
def _lookalikes() -> dict[str, str]:
    found: dict[str, str] = {}
    for group in read_lines("lookalikes.txt"):
        for character in group:
            found[character] = found.get(character, "") + group.replace(character, "")
    return found


def _soundalikes(character: str) -> Sequence[str]:
    return _by_sound().get(sound(character), ())


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    """The common characters (those of GB 2312's first level) by their sound."""
    found: dict[str, list[str]] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                character = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            found.setdefault(sound(character), []).append(character)
    return {key: tuple(characters) for key, characters in found.items()}
