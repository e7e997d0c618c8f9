"""Old workbooks and others in the OLE2 envelope."""

from __future__ import annotations

import io
from datetime import date

import xlwt

from indexer.documents import ProblemKind
from tests.indexer.extraction.reading_of import content_of, kinds, labels, texts


def workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("党费收缴")
    sheet.write(0, 0, "姓名")
    sheet.write(0, 2, "缴纳日期")
    sheet.write(1, 0, "张三")
    sheet.write(1, 2, date(2021, 6, 3), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    sheet.write(2, 0, 0.125, xlwt.easyxf(num_format_str="0.0%"))
    hidden = book.add_sheet("底稿")
    hidden.write(0, 0, "隐藏的表")
    hidden.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_sheets_cells_and_dates_are_read_as_shown() -> None:
    content = content_of("名册.et", workbook())
    assert content.doc_type == "xls"
    assert labels(content) == ["党费收缴", "底稿（隐藏）"]
    assert texts(content)[0] == "党费收缴\n姓名\t\t缴纳日期\n张三\t\t2021年6月3日\n12.5%"
    assert not content.problems
    assert "claimed_type" not in content.metadata


def test_a_truncated_workbook_is_broken_or_read_in_part_and_says_so() -> None:
    data = workbook()
    content = content_of("x.xls", data[: len(data) // 2])
    assert content.doc_type == "xls"
    assert ProblemKind.BROKEN in kinds(content)
