"""OpenDocument texts, sheets and slides (``odt``, ``ods``, ``odp``), zipped or as one flat XML file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from indexer.documents import Page, ProblemKind
from indexer.extraction import ooxml, tika
from indexer.extraction.inside import picture_pages
from indexer.extraction.ooxml import Package, attribute, child, descendants, local
from indexer.extraction.parts import labelled
from indexer.extraction.passwords import HINT
from indexer.extraction.reading import Context, NotReadable, Reading, Source
from indexer.extraction.sheets import line, page
from indexer.extraction.xhtml import tidy

#: A cell or row that says it stands for more than this many is a filler to the sheet's edge.
REPEATED = 50
_COUNTED = ("page-number", "page-count", "sheet-name", "date", "time")
_SKIPPED = frozenset(
    ("tracked-changes", "sequence-decls", "forms", "ruby-text", "notes", "settings", "binary-data")
)
#: What stands in a paragraph and is read after it.
_ASIDE = frozenset(("note", "frame", "custom-shape", "text-box"))
_META = {
    "title": "title",
    "creator": "last_author",
    "initial-creator": "author",
    "creation-date": "created",
    "date": "modified",
    "subject": "subject",
    "keyword": "keywords",
    "description": "description",
    "generator": "application",
}
_PICTURE = re.compile(r"(^|/)Pictures/[^/]+\.(png|jpe?g|gif|bmp|tiff?|webp)$", re.IGNORECASE)


def read(source: Source, context: Context) -> Reading:
    """The document. Raises ``NotReadable`` where it is encrypted or damaged."""
    content, styles, meta, pictures, objects = _parts(source)
    main = _main(content)
    pages = _PAGES.get(_kind(main), _text)(main, styles)
    if pages and objects:
        pages[-1] = replace(pages[-1], text=tidy("\n".join([pages[-1].text, *objects])))
    count = max(len(pages), _told_pages(meta))
    if _kind(main) == "text":
        stored = any(True for _ in descendants(main, "soft-page-break"))
        label = labelled(len(pages), count, stored=stored)
        pages = [replace(each, label=label.format(each.number)) for each in pages]
    kept = tuple(each for each in pages if each.text.strip())
    added, problems, waiting = picture_pages(pictures, context, first=len(pages) + 1, alone=not kept)
    if not kept and not added and not problems:
        problems = (tika.NO_TEXT,)
    return Reading("", (*kept, *added), count, _metadata(meta), problems, waiting)


def _main(content: etree._Element) -> etree._Element:
    """What the body holds: an element that says its kind, or (OpenOffice 1) the matter itself."""
    body = child(content, "body")
    inside = [node for node in body if isinstance(node.tag, str)] if body is not None else []
    main = next((node for node in inside if local(node) in _KINDS), body if inside else None)
    if main is None:
        raise ooxml.broken("文件里没有正文")
    return main


def _kind(main: etree._Element) -> str:
    """The kind of document; told by what stands in it where the element does not say."""
    if local(main) in _KINDS:
        return local(main)
    if any(local(node) in ("p", "h") for node in main):
        return "text"
    return {"table": "spreadsheet", "page": "drawing"}.get(
        next((local(node) for node in main if local(node) in ("table", "page")), ""), "text"
    )


_KINDS = ("text", "spreadsheet", "presentation", "drawing", "chart", "image", "formula", "database")


def _parts(
    source: Source,
) -> tuple[etree._Element, etree._Element | None, etree._Element | None, list[bytes], list[str]]:
    """Content, styles, metadata, pictures, words of embedded objects; a flat file is the first three."""
    if not source.head(4).startswith(b"PK"):
        root = ooxml.parse(source.bytes())
        if root is None:
            raise ooxml.broken("文件已损坏")
        return root, root, root, [], []
    with Package(source) as package:
        manifest = package.xml_if_there("META-INF/manifest.xml")
        if manifest is not None and any(True for _ in descendants(manifest, "encryption-data")):
            raise NotReadable(ProblemKind.ENCRYPTED, "文件设了打开密码", HINT)
        pictures = [package.bytes(name) for name in package.names if _PICTURE.search(name)]
        styles, meta = package.xml_if_there("styles.xml"), package.xml_if_there("meta.xml")
        return package.xml("content.xml"), styles, meta, pictures, _objects(package)


def _objects(package: Package) -> list[str]:
    """The words of charts and formulas, which are documents inside the document."""
    lines: list[str] = []
    for name in package.names:
        root = package.xml_if_there(name) if name.endswith("/content.xml") else None
        for body in descendants(root, "body") if root is not None else ():
            lines += [text for node in body.iter("{*}p", "{*}h") if (text := paragraph(node)).strip()]
    return list(dict.fromkeys(lines))


def _text(main: etree._Element, styles: etree._Element | None) -> list[Page]:
    """A text by its pages: those the program stored (soft breaks) and those set by hand."""
    breaking = _breaking_styles(main) | (_breaking_styles(styles) if styles is not None else set())
    texts: list[list[str]] = [[]]
    for block in _blocks(main):
        if isinstance(block, str):
            texts[-1].append(block)
        elif texts[-1] and (block.get("break") or _style(block) in breaking):
            texts.append([])
    texts[0] = [*_margins(styles, "header"), *texts[0], *_margins(styles, "footer")]
    return [Page(n, "", tidy("\n".join(lines))) for n, lines in enumerate(texts, 1)]


def _blocks(holder: etree._Element) -> Iterator[str | etree._Element]:
    """Lines in reading order; elements where a page may end: before a paragraph, at a stored break."""
    for node in holder:
        name = local(node)
        if name in ("p", "h"):
            yield node
            yield paragraph(node)
            if any(True for _ in descendants(node, "soft-page-break")):
                yield etree.Element("page", {"break": "soft"})
        elif name == "soft-page-break":
            yield etree.Element("page", {"break": "soft"})
        elif name == "table":
            yield from (_row_text(row) for row in _rows(node))
        elif name not in _SKIPPED and name:
            yield from _blocks(node)


def paragraph(node: etree._Element) -> str:
    """The text of a paragraph, below it its notes, boxes and comments; blanks that ODF counts are written
    out."""
    parts: list[str] = []
    asides: list[str] = []
    _inline(node, parts, asides)
    return "\n".join(["".join(parts), *filter(None, (text.strip("\n") for text in asides))])


def _inline(node: etree._Element, parts: list[str], asides: list[str]) -> None:
    parts.append(node.text or "")
    for each in node:
        name = local(each)
        if name == "s":
            parts.append(" " * min(_count(attribute(each, "c")), 100))
        elif name in ("tab", "line-break"):
            parts.append("\t" if name == "tab" else "\n")
        elif name in ("note-citation", "page-number", "page-count") or name in _SKIPPED or not name:
            pass
        elif name == "annotation":
            asides.append(f"批注：{' '.join(paragraph(p) for p in descendants(each, 'p'))}")
        elif name in _ASIDE:
            asides.append("\n".join(text for text in _blocks(each) if isinstance(text, str)))
        else:
            edge = "\n" if name in ("p", "h", "table-row", "title", "desc") else ""
            parts.append(edge)
            _inline(each, parts, asides)
            parts.append(edge)
        parts.append(each.tail or "")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for node in table:
        if local(node) == "table-row":
            yield node
        elif local(node) in ("table-rows", "table-header-rows", "table-row-group"):
            yield from _rows(node)


def _row_text(row: etree._Element) -> str:
    cells: dict[int, str] = {}
    column = 0
    for node in row:
        if local(node) not in ("table-cell", "covered-table-cell"):
            continue
        text = "\n".join(each for each in _blocks(node) if isinstance(each, str)).strip("\n")
        count = _count(attribute(node, "number-columns-repeated"))
        for offset in range(count if text and count <= REPEATED else 1):
            cells[column + offset] = text
        column += count
    return line(cells)


def _sheets(main: etree._Element, styles: etree._Element | None) -> list[Page]:
    """Every sheet as a page; a row that repeats itself to the sheet's edge is read once."""
    hidden = _hidden_tables(main)
    pages = []
    for number, table in enumerate((node for node in main if local(node) == "table"), 1):
        lines: list[str] = []
        for row in _rows(table):
            text = _row_text(row)
            count = _count(attribute(row, "number-rows-repeated"))
            lines += [text] * (count if text and count <= REPEATED else 1)
        shapes = child(table, "shapes")
        lines += [each for each in _blocks(shapes) if isinstance(each, str)] if shapes is not None else []
        name = attribute(table, "name") or f"表{number}"
        if number == 1:
            lines += [*_margins(styles, "header"), *_margins(styles, "footer")]
        pages.append(page(number, name, lines, hidden=attribute(table, "style-name") in hidden))
    return pages


def _slides(main: etree._Element, styles: etree._Element | None) -> list[Page]:
    pages = []
    repeated = list(dict.fromkeys(_on_master(styles)))
    for number, slide in enumerate((node for node in main if local(node) == "page"), 1):
        notes = child(slide, "notes")
        lines = [each for node in slide if node is not notes for each in _shape_lines(node)]
        said = [text for text in _shape_lines(notes) if text.strip()] if notes is not None else []
        lines += repeated if number == 1 else []
        lines += ["备注：", *said] if said else []
        pages.append(Page(number, f"第{number}张", tidy("\n".join(lines))))
    return pages


#: How the pages of each kind are made; all others are read as texts.
_PAGES = {"spreadsheet": _sheets, "presentation": _slides, "drawing": _slides}


def _shape_lines(shape: etree._Element) -> list[str]:
    return [each for each in _blocks(shape) if isinstance(each, str)]


def _margins(styles: etree._Element | None, kind: str) -> list[str]:
    """Headers or footers that say something, each once; those that only count pages do not."""
    if styles is None:
        return []
    nodes = styles.iter(f"{{*}}{kind}", f"{{*}}{kind}-first", f"{{*}}{kind}-left")
    texts = ("\n".join(filter(None, map(_said, node.iter("{*}p", "{*}h")))) for node in nodes)
    return list(dict.fromkeys(text for text in texts if text))


def _said(margin: etree._Element) -> str:
    counts = any(local(node) in _COUNTED for node in margin.iter())
    text = paragraph(margin).strip()
    letters = sum(char.isalpha() for char in text)
    return text if letters > (6 if counts else 0) else ""


def _on_master(styles: etree._Element | None) -> list[str]:
    """What the masters of slides write on them; their placeholders only show how to fill them."""
    shapes = (
        (node for master in descendants(styles, "master-page") for node in master)
        if styles is not None
        else ()
    )
    return [
        text
        for shape in shapes
        if local(shape) in ("frame", "custom-shape") and attribute(shape, "placeholder") != "true"
        for text in _shape_lines(shape)
        if sum(char.isalpha() for char in text) > 1
    ]


def _style(node: etree._Element) -> str | None:
    return attribute(node, "style-name")


def _breaking_styles(node: etree._Element) -> set[str]:
    """Styles whose paragraphs begin a page."""
    root = node.getroottree().getroot()
    return (
        {
            attribute(style, "name") or ""
            for style in descendants(root, "style")
            if attribute(child(style, "paragraph-properties"), "break-before") == "page"
            or attribute(style, "master-page-name")
        }
        if root is not None
        else set()
    )


def _hidden_tables(main: etree._Element) -> set[str | None]:
    root = main.getroottree().getroot()
    return {
        attribute(style, "name")
        for style in descendants(root, "style")
        if (properties := child(style, "table-properties")) is not None
        and attribute(properties, "display") == "false"
    }


def _metadata(meta: etree._Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    holder = next(descendants(meta, "meta"), None) if meta is not None else None
    for node in holder if holder is not None else ():
        name, text = _META.get(local(node)), (node.text or "").strip()
        if name and text:
            found.setdefault(name, text)
    found.setdefault("author", found.get("last_author", ""))
    return {name: text for name, text in found.items() if text}


def _told_pages(meta: etree._Element | None) -> int:
    for node in descendants(meta, "document-statistic") if meta is not None else ():
        return min(_count(attribute(node, "page-count"), 0), 100_000)
    return 0


def _count(text: str | None, otherwise: int = 1) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else otherwise
