"""Worksheets that people edit: no cell is written as a formula, none is read as a value."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .errors import UsageError

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A worksheet has 1,048,576 rows, and a cell 32,767 characters.
MAX_ROWS = 1_048_575
LONGEST = 32_000
#: So many rows and columns of a sheet are read; people's tables have fewer.
MOST_READ, MOST_COLUMNS = 100_000, 256
#: What a worksheet may unpack to before it is taken for an attack, in bytes.
_UNPACKED = 400_000_000
#: A list of choices longer than this does not fit into a worksheet's own list.
_CHOICES_LENGTH = 250


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: headings, rows of texts, column widths in characters, and, by column from 0, the
    values that its cells are offered."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str]]
    widths: Sequence[float] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


class Formula(str):
    """A cell that computes its value: what it shows is not what stands in it."""

    __slots__ = ()


def write(sheets: Iterable[Sheet]) -> bytes:
    """An xlsx file. Every cell is text: a name such as ``=cmd()`` stays a name."""
    book = Workbook(write_only=True)
    for each in sheets:
        _write_sheet(book, each)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_sheet(book: Any, each: Sheet) -> None:
    sheet = book.create_sheet(each.title)
    for index, width in enumerate(each.widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    for column, values in each.choices.items():
        _offer(sheet, get_column_letter(column + 1), values)
    sheet.append([_cell(sheet, heading, bold=True) for heading in each.headings])
    for number, row in enumerate(each.rows, 1):
        if number >= MAX_ROWS:
            break
        sheet.append([_cell(sheet, text) for text in row])


def _offer(sheet: Any, column: str, values: Sequence[str]) -> None:
    """Offer values in a column; others may be typed all the same, and are checked when the file is read."""
    told = ",".join(values)
    if not values or len(told) > _CHOICES_LENGTH or any("," in value or '"' in value for value in values):
        return
    offered = DataValidation(type="list", formula1=f'"{told}"', allow_blank=True, showErrorMessage=False)
    offered.add(f"{column}2:{column}{MAX_ROWS}")
    sheet.data_validations.append(offered)


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """A text cell. openpyxl takes a leading ``=`` for a formula unless the type is set afterwards; the
    quote prefix and the text format keep Excel from doing so, or from making dates, when it is edited."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST])
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def read(name: str, data: bytes) -> list[list[Any]]:
    """The rows of the first sheet: texts, numbers, dates, None, and ``Formula`` where a cell computes.

    Columns past ``MOST_COLUMNS`` are no table's and left out. Raises ``UsageError`` naming the file where it
    is no worksheet, or one of absurd size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _UNPACKED:
                raise _too_large(name)
        return _rows(name, data)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl lets through whatever it stumbles on in a broken one
        raise UsageError(
            f"{name} 读不出来：格式不对（{error}）", "检查路径；要是 .xlsx 工作簿", parameter="FILE"
        ) from None


def _rows(name: str, data: bytes) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # they are what the file claims: a stray format makes millions of cells
        limits = {"max_row": MOST_READ + 1, "max_col": MOST_COLUMNS}
        rows = [_trimmed([_value(cell) for cell in row]) for row in sheet.iter_rows(**limits)]
    finally:
        book.close()
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > MOST_READ:
        raise _too_large(name)
    return rows


def _too_large(name: str) -> UsageError:
    return UsageError(f"{name} 太大，读不了", "把表拆成几个再导入", parameter="FILE")


def _trimmed(row: list[Any]) -> list[Any]:
    """A row without the empty cells at its end."""
    while row and row[-1] is None:
        row.pop()
    return row


def _value(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, str) and cell.data_type == "f":
        return Formula(value)
    return value if value != "" else None


def text_of(value: Any) -> str:
    """What a cell says as a text: whole numbers without a point, dates as ISO days."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
    return str(value).strip()


def headed(
    rows: Sequence[Sequence[Any]], columns: Mapping[str, Sequence[str]], needed: str, name: str
) -> tuple[dict[str, int], Iterator[tuple[int, dict[str, Any]]]]:
    """Where each column is by the names it may be headed with, and the rows below the headings: line number
    in the sheet, values by column. Raises ``UsageError`` where ``needed`` is not among the headings."""
    for head, row in enumerate(rows[:10]):
        named = {text_of(cell): at for at, cell in reversed(list(enumerate(row))) if cell is not None}
        found = {
            key: next(named[one] for one in names if one in named)
            for key, names in columns.items()
            if any(one in named for one in names)
        }
        if needed in found:
            return found, _below(rows, head, found)
    raise UsageError(
        f"{name} 里没有“{columns[needed][0]}”这一列",
        f"列名：{'、'.join(names[0] for names in columns.values())}",
        parameter="FILE",
    )


def _below(
    rows: Sequence[Sequence[Any]], head: int, columns: Mapping[str, int]
) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row in enumerate(rows[head + 1 :], head + 2):
        values = {key: row[at] for key, at in columns.items() if at < len(row) and row[at] is not None}
        if values:
            yield number, values
