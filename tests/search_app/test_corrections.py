"""Corrections of a description, by the form and by the call."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from indexer.archival.values import Branch

from .archive import Archive


def fields_of(page: str) -> dict[str, str]:
    """Every field of the form with what it holds, as a browser would send it."""
    found = {
        name: unescape(value)
        for name, value in re.findall(r'<input [^>]*name="([\w.]+)" value="([^"]*)"', page)
    }
    found |= {
        n: unescape(v) for n, v in re.findall(r'<textarea [^>]*name="([\w.]+)"[^>]*>([^<]*)</textarea>', page)
    }
    for name, options in re.findall(r'<select [^>]*name="([\w.]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    found.pop("revert", None)
    return found


def send(client: FlaskClient, identifier: str, **changes: str) -> tuple[int, str]:
    address = f"/documents/{identifier}/correct"
    form = fields_of(client.get(address).text) | changes
    answer = client.post(address, data=form)
    return answer.status_code, answer.text


def test_the_form_sent_back_as_it_was_corrects_nothing(archive: Archive, identifier: str) -> None:
    client = archive.client()
    status, page = send(client, identifier, reason="看看")
    assert status == 400
    assert "没有要更正的内容" in page
    assert client.get(f"/api/v1/documents/{identifier}").get_json()["corrected"] == []


def test_the_form_offers_the_branches_of_the_unit(archive: Archive, identifier: str) -> None:
    archive.catalog.save_branches([Branch("第一党支部"), Branch("离退休党支部")])
    page = archive.client().get(f"/documents/{identifier}/correct").text
    assert '<option value="离退休党支部">' in page


def test_a_correction_is_kept_shown_and_in_the_results(archive: Archive, identifier: str) -> None:
    client = archive.client()
    status, _ = send(client, identifier, branch="第二党支部", reason="签到表上写的是第二党支部")
    assert status == 303
    answer = client.get(f"/api/v1/documents/{identifier}").get_json()
    assert answer["corrected"] == ["branch"]
    assert answer["fields"]["branch"] == {
        "value": "第二党支部",
        "source": "corrected",
        "evidence": None,
        "confidence": 1.0,
        "rule": None,
    }
    page = client.get(f"/documents/{identifier}").text
    assert "已更正" in page
    assert "签到表上写的是第二党支部" in page
    archive.load()
    found = client.get("/api/v1/search?branch=第二党支部").get_json()
    assert [hit["id"] for hit in found["hits"]] == [identifier]
    assert client.get("/api/v1/search?branch=第一党支部").get_json()["total"] == 0


def test_lists_numbers_and_blanks_are_read_as_people_write_them(archive: Archive, identifier: str) -> None:
    client = archive.client()
    changes = {
        "persons": "王建国，赵强; 钱进",
        "work_year": "2020",
        "role": "",
        "meeting.topics": "甲\n\n乙、丙",
    }
    assert send(client, identifier, reason="核对", **changes)[0] == 303
    answer = client.get(f"/api/v1/documents/{identifier}").get_json()
    assert answer["fields"]["persons"]["value"] == ["王建国", "赵强", "钱进"]
    assert answer["fields"]["work_year"]["value"] == 2020
    assert answer["fields"]["role"]["value"] is None
    assert answer["fields"]["meeting"]["topics"]["value"] == ["甲", "乙、丙"]
    assert set(answer["corrected"]) == set(changes)


def test_a_correction_can_be_taken_back(archive: Archive, identifier: str) -> None:
    client = archive.client()
    send(client, identifier, branch="第二党支部", reason="错了")
    assert 'name="revert" value="branch"' in client.get(f"/documents/{identifier}/correct").text
    assert send(client, identifier, revert="branch", reason="原来是对的")[0] == 303
    answer = client.get(f"/api/v1/documents/{identifier}").get_json()
    assert answer["fields"]["branch"]["value"] == "第一党支部"
    assert answer["corrected"] == []


def test_a_new_category_drops_the_second_level_of_the_old(archive: Archive, identifier: str) -> None:
    client = archive.client()
    assert send(client, identifier, category="06", subcategory="支委会", reason="是党费")[0] == 303
    fields = client.get(f"/api/v1/documents/{identifier}").get_json()["fields"]
    assert (fields["category"]["value"], fields["subcategory"]["value"]) == ("06", None)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"date": "2021年6月"}, "date"),
        ({"work_year": "二〇二一"}, "work_year"),
        ({"branch": "第二党支部", "reason": " "}, "请写明更正的理由"),
        ({"category": "06", "subcategory": "党课"}, "subcategory"),
    ],
)
def test_a_value_that_cannot_be_taken_is_named_and_nothing_typed_is_lost(
    archive: Archive, identifier: str, changes: dict[str, str], complaint: str
) -> None:
    client = archive.client()
    status, page = send(client, identifier, **({"reason": "核对", "host": "保留我"} | changes))
    assert status == 400
    assert complaint in page
    kept = fields_of(page)
    assert {name: kept[name] for name in changes} == changes
    assert client.get(f"/api/v1/documents/{identifier}").get_json()["revision"] == 1


def test_two_people_correcting_at_once_do_not_overwrite_each_other(archive: Archive, identifier: str) -> None:
    client = archive.client()
    stale = fields_of(client.get(f"/documents/{identifier}/correct").text)
    send(client, identifier, branch="第二党支部", role="会议纪要", reason="先")
    answer = client.post(
        f"/documents/{identifier}/correct", data=stale | {"branch": "第三党支部", "reason": "后"}
    )
    assert answer.status_code == 409
    again = fields_of(answer.text)
    assert (again["branch"], again["role"]) == ("第三党支部", "会议纪要")
    assert client.post(f"/documents/{identifier}/correct", data=again).status_code == 303
    fields = client.get(f"/api/v1/documents/{identifier}").get_json()["fields"]
    assert (fields["branch"]["value"], fields["role"]["value"]) == ("第三党支部", "会议纪要")


def patch(
    client: FlaskClient, identifier: str, body: object, revision: object = 1
) -> tuple[int, dict[str, object]]:
    answer = client.patch(f"/api/v1/documents/{identifier}", json=body, headers={"If-Match": str(revision)})
    return answer.status_code, answer.get_json()


def test_a_patch_corrects_clears_and_takes_back(archive: Archive, identifier: str) -> None:
    client = archive.client()
    body = {"fields": {"branch": "第二党支部", "date": None, "meeting": {"host": "李明"}}, "reason": "核对"}
    status, answer = patch(client, identifier, body)
    assert status == 200
    assert answer["revision"] == 2
    fields = answer["fields"]
    assert isinstance(fields, dict)
    assert fields["branch"]["value"] == "第二党支部"
    assert fields["date"]["value"] is None
    assert fields["meeting"]["host"]["value"] == "李明"
    status, answer = patch(client, identifier, {"revert": ["branch", "meeting.host"]}, '"2"')
    assert status == 200
    assert answer["corrected"] == ["date"]


@pytest.mark.parametrize(
    ("body", "revision", "status", "parameter"),
    [
        ({"fields": {"colour": "red"}}, 1, 400, "colour"),
        ({"fields": {"date": "2021-13"}}, 1, 400, "date"),
        ({"fields": {"category": "99"}}, 1, 400, "category"),
        ({"fields": {"persons": [1]}}, 1, 400, "persons"),
        ({"fields": "branch"}, 1, 400, "fields"),
        ({"revert": "branch"}, 1, 400, "revert"),
        ({"colour": "red"}, 1, 400, "colour"),
        ({}, 1, 400, "fields"),
        ([], 1, 400, None),
        ({"fields": {"branch": "乙"}}, "abc", 400, "If-Match"),
        ({"fields": {"branch": "乙"}}, "", 400, "If-Match"),
        ({"fields": {"branch": "乙"}}, 7, 409, None),
    ],
)
def test_a_patch_that_cannot_be_taken_changes_nothing_and_names_why(
    archive: Archive, identifier: str, body: object, revision: object, status: int, parameter: str | None
) -> None:
    client = archive.client()
    got, answer = patch(client, identifier, body, revision)
    assert got == status
    assert answer["parameter"] == parameter
    assert client.get(f"/api/v1/documents/{identifier}").get_json()["revision"] == 1


def test_broken_json_is_a_400(archive: Archive, identifier: str) -> None:
    answer = archive.client().patch(
        f"/api/v1/documents/{identifier}",
        data="{",
        content_type="application/json",
        headers={"If-Match": "1"},
    )
    assert answer.status_code == 400
    assert answer.get_json()["error"] == "bad_request"


def test_a_document_raised_to_secret_is_gone_from_everywhere(archive: Archive, identifier: str) -> None:
    client = archive.client()
    assert patch(client, identifier, {"fields": {"secrecy": "机密"}, "reason": "补标"})[0] == 200
    archive.load()
    assert client.get("/api/v1/search?q=路灯").get_json()["total"] == 0
    assert client.get(f"/api/v1/documents/{identifier}/text").status_code == 404
    assert client.get(f"/api/v1/documents/{identifier}/file").status_code == 404
    assert "路灯维修" not in client.get(f"/documents/{identifier}").text
