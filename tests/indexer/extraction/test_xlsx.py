"""Workbooks: every sheet a page, every cell as it is shown, whatever the program that wrote it left out."""

from __future__ import annotations

import io
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from indexer.documents import ProblemKind
from tests.indexer.extraction.reading_of import changed, content_of, kinds, labels, package, texts

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bare(rows: str, strings: str = "") -> bytes:
    """A workbook of one sheet without references, styles or a dimension."""
    sheets = '<sheets><sheet name="名册" r:id="s"/></sheets>'
    relation = f'<Relationship Id="s" Type="{RELATIONS}/worksheet" Target="/xl/worksheets/a.xml"/>'
    return package(
        {
            "xl/workbook.xml": f"<workbook {MAIN} {R}>{sheets}</workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships>{relation}</Relationships>",
            "xl/worksheets/a.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
        }
    )


def test_sheets_are_pages_under_their_names_and_hidden_ones_are_marked() -> None:
    book = Workbook()
    first = book.active
    first.title = "党员名册"
    first.append(["姓名", "入党时间"])
    first.append(["张三", date(2011, 7, 1)])
    first["B2"].number_format = 'yyyy"年"m"月"d"日"'
    other = book.create_sheet("旧名单")
    other["A1"] = "李四"
    other.sheet_state = "hidden"
    book.create_sheet("空表")
    content = content_of("x.xlsx", saved(book))
    assert content.doc_type == "xlsx"
    assert labels(content) == ["党员名册", "旧名单（隐藏）"]
    assert texts(content)[0] == "党员名册\n姓名\t入党时间\n张三\t2011年7月1日"
    assert content.page_count == 3
    assert not content.problems


def test_cells_stay_in_their_columns_and_merged_cells_are_read_once() -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "2021年党费收缴表"
    sheet.merge_cells("A1:D1")
    sheet["B3"] = "金额"
    sheet["D3"] = 12.5
    sheet["D3"].number_format = "0.00"
    (text,) = texts(content_of("x.xlsx", saved(book)))
    assert text == "2021年党费收缴表\n\t金额\t\t12.50"


def test_formulas_give_their_stored_values() -> None:
    rows = (
        '<row><c><f>SUM(A2:A3)</f><v>30</v></c><c t="str"><f>A1</f><v>合计</v></c><c t="b"><v>1</v></c></row>'
    )
    (text,) = texts(content_of("x.xlsx", bare(rows)))
    assert text == "名册\n30\t合计\tTRUE"


def test_strings_of_several_runs_are_joined_and_their_readings_left_out() -> None:
    strings = "<si><r><t>支委</t></r><r><t>会议</t></r><rPh><t>シイ</t></rPh></si><si><t>a_x000D_b</t></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c t="s"><v>99</v></c></row>'
    (text,) = texts(content_of("x.xlsx", bare(rows, strings)))
    assert text == "名册\n支委会议\ta\nb"


def test_a_dimension_that_lies_hides_nothing() -> None:
    book = Workbook()
    book.active["A1"] = "第一格"
    book.active["C9"] = "最后一格"
    data = saved(book)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package_:
        sheet = package_.read("xl/worksheets/sheet1.xml").decode()
    lying = sheet.replace('<dimension ref="A1:C9"', '<dimension ref="A1"')
    assert lying != sheet
    content = content_of("x.xlsx", changed(data, {"xl/worksheets/sheet1.xml": lying}))
    assert "最后一格" in texts(content)[0]


def test_comments_headers_and_chart_titles_are_read() -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "实到"
    sheet["A1"].comment = Comment("不含请假人员", "张三")
    sheet["B1"], sheet["B2"] = "人数", 9
    sheet.oddHeader.center.text = "机关第一党支部"
    chart = BarChart()
    chart.title = "出勤情况图"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    sheet.add_chart(chart, "D1")
    (text,) = texts(content_of("x.xlsx", saved(book)))
    for words in ("批注：不含请假人员", "机关第一党支部", "出勤情况图"):
        assert words in text


def test_dates_kept_as_text_in_strict_workbooks_are_shown_as_dates() -> None:
    rows = '<row><c t="d"><v>2021-06-03T00:00:00</v></c></row>'
    assert "2021-6-3" in texts(content_of("x.xlsx", bare(rows)))[0]


def test_times_of_a_workbook_counting_from_1904() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    book.active["A1"] = date(2021, 6, 3)
    book.active["A1"].number_format = "yyyy-mm-dd"
    assert texts(content_of("x.xlsx", saved(book))) == ["2021-06-03"]


def test_a_damaged_sheet_leaves_the_others_readable() -> None:
    book = Workbook()
    book.active["A1"] = "好的一页"
    book.create_sheet("坏的")["A1"] = "坏的一页"
    data = changed(saved(book), {"xl/worksheets/sheet2.xml": b"<worksheet><sheetData><row><c t"})
    content = content_of("x.xlsx", data)
    assert "好的一页" in texts(content)[0]


def test_an_empty_workbook_has_no_text() -> None:
    assert kinds(content_of("x.xlsx", saved(Workbook()))) == [ProblemKind.NO_TEXT]
