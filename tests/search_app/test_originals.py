"""The original of a document: byte for byte, always to be saved, never from outside the archive."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from .archive import Archive

CONTENT = bytes(range(256)) * 5000


def get(client: FlaskClient, identifier: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    answer = client.get(f"/api/v1/documents/{identifier}/file", headers=headers, buffered=True)
    return answer.status_code, answer.data, dict(answer.headers)


def test_it_is_the_file_byte_for_byte_with_its_hash(archive: Archive) -> None:
    identifier = archive.put("一支部/会议.docx", "路灯", data=CONTENT)
    status, body, headers = get(archive.client(), identifier)
    assert status == 200
    assert body == CONTENT
    assert headers["ETag"] == f'"{hashlib.sha256(CONTENT).hexdigest()}"'
    assert headers["Content-Length"] == str(len(CONTENT))
    assert headers["Content-Disposition"].startswith("attachment;")
    assert unquote(headers["Content-Disposition"].split("filename*=UTF-8''")[1]) == "会议.docx"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


def test_a_name_cannot_break_out_of_its_header(archive: Archive) -> None:
    identifier = archive.put('a; x="1" 会.txt' if sys.platform != "win32" else "a; x='1' 会.txt", data=b"x")
    header = get(archive.client(), identifier)[2]["Content-Disposition"]
    assert header.count('"') == 2
    assert header.count(";") == 2


@pytest.mark.parametrize("doc_type", ["html", "svg", "xml", "xhtml", "unknown", "mhtml"])
def test_what_a_browser_could_run_goes_out_as_plain_bytes(archive: Archive, doc_type: str) -> None:
    identifier = archive.put(f"页面.{doc_type}", data=b"<script>alert(1)</script>", doc_type=doc_type)
    headers = get(archive.client(), identifier)[2]
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment;")


def test_a_range_and_an_unchanged_copy_are_answered_as_http_has_it(archive: Archive) -> None:
    client = archive.client() if archive.put("大.pdf", data=CONTENT, doc_type="pdf") else None
    assert client is not None
    identifier = client.get("/api/v1/search").get_json()["hits"][0]["id"]
    status, body, headers = get(client, identifier, Range="bytes=1048570-1048585")
    assert (status, body) == (206, CONTENT[1048570:1048586])
    assert headers["Content-Range"] == f"bytes 1048570-1048585/{len(CONTENT)}"
    assert get(client, identifier, **{"If-None-Match": headers["ETag"]})[0] == 304
    assert get(client, identifier, Range="bytes=99999999-")[0] == 416


def test_a_changed_file_goes_out_as_it_is_now_under_its_own_hash(archive: Archive) -> None:
    identifier = archive.put("会议.docx", data=b"before")
    (archive.folder / "会议.docx").write_bytes(b"after")
    status, body, headers = get(archive.client(), identifier)
    assert (status, body) == (200, b"after")
    assert hashlib.sha256(b"after").hexdigest() in headers["ETag"]


def test_a_member_goes_out_as_its_own_bytes(archive: Archive) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("6月/记录.txt", "支委会记录")
    archive.put(
        "材料.zip", data=packed.getvalue(), doc_type="zip", members={"6月/记录.txt": "支委会记录".encode()}
    )
    client = archive.client()
    hit = client.get("/api/v1/search?q=支委会记录").get_json()["hits"][0]
    assert hit["member"] == "6月/记录.txt"
    status, body, headers = get(client, hit["id"])
    assert (status, body.decode()) == (200, "支委会记录")
    assert unquote(headers["Content-Disposition"]).endswith("记录.txt")


def test_a_member_that_cannot_be_taken_out_is_a_404_that_says_what_to_do(archive: Archive) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("记录.txt", "支委会记录")
    broken = packed.getvalue().replace("支委会记录".encode(), "支委会纪要".encode())
    archive.put("材料.zip", data=broken, doc_type="zip", members={"记录.txt": "支委会记录".encode()})
    client = archive.client()
    hit = client.get("/api/v1/search?q=支委会记录").get_json()["hits"][0]
    answer = client.get(f"/api/v1/documents/{hit['id']}/file")
    assert answer.status_code == 404
    assert "整个压缩包" in answer.get_json()["hint"]


def test_a_part_goes_out_as_the_file_it_stands_in(archive: Archive) -> None:
    from indexer.catalog.records import PartDraft

    from .archive import described, pages

    part = PartDraft(1, "6月", pages("六月"), described(title="六月"))
    whole = archive.put("记录本.docx", "六月", data=b"whole book", parts=[part])
    assert get(archive.client(), f"{whole}.1")[:2] == (200, b"whole book")


def test_a_file_that_is_gone_is_a_404_that_says_so(archive: Archive) -> None:
    identifier = archive.put("会议.docx", data=b"x")
    client = archive.client()
    (archive.folder / "会议.docx").unlink()
    answer = client.get(f"/api/v1/documents/{identifier}/file")
    assert answer.status_code == 404
    assert "原件已不在" in answer.get_json()["message"]


def test_what_lay_in_a_root_that_was_removed_is_not_given_out(archive: Archive) -> None:
    identifier = archive.put("会议.docx", "路灯经费", data=b"x")
    client = archive.client()
    archive.catalog.remove_root("档案")
    for address in ("/file", "/text", ""):
        assert client.get(f"/api/v1/documents/{identifier}{address}").status_code == 404
    assert client.get(f"/documents/{identifier}").status_code == 404


def make_link(link: Path, target: Path) -> None:
    link.unlink()
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this system lets no ordinary user make symbolic links")


def test_a_link_out_of_the_archive_is_refused(archive: Archive, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_bytes(b"outside")
    identifier = archive.put("会议.docx", data=b"x")
    make_link(archive.folder / "会议.docx", outside)
    status, body, _ = get(archive.client(), identifier)
    assert status == 404
    assert b"outside" not in body


def test_a_folder_linked_out_of_the_archive_is_refused(archive: Archive, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "会议.docx").write_bytes(b"outside")
    identifier = archive.put("一支部/会议.docx", data=b"x")
    (archive.folder / "一支部" / "会议.docx").unlink()
    (archive.folder / "一支部").rmdir()
    try:
        (archive.folder / "一支部").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets no ordinary user make symbolic links")
    assert get(archive.client(), identifier)[0] == 404


def test_a_link_within_the_archive_is_followed(archive: Archive) -> None:
    identifier = archive.put("会议.docx", data=b"x")
    archive.put("真身.docx", data=b"inside")
    make_link(archive.folder / "会议.docx", archive.folder / "真身.docx")
    assert get(archive.client(), identifier)[:2] == (200, b"inside")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a thing of POSIX systems")
def test_what_is_no_regular_file_is_refused_without_waiting_on_it(archive: Archive) -> None:
    identifier = archive.put("会议.docx", data=b"x")
    (archive.folder / "会议.docx").unlink()
    os.mkfifo(archive.folder / "会议.docx")
    assert get(archive.client(), identifier)[0] == 404


def test_a_quarantined_document_is_never_given_out(archive: Archive) -> None:
    identifier = archive.put("来文/机密.docx", data=b"classified words", mark="机密")
    client = archive.client()
    status, body, _ = get(client, identifier)
    assert status == 404
    assert b"classified" not in body
    assert client.get(f"/api/v1/documents/{identifier}/text").status_code == 404
    page = client.get(f"/documents/{identifier}").text
    assert "带有密级标志" in page
    assert "/file" not in page


def test_a_container_with_a_quarantined_member_is_not_given_out_either(archive: Archive) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("普通.txt", "路灯")
        bundle.writestr("来文.txt", "秘密内容")
    members = {"普通.txt": "路灯".encode(), "来文.txt": "秘密内容".encode()}
    container = archive.put(
        "来文/材料.zip", data=packed.getvalue(), doc_type="zip", members=members, secret="来文.txt"
    )
    client = archive.client()
    assert get(client, container)[0] == 404
    hit = client.get("/api/v1/search?q=路灯").get_json()["hits"][0]
    assert get(client, hit["id"])[:2] == (200, "路灯".encode())
    assert "/file" not in client.get(f"/documents/{container}").text
