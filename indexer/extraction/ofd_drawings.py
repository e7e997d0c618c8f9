"""Pictures and straight lines on an OFD page, placed (GB/T 33190-2016 §9, §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .ofd_elements import Element, boundary, children, content_of, local, numbers
from .ofd_objects import Matrix, objects, own
from .ofd_package import PagePart

#: Lines (x0, y0, x1, y1) that leave the level or the upright by less than this are straight, in millimetres.
STRAIGHT = 0.3
#: Areas filled no wider than this are lines too.
THIN = 1.0
#: A page has no more lines that matter: beyond, it is a drawing.
MOST_LINES = 5000

Segment = tuple[float, float, float, float]
_STEP = re.compile(r"([MLQBASC])([^MLQBASC]*)")
#: How many numbers follow each operator of a path; the last two are where it leads (§9.3).
_NUMBERS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the page: its zip name, the share of the page that it covers, and ``place``, which takes
    fractions of the picture's width and height to the page."""

    name: str
    share: float
    place: Matrix

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Where a part of the picture, in fractions, stands on the page: left, top, right, bottom."""
        corners = [self.place.apply(x, y) for x in (left, right) for y in (top, bottom)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)


def pictures(page: PagePart) -> list[Picture]:
    """The pictures of a page in drawing order."""
    area = page.box[2] * page.box[3]
    found = []
    for element, matrix in objects(page, annotations=False):
        name = page.resources.media.get(element.get("ResourceID", ""))
        if local(element) == "ImageObject" and name:
            place = matrix.of(_unit(element))
            across, down = place.scale
            found.append(Picture(name, min(across * down / area, 1.0), place))
    return found


def _unit(image: Element) -> Matrix:
    """From the unit square to the space an image stands in: by its matrix, else as large as its boundary."""
    if len(numbers(image.get("CTM"))) == 6:
        return own(image)
    x, y, width, height = boundary(image)
    return Matrix(width, 0.0, 0.0, height, x, y)


def lines(page: PagePart) -> list[Segment]:
    """The level and upright lines of a page's paths, and the edges of its frames."""
    found: list[Segment] = []
    for element, matrix in objects(page, annotations=False):
        if local(element) == "PathObject":
            placed = matrix.of(own(element))
            for data in children(element, "AbbreviatedData"):
                found += _straight(content_of(data), placed)
        if len(found) > MOST_LINES:
            return []
    return found


def _straight(path: str, matrix: Matrix) -> list[Segment]:
    found = [segment for segment in _segments(path, matrix) if _is_straight(segment)]
    return [_middle(found)] if _is_thin(found) else found


def _segments(path: str, matrix: Matrix) -> Iterator[Segment]:
    start = at = matrix.apply(0.0, 0.0)
    for operator, rest in _STEP.findall(path):
        values = numbers(rest)
        if operator == "C":
            yield (*at, *start)
            at = start
            continue
        if len(values) < _NUMBERS[operator]:
            return
        to = matrix.apply(values[_NUMBERS[operator] - 2], values[_NUMBERS[operator] - 1])
        if operator == "L":
            yield (*at, *to)
        elif operator in "MS":
            start = to
        at = to


def _is_straight(segment: Segment) -> bool:
    x0, y0, x1, y1 = segment
    across, down = abs(x1 - x0), abs(y1 - y0)
    return min(across, down) < STRAIGHT and max(across, down) > 2 * STRAIGHT


def _is_thin(segments: list[Segment]) -> bool:
    """Whether they are the edges of one filled line."""
    if len(segments) < 2:
        return False
    left, top, right, bottom = _bounds(segments)
    return min(right - left, bottom - top) <= THIN


def _middle(segments: list[Segment]) -> Segment:
    left, top, right, bottom = _bounds(segments)
    if right - left > bottom - top:
        return left, (top + bottom) / 2, right, (top + bottom) / 2
    return (left + right) / 2, top, (left + right) / 2, bottom


def _bounds(segments: list[Segment]) -> Segment:
    across = [x for x0, _, x1, _ in segments for x in (x0, x1)]
    down = [y for _, y0, _, y1 in segments for y in (y0, y1)]
    return min(across), min(down), max(across), max(down)
