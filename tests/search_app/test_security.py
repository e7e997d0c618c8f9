"""Who may ask, what a browser may do with the answer, and what the log keeps."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.errors import CatalogUnavailable
from search_app import create_app
from search_app.web.access import written_log
from search_app.web.security import MAX_REQUEST_BYTES, allowed_hosts

from .archive import Archive


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    archive.put("路灯.docx", "路灯经费", branch="第一党支部")
    return archive.client()


def document_of(client: FlaskClient) -> str:
    return str(client.get("/api/v1/search").get_json()["hits"][0]["id"])


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "address", ["/", "/search", "/nothing", "/api/v1/search", "/api/v1/nothing", "/status"]
)
def test_every_answer_tells_the_browser_to_run_and_frame_nothing_foreign(
    client: FlaskClient, address: str
) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/", "/search?q=路灯", "/status", "/problems", "/nothing"])
def test_pages_hold_nothing_that_the_policy_forbids(client: FlaskClient, address: str) -> None:
    page = client.get(address).text
    assert not re.search(r"\sstyle=|\son\w+=|javascript:|<style|<script(?! src=)", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8620", "127.0.0.1:8620", "[::1]:8620", "LOCALHOST."]
)
def test_this_machine_answers_for_its_own_names(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.9"]
)
def test_other_names_are_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400
    answer = client.get("/api/v1/search", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.get_json()["error"] == "foreign_host"


def test_configured_names_are_answered_for(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path, allowed_hosts="dangan.example, 10.0.0.7", host="192.168.1.5")
    client = archive.client()
    for host in ("dangan.example:8620", "10.0.0.7", "192.168.1.5:80"):
        assert client.get("/", headers={"Host": host}).status_code == 200
    archive.close()


def test_listening_everywhere_does_not_mean_answering_for_every_name(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path, host="0.0.0.0")
    assert "0.0.0.0" not in allowed_hosts(archive.settings)
    archive.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_write_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    identifier = document_of(client)
    answer = client.patch(
        f"/api/v1/documents/{identifier}",
        json={"fields": {"branch": "第二党支部"}},
        headers={"If-Match": "1", **headers},
    )
    assert answer.status_code == 403
    page = client.get(f"/documents/{identifier}/correct").text
    form = {"token": token_of(page), "revision": "1", "branch": "第二党支部", "reason": "理由"}
    assert client.post(f"/documents/{identifier}/correct", data=form, headers=headers).status_code == 403
    assert client.get(f"/api/v1/documents/{identifier}").get_json()["revision"] == 1


def test_a_form_without_its_token_changes_nothing(client: FlaskClient) -> None:
    identifier = document_of(client)
    address = f"/documents/{identifier}/correct"
    form = {"revision": "1", "branch": "第二党支部", "reason": "理由"}
    assert client.post(address, data=form).status_code == 403
    token = token_of(client.get(address).text)
    assert client.post(address, data=form | {"token": token + "x"}).status_code == 403
    stranger = client.application.test_client()
    assert stranger.post(address, data=form | {"token": token}).status_code == 403
    assert client.post(address, data=form | {"token": token}).status_code == 303


def test_the_cookie_is_signed_and_out_of_reach_of_scripts(client: FlaskClient) -> None:
    answer = client.get(f"/documents/{document_of(client)}/correct")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Set-Cookie" not in client.application.test_client().get("/search").headers


def test_the_key_of_the_cookie_outlives_a_restart(archive: Archive) -> None:
    first = archive.app().secret_key
    assert first == archive.app().secret_key
    (archive.settings.data / "web.key").write_bytes(b"short")
    with pytest.raises(CatalogUnavailable):
        create_app(archive.services(), archive.settings)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_write_that_is_not_json_is_refused(client: FlaskClient, content_type: str) -> None:
    answer = client.patch(
        f"/api/v1/documents/{document_of(client)}",
        data='{"fields": {"branch": "乙"}}',
        content_type=content_type,
        headers={"If-Match": "1"},
    )
    assert answer.status_code == 415
    assert answer.get_json()["error"] == "unsupported_media_type"


def test_a_request_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.patch(
        f"/api/v1/documents/{document_of(client)}",
        data=b'{"reason": "' + b"x" * MAX_REQUEST_BYTES + b'"}',
        content_type="application/json",
        headers={"If-Match": "1"},
    )
    assert answer.status_code == 413
    assert answer.get_json()["error"] == "request_too_large"


def test_the_log_has_no_search_words(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="dangan.access"):
        client.get("/search?q=困难党员张三")
        client.get("/api/v1/search?q=%E5%BC%A0%E4%B8%89")
        client.get("/a%0d%0aGET%20/fake")
    assert len(caplog.messages) == 3
    assert "GET /search 200" in caplog.messages[0]
    for message in caplog.messages:
        assert "张三" not in message
        assert "q=" not in message
        assert "\n" not in message


def test_the_log_is_a_file_while_the_server_runs_and_keeps_faults_too(archive: Archive) -> None:
    app = archive.app()
    app.config["TESTING"] = False

    @app.get("/fault")
    def fault() -> str:
        raise ZeroDivisionError("what went wrong")

    client = app.test_client()
    with written_log(archive.settings.data / "logs") as file:
        client.get("/search?q=张三")
        client.get("/fault")
    client.get("/status")
    text = file.read_text(encoding="utf-8")
    assert "GET /search 200" in text
    assert "what went wrong" in text
    assert "张三" not in text
    assert "/status" not in text


@pytest.mark.parametrize("identifier", ["%00", "a%00b", "..", "a" * 65, "%F0%9F%98%80", "'--"])
def test_what_can_be_no_id_is_not_found_and_never_asked_of_the_database(
    client: FlaskClient, identifier: str
) -> None:
    assert client.get(f"/api/v1/documents/{identifier}").status_code in (404, 308)
    assert client.get(f"/documents/{identifier}/correct").status_code in (404, 308)


@pytest.mark.parametrize(
    "address", ["/api/v1/search?branch=a%00", "/api/v1/problems?folder=%00", "/problems?root=%00"]
)
def test_control_characters_in_a_value_are_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


NINES = "9" * 5000


@pytest.mark.parametrize(
    "body",
    [
        '{"fields": ' + "[" * 9000 + "]" * 9000 + "}",
        '{"fields": {"work_year": ' + NINES + "}}",
        '{"fields": {"title": "\\ud800"}}',
        '{"fields": {"\\udfff": "x"}}',
    ],
    ids=["nested", "digits", "half a character", "half a character as a name"],
)
def test_json_that_nothing_can_take_is_refused(client: FlaskClient, body: str) -> None:
    identifier = document_of(client)
    for method, address in (("PATCH", f"/api/v1/documents/{identifier}"), ("POST", "/api/v1/corrections")):
        answer = client.open(
            address, method=method, data=body, content_type="application/json", headers={"If-Match": "1"}
        )
        assert answer.status_code == 400
        assert answer.get_json()["error"] == "bad_request"
    assert client.get(f"/api/v1/documents/{identifier}").get_json()["revision"] == 1


@pytest.mark.parametrize("number", ["99999999999999999999999", "4294967296"])
def test_numbers_that_no_database_holds_name_nothing(client: FlaskClient, number: str) -> None:
    assert client.get(f"/corrections/batches/{number}").status_code == 404
    for address in (f"/api/v1/corrections/{number}/undo", f"/api/v1/corrections/batches/{number}/undo"):
        assert client.post(address, json={}).status_code == 404
    form = {"token": token_of(client.get("/administration/words").text)}
    for address in (f"/corrections/{number}/undo", f"/corrections/batches/{number}/undo"):
        assert client.post(address, data=form).status_code == 404


@pytest.mark.parametrize("box", ["\x00@1", "@1", "x@", "x@" + NINES, "'--@1", "x" * 65 + "@1"])
def test_boxes_that_name_no_document_tick_nothing(client: FlaskClient, box: str) -> None:
    form = {"token": token_of(client.get("/administration/words").text), "document": box, "reason": "r"}
    assert client.post("/problems/confirm", data=form).status_code == 400
    assert client.post("/corrections/bulk?q=&field=title", data=form | {"value": "x"}).status_code == 400


@pytest.mark.parametrize(
    "address", ["/corrections/bulk?waiting=a%00", "/corrections/bulk?waiting=all&branch=a%00"]
)
def test_what_no_list_of_those_that_wait_takes_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400
