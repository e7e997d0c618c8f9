"""XLSX with openpyxl: lines as merged rows, tables as cells, a break begins a sheet."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from indexer.sample.paper import Break, Grid, Line, Paper, Style
from indexer.sample.writers.office import core_properties
from indexer.sample.writers.zips import freeze

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def xlsx(paper: Paper) -> bytes:
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    width = max((block.width for block in paper.blocks if isinstance(block, Grid)), default=1)
    row = 0
    for block in paper.blocks:
        if isinstance(block, Break):
            if row:
                sheet = book.create_sheet()
            sheet.title = block.label or sheet.title
            row = 0
        else:
            row = _add(sheet, block, row, width)
    out = io.BytesIO()
    book.save(out)
    return freeze(out.getvalue(), {"docProps/core.xml": core_properties(paper).encode()})


def _add(sheet: Worksheet, block: Line | Grid, row: int, width: int) -> int:
    """Put the block below ``row`` and return the last row used."""
    if isinstance(block, Line):
        cell = sheet.cell(row + 1, 1, block.text)
        cell.font = Font(bold=block.style is Style.TITLE, size=16 if block.style is Style.TITLE else 11)
        cell.alignment = Alignment(horizontal="center" if block.style is Style.TITLE else None)
        sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=width)
        return row + 1
    for values in block.rows:
        row += 1
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, _number(value))
            if isinstance(cell.value, float):
                cell.number_format = "0.00"
            cell.border, cell.alignment = _BOX, Alignment(wrap_text=True, vertical="center")
    return row


def _number(value: str) -> str | int | float:
    """A sum stays a number, as someone typed it; a code such as 0012 or a date stays text."""
    if value.isdigit() and (value == "0" or not value.startswith("0")) and len(value) < 8:
        return int(value)
    whole, dot, tenths = value.partition(".")
    return float(value) if dot and whole.isdigit() and tenths.isdigit() and len(tenths) == 2 else value
