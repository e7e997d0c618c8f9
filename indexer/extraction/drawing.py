"""Pages drawn as pictures, with what is to be marked on them: PDF by PDFium, pictures as they are.

Where a page was read from a picture its lines' boxes are marked; where the characters themselves have
places (PDF) exactly those.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import closing

from PIL import Image, ImageDraw, ImageOps

from ..documents import LineBox, Page
from ..errors import NotFound
from .pdf import open_document
from .pictures import opened
from .reading import NotReadable, Source

#: Width of a drawn page in pixels: sharp on a screen, small on the wire.
WIDTH = 1240
#: And its greatest height: a page may claim any size.
HEIGHT = 6000
#: The soft yellow of marks, multiplied into the page so that the words under it stay black.
MARK = (255, 229, 120)
#: More marks than this on one page are a query of single letters; the rest is left unmarked.
MOST_MARKS = 2000

PICTURES = frozenset(("jpg", "png", "tif", "bmp", "gif", "webp", "heic"))
DRAWN = PICTURES | {"pdf"}

Rectangle = tuple[float, float, float, float]
#: Says where in a text to mark: ``[start, end)`` pairs.
Marker = Callable[[str], Sequence[tuple[int, int]]]


def draw_page(source: Source, doc_type: str, number: int, stored: Page | None, marks: Marker) -> bytes:
    """Page ``number`` (from 1) as a PNG of ``WIDTH`` pixels across at the most, marked.

    ``stored`` is the page as it was read, None where it has no text. Raises ``NotFound`` where the
    kind of file cannot be drawn, has no such page, or can no longer be opened.
    """
    try:
        if doc_type == "pdf":
            image, rectangles = _pdf_page(source, number, stored, marks)
        elif doc_type in PICTURES:
            image, rectangles = _picture(source, number), _line_rectangles(stored, marks)
        else:
            raise NotFound("这种文件不能画成页面", "下载原件查看")
    except NotReadable as error:
        raise NotFound(error.problem.reason, error.problem.hint) from error
    except OSError as error:
        raise NotFound(f"原件打不开：{error.strerror or error}", "检查文件和网络盘的连接") from error
    return _png(_marked(image, rectangles))


def _picture(source: Source, number: int) -> Image.Image:
    image = opened(source.bytes())
    if image is None or number > getattr(image, "n_frames", 1):
        raise NotFound("没有这一页")
    image.seek(number - 1)
    return _at_width(ImageOps.exif_transpose(image).convert("RGB"))


def _at_width(image: Image.Image) -> Image.Image:
    image.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return image


def _pdf_page(
    source: Source, number: int, stored: Page | None, marks: Marker
) -> tuple[Image.Image, list[Rectangle]]:
    with closing(open_document(source)) as document:
        if not 1 <= number <= len(document):
            raise NotFound("没有这一页")
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1.0), HEIGHT / max(height, 1.0))
        image = page.render(scale=scale).to_pil().convert("RGB")
        if stored is not None and stored.ocr:
            return image, _line_rectangles(stored, marks)
        rectangles = []
        with closing(page.get_textpage()) as text_page:
            text = text_page.get_text_range()
            for start, end in list(marks(text))[:MOST_MARKS]:
                boxes = [text_page.get_charbox(index, loose=True) for index in range(start, end)]
                rectangles += _lines_of(boxes, width, height)
        return image, rectangles


def _lines_of(boxes: list[tuple[float, float, float, float]], width: float, height: float) -> list[Rectangle]:
    """Character boxes (points from the bottom left) joined into one rectangle a line, as fractions."""
    joined: list[Rectangle] = []
    for left, bottom, right, top in boxes:
        if right <= left or top <= bottom:
            continue
        box = (left / width, 1 - top / height, right / width, 1 - bottom / height)
        last = joined[-1] if joined else None
        if last is not None and abs(last[1] - box[1]) < 0.5 * (box[3] - box[1]) and box[0] >= last[0]:
            joined[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            joined.append(box)
    return joined


def _line_rectangles(stored: Page | None, marks: Marker) -> list[Rectangle]:
    """The parts of the lines' boxes under the marks, each character taken as equally wide."""
    if stored is None or not stored.boxes:
        return []
    found: list[Rectangle] = []
    for start, end in list(marks(stored.text))[:MOST_MARKS]:
        found += [_share(box, start, end) for box in stored.boxes if box.start < end and start < box.end]
    return found


def _share(box: LineBox, start: int, end: int) -> Rectangle:
    length = max(box.end - box.start, 1)
    first, last = max(start - box.start, 0) / length, min(end - box.start, length) / length
    width, height = box.right - box.left, box.bottom - box.top
    if height > 1.5 * width:  # a line that stands on end
        return box.left, box.top + height * first, box.right, box.top + height * last
    return box.left + width * first, box.top, box.left + width * last, box.bottom


def _marked(image: Image.Image, rectangles: list[Rectangle]) -> Image.Image:
    if not rectangles:
        return image
    from PIL import ImageChops

    layer = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(layer)
    for left, top, right, bottom in rectangles:
        draw.rectangle(
            (
                left * image.width - 1,
                top * image.height - 1,
                right * image.width + 1,
                bottom * image.height + 1,
            ),
            fill=MARK,
        )
    return ImageChops.multiply(image, layer)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()
