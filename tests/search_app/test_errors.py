"""Every failure under /api/ has one shape; elsewhere it is a page that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.engines import open_engine
from indexer.settings import load_settings
from search_app import create_app
from search_app.search.service import SearchService

from .archive import Archive


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    archive = Archive.open(tmp_path_factory.mktemp("errors"))
    archive.put("路灯.docx", "路灯经费")
    yield archive.client()
    archive.close()


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/api/v1/documents/0", 404, "not_found"),
        ("GET", "/api/v1/documents/..%2f..%2fetc/file", 404, "not_found"),
        ("GET", "/api/v1/search?page=0", 400, "bad_request"),
        ("DELETE", "/api/v1/search", 405, "method_not_allowed"),
        ("GET", "/api/v1/completeness", 404, "not_built"),
        ("GET", "/api/v1/collections/1/bundle.zip", 404, "not_built"),
        ("GET", "/api/v1/documents/x/pages/1.png", 404, "not_found"),
        ("GET", "/api/v1/documents/x?a=1", 400, "bad_request"),
        ("GET", "/api/v1/documents/x/text?a=1", 400, "bad_request"),
        ("GET", "/api/v1/documents/x/file?a=1", 400, "bad_request"),
    ],
)
def test_one_shape(client: FlaskClient, method: str, address: str, status: int, code: str) -> None:
    content = {} if method == "GET" else {"json": {}}
    answer = client.open(address, method=method, **content)  # type: ignore[arg-type]
    assert answer.status_code == status
    body = answer.get_json()
    assert set(body) == {"error", "message", "hint", "parameter"}
    assert body["error"] == code
    assert body["message"]
    assert body["hint"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page=0", "page"),
        ("page=1.5", "page"),
        ("page=１", "page"),
        ("page=", "page"),
        ("page=1_0", "page"),
        ("page=99999999999", "page"),
        ("size=0", "size"),
        ("size=101", "size"),
        ("size=500", "size"),
        ("page=1&page=2", "page"),
        ("q=a&q=b", "q"),
        ("year=abc", "year"),
        ("year=21", "year"),
        ("year=2021&year=x", "year"),
        ("not.year=x", "not.year"),
        ("month=2021-13", "month"),
        ("month=2021", "month"),
        ("branch=", "branch"),
        ("date_from=2021-02-30", "date_from"),
        ("date_from=21", "date_from"),
        ("date_to=tomorrow", "date_to"),
        ("sort=random", "sort"),
        ("expand=yes", "expand"),
        ("understand=2", "understand"),
        ("relax=", "relax"),
        ("colour=red", "colour"),
        ("not.colour=red", "not.colour"),
        ("not.q=red", "not.q"),
    ],
)
def test_a_bad_parameter_is_named_and_never_mended(client: FlaskClient, query: str, parameter: str) -> None:
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 400
    assert answer.get_json()["parameter"] == parameter


def test_a_page_past_the_end_has_no_hits_and_the_total(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?page=5000&size=100")
    assert answer.status_code == 200
    assert answer.get_json()["hits"] == []
    assert answer.get_json()["total"] == 1


def test_a_page_that_is_not_there_is_a_page(client: FlaskClient) -> None:
    answer = client.get("/nothing")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "回到检索" in answer.text


def test_an_engine_that_is_away_is_a_503_with_a_hint_and_part_of_the_status(archive: Archive) -> None:
    archive.put("路灯.docx", "路灯经费")
    settings = load_settings(
        {"data": str(archive.settings.data), "elasticsearch_url": "http://127.0.0.1:9"}, {}
    )
    engine = open_engine(settings, archive.analyzer)
    services = replace(
        archive.services(), engine=engine, search=SearchService(archive.catalog, engine, archive.analyzer)
    )
    client = create_app(services, settings).test_client()
    answer = client.get("/api/v1/search?q=路灯")
    assert answer.status_code == 503
    assert answer.get_json()["error"] == "engine_unavailable"
    assert answer.get_json()["hint"]
    page = client.get("/search?q=路灯")
    assert page.status_code == 503
    assert "再试一次" in page.text
    status = client.get("/api/v1/status")
    assert status.status_code == 200
    assert status.get_json()["engine"]["reachable"] is False
    assert "检索引擎连不上" in client.get("/status").text
    engine.close()


def test_a_fault_of_the_program_tells_nothing_of_itself(archive: Archive) -> None:
    app: Flask = archive.app()
    app.config["TESTING"] = False

    @app.get("/api/v1/fault")
    def fault() -> str:
        raise ZeroDivisionError("secret words")

    answer = app.test_client().get("/api/v1/fault")
    assert answer.status_code == 500
    assert answer.get_json()["error"] == "internal_error"
    assert "secret" not in answer.text
