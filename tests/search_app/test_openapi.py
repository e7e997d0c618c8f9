"""The OpenAPI document is complete, and every answer is what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from indexer.documents import Problem, ProblemKind

from .archive import Archive, described, pages

SPEC = "/api/v1/openapi.json"


@pytest.fixture
def app(archive: Archive) -> Flask:
    archive.put(
        "一支部/6月支委会.docx",
        "支委会会议记录 路灯经费",
        branch="第一党支部",
        work_year=2021,
        date="2021-06-03",
        category="02",
        subcategory="支委会",
        role="会议记录",
        persons=["张三", "李四"],
        meeting={"host": "张三", "topics": ["路灯经费"]},
    )
    archive.put(
        "一支部/签到.jpg",
        doc_type="jpg",
        branch="第一党支部",
        date="2021-06-03",
        category="02",
        subcategory="支委会",
        problems=[Problem(ProblemKind.NO_TEXT, "没有文字", "重新扫描")],
    )
    archive.put("材料.zip", doc_type="zip", members={"6月/记录.txt": "路灯".encode()})
    app = archive.app()
    run = archive.catalog.start_run([str(archive.folder)])
    from indexer.catalog.records import RunState

    archive.catalog.end_run(run, RunState.FINISHED, {"searchable": 1})
    return app


def spec_of(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get(SPEC)
    assert answer.status_code == 200
    document = answer.get_json()
    assert isinstance(document, dict)
    return document


def complaints(spec: dict[str, Any], path: str, method: str, status: int, body: Any) -> list[str]:
    """What is wrong with an answer, by the document's own schema for it."""
    response = spec["paths"][path][method]["responses"][str(status)]
    schema = response["content"]["application/json"]["schema"]
    registry: Registry[Any] = Registry().with_resource("urn:spec", Resource(spec, DRAFT202012))
    absolute = {"$ref": "urn:spec" + schema["$ref"]} if "$ref" in schema else schema
    found = Draft202012Validator(absolute, registry=registry).iter_errors(body)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def test_it_is_a_31_document_that_reaches_for_nothing_outside(app: Flask) -> None:
    spec = spec_of(app)
    assert spec["openapi"].startswith("3.1")
    assert "http" not in str(spec["servers"])


def test_every_call_of_the_contract_that_is_built_is_described(app: Flask) -> None:
    calls = {(path, method) for path, item in spec_of(app)["paths"].items() for method in item}
    assert calls == {
        ("/api/v1/search", "get"),
        ("/api/v1/suggest", "get"),
        ("/api/v1/searches", "get"),
        ("/api/v1/searches", "post"),
        ("/api/v1/searches/{number}", "patch"),
        ("/api/v1/searches/{number}", "delete"),
        ("/api/v1/searches/{number}/looked", "post"),
        ("/api/v1/documents/{document_id}", "get"),
        ("/api/v1/documents/{document_id}", "patch"),
        ("/api/v1/documents/{document_id}/text", "get"),
        ("/api/v1/documents/{document_id}/file", "get"),
        ("/api/v1/documents/{document_id}/similar", "get"),
        ("/api/v1/documents/{document_id}/pages/{number}.png", "get"),
        ("/api/v1/status", "get"),
        ("/api/v1/problems", "get"),
        ("/api/v1/branches", "get"),
        ("/api/v1/words", "get"),
        ("/api/v1/words", "post"),
        ("/api/v1/near-copies", "get"),
        ("/api/v1/documents/{document_id}/compare/{other_id}", "get"),
        ("/api/v1/corrections", "get"),
        ("/api/v1/corrections", "post"),
        ("/api/v1/corrections/{number}/undo", "post"),
        ("/api/v1/corrections/batches", "get"),
        ("/api/v1/corrections/batches/{number}/undo", "post"),
    }


def test_every_parameter_of_a_search_is_described(app: Flask) -> None:
    described = {one["name"] for one in spec_of(app)["paths"]["/api/v1/search"]["get"]["parameters"]}
    filters = {"branch", "year", "category", "role", "doc_type", "issuer", "secrecy", "month"}
    others = {
        "q",
        "date_from",
        "date_to",
        "sort",
        "page",
        "size",
        "expand",
        "understand",
        "relax",
        "within",
        "since",
    }
    assert described == filters | {f"not.{name}" for name in filters} | others


def calls(archive: Archive, app: Flask) -> Iterator[tuple[str, str]]:
    """(path of the document, address) for answers of every kind."""
    yield "/api/v1/search", "/api/v1/search"
    yield "/api/v1/search", "/api/v1/search?q=路灯经费&year=2021"
    yield "/api/v1/search", "/api/v1/search?q=去年一支部 会议记录&size=1"
    yield "/api/v1/search", "/api/v1/search?q=没有这个词也没有那个词"
    yield "/api/v1/search", "/api/v1/search?q=经费&within=去年一支部&within=路登&since=2021-06-03"
    yield "/api/v1/suggest", "/api/v1/suggest?q=支委会会议"
    yield "/api/v1/status", "/api/v1/status"
    yield "/api/v1/problems", "/api/v1/problems"
    yield "/api/v1/branches", "/api/v1/branches"
    yield "/api/v1/words", "/api/v1/words"
    yield "/api/v1/corrections", "/api/v1/corrections"
    yield "/api/v1/corrections/batches", "/api/v1/corrections/batches"
    yield "/api/v1/near-copies", "/api/v1/near-copies"
    ids = [hit["id"] for hit in app.test_client().get("/api/v1/search").get_json()["hits"]]
    compare = "/api/v1/documents/{document_id}/compare/{other_id}"
    yield compare, f"/api/v1/documents/{ids[0]}/compare/{ids[1]}"
    for hit in app.test_client().get("/api/v1/search").get_json()["hits"]:
        yield "/api/v1/documents/{document_id}", f"/api/v1/documents/{hit['id']}"
        yield "/api/v1/documents/{document_id}/similar", f"/api/v1/documents/{hit['id']}/similar"
        yield "/api/v1/documents/{document_id}/text", f"/api/v1/documents/{hit['id']}/text"


def test_answers_are_what_the_document_says(archive: Archive, app: Flask) -> None:
    spec = spec_of(app)
    for path, address in calls(archive, app):
        answer = app.test_client().get(address)
        assert answer.status_code == 200, address
        assert complaints(spec, path, "get", 200, answer.get_json()) == [], address


@pytest.mark.parametrize(
    ("path", "address", "status"),
    [
        ("/api/v1/search", "/api/v1/search?page=0", 400),
        ("/api/v1/documents/{document_id}", "/api/v1/documents/0000000000000000", 404),
        ("/api/v1/documents/{document_id}/text", "/api/v1/documents/0000000000000000/text", 404),
        ("/api/v1/documents/{document_id}/file", "/api/v1/documents/0000000000000000/file", 404),
        ("/api/v1/problems", "/api/v1/problems?kind=nothing", 400),
        ("/api/v1/status", "/api/v1/status?what=1", 400),
    ],
)
def test_failures_are_what_the_document_says(app: Flask, path: str, address: str, status: int) -> None:
    answer = app.test_client().get(address)
    assert answer.status_code == status
    assert complaints(spec_of(app), path, "get", status, answer.get_json()) == []


def test_a_correction_is_what_the_document_says(archive: Archive, app: Flask) -> None:
    client = app.test_client()
    hit = client.get("/api/v1/search?q=路灯经费").get_json()["hits"][0]
    path = "/api/v1/documents/{document_id}"
    address = urlsplit(path.replace("{document_id}", hit["id"])).path
    revision = str(client.get(address).get_json()["revision"])
    body = {"fields": {"branch": "第二党支部"}, "reason": "签到表"}
    for headers, status in [({"If-Match": revision}, 200), ({"If-Match": revision}, 409), ({}, 400)]:
        answer = client.patch(address, json=body, headers=headers)
        assert answer.status_code == status
        assert complaints(spec_of(app), path, "patch", status, answer.get_json()) == []


def test_corrections_made_together_are_what_the_document_says(app: Flask) -> None:
    client, spec = app.test_client(), spec_of(app)
    ids = [hit["id"] for hit in client.get("/api/v1/search").get_json()["hits"]]
    documents = [{"id": one, "revision": 1, "fields": {"role": "通知"}} for one in (*ids, "f" * 16)]
    path = "/api/v1/corrections"
    answer = client.post(path, json={"documents": documents, "whole": False, "reason": "核对"})
    assert complaints(spec, path, "post", 200, answer.get_json()) == []
    for address in (path, f"{path}/batches"):
        assert complaints(spec, address, "get", 200, client.get(address).get_json()) == []
    undone = client.post(f"{path}/batches/{answer.get_json()['batch']}/undo", json={})
    assert complaints(spec, f"{path}/batches/{{number}}/undo", "post", 200, undone.get_json()) == []


def test_saved_searches_are_what_the_document_says(app: Flask) -> None:
    client, spec = app.test_client(), spec_of(app)
    path = "/api/v1/searches"
    body = {"name": "路灯", "search": "q=路灯&year=2021"}
    for status in (200, 409):
        answer = client.post(path, json=body)
        assert answer.status_code == status
        assert complaints(spec, path, "post", status, answer.get_json()) == []
    assert complaints(spec, path, "get", 200, client.get(path).get_json()) == []
    one = f"{path}/{client.get(path).get_json()['searches'][0]['id']}"
    for method, end, sent in (("post", "/looked", {}), ("patch", "", {"name": "经费"}), ("delete", "", {})):
        for status in (200, 404) if method == "delete" else (200,):
            answer = client.open(one + end, method=method.upper(), json=sent)
            assert answer.status_code == status
            told = complaints(spec, f"{path}/{{number}}{end}", method, status, answer.get_json())
            assert told == []


def test_a_part_and_its_file_are_what_the_document_says(archive: Archive) -> None:
    from indexer.catalog.records import PartDraft

    first = PartDraft(1, "6月3日", pages("六月会议"), described(title="六月支委会"))
    second = PartDraft(2, "7月5日", pages("七月会议"), described(title="七月支委会"))
    whole = archive.put("会议记录本.docx", "六月会议", "七月会议", parts=[first, second])
    client = archive.client()
    spec = spec_of(archive.app())
    for identifier in (whole, f"{whole}.1"):
        answer = client.get(f"/api/v1/documents/{identifier}").get_json()
        assert complaints(spec, "/api/v1/documents/{document_id}", "get", 200, answer) == []
    assert [
        part["part"]["number"] for part in client.get(f"/api/v1/documents/{whole}").get_json()["parts"]
    ] == [1, 2]
