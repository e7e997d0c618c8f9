"""Worksheets that people edit: nothing in them computes, neither as written nor as read."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from indexer import worksheets
from indexer.errors import UsageError
from indexer.worksheets import Formula, Sheet

DANGEROUS = ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def test_every_cell_is_text_whatever_it_begins_with() -> None:
    data = worksheets.write([Sheet("表", ["=题名"], [[text] for text in DANGEROUS], (20,))])
    sheet = load_workbook(io.BytesIO(data)).active
    cells = [row[0] for row in sheet.iter_rows()]
    assert [cell.value for cell in cells] == ["=题名", *DANGEROUS]
    assert all(cell.data_type in ("s", "inlineStr") and cell.quotePrefix for cell in cells)
    assert [row[0] for row in worksheets.read("表.xlsx", data)] == ["=题名", *DANGEROUS]


def test_choices_are_offered_and_none_that_do_not_fit() -> None:
    choices = {0: ("是", "否"), 1: ("甲,乙",), 2: tuple(f"第{n}党支部" for n in range(99))}
    data = worksheets.write([Sheet("表", ["一", "二", "三"], [["是", "", ""]], choices=choices)])
    offered = load_workbook(io.BytesIO(data)).active.data_validations.dataValidation
    assert [(one.formula1, str(one.sqref)) for one in offered] == [('"是,否"', "A2:A1048575")]


def book_of(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_cells_are_read_as_what_people_typed() -> None:
    data = book_of(["a", 2021, 2021.0, 0.5, date(2021, 6, 3), datetime(2021, 6, 3, 9), True, None, "=A1&1"])
    (row,) = worksheets.read("表.xlsx", data)
    texts = [worksheets.text_of(cell) for cell in row]
    assert texts == ["a", "2021", "2021", "0.5", "2021-06-03", "2021-06-03", "是", "", "=A1&1"]
    assert [isinstance(cell, Formula) for cell in row] == [False] * 8 + [True]


def test_headings_may_stand_below_a_title_and_in_any_order() -> None:
    rows: list[list[object]] = [
        ["党支部名单"],
        [None, "简称", "名称"],
        [None],
        [1, "一支部", "第一党支部"],
        [2, "二"],
    ]
    columns = {"name": ("党支部", "名称"), "alias": ("简称",)}
    found, below = worksheets.headed(rows, columns, "name", "表.xlsx")
    assert found == {"name": 2, "alias": 1}
    assert list(below) == [(4, {"name": "第一党支部", "alias": "一支部"}), (5, {"alias": "二"})]


def test_what_is_no_worksheet_or_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (b"", b"PK\x03\x04broken", b"text", book_of(["a"])[:200]):
        with pytest.raises(UsageError) as refused:
            worksheets.read("表.xlsx", data)
        assert "表.xlsx 读不出来" in refused.value.message
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(5):
            packed.writestr(f"xl/{number}.xml", bytes(100_000_000))
    with pytest.raises(UsageError, match="太大"):
        worksheets.read("表.xlsx", stream.getvalue())


def changed(name: str, content: bytes | None) -> bytes:
    """A workbook with one file inside replaced or left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_of(["a"]))) as old, zipfile.ZipFile(stream, "w") as new:
        for each in old.namelist():
            data = content if each.endswith(name) else old.read(each)
            if data is not None:
                new.writestr(each, data)
    return stream.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


@pytest.mark.parametrize("content", [b"<a>", b"<row", SHEET.format("<sheetData><row/>").encode()])
@pytest.mark.parametrize("name", ["workbook.xml", "sheet1.xml", "styles.xml"])
def test_a_broken_workbook_is_told_in_words(name: str, content: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        worksheets.read("表.xlsx", changed(name, content))
    assert "表.xlsx" in caught.value.message


def test_a_workbook_without_its_sheet_is_told_in_words() -> None:
    with pytest.raises(UsageError):
        worksheets.read("表.xlsx", changed("sheet1.xml", None))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
    ],
)
def test_a_stray_cell_far_out_makes_no_millions_of_cells(rows: str) -> None:
    body = f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>'
    assert worksheets.read("表.xlsx", changed("sheet1.xml", SHEET.format(body).encode())) == [[1]]
