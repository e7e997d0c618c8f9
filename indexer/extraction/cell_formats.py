"""A cell's number as its sheet shows it: dates, times, percentages, money, by its number format.

Format codes are those of ECMA-376 part 1, 18.8.31; what numbers 27 to 58 mean is a matter of locale
(18.8.30), here the Chinese one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from indexer.extraction.numbering import written

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = "一二三四五六日"
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式|常规)|(?P<exponent>E[+-])|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4})|(?P<fraction>\.0+)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_WRITTEN = ("general", "literal")
#: Numbers beyond this have no digits that anyone writes out; decimals beyond these are noise.
_LARGEST, _DECIMALS = 1e18, 20
_LAST_SERIAL = 2_958_466


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """The number as text. What the format cannot show (a negative date) is shown plainly."""
    section, own_sign = _section(code, value)
    tokens = _tokens(section)
    if any(token.kind == "date" for token in tokens):
        return _date(value, tokens, since_1904) or plain(value)
    if any(token.kind == "general" for token in tokens):
        return "".join(plain(value) if t.kind == "general" else t.text for t in tokens if t.kind in _WRITTEN)
    if not any(token.text in "0#?" for token in tokens if token.kind == "other"):
        return "".join(token.text for token in tokens if token.kind == "literal") or plain(value)
    if not abs(value) < _LARGEST:
        return plain(value)
    return _number(abs(value) if own_sign else value, tokens)


def plain(value: float) -> str:
    """A number without a format: whole numbers whole, others with the digits that mean something."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e18:
        return str(int(value))
    return f"{value:.11g}"


def is_date(code: str) -> bool:
    return any(token.kind == "date" for token in _tokens(_section(code, 1.0)[0]))


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[str, ...]:
    parts = re.findall(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*(?:;|$)', code)
    return tuple(part.removesuffix(";") for part in parts[:4])


def _section(code: str, value: float) -> tuple[str, bool]:
    """The part of a format for a value's sign, and whether it brings its own sign."""
    sections = list(_sections(code))
    if len(sections) > 1 and not sections[-1]:
        sections.pop()
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return (sections[0] if sections else "General"), False


@lru_cache(maxsize=4096)
def _tokens(section: str) -> tuple[_Token, ...]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup or ""
        text = match.group()
        if kind in ("quoted", "escaped"):
            found.append(_Token("literal", match[kind]))
        elif kind == "bracket":
            found += _bracket(match[kind])
        elif kind == "date":
            found.append(_Token("date", text.lower()))
        elif kind in ("half", "fraction", "general"):
            found.append(_Token(kind, text))
        elif kind == "exponent":
            found.append(_Token("other", text.upper()))
        elif kind == "other":
            found.append(_Token("other" if text in "0#?.,%@/ Ee+-" else "literal", text))
    return tuple(found)


def _bracket(text: str) -> list[_Token]:
    """Colours and conditions say nothing; ``[$¥-804]`` is a currency, ``[h]`` hours on end."""
    if text.startswith("$"):
        return [_Token("literal", text[1:].split("-")[0])]
    if text.lower() in ("h", "hh", "m", "mm", "s", "ss"):
        return [_Token("date", f"[{text.lower()[0]}]")]
    if text.upper().startswith("DBNUM"):
        return [_Token("words", text[5:6])]
    return []


def _date(value: float, tokens: tuple[_Token, ...], since_1904: bool) -> str | None:
    moment = moment_of(value, since_1904=since_1904)
    if moment is None:
        return None
    words = any(token.kind == "words" and token.text in "12" for token in tokens)
    half = any(token.kind == "half" for token in tokens)
    parts = [token for token in tokens if token.kind != "words"]
    texts = []
    for index, token in enumerate(parts):
        if token.kind == "date":
            minutes = token.text in ("m", "mm") and _is_minutes(parts, index)
            texts.append(_date_part(token.text, moment, value, minutes=minutes, half=half, words=words))
        elif token.kind == "half":
            texts.append(_half(token.text, moment))
        elif token.kind == "fraction":
            texts.append(f".{moment.microsecond:06d}"[: len(token.text)])
        elif token.text not in "@?":
            texts.append(token.text)
    return "".join(texts).strip()


def moment_of(serial: float, *, since_1904: bool = False) -> datetime | None:
    """The moment a serial number stands for; None outside the years 1900 to 9999.

    Day 60 of the 1900 system is the 29th of February that 1900 never had (ECMA-376 part 1, 18.17.4.1).
    """
    if not 0 <= serial < _LAST_SERIAL:
        return None
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if serial < 60 else 30)
    return first + timedelta(days=int(serial), milliseconds=round((serial % 1) * 86_400_000))


def _is_minutes(tokens: list[_Token], index: int) -> bool:
    """``m`` after hours or before seconds means minutes."""
    before = next((t.text for t in reversed(tokens[:index]) if t.kind == "date"), "")
    after = next((t.text for t in tokens[index + 1 :] if t.kind == "date"), "")
    return before.strip("[]").startswith("h") or after.strip("[]").startswith("s")


def _date_part(code: str, moment: datetime, serial: float, *, minutes: bool, half: bool, words: bool) -> str:
    if code.startswith("["):
        scale = {"h": 24, "m": 1440, "s": 86_400}[code[1]]
        return str(int(serial * scale + 1e-6))
    letter, width = code[0], len(code)
    if letter in "ye":
        year = f"{moment.year:04d}"
        year = year[2:] if letter == "y" and width <= 2 else year
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in year) if words else year
    if letter == "a" or (letter == "d" and width > 2):
        return _weekday(letter, width, moment)
    if letter == "m" and not minutes and width > 2:
        name = _MONTHS[moment.month - 1]
        return name if width == 4 else name[:1] if width == 5 else name[:3]
    hour = (moment.hour % 12 or 12) if half else moment.hour
    month = moment.minute if minutes else moment.month
    number = {"m": month, "d": moment.day, "h": hour, "s": moment.second}[letter]
    if words:
        return written(number, "chineseCounting") if number else "〇"
    return f"{number:0{min(width, 2)}d}"


def _weekday(letter: str, width: int, moment: datetime) -> str:
    if letter == "a":
        return ("星期" if width == 4 else "") + _WEEKDAYS[moment.weekday()]
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return names[moment.weekday()][: None if width > 3 else 3]


def _half(code: str, moment: datetime) -> str:
    first, second = code.split("/")
    return first if moment.hour < 12 else second


def _number(value: float, tokens: tuple[_Token, ...]) -> str:
    """A number by its digits: decimals, thousands, percent; literals before and after it."""
    code = "".join(token.text for token in tokens if token.kind in ("other", "fraction"))
    if "/" in code:
        return plain(value)  # a fraction: its decimals are what one would search for
    scaled = Decimal(repr(value)) * 100 ** min(code.count("%"), 2)
    mantissa, exponent, _ = code.replace("%", "").partition("E")
    thousands = len(mantissa.rstrip()) - len(mantissa.rstrip().rstrip(","))  # commas at the end: in thousands
    whole, _, decimals = mantissa.partition(".")
    decimals = re.sub(r"[^0#?]", "", decimals)[:_DECIMALS]
    if exponent:
        body = re.sub(r"(?<=E[+-])(?=\d$)", "0", f"{scaled:.{len(decimals)}E}")
    else:
        body = _rounded(scaled / 1000**thousands, decimals, grouped="," in whole.strip().rstrip(","))
        body = _padded(body, whole.count("0"))
    return "".join(_around(tokens, body)).strip()


def _rounded(value: Decimal, decimals: str, *, grouped: bool) -> str:
    """To so many decimals, halves away from zero; ``#`` and ``?`` show no zeros that end a number."""
    step = Decimal(1).scaleb(-len(decimals))
    body = f"{value.quantize(step, ROUND_HALF_UP):{',' if grouped else ''}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    while optional and body.endswith("0") and "." in body:
        body, optional = body[:-1], optional - 1
    return body.removesuffix(".")


def _padded(body: str, wanted: int) -> str:
    """``0000`` shows zeros that begin a number (a serial number, a code)."""
    sign, number = ("-", body[1:]) if body.startswith("-") else ("", body)
    whole, point, decimals = number.partition(".")
    return sign + whole.rjust(wanted, "0") + point + decimals


def _around(tokens: tuple[_Token, ...], body: str) -> list[str]:
    """The number amid what its format puts before and after it."""
    parts: list[str] = []
    placed = False
    for token in tokens:
        text = token.text
        if token.kind == "literal" or (
            (token.kind == "other" and text in ("%", " ")) or (text in "+-" and not placed)
        ):
            parts.append(text)
        elif token.kind in ("other", "fraction") and not placed and text != "@":
            parts.append(body)
            placed = True
    return parts
