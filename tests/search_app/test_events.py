"""The papers of one meeting: together, in order, reachable from a hit, kept right by corrections."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer.catalog.records import PartDraft

from .archive import Archive, described, pages

TOLD = {"branch": "第一党支部", "date": "2021-06-03", "category": "02", "subcategory": "支委会"}
KEY = "第一党支部|支委会|2021-06-03"


@pytest.fixture
def ids(archive: Archive) -> dict[str, str]:
    found = {
        "minutes": archive.put("a/会议记录.docx", "支委会会议记录 路灯", role="会议记录", **TOLD),
        "sheet": archive.put("b/签到.docx", "签到 路灯", role="签到表", **TOLD),
        "photo": archive.put("a/照片.jpg", doc_type="jpg", role="照片"),
        "notice": archive.put("c/通知.docx", "通知 路灯", role="通知", **(TOLD | {"date": "2021-05-31"})),
        "other": archive.put("a/另一次.docx", "另一次", role="会议记录", **(TOLD | {"date": "2021-07-01"})),
        "elsewhere": archive.put(
            "d/别的支部.docx", "别的", role="会议记录", **(TOLD | {"branch": "第二党支部"})
        ),
    }
    archive.catalog.save_event_members({found["photo"]: KEY, found["notice"]: KEY})
    return found


@pytest.fixture
def client(archive: Archive, ids: dict[str, str]) -> FlaskClient:
    return archive.client()


def event_of(client: FlaskClient, identifier: str) -> list[str]:
    return [one["id"] for one in client.get(f"/api/v1/documents/{identifier}").get_json()["event"]]


def test_they_stand_in_the_order_in_which_they_come_about(client: FlaskClient, ids: dict[str, str]) -> None:
    assert event_of(client, ids["minutes"]) == [ids["notice"], ids["sheet"], ids["photo"]]
    assert event_of(client, ids["photo"]) == [ids["notice"], ids["sheet"], ids["minutes"]]
    assert event_of(client, ids["other"]) == [] == event_of(client, ids["elsewhere"])
    page = client.get(f"/documents/{ids['sheet']}/event").text
    places = [
        page.index(f'href="/documents/{ids[name]}"') for name in ("notice", "sheet", "minutes", "photo")
    ]
    assert places == sorted(places)
    assert "支委会 2021-06-03" in page and "4 件材料" in page
    assert "没有读到日期，按所在的文件夹和名称归入" in page
    assert f"/api/v1/documents/{ids['photo']}/pages/1.png" in page and "支委会会议记录 路灯" in page


def test_each_paper_shows_its_own_date_and_what_was_written_before_and_after_stands_there(
    archive: Archive,
) -> None:
    of = {"branch": "第一党支部", "category": "01", "subcategory": "换届选举"}
    reply = archive.put("批复.pdf", "批复", role="批复", **(of | {"date": "2021-05-20"}))
    minutes = archive.put("记录.docx", "大会记录", role="会议记录", **(of | {"date": "2021-06-03"}))
    own = archive.put("自查.docx", "自查", role="其他", **(of | {"date": "2021-06-01"}))
    report = archive.put("报告.docx", "结果报告", role="报告", **(of | {"date": "2021-06-07"}))
    key = "第一党支部|换届选举|2021-06-03"
    archive.catalog.save_event_members({reply: key, own: key, report: key})
    client = archive.client()
    assert event_of(client, minutes) == [reply, own, report]
    page = client.get(f"/documents/{minutes}/event").text
    assert "2021-05-20" in page and "2021-06-07" in page
    assert "换届选举 2021-06-03" in page and "推定" not in page


def test_a_day_that_no_record_bears_is_said_to_be_concluded(archive: Archive) -> None:
    of = {"branch": "第一党支部", "category": "04", "subcategory": "组织生活会"}
    report = archive.put("报告.docx", "情况报告", role="报告", **(of | {"date": "2022-01-24"}))
    table = archive.put("清单.xlsx", "整改清单", role="清单台账", **(of | {"date": "2022-02-05"}))
    archive.catalog.save_event_members(dict.fromkeys((report, table), "第一党支部|组织生活会|2022-01-21"))
    page = archive.client().get(f"/documents/{report}/event").text
    assert "组织生活会 约 2022-01-21" in page and "日期是从这些材料推定的" in page


def test_a_document_leads_to_its_meeting_and_so_does_a_hit(client: FlaskClient, ids: dict[str, str]) -> None:
    assert f'href="/documents/{ids["minutes"]}/event"' in client.get(f"/documents/{ids['minutes']}").text
    hits = {hit["id"]: hit["event"] for hit in client.get("/api/v1/search?q=路灯").get_json()["hits"]}
    assert hits == {ids["minutes"]: 4, ids["sheet"]: 4, ids["notice"]: 4}
    assert client.get("/api/v1/search?q=另一次").get_json()["hits"][0]["event"] == 1
    page = client.get("/search?q=路灯").text
    assert f'href="/documents/{ids["minutes"]}/event">同一次会议共 4 件' in page
    assert "同一次会议" not in client.get("/search?q=另一次").text


def test_a_correction_moves_a_document_to_another_meeting_at_once(
    client: FlaskClient, archive: Archive, ids: dict[str, str]
) -> None:
    archive.catalog.correct(ids["sheet"], {"date": "2021-07-01"}, (), "张三", "", 1)
    assert event_of(client, ids["minutes"]) == [ids["notice"], ids["photo"]]
    assert event_of(client, ids["other"]) == [ids["sheet"]]
    archive.catalog.correct(ids["photo"], {**TOLD, "date": "2021-07-01"}, (), "张三", "", 1)
    assert event_of(client, ids["other"]) == [ids["sheet"], ids["photo"]]
    archive.catalog.correct(ids["minutes"], {"date": None}, (), "张三", "", 1)
    assert event_of(client, ids["minutes"]) == []


def test_what_a_document_is_told_holds_until_it_names_another_meeting(
    client: FlaskClient, archive: Archive, ids: dict[str, str]
) -> None:
    archive.catalog.save_event_members({ids["sheet"]: "第一党支部|支委会|2021-07-01"})
    assert event_of(client, ids["other"]) == [ids["sheet"]]
    assert event_of(client, ids["minutes"]) == []
    archive.catalog.correct(ids["sheet"], {"branch": "第二党支部"}, (), "张三", "", 1)
    assert event_of(client, ids["other"]) == []
    assert event_of(client, ids["sheet"]) == [ids["elsewhere"]]


def test_what_is_gone_or_secret_proves_nothing(
    client: FlaskClient, archive: Archive, ids: dict[str, str]
) -> None:
    archive.catalog.vanish([ids["notice"]])
    archive.catalog.correct(ids["sheet"], {"secrecy": "机密"}, (), "张三", "", 1)
    assert event_of(client, ids["minutes"]) == [ids["photo"]]


def test_a_document_of_no_meeting_has_no_page_of_one(client: FlaskClient, archive: Archive) -> None:
    identifier = archive.put("制度.docx", "制度", role="制度")
    assert client.get(f"/documents/{identifier}/event").status_code == 404


def test_a_meeting_in_a_notebook_has_its_papers_too(archive: Archive) -> None:
    parts = [
        PartDraft(
            n,
            f"{n}月",
            pages(f"{n}月会议"),
            described(title=f"{n}月", role="会议记录", **(TOLD | {"date": f"2021-0{n}-03"})),
        )
        for n in (5, 6)
    ]
    whole = archive.put("记录本.docx", "会议", parts=parts)
    sheet = archive.put("签到.docx", "签到", role="签到表", **TOLD)
    assert event_of(archive.client(), f"{whole}.6") == [sheet]
    assert event_of(archive.client(), sheet) == [f"{whole}.6"]
