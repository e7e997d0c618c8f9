"""我的检索: searches kept under a name, what came since they were looked at, and what is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from indexer.documents import Problem, ProblemKind

from .archive import Archive
from .forms import fields_of

PAGE, CALL = "/searches", "/api/v1/searches"
WHO = "127.0.0.1"
LAMPS = "q=路灯&branch=第一党支部"


@pytest.fixture
def client(archive: Archive, identifier: str) -> FlaskClient:
    assert identifier
    archive.put("二支部/会议.docx", "讨论路灯", branch="第二党支部")
    return archive.client()


def arrive(archive: Archive, name: str, text: str, **values: Any) -> None:
    """A document that comes into the archive and into the index."""
    archive.put(name, text, **{"branch": "第一党支部", **values})
    archive.load()


def saved(client: FlaskClient, name: str = "路灯", search: str = LAMPS) -> int:
    answer = client.post(CALL, json={"name": name, "search": search})
    assert answer.status_code == 200, answer.text
    return int(answer.get_json()["id"])


def counts(client: FlaskClient) -> dict[str, tuple[int | None, int | None]]:
    """Name → (total, new)."""
    answer = client.get(CALL).get_json()["searches"]
    return {one["name"]: (one["total"], one["new"]) for one in answer}


def post(client: FlaskClient, address: str, **data: str) -> tuple[int, str]:
    """What a form of the page answers, followed to where it leads."""
    token = fields_of(client.get("/search?q=路灯").text, PAGE)["token"]
    answer = client.post(address, data={"token": token, **data}, follow_redirects=True)
    return answer.status_code, answer.text


def titles(client: FlaskClient, address: str) -> list[str]:
    hits = client.get(address.replace("/search", "/api/v1/search", 1)).get_json()["hits"]
    return [hit["title"] for hit in hits]


def test_a_search_is_saved_from_its_results_and_told_with_its_conditions(client: FlaskClient) -> None:
    form = fields_of(client.get(f"/search?{LAMPS}&page=1&within=经费").text, PAGE)
    assert form["name"] == "路灯"
    answer = client.post(PAGE, data=form | {"name": "一支部路灯"})
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "已保存“一支部路灯”" in page and "党支部：第一党支部" in page and "在“经费”的结果中" in page
    assert "共 1 件" in page and "没有新的" in page
    assert counts(client) == {"一支部路灯": (1, 0)}


def test_what_came_since_is_counted_shown_alone_and_then_seen(archive: Archive, client: FlaskClient) -> None:
    number = saved(client)
    arrive(archive, "一支部/8月.docx", "路灯验收", title="八月路灯验收")
    arrive(archive, "一支部/9月.docx", "党费收缴", title="九月党费")
    arrive(archive, "二支部/8月.docx", "路灯验收", branch="第二党支部")
    assert counts(client) == {"路灯": (2, 1)}
    assert counts(client) == {"路灯": (2, 1)}, "counting is not looking"
    page = client.get(PAGE).text
    assert "看新收的 1 件" in page
    answer = client.post(f"{PAGE}/{number}/new", data=fields_of(page, f"{PAGE}/{number}/new"))
    assert answer.status_code == 303
    assert titles(client, answer.headers["Location"]) == ["八月路灯验收"]
    shown = client.get(answer.headers["Location"]).text
    assert "以后新收" in shown and "八月路灯验收" in shown
    assert counts(client) == {"路灯": (2, 0)} and "没有新的" in client.get(PAGE).text
    arrive(archive, "一支部/10月.docx", "路灯又坏", title="十月路灯")
    answer = client.post(f"{PAGE}/{number}/new", data=fields_of(client.get(PAGE).text))
    assert titles(client, answer.headers["Location"]) == ["十月路灯"]


def test_documents_that_are_corrected_or_read_again_are_not_new(
    archive: Archive, client: FlaskClient, identifier: str
) -> None:
    saved(client)
    archive.catalog.correct(identifier, {"title": "改了题名"}, [], "张三", "", 1)
    archive.load()
    assert counts(client) == {"路灯": (1, 0)}


def test_quarantined_documents_are_not_counted(archive: Archive, client: FlaskClient) -> None:
    saved(client)
    saved(client, "全部", "")
    before = counts(client)
    problem = Problem(ProblemKind.QUARANTINED, "带有密级标志", "请移出")
    archive.put("一支部/路灯.docx", branch="第一党支部", mark="秘密", problems=[problem])
    archive.load()
    assert counts(client) == before == {"路灯": (1, 0), "全部": (2, 0)}


def test_what_was_mended_is_saved_mended(client: FlaskClient) -> None:
    page = client.get("/search?q=路登").text
    assert fields_of(page, PAGE)["search"] == "?q=%E8%B7%AF%E7%81%AF"


def test_a_name_in_use_is_told_and_the_search_is_not_lost(client: FlaskClient) -> None:
    saved(client, "路灯", "q=经费")
    form = fields_of(client.get(f"/search?{LAMPS}").text, PAGE)
    answer = client.post(PAGE, data=form)
    assert answer.status_code == 409 and "已经有一个检索叫“路灯”" in answer.text
    again = fields_of(answer.text, PAGE)
    assert unquote(again["search"]) == f"?{LAMPS}"
    assert client.post(PAGE, data=again | {"name": "一支部路灯"}).status_code == 303
    assert list(counts(client)) == ["一支部路灯", "路灯"]


def test_searches_are_renamed_and_deleted_on_the_page(client: FlaskClient) -> None:
    number = saved(client)
    saved(client, "经费", "q=经费")
    status, page = post(client, f"{PAGE}/{number}/rename", name="经费")
    assert status == 409 and "已经有一个检索叫“经费”" in page
    assert post(client, f"{PAGE}/{number}/rename", name=" ")[0] == 400
    status, page = post(client, f"{PAGE}/{number}/rename", name="路灯 维修")
    assert status == 200 and "已改名" in page and "路灯 维修" in page
    status, page = post(client, f"{PAGE}/{number}/delete")
    assert status == 200 and "已删除" in page and list(counts(client)) == ["经费"]
    for act in ("rename", "delete", "new"):
        assert post(client, f"{PAGE}/{number}/{act}", name="x")[0] == 404


def test_the_api_renames_looks_and_deletes(archive: Archive, client: FlaskClient) -> None:
    number = saved(client)
    arrive(archive, "一支部/8月.docx", "路灯验收")
    answer = client.get(CALL).get_json()["searches"][0]
    since = client.get(f"/api/v1/search?{answer['search']}&since={answer['looked_at']}").get_json()
    assert answer["new"] == since["total"] == 1 and unquote(answer["search"]) == LAMPS
    looked = client.post(f"{CALL}/{number}/looked", json={}).get_json()
    assert looked["new"] == 0 and looked["looked_at"] > answer["looked_at"]
    assert client.patch(f"{CALL}/{number}", json={"name": "灯"}).get_json()["name"] == "灯"
    assert client.delete(f"{CALL}/{number}", json={}).get_json() == {"searches": []}
    assert client.delete(f"{CALL}/{number}", json={}).status_code == 404


@pytest.mark.parametrize("number", ["99999999999999999999999", "4294967296"])
def test_numbers_that_no_database_holds_name_nothing(client: FlaskClient, number: str) -> None:
    assert client.post(f"{CALL}/{number}/looked", json={}).status_code == 404
    assert client.patch(f"{CALL}/{number}", json={"name": "x"}).status_code == 404
    assert client.delete(f"{CALL}/{number}", json={}).status_code == 404
    for act in ("new", "rename", "delete"):
        assert post(client, f"{PAGE}/{number}/{act}", name="x")[0] == 404


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"name": "x", "search": "year=abc"}, "year"),
        ({"name": "x", "search": "what=1"}, "what"),
        ({"name": "x", "search": "since=2021-02-30T10:00"}, "since"),
        ({"name": "x", "search": "q=" + "长" * 500}, "search"),
        ({"name": "", "search": "q=x"}, "name"),
        ({"name": "长" * 61, "search": "q=x"}, "name"),
        ({"search": "q=x"}, "name"),
        ({"name": "x"}, "search"),
        ({"name": "x", "search": "q=x", "more": 1}, "more"),
    ],
)
def test_what_cannot_be_asked_or_named_is_refused(
    client: FlaskClient, body: dict[str, object], parameter: str
) -> None:
    answer = client.post(CALL, json=body)
    assert answer.status_code == 400
    assert answer.get_json()["parameter"] == parameter
    assert counts(client) == {}


def test_one_that_can_no_longer_be_asked_is_told_and_can_be_deleted(
    archive: Archive, client: FlaskClient
) -> None:
    number = archive.catalog.save_search(WHO, "旧的", "q=路灯&since=2021-02-30T10:00&gone=1")
    saved(client)
    assert counts(client) == {"旧的": (None, None), "路灯": (1, 0)}
    assert "这个检索现在不能用" in client.get(PAGE).text
    assert post(client, f"{PAGE}/{number}/delete")[0] == 200


def test_one_that_came_from_a_backup_is_looked_at_as_a_whole_first(
    archive: Archive, client: FlaskClient
) -> None:
    number = archive.catalog.save_search(WHO, "路灯", LAMPS)
    assert counts(client) == {"路灯": (1, None)}
    page = client.get(PAGE).text
    assert "还没有看过" in page
    answer = client.post(f"{PAGE}/{number}/new", data=fields_of(page, f"{PAGE}/{number}/new"))
    assert unquote(answer.headers["Location"]) == f"/search?{LAMPS}"
    assert counts(client) == {"路灯": (1, 0)}


def test_everybody_has_searches_of_their_own(client: FlaskClient) -> None:
    number = saved(client)
    other = {"REMOTE_ADDR": "10.0.0.7"}
    assert client.get(CALL, environ_base=other).get_json() == {"searches": []}
    assert client.delete(f"{CALL}/{number}", json={}, environ_base=other).status_code == 404
    assert counts(client) == {"路灯": (1, 0)}


def test_remembered_queries_are_forgotten_one_by_one_and_all(archive: Archive, client: FlaskClient) -> None:
    for q in ("路灯", "经费", "王建国"):
        client.get("/search", query_string={"q": q}, buffered=True).close()
    page = client.get(PAGE).text
    assert page.index("王建国") < page.index("经费") < page.index("路灯")
    form = fields_of(page, f"{PAGE}/past/forget") | {"text": "经费"}
    answer = client.post(f"{PAGE}/past/forget", data=form)
    assert answer.status_code == 303
    assert [one.text for one in archive.catalog.past_queries(WHO)] == ["王建国", "路灯"]
    del form["text"]
    client.post(f"{PAGE}/past/forget", data=form)
    assert archive.catalog.past_queries(WHO) == []
    assert "路灯" not in client.get(PAGE).text


@pytest.fixture
def forgetful(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive.open(tmp_path / "other", remember_searches=False)
    yield opened
    opened.close()


def test_a_unit_that_remembers_nothing_says_so_and_still_forgets(forgetful: Archive) -> None:
    forgetful.put("路灯.docx", "路灯")
    forgetful.catalog.remember_query(WHO, "以前的")
    client = forgetful.client()
    client.get("/search?q=路灯", buffered=True).close()
    page = client.get(PAGE).text
    assert "不记住检索过的词" in page and "以前的" in page and "路灯" not in page
    client.post(f"{PAGE}/past/forget", data={"token": fields_of(page)["token"]})
    assert forgetful.catalog.past_queries(WHO) == []


@pytest.mark.parametrize("act", ["", "/{}/new", "/{}/rename", "/{}/delete", "/past/forget"])
def test_forms_without_their_token_or_from_elsewhere_change_nothing(
    archive: Archive, client: FlaskClient, act: str
) -> None:
    number = saved(client)
    before = client.get(CALL).get_json()
    archive.catalog.remember_query(WHO, "路灯")
    token = fields_of(client.get(PAGE).text)["token"]
    address, form = PAGE + act.format(number), {"name": "别的", "search": "q=x"}
    assert client.post(address, data=form).status_code == 403
    foreign = {"Origin": "http://evil.example"}
    assert client.post(address, data=form | {"token": token}, headers=foreign).status_code == 403
    assert client.get(address).status_code in (404, 405) or not act
    assert client.get(CALL).get_json() == before
    assert len(archive.catalog.past_queries(WHO)) == 1


def test_calls_from_elsewhere_change_nothing(client: FlaskClient) -> None:
    number = saved(client)
    before = client.get(CALL).get_json()
    for method, address in (
        ("POST", CALL),
        ("PATCH", f"{CALL}/{number}"),
        ("DELETE", f"{CALL}/{number}"),
        ("POST", f"{CALL}/{number}/looked"),
    ):
        foreign = {"Sec-Fetch-Site": "cross-site"}
        body = {"name": "别的", "search": "q=x"}
        assert client.open(address, method=method, json=body, headers=foreign).status_code == 403
        assert client.open(address, method=method, data=body).status_code == 415
    assert client.get(CALL).get_json() == before
