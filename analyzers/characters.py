"""What becomes of a single character (or of one with its combining marks) when text is folded.

The rules, in this order, until nothing changes any more: our own table of look-alikes, NFKC, lower
case, radicals and strokes to ideographs, traditional to simplified; whatever is invisible goes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from .dictionary import read_lines

#: Raised by one whenever a rule below changes, so that an index folded otherwise is built again.
TABLE_VERSION = 1

#: A character that folding never emits (a noncharacter, which is removed) and that both engines keep
#: as an ordinary part of a term: closes each page and each name, so that no match spans two of them.
SENTINEL = "\ufdd0"

#: Stands in the table of single characters for one that must be folded with what is before it.
EXTENDS = "\ufdd1"

_TWINS = {
    "[": "〔【〖［〚〘⟦❲⁅",
    "]": "〕】〗］〛〙⟧❳⁆",
    '"': "“”„‟«»″〝〞〟「」",
    "'": "‘’‚‛‹›′`´『』",
    "·": "•‧∙⋅⸱⸳・ꞏ᛫",
    "-": "‐‑‒–—―−⁃˗─━",
    "~": "〜∼˜⁓",
    "/": "⁄∕⧸",
    ":": "∶꞉",
    "〈": "⟨",
    "〉": "⟩",
    "《": "⟪",
    "》": "⟫",
    "零": "〇",
    "σ": "ς",
    "--": "⸺",
    "---": "⸻",
    "...": "⋯",
}
_LOOKALIKES = {twin: kept for kept, twins in _TWINS.items() for twin in twins}

# Mn and So characters that show nothing by themselves (the Unicode property
# Default_Ignorable_Code_Point beyond the categories below), and halves of a mark that are fillers.
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


def is_removed(character: str) -> bool:
    """Whether folding drops the character: white space, controls, invisible formats, lone surrogates,
    noncharacters, and accents that stand on a blank of their own (``¨``, ``‾``)."""
    if unicodedata.category(character) in _INVISIBLE_CATEGORIES or character in _INVISIBLE:
        return True
    code = ord(character)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return True
    normal = unicodedata.normalize("NFKC", character)
    return normal[0] == " " and character not in _LOOKALIKES


@cache
def _ideographs() -> dict[str, str]:
    """Radical, stroke or traditional character → the simplified ideograph."""
    found: dict[str, str] = {}
    table = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        traditional, _, simplified = line.partition("\t")
        if traditional and simplified:
            found[traditional] = simplified.split()[0]
    for line in read_lines("radicals.txt"):
        code, ideograph = line.split()
        found[chr(int(code, 16))] = ideograph
    return found


def _fold_one(character: str) -> str:
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if is_removed(character):
        return ""
    return _ideographs().get(character, character)


def fold_cluster(cluster: str) -> str:
    """Fold one character together with the combining marks that follow it."""
    before = None
    while cluster != before:
        before = cluster
        normal = unicodedata.normalize("NFKC", "".join(map(_fold_one, cluster)))
        cluster = "".join(_fold_one(lower) for character in normal for lower in character.lower())
    return cluster


class FoldTable(dict[int, str]):
    """``str.translate`` table of single characters, filled as they are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        combines = extending().match(character) is not None
        folded = self[code] = EXTENDS if combines else fold_cluster(character)
        return folded


class WidthTable(dict[int, str]):
    """``str.translate`` table: each character becomes the one whose code is the length of its fold."""

    def __init__(self, folds: FoldTable) -> None:
        super().__init__()
        self._folds = folds

    def __missing__(self, code: int) -> str:
        width = self[code] = chr(len(self._folds[code]))
        return width


# Nothing beyond the first two planes combines; a test looks at all of Unicode.
_COMBINING_LIMIT = 0x20000


def _combining_seconds() -> Iterator[str]:
    """Characters that can melt into the one before them although they are no combining marks."""
    for code in range(_COMBINING_LIMIT):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            yield chr(int(parts[1], 16))
    yield from map(chr, range(0x1161, 0x1176))  # Hangul vowels and finals compose by arithmetic
    yield from map(chr, range(0x11A8, 0x11C3))


def extends(character: str, seconds: frozenset[str]) -> bool:
    """Whether the character's fold depends on what stands before it."""
    first = character
    if unicodedata.decomposition(character):
        first = unicodedata.normalize("NFKD", character)[0]
    return bool(first in seconds or unicodedata.combining(first)) and not is_removed(character)


@cache
def extending() -> re.Pattern[str]:
    """Matches a character whose fold depends on what stands before it: combining marks and the like."""
    seconds = frozenset(_combining_seconds())
    found = [code for code in range(_COMBINING_LIMIT) if extends(chr(code), seconds)]
    return re.compile(f"[{''.join(map(_as_range, _runs(found)))}]")


def _runs(codes: list[int]) -> Iterator[tuple[int, int]]:
    start = previous = codes[0]
    for code in codes[1:]:
        if code != previous + 1:
            yield start, previous
            start = code
        previous = code
    yield start, previous


def _as_range(run: tuple[int, int]) -> str:
    return f"\\U{run[0]:08x}-\\U{run[1]:08x}"
