"""Where no document has every word: which words are let go, and which documents come first."""

from __future__ import annotations

import pytest

from search_app.search.query.parse import ParsedQuery
from search_app.search.query.parting import in_parts
from search_app.search.query.syntax import Phrase, Piece

from .conftest import Archive


def relaxed(archive: Archive, q: str, **other: object) -> tuple[list[str], tuple[str, ...] | None]:
    answer = archive.ask(q, relax=True, **other)
    return archive.names(q, relax=True, **other), answer.query.relaxed and answer.query.relaxed.dropped


def test_nothing_is_let_go_where_some_document_has_every_word(archive: Archive) -> None:
    assert relaxed(archive, "路灯 五万元") == (["路灯"], None)


def test_the_word_that_no_document_has_is_let_go_and_named(archive: Archive) -> None:
    found, dropped = relaxed(archive, "路灯 五万元 外星人")
    assert found[0] == "路灯"
    assert dropped == ("外星人",)


def test_a_rare_word_outweighs_common_ones(archive: Archive) -> None:
    """换届 stands in one document, 路灯 and 的 in many: the best is the one that has the rare word."""
    found, dropped = relaxed(archive, "换届 路灯 的")
    assert found[0] == "请示"
    assert dropped == ("路灯",)


def test_a_sentence_leads_to_the_document_with_its_telling_words(archive: Archive) -> None:
    found, dropped = relaxed(archive, "请问哪次会议研究了路灯维修经费的使用并且同意拨付多少万元")
    assert found[0] == "路灯"
    assert dropped


@pytest.mark.parametrize("q", ['"路灯五万元"', "外星人", "-路灯 -党 -一 -记 -x外", "题名:外星人"])
def test_what_cannot_be_let_go_finds_nothing(archive: Archive, q: str) -> None:
    answer = archive.ask(q, relax=True, filters={"branch": ("没有的支部",)})
    assert (answer.total, answer.query.relaxed) == (0, None)


def test_quotations_exclusions_and_filters_stay_in_force(archive: Archive) -> None:
    assert relaxed(archive, '"党员" 路灯 外星人 -照片')[0] == ["大会"]
    assert relaxed(archive, "路灯 外星人", filters={"branch": ("第一党支部",)})[0] == ["路灯", "大会"]


def test_relax_can_be_turned_off(archive: Archive) -> None:
    answer = archive.ask("路灯 外星人", relax=False)
    assert (answer.total, answer.query.relaxed) == (0, None)


def test_pages_of_relaxed_hits_repeat_and_lose_nothing(archive: Archive) -> None:
    whole = archive.names("党员 路灯 经费 换届", relax=True)
    pages = [archive.names("党员 路灯 经费 换届", relax=True, page=page, size=1) for page in range(1, 9)]
    assert [name for page in pages for name in page] == whole


def test_a_name_glued_to_what_stands_beside_it_is_not_let_go() -> None:
    """As a segmenter cuts 潘淑是谁的皇后: what stands in some document is kept, its neighbours apart."""
    stands = {"潘淑", "路灯", "皇后", "尚恩"}.__contains__
    words = ("潘淑是", "谁", "外星人", "有尚恩", "路灯费")
    cut = in_parts(ParsedQuery("", tree=Piece("", words)), stands)
    assert cut.words == ("潘淑", "是", "谁", "外星人", "有", "尚恩", "路灯", "费")
    whole = ParsedQuery("", tree=Phrase("潘淑是", "潘淑是"))
    assert in_parts(whole, stands) == whole


def test_the_part_of_a_word_that_stands_somewhere_is_found(archive: Archive) -> None:
    found, dropped = relaxed(archive, "两学一做 通知书 外星人")
    assert found[0] == "通知"
    assert dropped == ("书", "外星人")
