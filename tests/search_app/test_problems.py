"""The worklist: by kind, branch and folder, with what to do, and as a worksheet that is safe to open."""

from __future__ import annotations

import io
import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from indexer.catalog.records import IgnoredPath
from indexer.documents import Problem, ProblemKind
from indexer.pipeline import run_lock
from search_app.services import work

from .archive import Archive
from .forms import fields_of

ENCRYPTED = Problem(ProblemKind.ENCRYPTED, "文件有密码", "去掉密码后另存")
NO_TEXT = Problem(ProblemKind.NO_TEXT, "只有图片", "等文字识别完成")


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    archive.put("一支部/2021/加密.xlsx", doc_type="xlsx", problems=[ENCRYPTED], branch="第一党支部")
    archive.put("一支部/扫描.pdf", doc_type="pdf", problems=[NO_TEXT], branch="第一党支部")
    archive.put("二支部/扫描.pdf", data=b"2", doc_type="pdf", problems=[NO_TEXT], branch="第二党支部")
    archive.put("好的.docx", "路灯")
    archive.catalog.save_ignored("档案", [IgnoredPath("~$锁.docx", "Office 的临时文件")])
    return archive.client()


def found(client: FlaskClient, query: str = "") -> list[tuple[str, str]]:
    answer = client.get(f"/api/v1/problems?{query}").get_json()
    assert answer["total"] == len(answer["problems"])
    return [(one["path"], one["kind"]) for one in answer["problems"]]


def test_everything_wrong_is_listed_with_reason_and_hint(client: FlaskClient) -> None:
    answer = client.get("/api/v1/problems").get_json()
    assert (answer["total"], answer["page"], answer["size"]) == (3, 1, 20)
    one = next(row for row in answer["problems"] if row["kind"] == "encrypted")
    assert one == {
        "root": "档案",
        "path": "一支部/2021/加密.xlsx",
        "member": None,
        "id": one["id"],
        "kind": "encrypted",
        "reason": "文件有密码",
        "hint": "去掉密码后另存",
        "branch": "第一党支部",
    }
    assert client.get(f"/api/v1/documents/{one['id']}").status_code == 200


def test_kind_branch_and_folder_narrow(client: FlaskClient) -> None:
    assert found(client, "kind=encrypted") == [("一支部/2021/加密.xlsx", "encrypted")]
    assert found(client, "branch=第二党支部") == [("二支部/扫描.pdf", "no_text")]
    assert len(found(client, "root=档案&folder=一支部")) == 2
    assert found(client, "kind=no_text&folder=一支部/2021") == []


def test_ignored_paths_are_listed_only_when_asked_for(client: FlaskClient) -> None:
    assert found(client, "kind=ignored") == [("~$锁.docx", "ignored")]
    assert ("~$锁.docx", "ignored") not in found(client)


def test_the_page_counts_kinds_and_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/problems").text
    assert "共 <strong>3</strong> 条" in page
    assert "去掉密码后另存" in page
    narrowed = client.get("/problems?kind=encrypted&branch=&folder=").text
    assert "共 <strong>1</strong> 条" in narrowed


def test_the_page_of_an_archive_without_problems_says_so(archive: Archive) -> None:
    archive.put("好的.docx", "路灯")
    assert "没有待处理的文件" in archive.client().get("/problems").text


def test_paging_goes_through_all_of_them(archive: Archive) -> None:
    for number in range(55):
        archive.put(f"{number:03}.pdf", data=str(number).encode(), doc_type="pdf", problems=[NO_TEXT])
    client = archive.client()
    pages = [client.get(f"/api/v1/problems?size=20&page={page}").get_json() for page in (1, 2, 3, 4)]
    paths = [row["path"] for page in pages for row in page["problems"]]
    assert paths == [f"{number:03}.pdf" for number in range(55)]
    assert {page["total"] for page in pages} == {55}
    second = client.get("/problems?page=2").text
    assert "054.pdf" in second
    assert "001.pdf" not in second


def sheet_of(client: FlaskClient, query: str = "") -> list[list[object]]:
    answer = client.get(f"/problems.xlsx?{query}", buffered=True)
    assert answer.status_code == 200
    assert unquote(answer.headers["Content-Disposition"]).endswith("待处理清单.xlsx")
    rows = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    return [list(row) for row in rows]


def test_the_worksheet_holds_the_same_rows(client: FlaskClient) -> None:
    rows = sheet_of(client)
    assert rows[0][:4] == ["问题", "党支部", "根文件夹", "文件"]
    assert [
        "有密码",
        "第一党支部",
        "档案",
        "一支部/2021/加密.xlsx",
        None,
        "文件有密码",
        "去掉密码后另存",
    ] in rows
    assert len(rows) == 4
    assert len(sheet_of(client, "kind=encrypted")) == 2


def test_names_that_look_like_formulas_stay_names(archive: Archive) -> None:
    names = ["=1+1.pdf", "+cmd.pdf", "-2.pdf", "@SUM(A1).pdf", "\t=1.pdf"]
    for name in names:
        archive.put(name, data=name.encode(), doc_type="pdf", problems=[NO_TEXT], branch="=HYPERLINK(1)")
    answer = archive.client().get("/problems.xlsx", buffered=True)
    sheet = load_workbook(io.BytesIO(answer.data)).active
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            assert cell.data_type in ("s", "inlineStr"), cell.value
            assert cell.quotePrefix
    assert "=1+1.pdf" in {row[3].value for row in sheet.iter_rows(min_row=2)}


def test_documents_with_an_unsure_field_wait_for_confirmation(archive: Archive) -> None:
    identifier = archive.put("会议.docx", "路灯", unsure={"branch": "第三党支部"})
    client = archive.client()
    page = client.get("/problems/to-confirm").text
    assert "第三党支部" in page
    assert f'href="/documents/{identifier}/correct"' in page
    assert "著录待确认" in client.get("/problems").text


WAITING, CONFIRM = "/problems/to-confirm", "/problems/confirm"


def test_guesses_found_right_are_confirmed_together_and_can_be_taken_back(archive: Archive) -> None:
    unsure = [
        archive.put(f"会议{n}.docx", f"路灯{n}", unsure={"branch": "第三党支部", "role": "通知"})
        for n in range(3)
    ]
    client = archive.client()
    form = fields_of(client.get(WAITING).text, CONFIRM)
    answer = client.post(CONFIRM, data=form | {"document": [f"{one}@1" for one in unsure[:2]]})
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "已确认 2 件" in page and "共 <strong>1</strong> 件" in page
    record = archive.catalog.document(unsure[0])
    assert record is not None and record.corrected == ("branch", "role")
    assert record.description.value("branch") == "第三党支部"
    link = re.search(r'href="(/corrections/batches/\d+)"', page)
    assert link
    batch = client.get(link[1]).text
    assert "逐件核对" in batch and "核对无误" in batch
    undo = f"{link[1]}/undo"
    assert client.post(undo, data=fields_of(batch, undo)).status_code == 200
    assert archive.catalog.to_confirm()[0] == 3


def test_one_fields_guesses_are_listed_and_confirmed_alone(archive: Archive) -> None:
    both = archive.put("甲.docx", "甲", unsure={"branch": "第三党支部", "role": "通知"})
    archive.put("乙.docx", "乙", unsure={"branch": "第三党支部"})
    client = archive.client()
    page = client.get(f"{WAITING}?field=role").text
    assert "甲.docx" in page and "乙.docx" not in page
    assert "/corrections/bulk?waiting=role&amp;field=role" in page
    form = fields_of(page, CONFIRM) | {"all": "1"}
    assert client.post(CONFIRM, data=form).status_code == 303
    record = archive.catalog.document(both)
    assert record is not None and record.corrected == ("role",)
    assert archive.catalog.count_to_confirm() == {"branch": 2}


def test_a_correction_made_before_the_file_changed_is_confirmed_on_the_new_bytes(archive: Archive) -> None:
    identifier = archive.put("甲.docx", "甲", branch="第一党支部")
    archive.catalog.correct(identifier, {"branch": "第二党支部"}, (), "张三", "", 1)
    archive.put("甲.docx", "甲又改过", branch="第一党支部")
    client = archive.client()
    page = client.get(WAITING).text
    assert "更正之后原件又改过" in page
    assert client.post(CONFIRM, data=fields_of(page, CONFIRM) | {"all": "1"}).status_code == 303
    record = archive.catalog.document(identifier)
    assert record is not None and record.description.value("branch") == "第二党支部"
    assert not record.stale_corrections and archive.catalog.to_confirm()[0] == 0


def test_what_was_not_ticked_or_has_changed_since_is_not_confirmed(archive: Archive) -> None:
    identifier = archive.put("甲.docx", "甲", unsure={"branch": "第三党支部"})
    client = archive.client()
    form = fields_of(client.get(WAITING).text, CONFIRM)
    del form["shown"]
    answer = client.post(CONFIRM, data=form)
    assert answer.status_code == 400 and "没有勾选文件" in answer.text
    archive.catalog.correct(identifier, {"title": "别的"}, (), "张三", "", 1)
    answer = client.post(CONFIRM, data=form | {"document": f"{identifier}@1"})
    assert answer.status_code == 409 and "又改过" in answer.text
    for strange in ("0" * 16 + "@1", identifier, f"{identifier}@x", "@", "\x00@1"):
        assert client.post(CONFIRM, data=form | {"document": strange}).status_code == 400
    assert archive.catalog.to_confirm()[0] == 1
    assert client.get(f"{WAITING}?field=colour").status_code == 400


AGAIN = "/problems/read-again"


def ask_again(client: FlaskClient, query: str = "", **sent: str) -> str:
    """Send the form of the list; return where it leads."""
    answer = client.post(AGAIN, data=fields_of(client.get(f"/problems?{query}").text, AGAIN) | sent)
    assert answer.status_code == 303
    return unquote(answer.headers["Location"])


def box(client: FlaskClient, path: str) -> str:
    """The value of the box that ticks a file on the page."""
    found = re.search(
        rf'name="id" value="(\w+)" aria-label="选 {re.escape(path)}"', client.get("/problems").text
    )
    assert found
    return found[1]


def test_ticked_files_are_read_again_and_the_others_stay(archive: Archive) -> None:
    for path in ("一支部/会议.txt", "二支部/会议.txt"):
        archive.put(path, data=f"{path} 研究路灯经费".encode(), doc_type="txt", problems=[NO_TEXT])
    app = archive.app()
    client = app.test_client()
    assert ask_again(client, id=box(client, "一支部/会议.txt")) == "/administration/work"
    with app.app_context():
        work().wait(120)
    assert "已重新读取 1 个文件" in client.get("/administration/work").text
    assert found(client) == [("二支部/会议.txt", "no_text")]
    hits = client.get("/api/v1/search?q=路灯经费").get_json()["hits"]
    assert [hit["path"] for hit in hits] == ["一支部/会议.txt"]


def test_all_that_the_list_shows_is_read_again(archive: Archive) -> None:
    for path in ("一支部/1.txt", "一支部/2.txt", "二支部/3.txt"):
        archive.put(path, data=f"{path} 研究路灯经费".encode(), doc_type="txt", problems=[NO_TEXT])
    app = archive.app()
    client = app.test_client()
    ask_again(client, "folder=一支部&kind=no_text", all="1")
    with app.app_context():
        work().wait(120)
    assert found(client) == [("二支部/3.txt", "no_text")]
    back = re.search(r'<a href="([^"]+)">返回', client.get("/administration/work").text)
    assert back and unquote(back[1]) == "/problems?kind=no_text&amp;folder=一支部"


def test_nothing_ticked_is_told(client: FlaskClient) -> None:
    place = ask_again(client, "kind=encrypted")
    assert place == "/problems?kind=encrypted"
    assert "没有选中要重新读取的文件" in client.get(place).text


def test_a_run_under_way_leaves_the_files_to_the_next(client: FlaskClient, archive: Archive) -> None:
    with run_lock(archive.settings.data):
        place = ask_again(client, all="1")
    assert "已记下 3 个文件" in client.get(place).text


def test_what_is_not_there_cannot_be_ticked(client: FlaskClient) -> None:
    page = client.get("/problems?kind=ignored").text
    assert "~$锁.docx" in page
    assert AGAIN not in page and 'type="checkbox"' not in page
    assert client.post(AGAIN, data={"all": "1"}).status_code == 403, "a form that another site sends"
