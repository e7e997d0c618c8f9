"""Chinese numerals as integers, and back."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "O": 0, "o": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9, "元": 1, "正": 1,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}

#: The characters a written number of one or two digits is made of (a regular expression class body).
NUMERAL = "一二三四五六七八九十两\\d"


def number(text: str) -> int | None:
    """The value of a numeral up to 九百九十九, in Arabic or Chinese digits; None where it is none.

    Digits written one by one (二〇二一) are read by place.
    """
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    if "百" in text:
        head, _, rest = text.partition("百")
        hundreds = number(head) if head else 1
        remainder = number(rest.lstrip("零〇")) if rest else 0
        return None if hundreds is None or remainder is None else hundreds * 100 + remainder
    if not any(c in _TENS for c in text):
        return _by_place(text)
    return _with_tens(text)


def _by_place(text: str) -> int | None:
    value = 0
    for character in text:
        digit = int(character) if character.isascii() and character.isdigit() else _DIGITS.get(character)
        if digit is None:
            return None
        value = value * 10 + digit
    return value


def _with_tens(text: str) -> int | None:
    at = next(i for i, c in enumerate(text) if c in _TENS)
    head, ten, rest = text[:at], _TENS[text[at]], text[at + 1 :]
    if ten > 10:
        times: int | None = 1
        rest = rest.lstrip("十")
    else:
        times = _by_place(head) if head else 1
    units = _by_place(rest) if rest else 0
    return None if times is None or units is None else times * ten + units


def chinese(value: int) -> str:
    """1 to 99 in Chinese numerals: 一, 十, 十二, 二十一."""
    digits = "零一二三四五六七八九"
    tens, units = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[units] if units or not tens else "")
