"""Numbers and dates as clerks write them."""

from __future__ import annotations

from datetime import date

DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五; up to 9,999."""
    if number < 10:
        return "零" if number == 0 else DIGITS[number]
    for unit, name in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            head, rest = divmod(number, unit)
            start = name if unit == 10 and head == 1 else DIGITS[head] + name
            gap = "零" if rest and rest < unit // 10 else ""
            return start + gap + (chinese_number(rest) if rest else "")
    raise ValueError(number)


def full_date(day: date) -> str:
    """2021年6月3日"""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_date(day: date, zero: str = "〇") -> str:
    """二〇二一年六月三日; ``zero`` is what stands for the nought."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year)).replace("〇", zero)
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


def dotted(day: date) -> str:
    """2021.6.3"""
    return f"{day.year}.{day.month}.{day.day}"


def compact(day: date) -> str:
    """20210603"""
    return f"{day:%Y%m%d}"


WEEKDAYS = "一二三四五六日"


def weekday(day: date) -> str:
    return "星期" + WEEKDAYS[day.weekday()]
