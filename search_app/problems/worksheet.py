"""The list of problems as a worksheet that people pass on and tick off."""

from __future__ import annotations

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from indexer.catalog.records import ProblemRecord
from search_app.web.display import PROBLEM_KINDS

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADINGS = ("问题", "党支部", "根文件夹", "文件", "压缩包内", "原因", "怎么办")
_WIDTHS = (14, 20, 16, 60, 40, 40, 50)
#: A worksheet has 1,048,576 rows, and a cell 32,767 characters.
MAX_ROWS = 1_048_575
_LONGEST = 32_000


def worksheet(problems: Iterable[ProblemRecord]) -> bytes:
    """An xlsx file with one row a problem. Every cell is text: a name such as ``=cmd()`` stays a name."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("待处理")
    for index, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFG"[index]].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, heading, bold=True) for heading in _HEADINGS])
    for number, problem in enumerate(problems):
        if number + 1 >= MAX_ROWS:
            break
        sheet.append([_cell(sheet, text) for text in _row(problem)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _row(problem: ProblemRecord) -> tuple[str, ...]:
    return (
        PROBLEM_KINDS[problem.kind.value],
        problem.branch or "",
        problem.root,
        problem.path,
        problem.member or "",
        problem.reason,
        problem.hint,
    )


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """A text cell. openpyxl takes a leading ``=`` for a formula unless the type is set afterwards; the
    quote prefix keeps Excel from doing so when the cell is edited."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST])
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
