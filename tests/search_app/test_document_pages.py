"""The page of a document."""

from __future__ import annotations

import re
from html import unescape

import pytest

from indexer.catalog.records import PartDraft
from indexer.documents import FieldSource, FieldValue, Problem, ProblemKind
from indexer.pipeline.likeness import sketch_all
from indexer.pipeline.progress import unobserved

from .archive import Archive, described, pages


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


def test_how_sure_a_value_is_and_what_decided_it_are_shown(archive: Archive) -> None:
    guess = FieldValue("02", FieldSource.NAME, None, 0.62, rule="02 得 21 分：“支委会”（题名、文件名 21）")
    identifier = archive.put("支委会.docx", "支委会", given={"category": guess})
    client = archive.client()
    page = client.get(f"/documents/{identifier}").text
    assert "把握 62%" in page
    assert "02 得 21 分：“支委会”（题名、文件名 21）" in page
    answer = client.get(f"/api/v1/documents/{identifier}").get_json()
    assert answer["fields"]["category"]["rule"] == guess.rule
    assert answer["fields"]["branch"]["rule"] is None


def test_the_elements_of_minutes_are_checked_with_corrections_counted(
    archive: Archive, identifier: str
) -> None:
    client = archive.client()
    lacking = "会议记录缺少要素：时间、地点、记录人、出席人员、缺席（请假）情况。"
    answer = client.get(f"/api/v1/documents/{identifier}").get_json()
    assert lacking in answer["notes"]
    body = {"fields": {"meeting": {"place": "二楼会议室"}}, "reason": "核对原件"}
    answer = client.patch(f"/api/v1/documents/{identifier}", json=body, headers={"If-Match": "1"}).get_json()
    assert [note for note in answer["notes"] if note.startswith("会议记录缺少要素")] == [
        lacking.replace("地点、", "")
    ]
    page = client.get(f"/documents/{identifier}").text
    assert "地点 有" in page and "记录人 缺" in page


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


NOTICE = (
    "关于召开支委会的通知。各位支委：定于{day}下午在站二楼会议室召开支部委员会，研究城区背街小巷路灯改造方案，"
    "听取维修班关于配电箱老化情况的汇报，讨论困难党员慰问名单，审议上季度经费开支。请大家提前准备发言材料，"
    "安排好手头工作，不得无故缺席，确有特殊情况的向书记书面请假。会议由书记主持，组织委员负责记录，"
    "宣传委员负责拍照存档。会后各人按分工抓好落实，月底前向支部反馈进度。经费预算为{sum}，从工作经费列支。"
    "老旧小区居民反映强烈的楼道照明问题一并列入议题，请维修班带上现场照片和材料清单。"
)


def test_documents_that_say_nearly_the_same_are_listed_with_how_much(archive: Archive) -> None:
    first = archive.put("通知.docx", NOTICE.format(day="3月5日", sum="一万二千元"))
    second = archive.put("通知（改）.docx", NOTICE.format(day="4月9日", sum="三千元整"))
    archive.put(
        "别的.docx",
        "党费按月收缴。" * 20 + "各党小组长负责通知到人，不得代缴，不得拖欠，每季度张榜公布一次。",
    )
    sketch_all(archive.catalog, unobserved)
    client = archive.client()
    near = client.get(f"/api/v1/documents/{first}").get_json()["near_copies"]
    assert [one["id"] for one in near] == [second]
    assert 0.8 < near[0]["share"] < 1
    assert "% 相同，对照" in client.get(f"/documents/{first}").text


def test_a_file_split_into_meetings_leads_to_them_and_back(archive: Archive) -> None:
    parts = [PartDraft(n, f"{n}月", pages(f"{n}月会议"), described(title=f"{n}月支委会")) for n in (1, 2)]
    whole = archive.put("记录本.docx", "1月会议", "2月会议", parts=parts)
    client = archive.client()
    page = client.get(f"/documents/{whole}").text
    assert f'href="/documents/{whole}.1"' in page
    assert f'href="/documents/{whole}"' in client.get(f"/documents/{whole}.2").text


def test_a_meeting_of_a_copied_file_has_the_same_meeting_for_a_copy(archive: Archive) -> None:
    parts = [PartDraft(n, f"{n}月", pages(f"{n}月会议"), described(title=f"{n}月支委会")) for n in (1, 2)]
    one, two = (
        archive.put(f"{folder}/记录本.docx", "1月会议", "2月会议", data=b"same", parts=parts)
        for folder in "甲乙"
    )
    client = archive.client()

    def copies(identifier: str) -> list[str]:
        answer = client.get(f"/api/v1/documents/{identifier}").get_json()
        return [place["id"] for place in answer["copies"]]

    assert copies(f"{one}.2") == [f"{two}.2"]
    assert copies(one) == [two]


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
