"""OFD (GB/T 33190-2016): text by its place on the page; pictures go to recognition page by page.

Signatures and seals are left alone; a damaged one keeps no text from being read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image

from ..documents import Page, Problem, ProblemKind
from .layout import compose, reading_order
from .ofd_objects import Picture, pictures, pieces
from .ofd_package import BrokenPackage, Package, PagePart
from .pictures import opened, picture_problems, read_waiting
from .reading import Context, Member, NotReadable, Reading, Source

#: Pictures that cover less of a page than this are logos, seals and codes.
PICTURE_SHARE = 0.08

_NO_TEXT = Problem(
    ProblemKind.NO_TEXT, "OFD 里没有文字，也没有带文字的图片", "打开原件看看它是不是空白或只有线条"
)


def read(source: Source, context: Context) -> Reading:
    """Every page of every document and version of the package, in order."""
    with source.open() as stream:
        package = _open(io.BytesIO(stream.read()))
    parts = list(package.pages())
    left = not context.ocr and any(_worth_reading(part) for part in parts)
    pages = [_page(part, number, package, context) for number, part in enumerate(parts, 1)]
    return Reading(
        doc_type="ofd",
        pages=tuple(page for page in pages if page.text.strip()),
        page_count=len(parts),
        metadata=package.metadata(),
        problems=(
            *_lost(package, parts),
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
    label = f"第{part.number}页"
    if part.version:
        label = f"旧版本{part.version} {label}"
    return label if part.document == 1 else f"文档{part.document} {label}"


def _page(part: PagePart, number: int, package: Package, context: Context) -> Page:
    context.beat()
    text = compose(reading_order(pieces(part))).text
    if not context.ocr:
        return Page(number, _label(part), text)
    read = [page for picture in _worth_reading(part) if (page := _recognised(picture, package)) is not None]
    added = [page for page in read if page.text.strip() and page.text.strip() not in text]
    if not added:
        return Page(number, _label(part), text)
    confidence = min(page.confidence for page in added if page.confidence is not None)
    whole = "\n".join(filter(None, [text, *(page.text for page in added)]))
    return Page(number, _label(part), whole, ocr=not text.strip(), confidence=confidence)


def _worth_reading(part: PagePart) -> list[Picture]:
    return [picture for picture in pictures(part) if picture.share >= PICTURE_SHARE]


def _recognised(picture: Picture, package: Package) -> Page | None:
    data = package.bytes(picture.name)
    image: Image.Image | None = opened(data) if data else None
    return read_waiting(image) if image is not None else None


def _lost(package: Package, parts: list[PagePart]) -> list[Problem]:
    empty = [part.number for part in parts if part.content is None]
    if empty or not parts:
        pages = f"第{'、'.join(map(str, empty))}页" if empty else "页面"
        return [Problem(ProblemKind.BROKEN, f"OFD 的{pages}已损坏或缺失", "向发文单位重新索取这份文件")]
    return []
