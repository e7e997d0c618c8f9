"""The page of a document and the form that corrects its description."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from indexer.catalog.records import PartDraft
from indexer.documents import Problem, ProblemKind

from .archive import Archive, described, pages

MINUTES = "支委会会议记录\n主持：王建国\n讨论路灯维修经费。"


@pytest.fixture
def identifier(archive: Archive) -> str:
    return archive.put(
        "一支部/6月支委会.docx",
        MINUTES,
        "第二页 路灯",
        branch="第一党支部",
        work_year=2021,
        date="2021-06-03",
        category="02",
        subcategory="支委会",
        role="会议记录",
        persons=["王建国", "李明"],
        meeting={"host": "王建国", "topics": ["路灯经费", "七一慰问"]},
    )


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


def test_the_text_stands_by_page_with_the_words_marked(archive: Archive, identifier: str) -> None:
    page = archive.client().get(f"/documents/{identifier}?q=路灯").text
    assert '<section class="page" id="page-1"' in page
    assert '<section class="page" id="page-2"' in page
    assert '<mark id="m1">路灯</mark>' in page
    assert '<mark id="m2">路灯</mark>' in page
    assert "<strong>2</strong> 处" in page


def test_a_query_over_a_limit_marks_nothing_and_spares_the_text(archive: Archive, identifier: str) -> None:
    answer = archive.client().get(f"/documents/{identifier}", query_string={"q": "路 " * 3000})
    assert answer.status_code == 200
    assert "<mark" not in answer.text


@pytest.mark.parametrize(
    ("referrer", "link"),
    [
        ("http://localhost/search?q=a&branch=b", "/search?q=a&branch=b"),
        ("http://evil.example/search?q=a", "/search?q=%E8%B7%AF%E7%81%AF"),
        ("http://localhost/status", "/search?q=%E8%B7%AF%E7%81%AF"),
        ("http://localhost//evil.example/search", "/search?q=%E8%B7%AF%E7%81%AF"),
    ],
)
def test_the_way_back_leads_to_the_results_one_came_from(
    archive: Archive, identifier: str, referrer: str, link: str
) -> None:
    answer = archive.client().get(f"/documents/{identifier}?q=路灯", headers={"Referer": referrer})
    back = re.search(r'<p class="back small"><a href="([^"]*)"', answer.text)
    assert back is not None
    assert unescape(back[1]) == link


def test_every_value_stands_with_its_source_and_evidence(archive: Archive, identifier: str) -> None:
    page = archive.client().get(f"/documents/{identifier}").text
    for said in ("第一党支部", "02 三会一课", "支委会", "王建国、李明", "路灯经费", "七一慰问"):
        assert said in page
    assert "正文" in page
    assert 'href="#page-1"' in page
    assert "没有找到：" in page


def test_documents_of_the_same_meeting_are_beside_each_other(archive: Archive, identifier: str) -> None:
    told = {"branch": "第一党支部", "date": "2021-06-03", "category": "02", "subcategory": "支委会"}
    sheet = archive.put("一支部/签到表.jpg", doc_type="jpg", role="签到表", **told)
    archive.put("一支部/另一次.docx", **(told | {"date": "2021-07-01"}))
    archive.put("一支部/当月.docx", **(told | {"date": "2021-06"}))
    archive.put("二支部/同日.docx", **(told | {"branch": "第二党支部"}))
    client = archive.client()
    event = client.get(f"/api/v1/documents/{identifier}").get_json()["event"]
    assert [one["id"] for one in event] == [sheet]
    assert f'href="/documents/{sheet}"' in client.get(f"/documents/{identifier}").text


def test_copies_are_listed_with_their_places(archive: Archive) -> None:
    first = archive.put("甲/通知.docx", "通知", data=b"same")
    second = archive.put("乙/通知.docx", "通知", data=b"same")
    copies = archive.client().get(f"/api/v1/documents/{first}").get_json()["copies"]
    assert [(one["id"], one["path"]) for one in copies] == [(second, "乙/通知.docx")]


def test_a_file_split_into_meetings_leads_to_them_and_back(archive: Archive) -> None:
    parts = [PartDraft(n, f"{n}月", pages(f"{n}月会议"), described(title=f"{n}月支委会")) for n in (1, 2)]
    whole = archive.put("记录本.docx", "1月会议", "2月会议", parts=parts)
    client = archive.client()
    page = client.get(f"/documents/{whole}").text
    assert f'href="/documents/{whole}.1"' in page
    assert f'href="/documents/{whole}"' in client.get(f"/documents/{whole}.2").text


def test_a_container_lists_what_is_in_it_at_any_depth(archive: Archive) -> None:
    inside = {"6月/记录.txt": b"1", "内.zip": b"2", "内.zip!照片.txt": b"3", "内层.txt": b"4"}
    container = archive.put("材料.zip", doc_type="zip", members=inside)
    client = archive.client()
    listed = client.get(f"/api/v1/documents/{container}").get_json()["members"]
    assert [one["member"] for one in listed] == sorted(inside)
    page = client.get(f"/documents/{container}").text
    assert all(f'href="/documents/{one["id"]}"' in page for one in listed)
    assert "没有读出文字" not in page
    nested = next(one["id"] for one in listed if one["member"] == "内.zip")
    below = client.get(f"/api/v1/documents/{nested}").get_json()["members"]
    assert [one["member"] for one in below] == ["内.zip!照片.txt"]


def test_a_table_stands_in_columns_with_its_words_marked(archive: Archive) -> None:
    table = "测评汇总表\n姓名\t优秀票\t等次\n路灯\t11\t优秀\n张三\t9\t路灯岗\n合计"
    identifier = archive.put("汇总.xlsx", table, doc_type="xlsx")
    page = archive.client().get(f"/documents/{identifier}?q=路灯").text
    rows = re.findall(r"<tr>(.*?)</tr>", page)
    assert len(rows) == 3
    assert '<td class="count">11</td>' in rows[1]
    assert '<td class="count">优秀票</td>' in rows[0]
    assert rows[1].startswith('<td class="short"><mark id="m1">路灯</mark></td>')
    assert '<mark id="m2">路灯</mark>岗' in rows[2]
    assert ">测评汇总表<" in page


def test_a_long_document_is_read_in_portions_and_hits_lead_into_the_right_one(archive: Archive) -> None:
    filler = "普通的一行字，没有要找的词。\n" * 12_000
    identifier = archive.put("长.docx", filler, "第二页 " + filler, "第三页 路灯经费")
    client = archive.client()
    first = client.get(f"/documents/{identifier}?q=路灯").text
    assert "第 1 / 2 段" in first
    assert "<strong>1</strong> 处" in first
    assert "<mark" not in first
    link = re.search(r'<a class="step" href="([^"]*)#m1"', first)
    assert link is not None
    assert '<mark id="m1">' in client.get(unescape(link[1])).text
    hit = re.search(r'<h2><a href="([^"]*)#page-3"', client.get("/search?q=路灯").text)
    assert hit is not None
    assert '<mark id="m1">路灯</mark>' in client.get(unescape(hit[1])).text
    assert "第 2 / 2 段" in client.get(f"/documents/{identifier}?portion=99").text


def test_a_document_without_text_says_what_is_wrong_and_what_to_do(archive: Archive) -> None:
    problem = Problem(ProblemKind.ENCRYPTED, "文件有密码", "去掉密码后另存")
    identifier = archive.put("加密.xlsx", doc_type="xlsx", problems=[problem])
    page = archive.client().get(f"/documents/{identifier}").text
    assert "文件有密码" in page
    assert "去掉密码后另存" in page
    assert "没有读出文字" in page


def test_a_vanished_document_keeps_its_page_without_a_download(archive: Archive, identifier: str) -> None:
    archive.catalog.vanish([identifier])
    page = archive.client().get(f"/documents/{identifier}").text
    assert "原件已不在" in page
    assert "/file" not in page


def test_the_form_sent_back_as_it_was_corrects_nothing(archive: Archive, identifier: str) -> None:
    client = archive.client()
    status, page = send(client, identifier, reason="看看")
    assert status == 400
    assert "没有要更正的内容" in page
    assert client.get(f"/api/v1/documents/{identifier}").get_json()["corrected"] == []


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
