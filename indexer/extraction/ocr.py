"""Text from pictures: RapidOCR offline, pages turned upright, lines in reading order with their boxes.

The engine is built once a process, on the first picture. The only module that knows RapidOCR.
"""

from __future__ import annotations

import hashlib
import logging
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps

from ..documents import LineBox, Page
from .composing import compose
from .layout import TABLE_CELLS, Cell, Piece, reading_order
from .reading import still
from .ruled import cells_of_picture

#: Lines under this confidence are noise (texture, stamps); the engine's own threshold.
LEAST_CONFIDENCE = 0.5
#: A picture longer than this many times its width (a long screenshot) is read in overlapping slices.
LONGEST = 3.0
SLICE_OVERLAP = 0.08
#: A picture of this shape (width to height) and at most this high may be a single line of text.
STRIP_SHAPES = (2.0, 40.0)
STRIP_HEIGHT = 520
STRIP_CONFIDENCE = 0.93
#: Pictures are read at most this large (pixels on the long side); more adds time and no text.
LONG_SIDE = 2600
#: Lines are looked for on a smaller copy, which takes half the time and finds the same, unless a
#: tenth of the lines are lower than so many of its pixels: then on the picture itself.
SEARCH_SIDE, LOW_LINE = 1600, 15.0
#: So many pictures last read are remembered: letterheads, pages of several documents, repeated scans.
REMEMBERED = 64
#: Turns under this angle (radians) are left as they are.
SLIGHT = 0.002
#: So many lines are read between two signs of life.
AT_A_TIME = 16
#: How many lines are looked at to tell whether a page lies on its head.
SAMPLE = 8

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
Corners = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as found: its four corners in pixels of the upright picture, clockwise from top left."""

    corners: Corners
    text: str
    confidence: float


def read_picture(
    image: Image.Image, number: int = 1, label: str = "第1页", beat: Callable[[], None] = still
) -> Page:
    """The text of a picture as a page, with a box and a confidence a line. ``beat`` is told between lines.

    Boxes are fractions of the picture as a viewer shows it (EXIF rotation applied), even where the
    page had to be turned to be read. A picture without text gives a page with an empty text.
    """
    pixels = _pixels(image)
    key = hashlib.blake2b(pixels.tobytes() + repr(pixels.shape).encode()).digest()
    page = _remembered.pop(key, None) or _read(pixels, beat)
    _remembered[key] = page
    if len(_remembered) > REMEMBERED:
        del _remembered[next(iter(_remembered))]
    return replace(page, number=number, label=label)


#: Pages by the hash of their pixels, the last read last.
_remembered: dict[bytes, Page] = {}


def _read(pixels: Pixels, beat: Callable[[], None]) -> Page:
    strip = _strip(pixels)
    if strip is not None:
        return _page([strip], [], Level(), pixels.shape[:2], 0)
    boxes = _boxes(_slices(pixels)[0][1])
    quarter = _quarter_turns(_slices(pixels)[0][1], boxes)
    upright: Pixels = np.ascontiguousarray(np.rot90(pixels, quarter))
    slices = _slices(upright)
    if len(slices) == 1:
        return _sheet(upright, boxes if quarter == 0 else _boxes(upright), quarter, beat)
    lines: list[Line] = []
    for top, part in slices:
        found = _lines(part, _boxes(part), beat)
        lines += [line for line in _shifted(found, top) if not _repeats(line, lines)]
    return _page(lines, [], _level([line.corners for line in lines]), upright.shape[:2], quarter)


def _sheet(pixels: Pixels, boxes: list[Corners], quarter: int, beat: Callable[[], None]) -> Page:
    """A page that lies upright: the cells of its tables are found before its lines are read, since a line
    must not run over the border of a cell."""
    level = _level(boxes)
    cells = cells_of_picture(level.turned(pixels)) if len(boxes) >= TABLE_CELLS else []
    parted = [part for box in boxes for part in _parted(box, cells, level)]
    return _page(_lines(pixels, parted, beat), cells, level, pixels.shape[:2], quarter)


@cache
def _engine() -> Any:
    """The recogniser of this process: as many threads as leave the other workers theirs."""
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    from rapidocr import RapidOCR

    threads = max(1, (os.cpu_count() or 2) // 2)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.text_score": LEAST_CONFIDENCE,
            "Global.max_side_len": LONG_SIDE,
            # One line at a time: lines of a batch are padded to the longest, which costs more than it saves.
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _pixels(image: Image.Image) -> Pixels:
    """Blue-green-red pixels as the viewer sees them; see-through pictures on a ground that shows them."""
    shown = ImageOps.exif_transpose(image)
    if shown.mode in ("RGBA", "LA", "PA") or "transparency" in shown.info:
        shown = _on_ground(shown.convert("RGBA"))
    long_side = max(shown.size)
    wide = shown.width * LONGEST >= shown.height and shown.height * LONGEST >= shown.width
    if wide and long_side > LONG_SIDE:
        factor = LONG_SIDE / long_side
        shown = shown.resize(
            (round(shown.width * factor), round(shown.height * factor)), Image.Resampling.LANCZOS
        )
    return np.ascontiguousarray(np.asarray(shown.convert("RGB"))[:, :, ::-1])


def _on_ground(image: Image.Image) -> Image.Image:
    values = np.asarray(image, dtype=np.float32)
    opaque = values[..., 3] > 128
    light = float(values[..., :3][opaque].mean()) if opaque.any() else 0.0
    ground = Image.new("RGBA", image.size, (0, 0, 0, 255) if light > 140 else (255, 255, 255, 255))
    return Image.alpha_composite(ground, image)


def _strip(pixels: Pixels) -> Line | None:
    """A picture that is one line of text and nothing else, which detection often misses."""
    height, width = pixels.shape[:2]
    if height > STRIP_HEIGHT or not STRIP_SHAPES[0] <= width / height <= STRIP_SHAPES[1]:
        return None
    ways = [pixels, np.ascontiguousarray(np.rot90(pixels, 2))]
    text, confidence = max(_recognise(ways), key=lambda found: found[1])
    if not text.strip() or confidence < STRIP_CONFIDENCE:
        return None
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    return Line(corners, text.strip(), confidence)


def _slices(pixels: Pixels) -> list[tuple[int, Pixels]]:
    """The picture, or overlapping slices of one that is much higher than wide, with their tops."""
    height, width = pixels.shape[:2]
    if height <= LONGEST * width:
        return [(0, pixels)]
    step = int(width * 2)
    overlap = int(step * SLICE_OVERLAP)
    return [(top, pixels[top : top + step + overlap]) for top in range(0, height, step)]


def _boxes(pixels: Pixels) -> list[Corners]:
    """The lines of a picture, by their corners."""
    scale = SEARCH_SIDE / max(pixels.shape[:2])
    if scale > 0.9:
        return _detected(pixels)
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    small = Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR)
    found = _detected(np.ascontiguousarray(np.asarray(small)))
    heights = sorted(min(_sides(box)) for box in found)
    if heights and heights[len(heights) // 10] < LOW_LINE:
        return _detected(pixels)
    return [box / np.float32(scale) for box in found]


def _detected(pixels: Pixels) -> list[Corners]:
    found = _engine()(pixels, use_det=True, use_cls=False, use_rec=False)
    return [] if found.boxes is None else [np.asarray(box, dtype=np.float32) for box in found.boxes]


def _crops(pixels: Pixels, boxes: Sequence[Corners]) -> list[Pixels]:
    from rapidocr.utils.process_img import get_rotate_crop_image

    return [get_rotate_crop_image(pixels, box.copy()) for box in boxes]


def _recognise(crops: list[Pixels]) -> list[tuple[str, float]]:
    if not crops:
        return []
    found = _engine().recognize_txt(crops)
    return list(zip(found.txts, map(float, found.scores), strict=True))


def _sides(box: Corners) -> tuple[float, float]:
    """Width and height of a box."""
    across = float(np.linalg.norm(box[1] - box[0]) + np.linalg.norm(box[2] - box[3])) / 2
    down = float(np.linalg.norm(box[3] - box[0]) + np.linalg.norm(box[2] - box[1])) / 2
    return across, down


def _quarter_turns(pixels: Pixels, boxes: list[Corners]) -> int:
    """How many quarter turns anticlockwise make the page upright: 0 to 3.

    Lines that stand on end say sideways, the line classifier says upside down; either is believed
    only where reading a few lines both ways is clearly better turned.
    """
    longest = sorted(boxes, key=lambda box: -max(_sides(box)))[:SAMPLE]
    on_end = [_sides(box)[1] > 1.5 * _sides(box)[0] for box in longest]
    sideways = sum(on_end) > len(longest) / 2
    sample = _crops(pixels, [box for box, ends in zip(longest, on_end, strict=True) if ends == sideways])
    if not sample:
        return 0
    turned: list[Pixels] = [np.ascontiguousarray(np.rot90(crop, 2)) for crop in sample]
    if sideways:
        return 1 if _goodness(sample) >= _goodness(turned) else 3
    _, classes = _engine().cls_and_rotate([crop.copy() for crop in sample])
    on_head = sum(label == "180" for label, _ in classes.cls_res or ())
    if on_head * 2 <= len(sample):
        return 0
    return 2 if _goodness(turned) > _goodness(sample) + 0.05 else 0


def _goodness(crops: list[Pixels]) -> float:
    """Mean confidence by character."""
    read = _recognise(crops)
    total = sum(len(text) for text, _ in read)
    return sum(len(text) * score for text, score in read) / total if total else 0.0


def _lines(pixels: Pixels, boxes: list[Corners], beat: Callable[[], None]) -> list[Line]:
    read: list[tuple[str, float]] = []
    for start in range(0, len(boxes), AT_A_TIME):
        beat()
        read += _recognise(_crops(pixels, boxes[start : start + AT_A_TIME]))
    return [
        Line(box, text.strip(), score)
        for box, (text, score) in zip(boxes, read, strict=True)
        if text.strip() and score >= LEAST_CONFIDENCE
    ]


def _shifted(lines: list[Line], top: int) -> list[Line]:
    down = np.array([0, top], dtype=np.float32)
    return [Line(line.corners + down, line.text, line.confidence) for line in lines]


def _repeats(line: Line, lines: list[Line]) -> bool:
    """Whether another slice has read this line already, at least in part."""
    middle = line.corners.mean(axis=0)
    return any(
        abs(float(middle[1] - other.corners[:, 1].mean())) < 0.5 * _sides(line.corners)[1]
        and other.corners[:, 0].min() < middle[0] < other.corners[:, 0].max()
        for other in lines
    )


def _page(
    lines: list[Line], cells: Sequence[Cell], level: Level, shape: tuple[int, ...], quarter: int
) -> Page:
    pieces = [_piece(line, key, level) for key, line in enumerate(lines)]
    composed = compose(reading_order(pieces, cells))
    height, width = shape[:2]
    boxes = [_line_box(lines[key], start, end, width, height, quarter) for key, start, end in composed.spans]
    characters = sum(len(line.text) for line in lines)
    mean = sum(len(line.text) * line.confidence for line in lines) / characters if characters else None
    return Page(1, "", composed.text, ocr=True, confidence=mean, boxes=tuple(boxes))


@dataclass(frozen=True, slots=True)
class Level:
    """A turn about the top left corner that makes the lines of a page level, so that the ends of one row
    stand at one height. ``angle`` in radians."""

    angle: float = 0.0

    @property
    def _matrix(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        cos, sin = math.cos(-self.angle), math.sin(-self.angle)
        return np.array([[cos, -sin], [sin, cos]], dtype=np.float32)

    def place(self, corners: Corners) -> Corners:
        return corners @ self._matrix.T

    def turned(self, pixels: Pixels) -> Pixels:
        """The picture turned; what leaves its old bounds is cut off."""
        if abs(self.angle) < SLIGHT:
            return pixels
        matrix = np.hstack([self._matrix, np.zeros((2, 1), np.float32)])
        size = (pixels.shape[1], pixels.shape[0])
        return np.asarray(cv2.warpAffine(pixels, matrix, size, borderValue=(255, 255, 255)), dtype=np.uint8)


def _level(boxes: Sequence[Corners]) -> Level:
    """The angle of the page, from its longer lines."""
    angles = [
        math.atan2(float(box[1][1] - box[0][1]), float(box[1][0] - box[0][0]))
        for box in boxes
        if _sides(box)[0] > 3 * _sides(box)[1]
    ]
    return Level(median(angles)) if angles else Level()


def _parted(box: Corners, cells: Sequence[Cell], level: Level) -> list[Corners]:
    """A box cut where the borders of cells go through it."""
    placed = level.place(box)
    left, right = float(placed[[0, 3], 0].mean()), float(placed[[1, 2], 0].mean())
    middle, height = float(placed[:, 1].mean()), _sides(box)[1]
    borders = {
        (border - left) / max(right - left, 1e-6)
        for cell in cells
        if cell.top < middle < cell.bottom
        for border in (cell.left, cell.right)
        if left + height / 2 < border < right - height / 2
    }
    cuts = [0.0]
    for cut in sorted(borders):
        if (cut - cuts[-1]) * (right - left) > height / 2:  # two cells have one border
            cuts.append(cut)
    cuts.append(1.0)
    across_top, across_bottom = box[1] - box[0], box[2] - box[3]
    return [
        np.array(
            [
                box[0] + across_top * start,
                box[0] + across_top * end,
                box[3] + across_bottom * end,
                box[3] + across_bottom * start,
            ],
            dtype=np.float32,
        )
        for start, end in pairwise(cuts)
    ]


def _piece(line: Line, key: int, level: Level) -> Piece:
    turned = level.place(line.corners)
    left, right = float(turned[[0, 3], 0].mean()), float(turned[[1, 2], 0].mean())
    top, bottom = float(turned[[0, 1], 1].mean()), float(turned[[2, 3], 1].mean())
    return Piece(line.text, min(left, right), min(top, bottom), max(left, right), max(top, bottom), key)


def _line_box(line: Line, start: int, end: int, width: int, height: int, quarter: int) -> LineBox:
    low, high = line.corners.min(axis=0), line.corners.max(axis=0)
    x0, y0 = float(low[0]) / width, float(low[1]) / height
    x1, y1 = float(high[0]) / width, float(high[1]) / height
    left, top, right, bottom = _as_shown((x0, y0, x1, y1), quarter)
    return LineBox(start, end, left, top, right, bottom, line.confidence)


def _as_shown(box: tuple[float, float, float, float], quarter: int) -> tuple[float, float, float, float]:
    """Undo quarter turns anticlockwise on a box in fractions."""
    left, top, right, bottom = (min(max(value, 0.0), 1.0) for value in box)
    for _ in range(quarter):
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
    return left, top, right, bottom
