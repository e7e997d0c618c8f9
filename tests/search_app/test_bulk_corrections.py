"""Many documents corrected at once: by table and on the page, looked at before, taken back as a whole."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indexer.documents import Outcome

from .archive import Archive
from .forms import fields_of

TOLD = {
    "branch": "第一党支部",
    "work_year": 2021,
    "date": "2021-06-03",
    "category": "02",
    "subcategory": "支委会",
}
APPLY = "/corrections/apply"


@pytest.fixture
def ids(archive: Archive) -> list[str]:
    minutes = archive.put(
        "一支部/6月支委会.docx",
        "支委会会议记录 路灯",
        role="会议记录",
        persons=["王建国", "李明"],
        meeting={"host": "王建国", "present": 5, "topics": ["路灯经费", "七一慰问"]},
        **TOLD,
    )
    notice = archive.put("一支部/通知.docx", "通知 路灯", role="通知", **TOLD)
    other = archive.put("=二支部/别的.docx", "别的", branch="第二党支部")
    return [minutes, notice, other]


@pytest.fixture
def client(archive: Archive, ids: list[str]) -> FlaskClient:
    return archive.client()


def value(archive: Archive, identifier: str, field: str) -> object:
    record = archive.catalog.document(identifier)
    assert record is not None
    inside = record.description.meeting if field.startswith("meeting.") else record.description.fields
    return inside[field.removeprefix("meeting.")].value


# By table


def exported(client: FlaskClient, query: str = "") -> Workbook:
    answer = client.get(f"/corrections/table.xlsx?{query}", buffered=True)
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.data))


def cell(sheet: Worksheet, row: int, heading: str) -> object:
    column = [one.value for one in sheet[1]].index(heading) + 1
    return sheet.cell(row, column)


def line_of(sheet: Worksheet, identifier: str) -> int:
    return next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == identifier)


def set_cells(book: Workbook, cells: dict[tuple[str, str], object]) -> None:
    """Change cells by document and heading, as Excel would: a plain value in place of the text."""
    sheet = book["著录"]
    for (identifier, heading), new in cells.items():
        found = cell(sheet, line_of(sheet, identifier), heading)
        found.value = new  # type: ignore[attr-defined]


def handed_in(client: FlaskClient, book: Workbook, reason: str = "按名册核对") -> tuple[int, str]:
    stream = io.BytesIO()
    book.save(stream)
    token = fields_of(client.get("/corrections/table").text)["token"]
    data = {"token": token, "reason": reason, "file": (io.BytesIO(stream.getvalue()), "更正表.xlsx")}
    answer = client.post("/corrections/table", data=data)
    return answer.status_code, answer.text


def applied(client: FlaskClient, page: str) -> str:
    answer = client.post(APPLY, data=fields_of(page, APPLY), follow_redirects=True)
    return answer.text


def test_the_table_holds_what_a_search_selects_with_sources_ids_and_revisions(
    client: FlaskClient, ids: list[str]
) -> None:
    book = exported(client, "q=路灯&role=会议记录")
    sheet = book["著录"]
    assert sheet.max_row == 2
    told = {one.value: sheet.cell(2, n).value for n, one in enumerate(sheet[1], 1)}
    assert (told["编号"], told["修订"], told["文件"]) == (ids[0], "1", "一支部/6月支委会.docx")
    assert (told["党支部"], told["类别"], told["业务年度"]) == ("第一党支部", "02 三会一课", "2021")
    assert (told["人名"], told["议题"], told["实到" if "实到" in told else "出席"]) == (
        "王建国、李明",
        "路灯经费\n七一慰问",
        "5",
    )
    sources = book["来源"]
    assert sources.cell(2, 1).value == ids[0]
    assert "正文 90% 第1页：“第一党支部”" in [one.value for one in sources[2]]
    assert len(exported(client, "")["著录"]["A"]) == 4
    assert len(exported(client, "q=路灯&not.role=通知")["著录"]["A"]) == 2


def test_nothing_in_the_table_is_a_formula(client: FlaskClient) -> None:
    for sheet in exported(client).worksheets:
        for row in sheet.iter_rows():
            for one in row:
                assert one.data_type in ("s", "inlineStr", "n") and one.data_type != "f"
    paths = [row[3].value for row in exported(client)["著录"].iter_rows(min_row=2)]
    assert "=二支部/别的.docx" in paths


def test_a_table_handed_back_as_it_was_changes_nothing(client: FlaskClient) -> None:
    status, page = handed_in(client, exported(client))
    assert status == 200 and "会改 <strong>0</strong> 件，3 件没有改动" in page
    assert "没有要改的" in page and APPLY not in page


def test_what_would_change_is_shown_before_done_logged_and_taken_back_as_a_whole(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    book = exported(client)
    set_cells(
        book,
        {
            (ids[0], "党支部"): "城区党支部",
            (ids[0], "议题"): "路灯经费",
            (ids[0], "人名"): None,
            (ids[1], "业务年度"): 2020,
            (ids[1], "日期"): "2020年6月3日",
            (ids[1], "更正理由"): "通知上写的是2020年",
            (ids[2], "类别"): "党费",
            (ids[2], "二级类别"): "收缴",
        },
    )
    status, page = handed_in(client, book)
    assert status == 200 and "会改 <strong>3</strong> 件" in page
    assert "<del>第一党支部</del> → <ins>城区党支部</ins>" in page
    assert "<del>王建国、李明</del>" in page and "<ins>06 党费</ins>" in page
    assert value(archive, ids[0], "branch") == "第一党支部", "nothing is done before a yes"

    done = applied(client, page)
    assert "更正表“更正表.xlsx”" in done and "3 件文件" in done
    assert value(archive, ids[0], "branch") == "城区党支部"
    assert value(archive, ids[0], "meeting.topics") == ["路灯经费"]
    assert value(archive, ids[0], "persons") is None
    assert (value(archive, ids[1], "work_year"), value(archive, ids[1], "date")) == (2020, "2020-06-03")
    assert (value(archive, ids[2], "category"), value(archive, ids[2], "subcategory")) == ("06", "收缴")
    log = client.get("/api/v1/corrections?size=100").get_json()
    assert log["total"] == 7
    reasons = {(one["document"]["id"], one["reason"]) for one in log["corrections"]}
    assert reasons == {(ids[0], "按名册核对"), (ids[1], "通知上写的是2020年"), (ids[2], "按名册核对")}
    assert all(one["who"] == "127.0.0.1" and one["sha256"] for one in log["corrections"])
    (batch,) = client.get("/api/v1/corrections/batches").get_json()["batches"]
    assert batch["source"] == "更正表.xlsx" and len(batch["source_sha256"]) == 64

    undo = f"/corrections/batches/{batch['id']}/undo"
    told = client.post(undo, data=fields_of(done, undo)).text
    assert "已撤回 3 件文件的更正" in told
    assert value(archive, ids[0], "branch") == "第一党支部" and value(archive, ids[0], "persons") == [
        "王建国",
        "李明",
    ]
    assert value(archive, ids[2], "category") is None


def test_bad_rows_are_told_with_line_and_reason_and_the_good_ones_can_be_taken_alone(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    book = exported(client)
    sheet = book["著录"]
    set_cells(
        book,
        {
            (ids[0], "日期"): "六月三日",
            (ids[1], "党支部"): "城区党支部",
            (ids[2], "题名"): '=HYPERLINK("http://x")',
        },
    )
    sheet.append(["f" * 16, "1", "", "", "", "", "假的"])
    again = [one.value for one in sheet[line_of(sheet, ids[1])]]
    again[6] = "另一个题名"
    sheet.append(again)
    sheet.append(["", "", "", "没有编号.docx", "", "", "题名"])
    _, page = handed_in(client, book)
    plain = re.sub(r"<[^>]+>|\s+", " ", page)
    plain = re.sub(" +", " ", plain)
    assert f"{line_of(sheet, ids[0])} 一支部/6月支委会.docx 著录项 date 的值不对：日期写作" in plain
    assert f"{line_of(sheet, ids[2])} =二支部/别的.docx “题名”是公式，不能用" in plain
    assert f"5 {'f' * 16} 没有这份文件" in plain
    assert "6 一支部/通知.docx 同一份文件在上面已经出现过" in plain
    assert "7 没有编号.docx 缺少编号" in plain
    assert "只改能改的 1 件" in page and "全部不改" in page
    assert archive.catalog.log()[0] == 0
    applied(client, page)
    assert value(archive, ids[1], "branch") == "城区党支部"
    assert archive.catalog.log()[0] == 1
    _, page = handed_in(client, book)
    assert "只改能改的" not in page, (
        "a row that was taken needs nothing more, though its revision is an old one"
    )


def test_a_document_changed_since_it_went_out_is_refused(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    book = exported(client)
    archive.catalog.correct(ids[0], {"branch": "第三党支部"}, (), "王五", "", 1)
    set_cells(book, {(ids[0], "党支部"): "城区党支部"})
    _, page = handed_in(client, book)
    assert "又改过，请重新导出" in page and APPLY not in page
    assert value(archive, ids[0], "branch") == "第三党支部"


def test_where_one_changes_between_look_and_yes_nothing_is_done(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    book = exported(client)
    set_cells(book, {(ids[0], "党支部"): "城区党支部", (ids[1], "党支部"): "城区党支部"})
    _, page = handed_in(client, book)
    archive.catalog.correct(ids[0], {"role": "通知"}, (), "王五", "", 1)
    answer = client.post(APPLY, data=fields_of(page, APPLY))
    assert answer.status_code == 409 and "一件也没有改" in answer.text
    assert value(archive, ids[1], "branch") == "第一党支部"
    answer = client.post(APPLY, data=fields_of(page, APPLY))
    assert answer.status_code == 404 and "已经用过" in answer.text


def test_secrecy_is_raised_by_table_and_never_lowered(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    book = exported(client)
    set_cells(book, {(ids[0], "密级"): "机密", (ids[1], "密级"): "内部"})
    applied(client, handed_in(client, book)[1])
    record = archive.catalog.document(ids[0])
    assert record is not None and record.outcome is Outcome.QUARANTINED
    book = exported(client)
    set_cells(book, {(ids[1], "密级"): None})
    assert "密级只能提高" in handed_in(client, book)[1]


@pytest.mark.parametrize(
    ("name", "data", "reason", "said"),
    [
        ("", b"", "核对", "没有选文件"),
        ("a.xlsx", b"no worksheet", "核对", "读不出来"),
        ("a.xlsx", b"x", " ", "请写明更正的理由"),
    ],
)
def test_what_is_no_table_is_told(
    client: FlaskClient, name: str, data: bytes, reason: str, said: str
) -> None:
    token = fields_of(client.get("/corrections/table").text)["token"]
    form = {"token": token, "reason": reason, "file": (io.BytesIO(data), name)}
    answer = client.post("/corrections/table", data=form)
    assert answer.status_code == 400 and said in answer.text


def multipart(token: str, size: int) -> dict[str, Any]:
    """The request of a form with a file of so many bytes."""
    parts = [f'name="token"\r\n\r\n{token}', 'name="reason"\r\n\r\n核对']
    head = "".join(f"--x\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    head += '--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    return {
        "data": head.encode() + bytes(size) + b"\r\n--x--\r\n",
        "content_type": "multipart/form-data; boundary=x",
    }


def test_a_large_table_is_taken_and_a_huge_one_refused(client: FlaskClient) -> None:
    token = fields_of(client.get("/corrections/table").text)["token"]
    assert "读不出来" in client.post("/corrections/table", **multipart(token, 5 << 20)).text
    assert client.post("/corrections/table", **multipart(token, 40 << 20)).status_code == 413
    assert (
        client.post("/corrections/apply", data={"token": token, "staged": "x" * (2 << 20)}).status_code == 413
    )


def test_columns_that_are_none_are_told(client: FlaskClient) -> None:
    book = exported(client)
    sheet = book["著录"]
    sheet.cell(1, sheet.max_column + 1).value = "我的备注"
    assert "这些列不认识，没有理会：我的备注" in handed_in(client, book)[1]


# On the page


def bulk(client: FlaskClient, query: str, **changes: object) -> tuple[int, str]:
    """The page for a field, with what is typed, sent for its preview."""
    address = f"/corrections/bulk?{query}"
    page = client.get(address).text
    found = re.findall(r'name="document" value="([^"]+)" checked', page)
    form: dict[str, object] = fields_of(page, "") | {"reason": "按名册核对", "document": found} | changes
    answer = client.post(address, data=form)
    return answer.status_code, answer.text


def test_one_field_of_a_searchs_documents_is_set_looked_at_and_taken_back(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    status, page = bulk(client, "q=路灯&field=branch", value="城区党支部")
    assert status == 200 and "会改 <strong>2</strong> 件" in page
    assert "<del>第一党支部</del> → <ins>城区党支部</ins>" in page
    assert value(archive, ids[0], "branch") == "第一党支部"
    done = applied(client, page)
    assert {value(archive, one, "branch") for one in ids} == {"城区党支部", "第二党支部"}
    status, page = bulk(client, "q=路灯&field=branch", value="城区党支部")
    assert "2 件没有改动" in page and "没有要改的" in page
    undo = re.search(r"/corrections/batches/\d+/undo", done)
    assert undo is not None
    client.post(undo[0], data=fields_of(done, undo[0]))
    assert value(archive, ids[0], "branch") == "第一党支部"


def test_documents_can_be_left_out(client: FlaskClient, archive: Archive, ids: list[str]) -> None:
    _, page = bulk(client, "q=路灯&field=role", value="报告", document=[f"{ids[1]}@1"])
    applied(client, page)
    assert (value(archive, ids[0], "role"), value(archive, ids[1], "role")) == ("会议记录", "报告")


def test_a_field_is_chosen_first_and_the_search_is_kept(client: FlaskClient) -> None:
    page = client.get("/corrections/bulk?q=路灯&role=通知").text
    assert "检索选中的 <strong>1</strong> 件" in page
    kept = fields_of(page, "/corrections/bulk")
    assert (kept["q"], kept["role"]) == ("路灯", "通知")
    assert 'name="value"' not in page
    assert client.get("/corrections/bulk?field=colour").status_code == 400
    assert client.get("/corrections/bulk?colour=red").status_code == 400


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": ""}, "请写明更正的理由"),
        ({"document": []}, "没有选文件"),
    ],
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(
    client: FlaskClient, changes: dict[str, object], said: str
) -> None:
    status, page = bulk(client, "q=路灯&field=branch", value="城区党支部", **changes)
    assert status == 400 and said in page
    assert fields_of(page)["value"] == "城区党支部"


def test_a_value_that_does_not_fit_is_told_for_each_document(client: FlaskClient) -> None:
    status, page = bulk(client, "q=路灯&field=date", value="去年")
    assert status == 200 and page.count("日期写作 2021-06-03") == 2 and APPLY not in page


def test_those_that_wait_for_confirmation_are_set_at_once(client: FlaskClient, archive: Archive) -> None:
    unsure = [archive.put(f"疑{n}.docx", f"疑{n}", unsure={"role": "其他", "branch": "x"}) for n in range(2)]
    archive.put("另一项.docx", "另一项", unsure={"branch": "x"})
    archive.load()
    _, page = bulk(client, "waiting=role&field=role", value="通知")
    assert "会改 <strong>2</strong> 件" in page
    applied(client, page)
    assert {value(archive, one, "role") for one in unsure} == {"通知"}
    assert client.get("/corrections/bulk?waiting=role").text.count("待确认的 <strong>0</strong> 件") == 1


# The log


def test_the_log_tells_who_when_what_and_takes_back_line_by_line(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    archive.catalog.correct(
        ids[0], {"branch": "城区党支部", "persons": ["甲", "乙"]}, (), "王五", "看错了", 1
    )
    archive.catalog.correct(ids[1], {"secrecy": "内部"}, (), "张三", "", 1)
    page = client.get("/corrections").text
    for said in ("王五", "张三", "看错了", "城区党支部", "甲、乙", "6月支委会"):
        assert said in page
    line = next(one for one in archive.catalog.corrections(ids[0]) if one.field == "branch")
    undo = f"/corrections/{line.id}/undo"
    assert client.post(undo, data=fields_of(page, undo)).status_code == 303
    assert value(archive, ids[0], "branch") == "第一党支部"
    page = client.get("/corrections").text
    assert "撤回" in page and undo not in page
    secret = archive.catalog.corrections(ids[1])[0].id
    assert f"/corrections/{secret}/undo" not in page
    assert "看错了" not in client.get("/corrections?who=张三").text
    assert client.get("/corrections?field=persons&in_force=1").text.count('id="line-') == 1
    assert client.get("/corrections?field=colour").status_code == 400


def test_results_lead_to_the_table_and_to_the_bulk_edit(client: FlaskClient) -> None:
    page = client.get("/search?q=路灯&role=通知").text
    assert "/corrections/table.xlsx?q=%E8%B7%AF%E7%81%AF&amp;role=%E9%80%9A%E7%9F%A5" in page
    assert "/corrections/bulk?q=%E8%B7%AF%E7%81%AF&amp;role=%E9%80%9A%E7%9F%A5" in page


# The calls


def test_many_are_corrected_by_one_call_checked_before_and_taken_back(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    documents = [
        {"id": ids[0], "revision": 1, "fields": {"branch": "城区党支部", "meeting": {"host": "李明"}}},
        {"id": ids[1], "revision": 1, "fields": {"category": "06"}},
        {"id": ids[2], "revision": 9, "fields": {"branch": "城区党支部"}},
    ]
    body = {"documents": documents, "reason": "核对", "check": True}
    answer = client.post("/api/v1/corrections", json=body).get_json()
    assert answer["batch"] is None and set(answer["corrected"]) == set(ids[:2])
    assert [one["id"] for one in answer["refused"]] == [ids[2]]
    answer = client.post("/api/v1/corrections", json=body | {"check": False}).get_json()
    assert answer["batch"] is None and answer["corrected"] == []
    answer = client.post("/api/v1/corrections", json=body | {"check": False, "whole": False}).get_json()
    assert set(answer["corrected"]) == set(ids[:2])
    assert value(archive, ids[1], "subcategory") is None, "a second level goes with its category"
    undone = client.post(f"/api/v1/corrections/batches/{answer['batch']}/undo", json={}).get_json()
    assert set(undone["corrected"]) == set(ids[:2])
    assert value(archive, ids[1], "subcategory") == "支委会"
    assert client.post("/api/v1/corrections/batches/99/undo", json={}).status_code == 404
    line = client.get(f"/api/v1/corrections?document={ids[0]}").get_json()["corrections"][0]
    assert line["reverted_by"] == "127.0.0.1"
    assert client.post(f"/api/v1/corrections/{line['id']}/undo", json={}).get_json()["corrected"] == []


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"documents": []}, "documents"),
        ({"documents": [{"id": "x"}]}, "documents.revision"),
        ({}, "documents"),
        ({"documents": [{"id": "x", "revision": 1, "fields": {}}], "colour": 1}, "colour"),
    ],
)
def test_a_call_that_cannot_be_taken_names_why(client: FlaskClient, body: object, parameter: str) -> None:
    answer = client.post("/api/v1/corrections", json=body)
    assert answer.status_code == 400 and answer.get_json()["parameter"] == parameter


def test_a_count_of_those_present_stays_a_count(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    book = exported(client)
    heading = "实到" if "实到" in [one.value for one in book["著录"][1]] else "出席"
    set_cells(book, {(ids[0], heading): 6, (ids[0], "缺席"): "赵强"})
    applied(client, handed_in(client, book)[1])
    assert value(archive, ids[0], "meeting.present") == 6
    assert value(archive, ids[0], "meeting.absent") == ["赵强"]
