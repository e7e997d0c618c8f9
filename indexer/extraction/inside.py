"""What office documents carry besides text of their own: pictures, diagrams, charts, other files."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

import olefile
from lxml import etree

from indexer.documents import Page, Problem, ProblemKind
from indexer.extraction.compound import ole_type
from indexer.extraction.encoding import decode
from indexer.extraction.ooxml import Package, descendants
from indexer.extraction.pictures import opened, picture_problems, read_waiting
from indexer.extraction.reading import Context, Member, NotReadable, Source

#: Pictures with a shorter side under this many pixels, or in all under so many, hold no page of text.
SIDE = 120
PIXELS = 60_000
_READ_WITH = (".png", ".jpg", ".jpeg", ".jpe", ".bmp", ".gif", ".tif", ".tiff", ".webp")
_OFFICE = {"doc": ".doc", "xls": ".xls", "ppt": ".ppt", "vsd": ".vsd", "msg": ".msg"}
_HOLDERS = ("word/", "xl/worksheets/", "ppt/slides/")


def pictures_in(package: Package, wanted: Sequence[str] | None, part: str | None = None) -> list[bytes]:
    """The bytes of pictures by their relation ids in a part (None: all that the package has)."""
    if wanted is None:
        names = [name for name in package.names if "/media/" in name.replace("\\", "/")]
    else:
        relations = package.relations(part or package.main_part("word/document.xml"))
        names = [relations[each].target for each in wanted if each in relations]
    found = []
    for name in dict.fromkeys(names):
        if name.lower().endswith(_READ_WITH) and package.has(name):
            try:
                found.append(package.bytes(name))
            except NotReadable:
                continue
    return found


def picture_pages(
    pictures: Iterable[bytes], context: Context, first: int, *, alone: bool
) -> tuple[tuple[Page, ...], tuple[Problem, ...], bool]:
    """Pictures with text as pages numbered from ``first``, what is wrong with them, whether they wait.

    ``alone``: the document has no text besides them, so that their waiting is a problem.
    """
    worth = [data for data in dict.fromkeys(pictures) if _is_worth_reading(data)]
    if not worth:
        return (), (), False
    if not context.ocr:
        return (), picture_problems((), waiting=True) if alone else (), True
    pages: list[Page] = []
    for number, data in enumerate(worth, 1):
        context.beat()
        image = opened(data)
        if image is not None:
            pages.append(read_waiting(image, context, first + len(pages), f"图片{number}"))
    return (
        tuple(page for page in pages if page.text.strip()),
        picture_problems(pages, only_pictures=alone),
        False,
    )


def _is_worth_reading(data: bytes) -> bool:
    image = opened(data)
    return image is not None and min(image.size) >= SIDE and image.width * image.height >= PIXELS


def drawn_texts(package: Package, part: str) -> list[str]:
    """The words of the diagrams (SmartArt) and charts that a part shows, a line each."""
    lines: list[str] = []
    for kind in ("diagramData", "chart", "chartEx"):
        for name in package.related(part, kind):
            root = package.xml_if_there(name)
            if root is not None:
                texts = [*paragraph_texts(root), *_labels(root)]
                lines += dict.fromkeys(text.strip() for text in texts if text.strip())
    return lines


def members(source: Source, context: Context) -> Iterator[Member]:
    """The files put into an OOXML document as objects: other documents, or any file as an icon."""
    try:
        package = Package(source)
    except NotReadable:
        return  # the reader says why
    with package:
        for name in dict.fromkeys(_object_parts(package)):
            try:
                data = package.bytes(name)
            except NotReadable as error:
                yield Member(name, None, error.problem)
                continue
            if (found := embedded_file(name, data)) is not None:
                yield found


def _object_parts(package: Package) -> Iterator[str]:
    """Objects of pages, sheets and slides; the sheets behind charts are the charts' own, not files."""
    for part in package.names:
        if part.startswith(_HOLDERS) and part.endswith(".xml"):
            for kind in ("oleObject", "package"):
                yield from package.related(part, kind)


def embedded_file(name: str, data: bytes) -> Member | None:
    """An object's file; None for what is no file but a drawing of some program (an equation)."""
    plain = name.rsplit("/", 1)[-1]
    if not data.startswith(olefile.MAGIC):
        return Member(plain, Source.of_bytes(plain, data))
    kind = ole_type(Source.of_bytes(plain, data))
    if kind in _OFFICE:
        renamed = plain.rsplit(".", 1)[0] + _OFFICE[kind]
        return Member(renamed, Source.of_bytes(renamed, data))
    return _packed_file(plain, data)


def _packed_file(name: str, data: bytes) -> Member | None:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for stream in ("CONTENTS", "Package"):
                if ole.exists(stream):
                    return _whole_stream(name, ole.openstream(stream).read())
            if not ole.exists("\x01Ole10Native"):
                return None
            return packaged_file(name, ole.openstream("\x01Ole10Native").read())
    except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError):
        return Member(name, None, Problem(ProblemKind.BROKEN, "文档里的这个嵌入对象已损坏"))


def _whole_stream(name: str, data: bytes) -> Member | None:
    if not data.startswith((b"%PDF", b"PK\x03\x04", olefile.MAGIC)):
        return None
    suffix = ".pdf" if data.startswith(b"%PDF") else ""
    renamed = name.rsplit(".", 1)[0] + suffix
    return Member(renamed, Source.of_bytes(renamed, data))


def packaged_file(name: str, data: bytes) -> Member | None:
    """A file kept by Windows' packager (MS-OLEDS 2.3.6): length, 2 bytes, name, path, ..., the bytes."""
    parts = data[6:].split(b"\x00", 2)
    if len(parts) < 3 or data[4:6] != b"\x02\x00":
        return None
    told = _decoded_name(parts[0]) or name
    rest = parts[2][4:]  # two words of flags
    length = int.from_bytes(rest[:4], "little")
    rest = rest[4 + length :]
    size = int.from_bytes(rest[:4], "little")
    if not 0 < size <= len(rest) - 4:
        return None
    return Member(told, Source.of_bytes(told, rest[4 : 4 + size]))


def _decoded_name(raw: bytes) -> str:
    return decode(raw).text.replace("\\", "/").rsplit("/", 1)[-1]


def paragraph_texts(root: etree._Element) -> list[str]:
    """The paragraphs of a drawing part, a line each."""
    return ["".join(node.text or "" for node in descendants(p, "t")) for p in descendants(root, "p")]


def _labels(chart: etree._Element) -> list[str]:
    """The names of a chart's categories and series, as the chart remembers them."""
    return [node.text or "" for cache in descendants(chart, "strCache") for node in descendants(cache, "v")]
