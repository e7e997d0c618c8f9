"""PowerPoint presentations (``pptx`` and its kin): every slide as a page, with its notes and comments.

A slide's shapes are read in their stored order, its title first; hidden slides are read and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from indexer.documents import Page
from indexer.extraction import tika
from indexer.extraction.inside import drawn_texts, picture_pages, pictures_in
from indexer.extraction.ooxml import Package, attribute, child, descendants, local, relation_id
from indexer.extraction.reading import Context, NotReadable, Reading, Source
from indexer.extraction.xhtml import tidy

_TITLES = ("title", "ctrTitle")
#: Placeholders that the program fills in, a date or the slide's number; and those every slide repeats.
_DRAWN = ("dt", "sldNum")
_MARGINS = ("ftr", "hdr")


def read(source: Source, context: Context) -> Reading:
    """The slides. Raises ``NotReadable`` where the package or its main part is damaged."""
    with Package(source) as package:
        main = package.main_part("ppt/presentation.xml")
        parts = _slides(package, main)
        pages = []
        said: set[str] = set()
        for number, part in enumerate(parts, 1):
            context.beat()
            page = _page(package, part, number, said)
            if page.text:
                pages.append(page)
        metadata = package.metadata()
        pictures = pictures_in(package, None)
    added, problems, waiting = picture_pages(pictures, context, first=len(parts) + 1, alone=not pages)
    if not pages and not added and not problems:
        problems = (tika.NO_TEXT,)
    return Reading("pptx", (*pages, *added), len(parts), metadata, problems, waiting)


def _slides(package: Package, main: str) -> list[str]:
    """The parts of the slides in the order they are shown."""
    relations = package.relations(main)
    ids = [relation_id(node) or "" for node in descendants(package.xml(main), "sldId")]
    named = [relations[each].target for each in ids if each in relations]
    found = [name for name in named if package.has(name)]
    if found or named:
        return found
    names = [name for name in package.names if re.search(r"ppt/slides/[^/]+\.xml$", name)]
    return sorted(names, key=lambda name: (len(name), name))


def _page(package: Package, part: str, number: int, said: set[str]) -> Page:
    """A slide; what its master or its footer repeats stands on the first slide that has it."""
    label = f"第{number}张"
    try:
        root = package.xml(part)
    except NotReadable:
        return Page(number, label, "")
    if attribute(root, "show") in ("0", "false"):
        label += "（隐藏）"
    lines = [*_shapes(root), *drawn_texts(package, part)]
    repeated = [line for line in (*_margins(root), *_behind(package, part)) if line not in said]
    said.update(repeated)
    lines += dict.fromkeys(repeated)
    notes = [line for name in package.related(part, "notesSlide") for line in _notes(package, name)]
    if any(line.strip() for line in notes):
        lines += ["备注：", *notes]
    lines += [f"批注：{text}" for text in _comments(package, part)]
    return Page(number, label, tidy("\n".join(lines)))


def _shapes(root: etree._Element) -> list[str]:
    """The lines of all shapes, the title's first."""
    tree = child(root, "cSld", "spTree")
    titles: list[str] = []
    others: list[str] = []
    for shape in _each_shape(tree) if tree is not None else ():
        kind = _placeholder(shape)
        if kind not in _DRAWN and kind not in _MARGINS:
            (titles if kind in _TITLES else others).extend(_lines(shape))
    return [*titles, *others]


def _margins(root: etree._Element) -> list[str]:
    tree = child(root, "cSld", "spTree")
    shapes = _each_shape(tree) if tree is not None else ()
    return [line for shape in shapes if _placeholder(shape) in _MARGINS for line in _lines(shape)]


def _behind(package: Package, part: str) -> list[str]:
    """What the slide's layout and master write on it; their placeholders only show how to fill them."""
    lines: list[str] = []
    for layout in package.related(part, "slideLayout"):
        for name in (layout, *package.related(layout, "slideMaster")):
            tree = child(package.xml_if_there(name), "cSld", "spTree")
            for shape in _each_shape(tree) if tree is not None else ():
                if not _placeholder(shape):
                    lines += _lines(shape)
    return lines


def _each_shape(tree: etree._Element) -> Iterator[etree._Element]:
    for node in tree:
        name = local(node)
        if name == "grpSp":
            yield from _each_shape(node)
        elif name == "AlternateContent":
            choice = child(node, "Choice")
            yield from _each_shape(choice if choice is not None else node)
        elif name in ("sp", "graphicFrame", "cxnSp", "pic"):
            yield node


def _placeholder(shape: etree._Element) -> str:
    found = child(shape, "nvSpPr", "nvPr", "ph")
    return attribute(found, "type") or "body" if found is not None else ""


def _lines(shape: etree._Element) -> list[str]:
    """A shape's paragraphs; a table's rows with the cells parted by tabs."""
    rows = list(descendants(shape, "tr"))
    if rows:
        cells = [[" ".join(_paragraphs(cell)) for cell in row if local(cell) == "tc"] for row in rows]
        return ["\t".join(row).rstrip("\t") for row in cells]
    return _paragraphs(shape)


def _paragraphs(node: etree._Element) -> list[str]:
    texts = []
    for paragraph in descendants(node, "p"):
        parts = ["\n" if local(each) == "br" else each.text or "" for each in paragraph.iter("{*}t", "{*}br")]
        if "".join(parts).strip():
            texts.append("".join(parts))
    return texts


def _notes(package: Package, part: str) -> list[str]:
    root = package.xml_if_there(part)
    tree = child(root, "cSld", "spTree")
    found: list[str] = []
    for shape in _each_shape(tree) if tree is not None else ():
        if _placeholder(shape) not in (*_DRAWN, *_MARGINS, "sldImg"):
            found += _lines(shape)
    return found


def _comments(package: Package, part: str) -> Iterator[str]:
    for name in package.related(part, "comments"):
        root = package.xml_if_there(name)
        for node in descendants(root, "cm") if root is not None else ():
            plain = ["".join(map(str, each.itertext())) for each in node if local(each) == "text"]
            text = " ".join(plain or _paragraphs(node)).strip()
            if text:
                yield text
