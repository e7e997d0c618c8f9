"""Excel workbooks (``xlsx`` and its kin): every sheet as a page, every cell as the sheet shows it.

Hidden sheets, rows and columns are read too, a hidden sheet is marked. Formulas give the value stored
with them. The dimension a file claims is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from indexer.documents import Page, Problem, ProblemKind
from indexer.extraction import tika
from indexer.extraction.cell_formats import BUILT_IN, is_date, shown
from indexer.extraction.inside import drawn_texts, paragraph_texts, picture_pages, pictures_in
from indexer.extraction.ooxml import Package, attribute, child, descendants, local, relation_id
from indexer.extraction.reading import Context, NotReadable, Reading, Source
from indexer.extraction.sheets import line, page

_CONTROL = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[LCRPNDTZFAGUEXYSBIOH+-])')


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets share: strings, the format of each cell style, where dates count from."""

    strings: list[str]
    formats: list[str]
    since_1904: bool


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool


def read(source: Source, context: Context) -> Reading:
    """The workbook. Raises ``NotReadable`` where the package or its workbook part is damaged."""
    with Package(source) as package:
        main = package.main_part("xl/workbook.xml")
        root = package.xml(main)
        book = _Book(_strings(package, main), _formats(package, main), _since_1904(root))
        sheets = _sheets(package, main, root)
        pages, problems = _pages(package, book, sheets, context)
        metadata = package.metadata()
        pictures = pictures_in(package, None)
    added, more, waiting = picture_pages(pictures, context, first=len(sheets) + 1, alone=not pages)
    problems += more
    if not pages and not added and not problems:
        problems = [tika.NO_TEXT]
    return Reading("xlsx", (*pages, *added), len(sheets), metadata, tuple(problems), waiting)


def _pages(
    package: Package, book: _Book, sheets: list[_Sheet], context: Context
) -> tuple[list[Page], list[Problem]]:
    """The sheets with text; a damaged one gives what could be read of it, and a problem."""
    pages: list[Page] = []
    problems: list[Problem] = []
    left = context.limits.characters
    for number, sheet in enumerate(sheets, 1):
        context.beat()
        lines: list[str] = []
        try:
            for row, text in enumerate(_lines(package, sheet, book)):
                if row % 1000 == 0:
                    context.beat()
                lines.append(text)
                left -= len(text)
                if left < 0:
                    reason = f"表格文字超过 {context.limits.characters} 字，只读了前面的"
                    problems.append(Problem(ProblemKind.LIMITED, reason, "把表格拆成几个文件"))
                    break
        except NotReadable as error:
            problems.append(error.problem)
        if any(text.strip() for text in lines):
            pages.append(page(number, sheet.name, lines, hidden=sheet.hidden))
        if left < 0:
            break
    return pages, problems


def _sheets(package: Package, main: str, root: etree._Element) -> list[_Sheet]:
    relations = package.relations(main)
    sheets = []
    for node in descendants(root, "sheet"):
        relation = relations.get(relation_id(node) or "")
        if relation is not None and package.has(relation.target):
            hidden = (attribute(node, "state") or "visible") != "visible"
            sheets.append(_Sheet(attribute(node, "name") or "", relation.target, hidden))
    return sheets or [
        _Sheet("", name, False)
        for name in sorted(package.names)
        if re.search(r"worksheets/[^/]+\.xml$", name)
    ]


def _since_1904(root: etree._Element) -> bool:
    properties = child(root, "workbookPr")
    return properties is not None and attribute(properties, "date1904") in ("1", "true", "on")


def _strings(package: Package, main: str) -> list[str]:
    name = next(iter(package.related(main, "sharedStrings")), "xl/sharedStrings.xml")
    if not package.has(name):
        return []
    return [_rich_text(item) for item in package.rows(name, "si")]


def _rich_text(item: etree._Element) -> str:
    """A string of one or several runs; how a Japanese word sounds is not part of it."""
    parts = [t.text or "" for t in descendants(item, "t") if local(_parent(t)) != "rPh"]
    return _CONTROL.sub(lambda match: chr(int(match[1], 16)), "".join(parts))


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    return node if parent is None else parent


def _formats(package: Package, main: str) -> list[str]:
    """The number format of each cell style, by its index."""
    name = next(iter(package.related(main, "styles")), "xl/styles.xml")
    root = package.xml_if_there(name)
    if root is None:
        return []
    own = {attribute(node, "numFmtId"): attribute(node, "formatCode") for node in descendants(root, "numFmt")}
    styles = child(root, "cellXfs")
    keys = [attribute(node, "numFmtId") or "0" for node in (styles if styles is not None else ())]
    return [own.get(key) or BUILT_IN.get(int(key) if key.isdigit() else 0, "General") for key in keys]


def _lines(package: Package, sheet: _Sheet, book: _Book) -> Iterator[str]:
    """The rows of a sheet, then its headers, comments, text boxes and charts."""
    margins: list[str] = []
    for node in package.rows(sheet.part, "row", "headerFooter"):
        if local(node) == "row":
            yield line(_cells(node, book))
        else:
            margins = [_HEADER_CODES.sub(" ", each.text or "").strip() for each in node]
    yield from dict.fromkeys(text for text in margins if any(char.isalnum() for char in text))
    yield from _comments(package, sheet.part)
    for drawing in package.related(sheet.part, "drawing"):
        root = package.xml_if_there(drawing)
        yield from paragraph_texts(root) if root is not None else ()
        yield from drawn_texts(package, drawing)


def _cells(row: etree._Element, book: _Book) -> dict[int, str]:
    """The texts of a row by column; cells without a reference follow the one before."""
    cells: dict[int, str] = {}
    column = -1
    for node in row:
        if local(node) != "c":
            continue
        column = _column(attribute(node, "r")) if attribute(node, "r") else column + 1
        if text := _value(node, book):
            cells[column] = text
    return cells


def _column(reference: str | None) -> int:
    number = 0
    for char in reference or "":
        if not char.isalpha() or not char.isascii():
            break
        number = number * 26 + ord(char.upper()) - 64
    return max(0, min(number, 16_384) - 1)


def _value(cell: etree._Element, book: _Book) -> str:
    kind = attribute(cell, "t") or "n"
    if kind == "inlineStr":
        inside = child(cell, "is")
        return _rich_text(inside) if inside is not None else ""
    node = child(cell, "v")
    text = (node.text or "") if node is not None else ""
    if kind == "s":
        return book.strings[int(text)] if text.isdigit() and int(text) < len(book.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(text, text)
    if kind == "d":
        return _iso(text, _format(cell, book))
    return _number(text, _format(cell, book), book) if kind == "n" else text


def _format(cell: etree._Element, book: _Book) -> str:
    style = attribute(cell, "s") or "0"
    index = int(style) if style.isdigit() else 0
    return book.formats[index] if index < len(book.formats) else "General"


def _number(text: str, code: str, book: _Book) -> str:
    try:
        return shown(float(text), code, since_1904=book.since_1904)
    except (ValueError, OverflowError):
        return text


def _iso(text: str, code: str) -> str:
    """A date kept as ISO 8601 (strict workbooks)."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    serial = (moment.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86_400
    return shown(serial, code if is_date(code) else "yyyy-m-d")


def _comments(package: Package, part: str) -> Iterator[str]:
    for kind in ("comments", "threadedComment"):
        for name in package.related(part, kind):
            root = package.xml_if_there(name)
            for node in root.iter("{*}comment", "{*}threadedComment") if root is not None else ():
                text = "".join(
                    t.text or "" for t in node.iter("{*}t", "{*}text") if t.text and t.text.strip()
                )
                if text.strip() and not text.startswith("[Threaded comment]"):
                    yield f"批注：{text.strip()}"
