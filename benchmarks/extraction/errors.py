"""How far a text is from what it should be."""

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


def han(text: str) -> str:
    return "".join(_HAN.findall(text))


def distance(one: str, other: str) -> int:
    """Insertions, deletions and replacements from one text to the other (Myers' bit vectors, Hyyrö 2003)."""
    if not one:
        return len(other)
    places: dict[str, int] = {}
    for at, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << at
    last = 1 << (len(one) - 1)
    plus, minus, score = (1 << len(one)) - 1, 0, len(one)
    for char in other:
        match = places.get(char, 0)
        diagonal = (((match & plus) + plus) ^ plus) | match | minus
        up, down = minus | ~(diagonal | plus), plus & diagonal
        score += bool(up & last) - bool(down & last)
        up = up << 1 | 1
        plus = (down << 1) | ~(diagonal | up)
        minus = up & diagonal
        mask = (1 << len(one)) - 1
        plus, minus = plus & mask, minus & mask
    return score


def han_error(read: str, truth: str) -> float:
    """Wrong Han characters in reading order, as a share of the true ones."""
    wanted = han(truth)
    return distance(wanted, han(read)) / max(1, len(wanted))
