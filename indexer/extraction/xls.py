"""Old Excel workbooks (``xls``, ``et``): every sheet as a page, every cell as the sheet shows it."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet

from indexer.documents import Page, ProblemKind
from indexer.extraction import tika
from indexer.extraction.biff import has_objects, other_texts
from indexer.extraction.cell_formats import BUILT_IN, shown
from indexer.extraction.compound import ole_properties
from indexer.extraction.passwords import HINT, opened_with_password
from indexer.extraction.reading import Context, NotReadable, Reading, Source
from indexer.extraction.sheets import line, page

_ERRORS = (
    xlrd.XLRDError,
    CompDocError,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    OverflowError,
    TypeError,
    ValueError,
    struct.error,
)


def read(source: Source, context: Context) -> Reading:
    """The workbook. Raises ``NotReadable`` where it is encrypted, or damaged beyond xlrd's powers."""
    with opened_with_password(source, context) as opened:
        data = opened.bytes()
        theirs = _by_tika(opened, context) if has_objects(data) else ()
    book = _open(data)
    try:
        pages = [_page(book, number, context) for number in range(book.nsheets)]
        notes = {note for page in pages for note in page.text.split("批注：")}
    except _ERRORS as error:
        raise _broken() from error
    finally:
        book.release_resources()
    shapes = other_texts(data, {note.strip() for note in notes})
    if shapes:
        pages.append(Page(len(pages) + 1, "图形和页眉页脚", "\n".join(shapes)))
    own = "".join("".join(page.text.split()) for page in pages)
    inside = [line for line in theirs if line.strip() and "".join(line.split()) not in own]
    if inside:
        pages.append(Page(len(pages) + 1, "嵌入的文件", "\n".join(inside)))
    kept = tuple(each for each in pages if each.text)
    return Reading(
        "xls", kept, max(book.nsheets, len(pages)), ole_properties(data), () if kept else (tika.NO_TEXT,)
    )


def _by_tika(source: Source, context: Context) -> tuple[str, ...]:
    """What Tika reads, a line each: it opens the files inside, which xlrd does not."""
    try:
        return tuple(line for text in tika.parse(source, context).texts for line in text.split("\n"))
    except NotReadable:
        return ()


def _open(data: bytes) -> Book:
    try:
        return xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        )
    except _ERRORS as error:
        if "encrypt" in str(error).lower():
            raise NotReadable(ProblemKind.ENCRYPTED, "表格设了打开密码", HINT) from error
        raise _broken() from error


def _broken() -> NotReadable:
    return NotReadable(ProblemKind.BROKEN, "表格已损坏，读不全", "用 Excel 或 WPS 打开修复，另存后再索引")


def _page(book: Book, index: int, context: Context) -> Page:
    context.beat()
    sheet = book.sheet_by_index(index)
    lines = [line(_cells(sheet, row, book)) for row in range(sheet.nrows)]
    found = page(index + 1, sheet.name, [*lines, *_comments(sheet)], hidden=sheet.visibility != 0)
    book.unload_sheet(index)
    return found


def _cells(sheet: Sheet, row: int, book: Book) -> dict[int, str]:
    return {column: _shown(cell, book) for column, cell in enumerate(sheet.row(row))}


def _shown(cell: Any, book: Book) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return shown(cell.value, _format(cell, book), since_1904=bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    return ""


def _format(cell: Any, book: Book) -> str:
    """A cell's number format. From Excel 5 on a number under 164 is a built-in one, read as Chinese."""
    key = book.xf_list[cell.xf_index].format_key if cell.xf_index is not None else 0
    if key in BUILT_IN and book.biff_version >= 50:
        return BUILT_IN[key]
    found = book.format_map.get(key)
    return found.format_str if found is not None else "General"


def _comments(sheet: Sheet) -> Iterator[str]:
    for _, note in sorted(sheet.cell_note_map.items()):
        if note.text.strip():
            yield f"批注：{note.text.strip()}"
