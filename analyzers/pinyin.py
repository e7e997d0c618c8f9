"""How words sound: syllables without tones, sounds that many speakers do not tell apart, initials.

The only module that knows pypinyin. A character with several readings is read as its word asks for
(重庆 chong qing), where the phrase is known.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_HAN = re.compile("[\u3400-\u9fff]")
_RUNS = re.compile("[\u3400-\u9fff]+|[^\u3400-\u9fff]+")
_REMEMBERED = 100_000
#: Initials and finals that are confused in much of the country, the left one taken for the right.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ing", "in"), ("eng", "en"), ("uang", "uan"), ("iang", "ian"), ("ang", "an"))


@lru_cache(_REMEMBERED)
def syllables(word: str) -> tuple[str, ...]:
    """The syllables of a folded word: one a Han character, other characters as they stand."""
    from pypinyin import lazy_pinyin

    return tuple(
        part for run in _RUNS.findall(word) for part in (lazy_pinyin(run) if _HAN.match(run) else run)
    )


def spelled(word: str) -> str:
    """``zhiweihui`` for 支委会."""
    return "".join(syllables(word))


def initials(word: str) -> str:
    """``zwh`` for 支委会."""
    return "".join(syllable[:1] for syllable in syllables(word))


def sound(word: str) -> str:
    """A word's sound, the same for words that are taken for each other by ear (民主, 民住)."""
    return " ".join(map(_sound_of, syllables(word)))


@cache
def _sound_of(syllable: str) -> str:
    for told, heard in _INITIALS:
        if syllable.startswith(told) and len(syllable) > len(told):
            syllable = heard + syllable[len(told) :]
            break
    for told, heard in _FINALS:
        if syllable.endswith(told):
            return syllable[: -len(told)] + heard
    return syllable
