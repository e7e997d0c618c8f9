"""Elements of an OFD file's XML, known by their local names only, and the numbers in them."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from lxml import etree

Element = etree._Element

_MOST_NUMBERS = 1_000_000


def local(element: Element) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [child for child in element if local(child) == name]


def child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        found = children(element, name)
        if not found:
            return None
        element = found[0]
    return element


def descendants(element: Element | None, name: str) -> Iterator[Element]:
    if element is not None:
        yield from (found for found in element.iter() if local(found) == name)


def content_of(element: Element | None) -> str:
    return "" if element is None or element.text is None else element.text.strip()


def numbers(text: str | None) -> list[float]:
    """Blank-separated finite numbers, ``g count value`` groups (GB/T 33190 §11.3) written out; no more of
    them than a part of XML could hold written out."""
    words = (text or "").replace(",", " ").split()
    found: list[float] = []
    index = 0
    while index < len(words) and len(found) < _MOST_NUMBERS:
        try:
            if words[index] == "g":
                count = min(int(float(words[index + 1])), 100_000)
                found += [float(words[index + 2])] * count
                index += 3
            else:
                found.append(float(words[index]))
                index += 1
        except (ValueError, IndexError):
            index += 1
    return [value for value in found if isfinite(value)]


def number(text: str | None, default: float) -> float:
    """The first number of a text."""
    return next(iter(numbers(text)), default)


def boundary(element: Element) -> tuple[float, float, float, float]:
    """An object's x, y, width and height in its parent's space."""
    x, y, width, height, *_ = [*numbers(element.get("Boundary")), 0.0, 0.0, 0.0, 0.0]
    return x, y, width, height
