"""What stands where on an OFD page: its objects, and the runs of text among them (GB/T 33190-2016 §8, 11)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from ..documents import ProblemKind
from .layout import Piece
from .ofd_elements import (
    Element,
    boundary,
    child,
    children,
    descendants,
    local,
    number,
    numbers,
)
from .ofd_package import PagePart
from .reading import NotReadable

#: Groups inside groups deeper than this are a malicious or damaged file.
DEEPEST = 12
#: More objects than this on one page are a malicious file: templates and groups may be used again and again.
MOST_OBJECTS = 300_000
_TOO_MANY = (
    ProblemKind.TOO_LARGE,
    f"OFD 的一页有 {MOST_OBJECTS} 个以上的图元，没有读出文字",
    "确认它的来历，或打印成 PDF 后再索引",
)
ASCII_WIDTH = 0.5
#: The sine of the angle from which on a line is slanted (about 12 degrees).
SLANTED = 0.2


@dataclass(frozen=True, slots=True)
class Matrix:
    """``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``: object to page, in millimetres."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def of(self, inner: Matrix) -> Matrix:
        """First ``inner``, then this."""
        e, f = self.apply(inner.e, inner.f)
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def scale(self) -> tuple[float, float]:
        """How much it stretches along the line and across it."""
        return max((self.a**2 + self.b**2) ** 0.5, 1e-6), max((self.c**2 + self.d**2) ** 0.5, 1e-6)

    @property
    def is_slanted(self) -> bool:
        """Whether lines rise or fall, by more than a crooked scan does and less than to stand on end."""
        return min(abs(self.a), abs(self.b)) > SLANTED * self.scale[0]


Placed = tuple[Element, Matrix]


def objects(page: PagePart, *, annotations: bool = True) -> Iterator[Placed]:
    """Every text, picture and path with the matrix of the space it stands in, templates first.

    Watermarks are left out: they are no part of what the document says.
    """
    steps = iter(range(MOST_OBJECTS))
    for part in (*page.templates, page.content):
        yield from _inside(child(part, "Content"), Matrix(), page, (), steps)
    for part in page.annotations if annotations else ():
        for annotation in descendants(part, "Annot"):
            if annotation.get("Type") == "Watermark" or annotation.get("Visible") == "false":
                continue
            for appearance in children(annotation, "Appearance"):
                yield from _inside(appearance, _shift(appearance), page, (), steps)


def _inside(
    element: Element | None, matrix: Matrix, page: PagePart, path: tuple[str, ...], steps: Iterator[int]
) -> Iterator[Placed]:
    """The objects in an element; ``path`` names the groups it lies in, which do not hold themselves."""
    if element is None or len(path) > DEEPEST:
        return
    for inner in element:
        if next(steps, None) is None:
            raise NotReadable(*_TOO_MANY)
        name = local(inner)
        if name in ("TextObject", "ImageObject", "PathObject"):
            yield inner, matrix
        elif name == "CompositeObject":
            resource = inner.get("ResourceID", "")
            if resource not in path:
                group = child(page.resources.groups.get(resource), "Content")
                yield from _inside(group, matrix.of(own(inner)), page, (*path, resource), steps)
        elif name in ("Layer", "PageBlock", "Content"):
            yield from _inside(inner, matrix, page, (*path, name), steps)


def _shift(element: Element) -> Matrix:
    x, y, _, _ = boundary(element)
    return Matrix(e=x, f=y)


def own(element: Element) -> Matrix:
    """An object's boundary and transformation (§8.5)."""
    found = numbers(element.get("CTM"))
    return _shift(element).of(Matrix(*found) if len(found) == 6 else Matrix())


def pieces(page: PagePart) -> list[Piece]:
    """The placed text of a page. Text set twice in one place (imitated bold, shadow) stands once."""
    runs = [(e, m, list(_runs(e, m))) for e, m in _texts(page) if not m.is_slanted]
    by_middle = sorted((p for _, _, run in runs for p in run), key=_middle)
    found: list[Piece] = []
    for element, matrix, run in runs:
        is_filled = any(_is_filled(piece, by_middle) for piece in run)
        found += _runs(element, matrix, at_blanks=True) if is_filled else run
    return _stacked(_without_repeats(found))


def _is_filled(piece: Piece, by_middle: list[Piece]) -> bool:
    """Whether other text is set over the blanks of a printed line, as the day of a form's date is."""
    if "  " not in piece.text:
        return False
    half = 0.5 * piece.height
    return any(
        piece.left < (other.left + other.right) / 2 < piece.right and other.text != piece.text
        for other in _between(by_middle, piece.middle - half, piece.middle + half, _middle)
    )


def slanted(page: PagePart) -> list[str]:
    """What is written across the page (void, copy, whose copy), each once: it has no place in a row."""
    found = ["".join(map(_said, descendants(e, "TextCode"))) for e, m in _texts(page) if m.is_slanted]
    return [text for text in dict.fromkeys(found) if text.strip()]


def _texts(page: PagePart) -> Iterator[Placed]:
    for element, matrix in objects(page):
        if local(element) == "TextObject":
            yield element, matrix.of(own(element))


def _said(code: Element) -> str:
    return "".join(map(str, code.itertext())).strip("\r\n\t")


def _runs(text_object: Element, matrix: Matrix, *, at_blanks: bool = False) -> Iterator[Piece]:
    """The runs of one TextObject, each character placed by X, Y and the deltas (§11.3)."""
    size = number(text_object.get("Size"), 3.0)
    advance = size * number(text_object.get("HScale"), 1.0)
    x = y = 0.0
    for code in descendants(text_object, "TextCode"):
        x = number(code.get("X"), x)
        y = number(code.get("Y"), y)
        text = _said(code)
        if text.strip():
            deltas = numbers(code.get("DeltaX")), numbers(code.get("DeltaY"))
            places = [matrix.apply(*at) for at in _places(text, (x, y), deltas, advance)]
            across, down = matrix.scale
            for start, end in _words(text) if at_blanks else [(0, len(text))]:
                yield from _cut(text[start:end], places[start:end], advance * across, size * down)


def _words(text: str) -> list[tuple[int, int]]:
    """From where to where the words stand that more than one blank parts."""
    return [found.span() for found in re.finditer(r"\S+(?:\s\S+)*", text)]


def _places(
    text: str, start: tuple[float, float], deltas: tuple[list[float], list[float]], advance: float
) -> list[tuple[float, float]]:
    """Where each character starts. Without deltas the text is set solid, by the width of its characters."""
    x, y = start
    across, down = deltas
    places = [start]
    for index, character in enumerate(text[:-1]):
        if index < len(across):
            x += across[index]
        elif across:
            x += across[-1]
        elif not down:
            x += advance * (ASCII_WIDTH if character.isascii() else 1.0)
        y += down[index] if index < len(down) else 0.0
        places.append((x, y))
    return places


def _cut(text: str, places: list[tuple[float, float]], width: float, height: float) -> Iterator[Piece]:
    """Cut a text code where its characters jump apart or change line; vertical text stays whole."""
    if _is_vertical(places, height):
        left, top = places[0]
        yield Piece(text.strip(), left, top - height, left + width, places[-1][1])
        return
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and _follows(places[index - 1], places[index], width, height):
            continue
        left, base = places[start]
        right = places[index - 1][0] + width * (ASCII_WIDTH if text[index - 1].isascii() else 1.0)
        if text[start:index].strip():
            yield Piece(text[start:index].strip(), left, base - height, max(right, left), base)
        start = index


def _is_vertical(places: list[tuple[float, float]], height: float) -> bool:
    across = abs(places[-1][0] - places[0][0])
    down = abs(places[-1][1] - places[0][1])
    return len(places) > 1 and down > across and down > 0.5 * height


def _follows(before: tuple[float, float], after: tuple[float, float], width: float, height: float) -> bool:
    return abs(after[1] - before[1]) < 0.5 * height and -0.5 * width < after[0] - before[0] < 2.6 * width


def _without_repeats(found: Iterable[Piece]) -> list[Piece]:
    kept: dict[str, list[Piece]] = {}
    for piece in found:
        same, near = kept.setdefault(piece.text, []), 0.4 * piece.height
        beside = _between(same, piece.left - near, piece.left + near, _left)
        if not any(abs(piece.top - other.top) < near for other in beside):
            insort(same, piece, key=_left)
    return [piece for same in kept.values() for piece in same]


def _between(ordered: list[Piece], low: float, high: float, place: Callable[[Piece], float]) -> list[Piece]:
    """Those of an ordered list whose place lies between two others."""
    return ordered[bisect_right(ordered, low, key=place) : bisect_left(ordered, high, key=place)]


_left, _middle = attrgetter("left"), attrgetter("middle")


def _stacked(found: list[Piece]) -> list[Piece]:
    """Join single characters that stand under each other alone (the side headings of forms)."""
    by_middle = sorted(found, key=_middle)
    singles = sorted(
        (p for p in found if len(p.text) == 1 and not p.text.isascii() and _alone(p, by_middle)),
        key=lambda p: (round(p.left / p.height), p.top),
    )
    columns: list[list[Piece]] = []
    for piece in singles:
        last = columns[-1][-1] if columns else None
        if last is not None and _below(last, piece):
            columns[-1].append(piece)
        else:
            columns.append([piece])
    joined = {id(p) for column in columns if len(column) > 1 for p in column}
    wholes = [
        replace(column[0], text="".join(p.text for p in column), bottom=column[-1].bottom)
        for column in columns
        if len(column) > 1
    ]
    return [p for p in found if id(p) not in joined] + wholes


def _alone(piece: Piece, by_middle: list[Piece]) -> bool:
    """Nothing stands on its line close by."""
    half = 0.5 * piece.height
    return not any(
        other is not piece
        and other.left < piece.right + 0.4 * piece.height
        and other.right > piece.left - 0.4 * piece.height
        for other in _between(by_middle, piece.middle - half, piece.middle + half, _middle)
    )


def _below(upper: Piece, lower: Piece) -> bool:
    return abs(upper.left - lower.left) < 0.3 * upper.height and (
        0.5 * upper.height < lower.top - upper.top < 3 * upper.height
    )
