"""Numbers that Word counts by itself (``一、``, ``第一条``, ``（1）``): no text, but what readers see.

Formats are those of ST_NumberFormat (ECMA-376 part 1, 17.18.59) that Chinese documents use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from indexer.extraction.ooxml import attribute, child, local

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_LOW = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, and from where it counts."""

    format: str
    text: str
    start: int
    style: str | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of a list at a level (from 0), empty for bullets."""
        if list_id not in self.lists or not 0 <= level < _LEVELS:
            return ""
        group, levels = self.lists[list_id]
        counts = self._counts.setdefault(group, [None] * _LEVELS)
        this = levels.get(level)
        if this is None:
            return ""
        now = counts[level]
        counts[level] = this.start if now is None else now + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return re.sub(r"%([1-9])", lambda match: _shown(levels, counts, int(match[1]) - 1), this.text)


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists of ``numbering.xml``, and the styles that number their paragraphs."""
    found = Numbering()
    if numbering is None:
        return found
    abstract = {attribute(n, "abstractNumId"): n for n in numbering if local(n) == "abstractNum"}
    for node in numbering:
        if local(node) != "num":
            continue
        group = _value(child(node, "abstractNumId")) or ""
        levels = _levels(abstract.get(group))
        own = [each for each in node if local(each) == "lvlOverride"]
        for override in own:
            _override(levels, override)
        number = attribute(node, "numId") or ""
        restarts = any(child(each, "startOverride") is not None for each in own)
        found.lists[number] = (f"num {number}" if restarts else group, levels)
    found.by_style = _style_lists(styles)
    return found


def written(number: int, kind: str) -> str:
    """A number in one of the standard's formats; decimal where it is none we know."""
    if kind in _WRITERS:
        return _WRITERS[kind](number)
    if kind in ("none", "bullet"):
        return ""
    return str(number)


def _levels(node: etree._Element | None) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for each in node if node is not None else ():
        if local(each) == "lvl":
            levels[_whole(attribute(each, "ilvl"))] = _level(each)
    return levels


def _level(node: etree._Element) -> Level:
    kind = _value(child(node, "numFmt")) or "decimal"
    text = "" if kind == "bullet" else _value(child(node, "lvlText")) or ""
    return Level(kind, text, _whole(_value(child(node, "start")), 1), _value(child(node, "pStyle")))


def _override(levels: dict[int, Level], node: etree._Element) -> None:
    index = _whole(attribute(node, "ilvl"))
    replaced = child(node, "lvl")
    if replaced is not None:
        levels[index] = _level(replaced)
    start = _value(child(node, "startOverride"))
    if start is not None and index in levels:
        old = levels[index]
        levels[index] = Level(old.format, old.text, _whole(start, 1), old.style)


def _style_lists(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    """Styles that number: style id → (list, level), with what they inherit."""
    own: dict[str, tuple[str | None, int | None]] = {}
    parents: dict[str, str] = {}
    for node in styles if styles is not None else ():
        name = attribute(node, "styleId")
        if local(node) != "style" or name is None:
            continue
        properties = child(node, "pPr", "numPr")
        level = _value(child(properties, "ilvl"))
        own[name] = (_value(child(properties, "numId")), int(level) if level and level.isdigit() else None)
        parents[name] = _value(child(node, "basedOn")) or ""
    return {name: got for name in own if (got := _inherited(name, own, parents)) is not None}


def _inherited(
    name: str, own: dict[str, tuple[str | None, int | None]], parents: dict[str, str]
) -> tuple[str, int] | None:
    list_id: str | None = None
    level: int | None = None
    for _ in range(20):  # a style may, wrongly, inherit from itself
        their_list, their_level = own.get(name, (None, None))
        list_id = list_id or their_list
        level = their_level if level is None else level
        name = parents.get(name, "")
    return (list_id, level or 0) if list_id and list_id != "0" else None


def _shown(levels: dict[int, Level], counts: list[int | None], index: int) -> str:
    level = levels.get(index)
    if level is None:
        return ""
    count = counts[index]
    return written(level.start if count is None else count, level.format)


def _value(node: etree._Element | None) -> str | None:
    return attribute(node, "val") if node is not None else None


def _whole(text: str | None, otherwise: int = 0) -> int:
    try:
        return int(text or otherwise)
    except ValueError:
        return otherwise


def _counted(number: int, digits: str, units: tuple[str, ...], *, short_ten: bool) -> str:
    """A number in words: 12 is 十二 (or 一十二), 105 一百零五."""
    if not 0 < number < 10_000:
        return str(number) if number else digits[0]
    words, pending = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            pending = bool(words)
            continue
        words += (digits[0] if pending else "") + digits[digit] + units[place]
        pending = False
    return words[1:] if short_ten and 10 <= number < 20 else words


def _roman(number: int) -> str:
    words = ""
    for value, letters in (*_ROMAN, *_ROMAN_LOW):
        while number >= value and len(words) < 30:
            words += letters
            number -= value
    return words


def _letters(number: int) -> str:
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)


def _circled(number: int) -> str:
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return chr(0x3251 + number - 21) if 21 <= number <= 35 else str(number)


def _plain_words(number: int) -> str:
    return _counted(number, _DIGITS, _UNITS, short_ten=True)


def _legal_words(number: int) -> str:
    return _counted(number, _LEGAL, _LEGAL_UNITS, short_ten=False)


def _digits(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(abs(number)))


_WRITERS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "ideographZodiacTraditional",
        ),
        _plain_words,
    ),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _legal_words),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digits),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "ideographEnclosedCircle": lambda number: chr(0x3280 + number - 1) if 1 <= number <= 10 else str(number),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(0xFF10 + int(digit)) for digit in str(abs(number))),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
}
