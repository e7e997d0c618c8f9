"""Nearly equal documents: their groups, and two of them side by side with what differs marked."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.documents import Page
from indexer.pipeline.likeness import sketch_all
from indexer.pipeline.progress import unobserved
from search_app.likeness.comparing import CHARACTERS, compared, shortened
from tests.indexer.archival.test_likeness import MINUTES, copied, monthly

from .archive import Archive

AGAIN = copied(MINUTES, ("2021年5月6日", "2021年8月5日"), ("二十八盏", "三十盏"), ("樊炫腾", "彭泽光"))


@pytest.fixture
def ids(archive: Archive) -> list[str]:
    told = {"role": "会议记录", "branch": "第三党支部"}
    first = archive.put("三支部/5月.docx", MINUTES, date="2021-05-06", **told)
    second = archive.put("三支部/8月.docx", AGAIN, date="2021-08-05", **told)
    copy = archive.put("一支部/8月（副本）.docx", AGAIN, **(told | {"branch": "第一党支部"}), data=b"same")
    lessons = [
        archive.put(f"二支部/{n}.docx", monthly()[0], f"第{n}次", role="讲稿", branch="第二党支部")
        for n in (1, 2)
    ]
    archive.put("别的.docx", monthly()[3], role="会议记录")
    sketch_all(archive.catalog, unobserved)
    return [first, second, copy, *lessons]


@pytest.fixture
def client(archive: Archive, ids: list[str]) -> FlaskClient:
    return archive.client()


def test_groups_are_listed_with_their_threshold_and_narrowed(client: FlaskClient, ids: list[str]) -> None:
    page = client.get("/near-copies").text
    assert "共 <strong>2</strong> 组" in page and "80% 以上相同" in page and "签到表" in page
    assert page.index("三支部/5月.docx") < page.index("二支部/1.docx"), "the larger group comes first"
    assert "别的.docx" not in page
    assert f"/documents/{ids[0]}/compare/" in page or f"/compare/{ids[0]}" in page
    assert "共 <strong>1</strong> 组" in client.get("/near-copies?branch=第一党支部").text
    assert "共 <strong>1</strong> 组" in client.get("/near-copies?role=讲稿").text
    assert "没有雷同的材料" in client.get("/near-copies?role=讲稿&branch=第一党支部").text
    assert client.get("/near-copies?colour=red").status_code == 400


def test_the_call_gives_the_same(client: FlaskClient, ids: list[str]) -> None:
    answer = client.get("/api/v1/near-copies").get_json()
    assert (answer["total"], answer["threshold"]) == (2, 0.8)
    first, second = answer["groups"]
    assert {one["id"] for one in first["documents"]} == set(ids[:3])
    assert {one["id"] for one in second["documents"]} == set(ids[3:])
    assert 0.8 <= first["least"] <= first["most"] <= 1
    assert client.get("/api/v1/near-copies?size=1&page=2").get_json()["groups"] == [second]


def test_two_documents_stand_side_by_side_with_what_differs_marked(
    client: FlaskClient, ids: list[str]
) -> None:
    page = client.get(f"/documents/{ids[0]}/compare/{ids[1]}").text
    assert re.search(r"文字有 \d+% 相同", page)
    assert "<td>记录人：<mark>樊炫腾</mark></td><td>记录人：<mark>彭泽光</mark></td>" in page
    assert "<mark>二十八</mark>盏" in page and "<mark>三十</mark>盏" in page
    assert "<dt>日期</dt><dd>2021-05-06</dd><dd>2021-08-05</dd>" in page
    assert f"/documents/{ids[0]}/compare/{ids[1]}" in client.get(f"/documents/{ids[0]}").text


def test_what_is_the_same_for_long_is_passed_over_until_asked_for(archive: Archive) -> None:
    lines = [f"第{n}条 各支部要按时报送材料" for n in range(30)]
    first = archive.put("一.docx", "\n".join(lines))
    second = archive.put("二.docx", "\n".join([*lines[:29], "第29条 废止"]))
    client = archive.client()
    page = client.get(f"/documents/{first}/compare/{second}").text
    assert "27 段相同" in page and "第5条" not in page and "第28条" in page
    whole = client.get(f"/documents/{first}/compare/{second}?all=1").text
    assert "第5条" in whole and "段相同，" not in whole


def test_any_two_can_be_compared_but_none_with_itself_nor_what_is_secret(
    client: FlaskClient, archive: Archive, ids: list[str]
) -> None:
    assert client.get(f"/documents/{ids[0]}/compare/{ids[3]}").status_code == 200
    assert client.get(f"/documents/{ids[0]}/compare/{ids[0]}").status_code == 404
    assert client.get(f"/documents/{ids[0]}/compare/{'0' * 16}").status_code == 404
    secret = archive.put("机密.docx", mark="机密")
    for address in ("", "/api/v1"):
        answer = client.get(f"{address}/documents/{ids[0]}/compare/{secret}")
        assert answer.status_code == 404 and "密级" in answer.text


def test_of_texts_too_short_to_tell_no_share_is_told(archive: Archive) -> None:
    one, other = (archive.put(f"{n}.docx", f"支委会会议记录\n2021年6月{n}日") for n in (3, 4))
    client = archive.client()
    page = client.get(f"/documents/{one}/compare/{other}").text
    assert "% 相同" not in page and "不同的 1 段标出" in page
    assert client.get(f"/api/v1/documents/{one}/compare/{other}").get_json()["share"] is None


def sides(left: str, right: str) -> tuple[str, str]:
    """The two sides of a comparison as text, what differs in brackets."""
    found = compared([Page(1, "", left)], [Page(1, "", right)])
    told = [
        "\n".join(
            "".join(f"[{bit.text}]" if bit.differs else bit.text for bit in side) for side in sides if side
        )
        for sides in ([row.left for row in found.rows], [row.right for row in found.rows])
    ]
    return told[0], told[1]


def test_paragraphs_that_came_went_and_changed_are_told_apart() -> None:
    left = "一、学习文件精神，大家作了发言\n二、讨论经费\n三、其他"
    right = "一、学习会议精神，大家作了发言\n新加的一段很长的话\n三、其他"
    assert sides(left, right) == (
        "一、学习[文件]精神，大家作了发言\n[二、讨论经费]\n三、其他",
        "一、学习[会议]精神，大家作了发言\n[新加的一段很长的话]\n三、其他",
    )


@given(st.lists(st.text("甲乙丙，\n", max_size=30), min_size=2, max_size=2))
def test_nothing_of_either_text_is_lost_or_added(texts: list[str]) -> None:
    found = compared(*([Page(1, "", text)] for text in texts))
    for text, side in zip(texts, ("left", "right"), strict=True):
        shown = ["".join(bit.text for bit in getattr(row, side)) for row in found.rows]
        assert [one for one in shown if one] == [line.strip() for line in text.splitlines() if line.strip()]
        same = all(row.same for row in found.rows)
    assert same == ([line.strip() for line in texts[0].splitlines() if line.strip()] == [
        line.strip() for line in texts[1].splitlines() if line.strip()])  # fmt: skip


def test_long_texts_are_cut_and_said_so(archive: Archive) -> None:
    long = "这一段有十个字左右。\n" * (CHARACTERS // 5)
    first = archive.put("长一.docx", long, data=b"1")
    second = archive.put("长二.docx", long + "不同的结尾", data=b"2")
    page = archive.client().get(f"/documents/{first}/compare/{second}").text
    assert "只对照了每份的前 200,000 字" in page


def test_equal_stretches_are_passed_over_but_for_what_is_around_a_difference() -> None:
    lines = [f"第{n}行" for n in range(20)]
    found = compared(
        [Page(1, "", "\n".join(lines))], [Page(1, "", "\n".join([*lines[:10], "改了", *lines[11:]]))]
    )
    stretches = shortened(found.rows)
    assert (stretches[0].rows, stretches[0].passed_over) == ((), 8)
    assert stretches[-1].passed_over == 7
    assert sum(len(one.rows) + one.passed_over for one in stretches) == len(found.rows)
