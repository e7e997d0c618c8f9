"""The first page and the page of results."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from search_app.search.page.ways import CHAPTERS

from .archive import Archive


def hrefs(page: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]*)"', page)]


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    minutes = "支委会会议记录\n讨论路灯维修经费。同意支出7万元。"
    archive.put(
        "一支部/2021/6月支委会.docx",
        minutes,
        branch="第一党支部",
        work_year=2021,
        date="2021-06-03",
        category="02",
        subcategory="支委会",
        role="会议记录",
    )
    archive.put(
        "一支部/2020/方案.docx",
        "主题党日方案，参观路灯管控中心",
        branch="第一党支部",
        work_year=2020,
        date="2020-07",
        category="03",
        subcategory="主题党日",
        role="方案",
    )
    archive.put(
        "二支部/2021/通知.docx",
        "关于缴纳党费的通知，经费另列",
        branch="第二党支部",
        work_year=2021,
        date="2021-01-05",
        category="06",
        subcategory="收缴",
        role="通知",
    )
    return archive.client()


def test_the_first_page_offers_a_box_and_counts(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'name="q"' in page
    assert "收录 3 件" in page
    assert "第一党支部" in page


def test_the_first_page_of_an_empty_archive_says_how_to_fill_it(archive: Archive) -> None:
    page = archive.client().get("/").text
    assert "还没有收录文件" in page
    assert "dangan index" in page


def test_a_hit_shows_title_facts_marked_passage_and_path(client: FlaskClient) -> None:
    page = client.get("/search?q=路灯经费").text
    assert "找到 <strong>1</strong> 件" in page
    assert "<mark>路灯</mark>维修<mark>经费</mark>" in page
    assert "一支部/2021/6月支委会.docx" in page
    assert "三会一课 › 支委会" in page
    assert "2021-06-03" in page


def test_every_address_on_the_page_answers(client: FlaskClient) -> None:
    page = client.get("/search?q=路灯&branch=第一党支部&not.role=通知&year=2021&sort=newest").text
    internal = {href.split("#")[0] for href in hrefs(page) if href.startswith("/")}
    assert len(internal) > 15
    answers = {href: client.get(href, buffered=True).status for href in internal}
    assert {href: status for href, status in answers.items() if status != "200 OK"} == {}


def test_a_facet_link_narrows_to_as_many_hits_as_its_count(client: FlaskClient) -> None:
    page = client.get("/search").text
    row = re.search(r'<a href="([^"]*)"[^>]*>第一党支部<.*?<span class="count">(\d+)</span>', page, re.S)
    assert row is not None
    narrowed = client.get(unescape(row[1])).text
    assert f"找到 <strong>{row[2]}</strong> 件" in narrowed
    assert row[2] == "2"


def test_a_condition_in_force_has_a_link_that_takes_it_away(client: FlaskClient) -> None:
    page = client.get("/search?q=路灯&branch=第一党支部").text
    chip = re.search(r'<a href="([^"]*)">党支部：第一党支部', page)
    assert chip is not None
    assert "branch" not in urlsplit(unescape(chip[1])).query


def test_a_search_within_the_results_keeps_the_query_before_and_lets_it_be_taken_away(
    client: FlaskClient,
) -> None:
    page = client.get("/search?q=经费&year=2021").text
    assert "找到 <strong>2</strong> 件" in page
    form = re.search(r'<form class="ask again".*?</form>', page, re.S)
    assert form is not None
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0])
    assert hidden == [("year", "2021"), ("within", "经费")]
    narrowed = client.get("/search", query_string=[*hidden, ("q", "路灯")]).text
    assert "找到 <strong>1</strong> 件" in narrowed
    assert "<mark>路灯</mark>维修<mark>经费</mark>" in narrowed
    chip = re.search(r'<a href="([^"]*)">在“经费”的结果中', narrowed)
    assert chip is not None
    assert "within" not in unescape(chip[1])
    document = next(href for href in hrefs(narrowed) if href.startswith("/documents/"))
    assert client.get(document).text.count("<mark") == 2


def test_what_is_new_is_a_condition_like_others(client: FlaskClient) -> None:
    page = client.get("/search?q=经费&since=2020-01-01").text
    assert "找到 <strong>2</strong> 件" in page
    assert re.search(r'<a href="/search\?q=[^"&]*">2020-01-01 以后新收', page)
    nothing = client.get("/search?q=经费&since=2999-01-01T09:30").text
    assert "没有找到" in nothing
    assert "2999-01-01 09:30 以后新收" in nothing


def test_an_excluded_value_can_be_seen_and_taken_back(client: FlaskClient) -> None:
    page = client.get("/search?not.branch=第一党支部").text
    assert "找到 <strong>1</strong> 件" in page
    assert "不含 党支部：第一党支部" in page


def test_no_hits_say_what_to_try(client: FlaskClient) -> None:
    page = client.get("/search?q=不存在的内容&branch=第一党支部&relax=0").text
    assert "没有找到" in page
    assert "去掉全部筛选再找" in page


def test_a_page_past_the_end_leads_back(client: FlaskClient) -> None:
    answer = client.get("/search?page=9")
    assert answer.status_code == 200
    assert "回到第一页" in answer.text


@pytest.mark.parametrize(
    ("address", "parameter"),
    [("/search?page=0", "page"), ("/search?year=abc", "year"), ("/search?colour=red", "colour")],
)
def test_a_bad_parameter_is_named_on_an_error_page(client: FlaskClient, address: str, parameter: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    assert f"参数 {parameter} " in answer.text


def test_the_preview_shows_the_first_hit_or_the_one_asked_for(client: FlaskClient) -> None:
    first = client.get("/search?sort=oldest").text
    assert re.search(r'<aside class="preview".*?<h2><a [^>]*>方案</a>', first, re.S)
    link = re.findall(r'class="to-preview" href="([^"]*)" data-preview="([^"]*)"', first)[-1]
    page, fragment = (client.get(unescape(address)).text for address in link)
    assert re.search(r'<aside class="preview".*?<h2><a [^>]*>6月支委会</a>', page, re.S)
    assert "<html" not in fragment
    assert "6月支委会" in fragment


def test_text_from_files_and_queries_is_never_markup(archive: Archive) -> None:
    archive.put(
        "<b>路径</b>.docx",
        "<script>alert(1)</script> 路灯",
        title='<img src=x onerror="1">',
        branch='"><script>x</script>',
    )
    page = archive.client().get('/search?q=路灯 <script>"').text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<script>x" not in page
    assert "&lt;script&gt;" in page


def test_parameters_of_the_first_page_go_to_the_results(client: FlaskClient) -> None:
    answer = client.get("/?q=路灯&_external=1&_scheme=javascript")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/search?q=")


def test_copies_are_folded_under_the_first(archive: Archive) -> None:
    archive.put("甲/通知.docx", "路灯通知", data=b"same", title="通知")
    archive.put("乙/通知.docx", "路灯通知", data=b"same", title="通知")
    page = archive.client().get("/search?q=路灯").text
    assert "找到 <strong>2</strong> 件" in page
    assert "1 份内容相同的文件" in page
    assert page.count('<li class="hit') == 1


def test_the_results_say_when_files_could_not_be_read(archive: Archive) -> None:
    from indexer.documents import Problem, ProblemKind

    archive.put("扫描.pdf", doc_type="pdf", problems=[Problem(ProblemKind.NO_TEXT, "没有文字", "重新扫描")])
    page = archive.client().get("/search?q=找不到的词&relax=0").text
    assert "有 1 份文件没有可检索的文字" in page


def test_every_way_to_ask_is_shown_with_an_example_that_works(client: FlaskClient) -> None:
    """No example draws the notice that it was taken as plain text."""
    page = client.get("/search/ways").text
    examples = [href for href in hrefs(page) if urlsplit(href).query.startswith("q=")]
    assert len(examples) == sum(len(chapter.ways) for chapter in CHAPTERS) > 15
    for example in examples:
        answer = client.get(f"/api/v1/search?{urlsplit(example).query}").get_json()
        assert not [one for one in answer["query"]["notices"] if "普通文字" in one], example
    assert "/search/ways" in hrefs(client.get("/").text)
