"""The page of the branches: found ones proposed, corrected in one form, applied with the cost told first."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.archival.values import Branch
from indexer.branch_files import branches_file, parse_branches
from indexer.pipeline import run_lock
from search_app.services import work

from .archive import Archive
from .forms import fields_of

PAGE, APPLY = "/administration/branches", "/administration/branches/apply"


@pytest.fixture
def app(archive: Archive) -> Flask:
    for month in range(1, 5):
        archive.put(f"一支部/2021/{month}月支委会.docx", f"支委会会议记录 {month} 月", branch="第一党支部")
    archive.put("二支部/通知.docx", "通知", branch="第二党支部")
    archive.put("退休/名册.docx", "名册", branch="老干部党支部")
    archive.put("杂/说明.docx", "说明")
    archive.catalog.save_branches(
        [Branch("第一党支部"), Branch("第二党支部", ("2支部",)), Branch("空党支部")]
    )
    return archive.app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def sent(client: FlaskClient, **changes: str) -> tuple[int, str]:
    """The form of the page, changed, sent for its preview."""
    answer = client.post(PAGE, data=fields_of(client.get(PAGE).text, PAGE) | changes)
    return answer.status_code, answer.text


def applied(app: Flask, client: FlaskClient, page: str) -> str:
    """The preview said yes to; the page of the work when it has ended."""
    answer = client.post(APPLY, data=fields_of(page, APPLY))
    assert answer.status_code == 303
    with app.app_context():
        work().wait(120)
    return client.get(answer.headers["Location"]).text


def test_what_was_found_is_proposed_with_its_documents_and_where_it_was_read(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert "自动找出" in page and "请逐行核对" in page
    assert "4 件文件" in page and "正文 4" in page and "写作“第一党支部”" in page
    assert "没有文件" in page
    assert "老干部党支部" in page and "不属于任何党支部" in page
    assert "没有设置" in page and "unit_name" in page


def test_the_whole_list_is_confirmed_with_one_button(
    app: Flask, client: FlaskClient, archive: Archive
) -> None:
    status, page = sent(client)
    assert status == 200 and "确认 3 个党支部" in page
    assert "重新著录 <strong>7</strong> 件" in page and "重建索引 <strong>7</strong> 件" in page
    assert not any(branch.confirmed for branch in archive.catalog.branches()), "nothing is done before a yes"
    assert "已采用 3 个党支部，重新著录 7 件" in applied(app, client, page)
    assert all(branch.confirmed for branch in archive.catalog.branches())
    assert "请逐行核对" not in client.get(PAGE).text
    assert client.get("/api/v1/status").get_json()["rebuild_due"] is False


def test_renaming_merging_adding_and_removing_in_one_look(
    app: Flask, client: FlaskClient, archive: Archive
) -> None:
    changes = {
        "name.1": "城区党支部",
        "aliases.1": "一支部，机关一支部",
        "committee.1": "有",
        "groups.1": "3",
        "term.1": "2021年11月20日",
        "from.1": "2015.7",
        "into.2": "第一党支部",
        "gone.3": "on",
        "name.4": "老干部党支部",
        "aliases.4": "退休支部、退休",
        "until.4": "2024-12-31",
    }
    status, page = sent(client, **changes)
    assert status == 200
    for said in (
        "第一党支部 改名为 城区党支部",
        "第二党支部 并入 城区党支部",
        "移除 空党支部",
        "新增 老干部党支部",
        "城区党支部 的支委会：未填 → 有",
        "城区党支部 的党小组数：未填 → 3",
        "城区党支部 的任期起始：未填 → 2021-11-20",
        "城区党支部 的成立日期：未填 → 2015-07-01",
    ):
        assert said in page, said
    applied(app, client, page)
    first, second = archive.catalog.branches()
    assert first.name == "城区党支部" and first.committee is True and first.groups == 3
    assert set(first.aliases) == {"第一党支部", "一支部", "机关一支部", "第二党支部", "2支部"}
    assert (second.name, second.confirmed, str(second.until)) == ("老干部党支部", True, "2024-12-31")
    found = {
        row["value"]: row["count"] for row in client.get("/api/v1/search").get_json()["facets"]["branch"]
    }
    assert found == {"城区党支部": 5, "老干部党支部": 1, None: 1}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"groups.1": "很多"}, "党小组数（groups）的值“很多”不能用"),
        ({"name.1": ""}, "第 1 行：缺少名称"),
        ({"name.1": "第二党支部"}, "“第二党支部”写了两次"),
        ({"aliases.1": "2支部"}, "“2支部”同时是"),
        ({"into.1": "第二党支部", "into.2": "第一党支部"}, "不在名单里"),
        ({"gone.1": "on", "gone.2": "on", "gone.3": "on"}, "没有党支部"),
        ({"until.2": "2021-02-30"}, "撤销日期"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_typed_is_lost(
    client: FlaskClient, archive: Archive, changes: dict[str, str], said: str
) -> None:
    before = archive.catalog.branches()
    status, page = sent(client, **changes)
    assert status == 400 and said in page
    kept = fields_of(page, PAGE)
    assert {name: kept.get(name) for name in changes} == changes
    assert archive.catalog.branches() == before


@pytest.mark.parametrize("kind", [".xlsx", ".toml"])
def test_a_list_goes_out_and_comes_back_by_file(
    app: Flask, client: FlaskClient, archive: Archive, kind: str
) -> None:
    data = client.get(f"/administration/branches{kind}", buffered=True).data
    assert [branch.name for branch in parse_branches(f"a{kind}", data)] == [
        "第一党支部",
        "第二党支部",
        "空党支部",
    ]
    new = branches_file(kind, [Branch("第一党支部", ("一支部",), groups=2), Branch("=1+1党支部")])
    form = {
        "token": fields_of(client.get(PAGE).text, PAGE)["token"],
        "file": (io.BytesIO(new), f"名单{kind}"),
    }
    answer = client.post(f"{PAGE}/import", data=form)
    assert answer.status_code == 200
    assert "移除 第二党支部" in answer.text and "新增 =1+1党支部" in answer.text
    applied(app, client, answer.text)
    assert [branch.name for branch in archive.catalog.branches()] == ["第一党支部", "=1+1党支部"]


def test_a_file_that_cannot_be_taken_is_told(client: FlaskClient) -> None:
    token = fields_of(client.get(PAGE).text, PAGE)["token"]
    for name, data, said in (
        ("a.docx", b"x", "不知道怎么读写"),
        ("a.xlsx", b"x", "读不出来"),
        ("", b"", "没有选文件"),
    ):
        answer = client.post(f"{PAGE}/import", data={"token": token, "file": (io.BytesIO(data), name)})
        assert answer.status_code == 400 and said in answer.text


def test_a_run_under_way_is_told_of_and_nothing_is_changed(client: FlaskClient, archive: Archive) -> None:
    page = sent(client, **{"name.1": "城区党支部"})[1]
    with run_lock(archive.settings.data):
        answer = client.post(APPLY, data=fields_of(page, APPLY))
    assert answer.status_code == 503 and "正在这个数据目录里索引" in answer.text
    assert archive.catalog.branches()[0].name == "第一党支部"


def test_a_form_that_another_site_sends_is_refused(client: FlaskClient) -> None:
    assert client.post(APPLY, data={"list": "[]"}).status_code == 403
    assert client.post(f"{PAGE}/import", data={"file": (io.BytesIO(b"x"), "a.toml")}).status_code == 403


def test_the_api_lists_them(client: FlaskClient) -> None:
    answer = client.get("/api/v1/branches").get_json()
    assert answer["none"] == 1 and answer["unit_name"] is None
    assert answer["branches"][0] == {
        "name": "第一党支部",
        "aliases": [],
        "committee": None,
        "groups": None,
        "term": None,
        "from": None,
        "until": None,
        "confirmed": False,
        "documents": 4,
    }


def test_the_page_of_the_work_says_when_there_is_none(client: FlaskClient) -> None:
    assert "现在没有在做的事" in client.get("/administration/work").text
