"""What a search box offers: words, persons, numbers, titles and one's own queries, of what may be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.documents import Problem, ProblemKind
from search_app import create_app
from search_app.search.query.vocabulary import Vocabulary
from search_app.suggesting.suggester import MOST_TITLES, MOST_WORDS, Kind, Suggester
from search_app.suggesting.typed import readings

from .archive import Archive


@pytest.fixture
def filled(archive: Archive) -> Archive:
    archive.put(
        "一支部/6月支委会.docx",
        "支委会会议记录\n讨论路灯维修经费。主持：王建国",
        title="六月支委会会议记录",
        branch="第一党支部",
        persons=["王建国", "李明"],
    )
    archive.put(
        "二支部/通知.docx",
        "关于缴纳党费的通知，经费另列",
        title="关于缴纳党费的通知",
        branch="第二党支部",
        doc_no="武建党〔2021〕3号",
    )
    return archive


def asking(archive: Archive) -> FlaskClient:
    """A client of an application that has read its words already."""
    archive.load()
    services = archive.services()
    services.search.vocabulary.lexicon()
    return create_app(services, archive.settings).test_client()


def offered(archive: Archive, q: str) -> list[tuple[str, str]]:
    answer = asking(archive).get("/api/v1/suggest", query_string={"q": q})
    assert answer.status_code == 200
    return [(one["kind"], one["text"]) for one in answer.get_json()["suggestions"]]


@pytest.mark.parametrize(
    ("q", "kind", "text"),
    [
        ("支委", "term", "支委会"),
        ("zwh", "term", "支委会"),
        ("zhiwei", "term", "支委会"),
        ("王", "person", "王建国"),
        ("wjg", "person", "王建国"),
        ("wangjian", "person", "王建国"),
        ("武建党", "doc_no", "武建党〔2021〕3号"),
        ("武建党[2021]", "doc_no", "武建党〔2021〕3号"),
        ("缴纳党费", "title", "关于缴纳党费的通知"),
        ("gyjn", "title", "关于缴纳党费的通知"),
        ("六月支委会", "title", "六月支委会会议记录"),
        ("通知 党费", "title", "关于缴纳党费的通知"),
        ("路灯 zwh", "term", "路灯 支委会"),
        ("路灯zwh", "term", "路灯支委会"),
        ("人:王", "person", "人:王建国"),
        ("路灯 -支委", "term", "路灯 -支委会"),
        ("支委會", "title", "六月支委会会议记录"),
    ],
)
def test_it_is_offered_by_characters_pinyin_and_initials(
    filled: Archive, q: str, kind: str, text: str
) -> None:
    assert (kind, text) in offered(filled, q)


def test_a_title_leads_to_its_document_and_nothing_else_does(filled: Archive) -> None:
    answer = asking(filled).get("/api/v1/suggest?q=支委会会议").get_json()["suggestions"]
    titles = [one for one in answer if one["kind"] == "title"]
    assert [one["text"] for one in titles] == ["六月支委会会议记录"]
    assert filled.catalog.document(titles[0]["document"]) is not None
    assert all(one["document"] is None for one in answer if one["kind"] != "title")


@pytest.mark.parametrize("q", ["", "   ", "量子", "xyzzy", "长" * 200, "???", '"', "-", "人:", "()"])
def test_what_begins_nothing_offers_nothing(filled: Archive, q: str) -> None:
    assert offered(filled, q) == []


def test_words_are_offered_only_where_they_stand_beside_those_before(filled: Archive) -> None:
    assert ("person", "党费 王建国") not in offered(filled, "党费 王")
    assert ("person", "路灯 王建国") in offered(filled, "路灯 王")


def test_one_of_a_kind_once_and_not_too_many(archive: Archive) -> None:
    for number in range(20):
        archive.put(f"{number}.docx", f"支委会 {number}", title="支委会记录", persons=[f"王{number}"])
    found = offered(archive, "支委会")
    assert found.count(("title", "支委会记录")) == 1
    for number in range(20):
        archive.put(f"其他{number}.docx", f"支委会 {number}", title=f"支委会记录{number}")
    found = offered(archive, "支委会")
    assert sum(kind == "title" for kind, _ in found) == MOST_TITLES
    assert 0 < sum(kind == "person" for kind, _ in offered(archive, "王")) <= MOST_WORDS


def test_quarantined_documents_give_nothing(archive: Archive) -> None:
    archive.put("公开.docx", "支委会会议记录", title="公开的会议记录")
    archive.put(
        "秘密.docx",
        title="绝密武器清单",
        persons=["赵特工"],
        doc_no="密字〔2021〕9号",
        mark="秘密",
        problems=[Problem(ProblemKind.QUARANTINED, "带有密级标志", "请移出")],
    )
    for q in ("绝密武器", "武器", "赵特", "ztg", "密字", "jmwq"):
        assert offered(archive, q) == []


def test_what_becomes_secret_is_offered_no_longer(filled: Archive) -> None:
    identifier = next(one.id for one in filled.catalog.all_documents() if one.title.startswith("六月"))
    ask = asking(filled)
    assert ask.get("/api/v1/suggest?q=wjg").get_json()["suggestions"]
    revision = filled.catalog.documents([identifier])[identifier].revision
    filled.catalog.correct(identifier, {"secrecy": "秘密"}, [], "张三", "有密级", revision)
    filled.load()
    for q in ("wjg", "王建", "六月支委会", "lyzw"):
        assert ask.get("/api/v1/suggest", query_string={"q": q}).get_json()["suggestions"] == []


def test_only_what_the_reader_may_see_is_offered(filled: Archive) -> None:
    from indexer.engines.query import Facet, OneOf

    filled.load()
    vocabulary = Vocabulary(filled.catalog, filled.analyzer)
    vocabulary.lexicon()
    suggester = Suggester(filled.catalog, filled.engine, vocabulary)
    second = OneOf(Facet.BRANCH, frozenset({"第二党支部"}))
    for q in ("wjg", "王", "六月", "zwh"):
        assert suggester.offers(q)
        assert suggester.offers(q, scope=second) == []
    assert suggester.offers("缴纳党费", scope=second)


def test_own_queries_that_found_something_come_back(filled: Archive) -> None:
    client = asking(filled)
    for q in ("路灯经费", "量子纠缠", "党费"):
        client.get("/search", query_string={"q": q}).close()
    suggest = client.get("/api/v1/suggest").get_json()["suggestions"]
    assert [(one["kind"], one["text"]) for one in suggest] == [("query", "党费"), ("query", "路灯经费")]
    for q in ("路", "ldjf", "ludeng"):
        found = client.get("/api/v1/suggest", query_string={"q": q}).get_json()["suggestions"]
        assert {"text": "路灯经费", "kind": "query", "document": None} in found


def test_the_call_is_not_remembered_and_nothing_is_where_it_is_switched_off(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path, remember_searches="0")
    try:
        archive.put("a.docx", "路灯经费")
        client = archive.client()
        client.get("/api/v1/search?q=路灯").close()
        client.get("/search?q=路灯").close()
        assert archive.catalog.past_queries("127.0.0.1") == []
        archive.catalog.remember_query("127.0.0.1", "从前")
        assert client.get("/api/v1/suggest").get_json() == {"suggestions": []}
    finally:
        archive.close()


def test_nobody_waits_for_the_words_and_they_come(filled: Archive) -> None:
    filled.load()
    vocabulary = Vocabulary(filled.catalog, filled.analyzer)
    suggester = Suggester(filled.catalog, filled.engine, vocabulary)
    assert [one.kind for one in suggester.offers("六月支委会会议")] == [Kind.TITLE], (
        "titles are there at once"
    )
    vocabulary.wait()
    assert [one.text for one in suggester.offers("wjg")] == ["王建国"]


def test_an_unknown_parameter_is_refused(archive: Archive) -> None:
    answer = archive.client().get("/api/v1/suggest?q=a&size=3")
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, "size")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("支委", [("", "支委")]),
        ("路灯 jf", [("路灯 ", "jf")]),
        ("路灯jf", [("", "路灯jf"), ("路灯", "jf")]),
        ("人:wang", [("人:", "wang")]),
        ('"路灯', [('"', "路灯")]),
        ("a -b", [("a -", "b")]),
        ("党支-2021", [("", "党支-2021")]),
        ("路灯 ", []),
        ("", []),
    ],
)
def test_what_is_being_typed_is_the_last_piece(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(one.stem, one.piece) for one in readings(text)] == parts
