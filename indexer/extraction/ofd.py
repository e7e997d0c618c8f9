"""OFD (GB/T 33190-2016): text by its place on the page; pictures go to recognition page by page.

Signatures and seals are left alone; a damaged one keeps no text from being read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter

import numpy as np
from PIL import Image

from ..documents import LineBox, Page, Problem, ProblemKind
from .composing import compose
from .layout import Cell, Piece, reading_order
from .legibility import garbled
from .ofd_drawings import Picture, Segment, lines, pictures
from .ofd_objects import pieces, slanted
from .ofd_package import BrokenPackage, Package, PagePart
from .pictures import opened, picture_problems, read_waiting
from .reading import Context, Member, NotReadable, Reading, Source
from .ruled import cells_of_lines, cells_of_picture

#: Pictures that cover less of a page than this are logos, seals and codes.
PICTURE_SHARE = 0.08

_NO_TEXT = Problem(
    ProblemKind.NO_TEXT, "OFD 里没有文字，也没有带文字的图片", "打开原件看看它是不是空白或只有线条"
)


def read(source: Source, context: Context) -> Reading:
    """Every page of every document and version of the package, in order."""
    with source.open() as stream:
        package = _open(io.BytesIO(stream.read()))
    parts = []
    for part in islice(package.pages(), context.limits.pages + 1):
        context.beat()
        parts.append(part)
    is_cut = len(parts) > context.limits.pages
    parts = parts[: context.limits.pages]
    left = not context.ocr and any(_worth_reading(part) for part in parts)
    pages = [_page(part, number, package, context) for number, part in enumerate(parts, 1)]
    return Reading(
        doc_type="ofd",
        pages=tuple(page for page in pages if page.text.strip()),
        page_count=len(parts),
        metadata=package.metadata(),
        problems=(
            *_lost(package, parts),
            *([_too_many(context.limits.pages)] if is_cut else []),
            *picture_problems(pages, waiting=left),
            *(() if left or any(page.text.strip() for page in pages) else (_NO_TEXT,)),
        ),
        pictures_left=left,
    )


def members(source: Source, context: Context) -> Iterator[Member]:
    """The files attached to the package (§20)."""
    with source.open() as stream:
        package = _open(io.BytesIO(stream.read()))
    for attachment in package.attachments():
        data = package.bytes(attachment.part)
        broken = Problem(ProblemKind.BROKEN, "OFD 的附件已损坏", "向发文单位重新索取")
        if data is None:
            yield Member(attachment.name, None, broken)
        else:
            yield Member(attachment.name, Source.of_bytes(attachment.name, data))


def _open(stream: io.BytesIO) -> Package:
    try:
        return Package(stream)
    except BrokenPackage as error:
        raise NotReadable(
            ProblemKind.BROKEN, "OFD 文件已损坏，打不开", "向发文单位重新索取这份文件"
        ) from error


def _label(part: PagePart) -> str:
    label = f"第{part.number}页" if part.is_listed else f"未列入目录的第{part.number}页"
    if part.version:
        label = f"旧版本{part.version} {label}"
    return label if part.document == 1 else f"文档{part.document} {label}"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line read from a picture, placed on the page."""

    piece: Piece
    confidence: float


def _page(part: PagePart, number: int, package: Package, context: Context) -> Page:
    """The page's text with what its pictures say, each line in its place."""
    context.beat()
    layer = pieces(part)
    shown = _shown(part, package) if context.ocr else []
    found = [line for picture, image in shown for line in _lines(picture, image, context)]
    if found and garbled("\n".join(piece.text for piece in layer)):
        layer = []
    found = _unsaid(found, layer)
    marked = [replace(line.piece, key=key) for key, line in enumerate(found, 1)]
    cells = [*cells_of_lines(*_lined(part)), *(cell for each in shown for cell in _cells(*each))]
    composed = compose(reading_order([*layer, *marked], cells))
    text = "\n".join(filter(None, [composed.text, *slanted(part)]))
    if not found:
        return Page(number, _label(part), text)
    boxes = [
        _box(part, found[key - 1], start, end)
        for key, start, end in sorted(composed.spans, key=itemgetter(1))
        if key
    ]
    confidence = sum(line.confidence * len(line.piece.text) for line in found) / sum(
        len(line.piece.text) for line in found
    )
    return Page(number, _label(part), text, True, confidence, tuple(boxes))


def _lined(part: PagePart) -> tuple[list[Segment], float, float]:
    """The page's straight lines, and how far it reaches."""
    left, top, width, height = part.box
    return lines(part), left + width, top + height


def _worth_reading(part: PagePart) -> list[Picture]:
    return [picture for picture in pictures(part) if picture.share >= PICTURE_SHARE]


def _shown(part: PagePart, package: Package) -> list[tuple[Picture, Image.Image]]:
    """The pictures that may hold text, opened."""
    found = []
    for picture in _worth_reading(part):
        data = package.bytes(picture.name)
        if data and (image := opened(data)) is not None:
            found.append((picture, image))
    return found


def _lines(picture: Picture, image: Image.Image, context: Context) -> list[_Line]:
    """What is read on a picture, in the place where the page shows it."""
    page = read_waiting(image, context)
    return [
        _Line(
            Piece(
                page.text[line.start : line.end], *picture.box(line.left, line.top, line.right, line.bottom)
            ),
            line.confidence,
        )
        for line in page.boxes
    ]


def _cells(picture: Picture, image: Image.Image) -> list[Cell]:
    """The cells of a form whose lines are in a picture and whose entries may stand over it."""
    width, height = image.size
    return [
        Cell(*picture.box(cell.left / width, cell.top / height, cell.right / width, cell.bottom / height))
        for cell in cells_of_picture(np.asarray(image.convert("RGB")))
    ]


def _unsaid(found: list[_Line], layer: list[Piece]) -> list[_Line]:
    """The lines that the text layer does not say itself, in the same place or anywhere on the page."""
    said = "".join("".join(piece.text.split()) for piece in layer)
    return [
        line
        for line in found
        if "".join(line.piece.text.split()) not in said and not any(_covers(p, line.piece) for p in layer)
    ]


def _covers(piece: Piece, line: Piece) -> bool:
    """Whether a piece of the layer stands over most of a line."""
    across = min(piece.right, line.right) - max(piece.left, line.left)
    down = min(piece.bottom, line.bottom) - max(piece.top, line.top)
    return across > 0.5 * (line.right - line.left) and down > 0.5 * line.height


def _box(part: PagePart, line: _Line, start: int, end: int) -> LineBox:
    left, top, width, height = part.box
    piece = line.piece
    across = ((piece.left - left) / width, (piece.right - left) / width)
    down = ((piece.top - top) / height, (piece.bottom - top) / height)
    sides = [min(max(value, 0.0), 1.0) for value in (across[0], down[0], across[1], down[1])]
    return LineBox(start, end, sides[0], sides[1], sides[2], sides[3], line.confidence)


def _too_many(pages: int) -> Problem:
    return Problem(ProblemKind.LIMITED, f"OFD 超过 {pages} 页，只读了前面的", "把文件拆成几个")


def _lost(package: Package, parts: list[PagePart]) -> list[Problem]:
    empty = [part.number for part in parts if part.content is None]
    if empty or not parts:
        pages = f"第{'、'.join(map(str, empty))}页" if empty else "页面"
        return [Problem(ProblemKind.BROKEN, f"OFD 的{pages}已损坏或缺失", "向发文单位重新索取这份文件")]
    return []
