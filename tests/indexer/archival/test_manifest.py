"""Inventories: their rows are read, and each speaks of one file or of none."""

from __future__ import annotations

from indexer.archival.describe import describe
from indexer.archival.manifest import is_manifest_name, match_manifest, parse_manifest
from indexer.archival.values import Subject, Unit
from indexer.documents import FieldSource, Page

SHEET = """归档文件目录
序号\t档号\t文号\t责任者\t题名\t日期\t密级\t页数\t备注
1\t0194-WS·2021-D30-BGS-0001\t东组发〔2021〕6号\t中共衡东县委组织部\t关于开展党史学习教育的通知\t20210305\t\t4\t
2\t0194-WS·2021-D30-BGS-0002\t\t第一党支部\t[2021年6月支委会会议记录]\t20210603\t\t2\t复印件
3\t\t\t第一党支部\t主题党日照片\t20210701\t\t1\t
"""


def test_rows_are_read_by_their_headings() -> None:
    rows = parse_manifest([Page(1, "Sheet1", SHEET)])
    assert len(rows) == 3
    assert rows[0] == {
        "number": "1",
        "archival_no": "0194-WS·2021-D30-BGS-0001",
        "doc_no": "东组发〔2021〕6号",
        "issuer": "中共衡东县委组织部",
        "title": "关于开展党史学习教育的通知",
        "date": "20210305",
        "pages": "4",
    }
    assert rows[1]["title"] == "2021年6月支委会会议记录"


def test_columns_in_any_order_and_commas_between_them() -> None:
    text = (
        "文件名,材料名称,形成日期,页数\n"
        "001.pdf,党员大会会议记录,2021-03-25,3\n002.pdf,支委会会议记录,2021-04-01,2\n"
    )
    rows = parse_manifest([Page(1, "", text)])
    assert [(row["file"], row["title"], row["date"]) for row in rows] == [
        ("001.pdf", "党员大会会议记录", "2021-03-25"),
        ("002.pdf", "支委会会议记录", "2021-04-01"),
    ]


def test_a_roster_is_no_inventory() -> None:
    text = "党员花名册\n序号\t姓名\t性别\t出生年月\t备注\n1\t王光豪\t男\t1970.05\t\n"
    assert parse_manifest([Page(1, "", text)]) == []


def test_names_of_inventories() -> None:
    assert is_manifest_name("归档文件目录.xlsx")
    assert is_manifest_name("00_目录.csv")
    assert not is_manifest_name("支委会会议记录.docx")


def test_rows_find_their_files_by_name_or_title() -> None:
    rows = parse_manifest([Page(1, "Sheet1", SHEET)])
    names = [
        "a/关于开展党史学习教育的通知(终稿).pdf",
        "a/20210603 2021年6月支委会会议记录.docx",
        "a/IMG_0001.jpg",
    ]
    matched = match_manifest(rows, names)
    assert {name: row["number"] for name, row in matched.items()} == {names[0]: "1", names[1]: "2"}


def test_a_row_that_fits_two_files_speaks_of_neither() -> None:
    rows = [{"title": "会议记录表", "number": "1"}]
    assert match_manifest(rows, ["一月/会议记录表.docx", "二月/会议记录表.docx"]) == {}


def test_dates_tell_files_of_one_title_apart() -> None:
    rows = [{"title": "支委会会议记录", "date": "20210603"}, {"title": "支委会会议记录", "date": "20210701"}]
    matched = match_manifest(rows, ["20210603支委会会议记录.docx", "20210701支委会会议记录.docx"])
    assert {name: row["date"] for name, row in matched.items()} == {
        "20210603支委会会议记录.docx": "20210603",
        "20210701支委会会议记录.docx": "20210701",
    }


def test_a_row_describes_a_picture_that_says_nothing() -> None:
    row = parse_manifest([Page(1, "Sheet1", SHEET)])[0]
    found = describe(Subject("档案", "扫描/0001.jpg", doc_type="jpg", manifest=row), Unit())
    assert found.value("title") == "关于开展党史学习教育的通知"
    assert found.value("doc_no") == "东组发〔2021〕6号"
    assert found.value("date") == "2021-03-05"
    assert found.value("issuer") == "中共衡东县委组织部"
    assert found.value("archival_no") == "0194-WS·2021-D30-BGS-0001"
    assert found.value("retention") == "30年"
    assert found.fields["title"].source is FieldSource.MANIFEST
