"""What a search finds, in what order, with which counts and passages: on both engines."""

from __future__ import annotations

import pytest

from indexer.engines.query import Among, Sort
from indexer.errors import QueryTooBroad, UsageError

from .conftest import FIRST, Archive, flat, name

ALL = {"路灯", "大会", "通知", "党费", "无题", "路灯副本", "路灯副本2", "包", "名册", "请示"}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("路灯", {"路灯", "大会", "无题", "路灯副本", "路灯副本2"}),
        ("路灯 经费", {"路灯", "大会", "路灯副本", "路灯副本2"}),
        ("路灯经费", {"路灯", "大会", "路灯副本", "路灯副本2"}),
        ('"路灯经费"', {"路灯副本", "路灯副本2"}),
        ('"路灯 经费"', {"路灯副本", "路灯副本2"}),
        ("路灯 -经费", {"无题"}),
        ("路灯 -副本 -经费", {"无题"}),
        ("-路灯", ALL - {"路灯", "大会", "无题", "路灯副本", "路灯副本2"}),
        ("党费 OR 换届", {"党费", "请示"}),
        ("党费 或 换届", {"党费", "请示"}),
        ("党费|换届", {"党费", "请示"}),
        ("(党费 OR 路灯) 经费", {"路灯", "大会", "路灯副本", "路灯副本2"}),
        ("路灯 -(经费 OR 照片)", set()),
        ("支委会会议记录", {"路灯"}),
        ("黨員大會", {"大会"}),
        ("党员大会", {"大会"}),
        ("“党员大会”", {"大会"}),
        ('"路灯 经费"~5', {"路灯", "路灯副本", "路灯副本2"}),
        ('"经费 路灯"~5', {"路灯", "路灯副本", "路灯副本2"}),
        ('"路灯 经费"~0', {"路灯副本", "路灯副本2"}),
        ('"路灯 经费"~2', {"路灯", "路灯副本", "路灯副本2"}),
        ('"路灯 经费"~1', {"路灯副本", "路灯副本2"}),
        ('"路灯 经费"~1000', {"路灯", "大会", "路灯副本", "路灯副本2"}),
        ('-"路灯 经费"~5 路灯', {"大会", "无题"}),
        ("支?会", {"路灯"}),
        ("路灯*经费", {"路灯", "大会", "路灯副本", "路灯副本2"}),
        ("路灯??经费", {"路灯"}),
        ("关于*请示", {"请示"}),
        ("题名:记录", {"路灯", "大会"}),
        ("标题：记录", {"路灯", "大会"}),
        ("正文:副本", set()),
        ("文件名:副本", {"路灯副本", "路灯副本2"}),
        ("title:(记录 OR 通知)", {"路灯", "大会", "通知"}),
        ("支部:第一党支部", {"路灯", "大会"}),
        ("支部:一支部", {"路灯", "大会"}),
        ("支部:机关一支部", {"路灯", "大会"}),
        ("支部:第二", {"通知", "党费"}),
        ("支部:-", ALL - {"路灯", "大会", "通知", "党费"}),
        ("-支部:一支部 路灯", {"无题", "路灯副本", "路灯副本2"}),
        ("年度:2021", {"路灯", "大会", "通知"}),
        ("年度:2021年度", {"路灯", "大会", "通知"}),
        ("年度:2022..", {"党费"}),
        ("2021..2022", {"路灯", "大会", "通知", "党费"}),
        ("类别:02", {"路灯", "大会"}),
        ("类别:三会一课", {"路灯", "大会"}),
        ("类别:支委会", {"路灯"}),
        ("类别:02.支委会", {"路灯"}),
        ("类型:会议记录", {"路灯", "大会"}),
        ("文号:湘衡党发[2021]12号", {"通知"}),
        ("文号:〔2021〕12号", {"通知"}),
        ("日期:2021-06", {"路灯", "通知"}),
        ("日期:2021年6月3日", {"路灯"}),
        ("日期:二〇二一年六月", {"路灯", "通知"}),
        ("日期:2021-07-01..2021-07-15", {"大会"}),
        ("日期:..2021-06-03", {"路灯"}),
        ("责任者:衡东县委", {"通知"}),
        ("人:王光豪", {"路灯"}),
        ("人:王", set()),
        ("二〇二一年", {"通知"}),
        ("7万", {"党费"}),
        ("9704-2012", {"党费"}),
        ("(一)", {"路灯", "大会", "通知", "无题", "路灯副本", "路灯副本2"}),
        ('"（一）"', {"无题"}),
        ("内/名册", {"名册"}),
        ("包.zip", {"包", "名册", "请示"}),
        ("照", {"无题"}),
        ("没有的词", set()),
    ],
)
def test_what_is_found(archive: Archive, q: str, found: set[str]) -> None:
    answer = archive.ask(q)
    assert {name(hit) for hit in flat(answer.hits)} == found
    assert answer.total == len(found)


@pytest.mark.parametrize("q", ["", "  ", "\u3000"])
def test_an_empty_query_is_everything_newest_first(archive: Archive, q: str) -> None:
    names = archive.names(q)
    assert set(names) == ALL
    assert names[:4] == ["党费", "大会", "通知", "路灯"]


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("abc:路灯", ("abc", "路灯")),
        ('"路灯', ("路灯",)),
        ("(路灯", ("路灯",)),
        ("路灯)", ("路灯",)),
        ("路灯 OR", ("路灯", "or")),
        ("年度:昨天 路灯", ("昨天", "路灯")),
        ("- 路灯", ("路灯",)),
    ],
)
def test_what_does_not_work_is_plain_text_with_a_notice(
    archive: Archive, q: str, words: tuple[str, ...]
) -> None:
    answer = archive.ask(q)
    assert answer.query.words == words
    assert len(answer.query.notices) == 1


def test_a_pasted_headline_is_not_required_to_stand_as_it_is(archive: Archive) -> None:
    assert archive.names("“两学一做”教育通知") == ["通知"]


@pytest.mark.parametrize(
    ("q", "limit"),
    [("长" * 1001, "1000"), (" ".join(f"词{n}" for n in range(200)), "120"), ("?".join("一" * 12), "10")],
)
def test_too_much_is_refused_with_the_limit(archive: Archive, q: str, limit: str) -> None:
    with pytest.raises(QueryTooBroad) as refused:
        archive.ask(q)
    assert limit in refused.value.message
    assert refused.value.parameter == "q"


def test_filters(archive: Archive) -> None:
    assert set(archive.names(filters={"branch": (FIRST,)})) == {"路灯", "大会"}
    assert set(archive.names(filters={"branch": ("-",)}, q="路灯")) == {"无题", "路灯副本", "路灯副本2"}
    assert set(archive.names(filters={"category": ("02.支委会", "06")})) == {"路灯", "党费"}
    assert set(archive.names(filters={"year": ("2021", "2022")}, excludes={"branch": (FIRST,)})) == {
        "通知",
        "党费",
    }
    assert set(archive.names(filters={"month": ("2021-06",), "role": ("通知",)})) == {"通知"}
    assert set(archive.names(excludes={"category": ("02.支委会", "-")})) == {"大会", "通知", "党费"}


def test_dates(archive: Archive) -> None:
    assert set(archive.names(date_from="2021-06-04", date_to="2021-07")) == {"通知", "大会"}
    assert set(archive.names(date_from="2022")) == {"党费"}
    assert set(archive.names(date_to="2021-06")) == {"路灯", "通知"}
    with pytest.raises(UsageError):
        archive.ask(date_from="去年")


def test_counts_leave_out_their_own_filter(archive: Archive) -> None:
    answer = archive.ask("路灯", filters={"branch": (FIRST,), "role": ("通知",)})
    assert answer.total == 0
    branch = {value.value: (value.label, value.count, value.selected) for value in answer.facets["branch"]}
    assert branch == {FIRST: (FIRST, 0, True)}
    role = {value.value: (value.label, value.count, value.selected) for value in answer.facets["role"]}
    assert role == {"会议记录": ("会议记录", 2, False), "通知": ("通知", 0, True)}


def test_facets(archive: Archive) -> None:
    facets = archive.ask().facets
    assert [(value.value, value.label, value.count) for value in facets["branch"]] == [
        (FIRST, FIRST, 2),
        ("第二党支部", "第二党支部", 2),
        (None, "未定", 6),
    ]
    assert [(value.value, value.count) for value in facets["year"]] == [("2022", 1), ("2021", 3), (None, 6)]
    assert [(value.value, value.count) for value in facets["month"]] == [
        ("2021-07", 1),
        ("2021-06", 2),
        (None, 7),
    ]
    category = [(value.value, value.label, value.count) for value in facets["category"]]
    assert category == [("02", "三会一课", 2), ("06", "党费", 1), ("07", "学习教育", 1), (None, "未定", 6)]
    children = [(child.value, child.label, child.count) for child in facets["category"][0].children]
    assert children == [("02.支部党员大会", "支部党员大会", 1), ("02.支委会", "支委会", 1)]
    assert set(facets) == {"branch", "year", "category", "role", "doc_type", "issuer", "secrecy", "month"}


def test_sorting(archive: Archive) -> None:
    assert archive.names("记录", sort=Sort.NEWEST)[:2] == ["大会", "路灯"]
    assert archive.names("记录", sort=Sort.OLDEST)[:2] == ["路灯", "大会"]
    assert archive.names("-记录")[0] == "党费"


def test_paging_repeats_and_loses_nothing(archive: Archive) -> None:
    for q in ("", "路灯"):
        whole = [hit.id for hit in flat(archive.ask(q).hits)]
        pages = [archive.ask(q, page=page, size=2) for page in range(1, 8)]
        assert [hit.id for page in pages for hit in flat(page.hits)] == whole
        assert {page.total for page in pages} == {len(whole)}
        assert pages[-1].hits == ()


def test_a_hit(archive: Archive) -> None:
    [hit, *_] = archive.ask("王光豪 OR 路灯经费", sort=Sort.OLDEST).hits
    assert (hit.path, hit.member, hit.title) == ("一支部/路灯.txt", None, "支委会会议记录")
    assert (hit.branch, hit.year, hit.date) == (FIRST, 2021, "2021-06-03")
    assert (hit.category, hit.category_name, hit.subcategory) == ("02", "三会一课", "支委会")
    assert (hit.role, hit.doc_type, hit.pages, hit.copies) == ("会议记录", "txt", 1, 0)


def test_passages_show_the_words(archive: Archive) -> None:
    [hit] = archive.ask("路灯 五万元").hits
    passage = hit.passages[0]
    assert (passage.page, passage.label) == (1, "第1页")
    assert [passage.text[start:end] for start, end in passage.marks] == ["路灯", "五万元"]
    [hit] = archive.ask("党员大会 发展党员").hits
    assert [hit.passages[0].text[start:end] for start, end in hit.passages[0].marks] == [
        "黨員大會",
        "發展黨員",
    ]


def test_neighbours_with_the_same_bytes_fold(archive: Archive) -> None:
    answer = archive.ask("一样的内容")
    assert answer.total == 2
    [hit] = answer.hits
    assert (hit.copies, [other.copies for other in hit.folded]) == (1, [1])


def test_a_reader_sees_what_is_in_scope_only(archive: Archive) -> None:
    """Hits, counts and copies alike."""
    scope = Among(frozenset({archive.ids["备份/路灯副本.txt"], archive.ids["一支部/大会.txt"]}))
    answer = archive.ask("路灯", scope=scope)
    assert {name(hit) for hit in flat(answer.hits)} == {"路灯副本", "大会"}
    assert answer.total == 2
    assert sum(value.count for value in answer.facets["doc_type"]) == 2
    assert [hit.copies for hit in answer.hits] == [0, 0]
    assert archive.ask('"路灯 经费"~3', scope=scope).total == 1


def test_a_document_gone_from_the_catalog_is_no_hit(archive: Archive) -> None:
    """The index may lag behind; a hit always leads to a document."""
    assert all(archive.catalog.document(hit.id) for hit in archive.ask("路灯").hits)


def test_words_to_mark(archive: Archive) -> None:
    assert archive.service.words_to_mark('路灯经费 -照片 "党员大会" 支?会') == [
        ("路灯",),
        ("经费", "费用"),
        ("党员大会",),
        ("支",),
        ("会",),
    ]
