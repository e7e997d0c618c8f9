"""The page of the dictionary: words typed, ticked, handed in; applied with the cost told first."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.archival.words import WordKind
from search_app.services import work

from .archive import Archive
from .forms import fields_of

PAGE, APPLY = "/administration/words", "/administration/words/apply"


@pytest.fixture
def app(archive: Archive) -> Flask:
    for number in range(4):
        archive.put(
            f"会议{number}.docx", "欧阳洁琼乐发言", persons=["樊炫腾", *(["欧阳洁琼"] if number else [])]
        )
    archive.put("别的.docx", "钱进", persons=["钱进"])
    return archive.app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def post(client: FlaskClient, address: str = PAGE, **data: object) -> tuple[int, str]:
    token = fields_of(client.get(PAGE).text)["token"]
    answer = client.post(address, data={"token": token, **data}, follow_redirects=True)
    return answer.status_code, answer.text


def listed(archive: Archive, kind: WordKind) -> list[str]:
    return [one.word for one in archive.catalog.words(kind)]


def test_words_are_added_told_applied_and_cut_by(app: Flask, client: FlaskClient, archive: Archive) -> None:
    assert "还没有用到索引里" not in client.get(PAGE).text
    assert archive.analyzer.query_words("欧阳洁琼乐发言") != ["欧阳洁琼乐", "发言"]
    status, page = post(client, new="欧阳洁琼乐、灯杆编号\n 配电箱", kind="term")
    assert status == 200 and "已加入 3 个词" in page
    assert listed(archive, WordKind.TERM) == ["欧阳洁琼乐", "灯杆编号", "配电箱"]
    assert "还没有用到索引里" in page and "重建索引 <strong>5</strong> 件" in page
    answer = client.post(APPLY, data=fields_of(page, APPLY))
    assert answer.headers["Location"] == "/administration/work"
    with app.app_context():
        work().wait(120)
    assert "词典已经生效，重建索引 5 件" in client.get("/administration/work").text
    assert "还没有用到索引里" not in client.get(PAGE).text
    assert archive.analyzer.query_words("欧阳洁琼乐发言") == ["欧阳洁琼乐", "发言"]
    assert client.get("/api/v1/search?q=欧阳洁琼乐发言").get_json()["total"] == 4
    assert "已去掉 2 个词" in post(client, gone=["灯杆编号", "配电箱"], kind="term")[1]
    assert listed(archive, WordKind.TERM) == ["欧阳洁琼乐"]


def test_a_word_that_cannot_be_taught_is_told_and_nothing_typed_is_lost(
    client: FlaskClient, archive: Archive
) -> None:
    status, page = post(client, new="灯杆编号 LED灯", kind="person")
    assert status == 400 and "“LED灯”不能加入词典" in page
    kept = fields_of(page, PAGE)
    assert (kept["new"], kept["kind"]) == ("灯杆编号 LED灯", "person")
    assert archive.catalog.words() == []


def test_names_found_in_documents_are_proposed_and_taken_together(
    client: FlaskClient, archive: Archive
) -> None:
    page = client.get(f"{PAGE}/names").text
    assert page.index("樊炫腾") < page.index("欧阳洁琼") and "钱进" not in page
    assert "已加入 2 个词" in post(client, new=["樊炫腾", "欧阳洁琼"], kind="person")[1]
    assert listed(archive, WordKind.PERSON) == ["樊炫腾", "欧阳洁琼"]
    assert "没有这样的人名" in client.get(f"{PAGE}/names").text


@pytest.mark.parametrize("suffix", ["txt", "xlsx"])
def test_the_dictionary_goes_out_and_comes_back_by_file(
    client: FlaskClient, archive: Archive, suffix: str
) -> None:
    archive.catalog.add_words(WordKind.TERM, ["灯杆编号"], "")
    archive.catalog.add_words(WordKind.PERSON, ["樊炫腾"], "")
    data = client.get(f"{PAGE}/dictionary.{suffix}", buffered=True).data
    archive.catalog.remove_words(WordKind.TERM, ["灯杆编号"])
    archive.catalog.add_words(WordKind.TERM, ["配电箱"], "")
    file = (io.BytesIO(data), f"词典.{suffix}")
    assert "已加入 1 个词" in post(client, f"{PAGE}/import", file=file)[1]
    file = (io.BytesIO(data), f"词典.{suffix}")
    assert "已加入 0 个词，去掉 1 个" in post(client, f"{PAGE}/import", file=file, replacing="on")[1]
    assert listed(archive, WordKind.TERM) == ["灯杆编号"]
    assert client.get(f"{PAGE}/dictionary.doc").status_code == 404


def test_a_file_that_cannot_be_taken_is_told_with_its_line(client: FlaskClient, archive: Archive) -> None:
    file = (io.BytesIO("灯杆编号\nLED灯\n".encode()), "a.txt")
    status, page = post(client, f"{PAGE}/import", file=file)
    assert status == 400 and "第 2 行：“LED灯”不能加入词典" in page
    assert archive.catalog.words() == []


def test_the_api_tells_adds_and_takes_away(client: FlaskClient) -> None:
    assert client.get("/api/v1/words").get_json() == {"words": [], "due": None}
    answer = client.post("/api/v1/words", json={"kind": "person", "add": ["樊炫腾", "欧阳洁琼"]}).get_json()
    assert answer["due"]["indexed"] == 5
    answer = client.post("/api/v1/words", json={"kind": "person", "remove": ["欧阳洁琼"]}).get_json()
    assert answer["words"] == [{"kind": "person", "word": "樊炫腾"}]
    wrong = client.post("/api/v1/words", json={"add": ["LED灯"]})
    assert wrong.status_code == 400 and wrong.get_json()["parameter"] == "word"
    assert client.post("/api/v1/words", json={"kind": "place"}).get_json()["parameter"] == "kind"


def test_words_that_another_process_adds_are_learned_by_the_server(archive: Archive) -> None:
    from search_app.command_line import carry

    archive.put("会议.docx", "樊炫腾发言")
    archive.load()
    services = archive.services()
    archive.catalog.add_words(WordKind.PERSON, ["樊炫腾"], "")
    carry(services, archive.settings)
    assert services.analyzer.extra_words == ("樊炫腾",)
