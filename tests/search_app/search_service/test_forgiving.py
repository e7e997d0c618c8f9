"""Slips: offered as what may be meant, looked for only where nothing is found."""

from __future__ import annotations

import pytest

from search_app.search.query.lexicon import EntryKind, Lexicon

from .conftest import Archive


@pytest.mark.parametrize(
    ("q", "meant", "why"),
    [
        ("路登", "路灯", "读音相近"),
        ("鲁灯经费", "路灯经费", "读音相近"),
        ("换界选举", "换届选举", "读音相近"),
        ("党员花铭册", "党员花名册", "读音相近"),
        ("zwh", "支委会", "拼音"),
        ("zhiweihui", "支委会", "拼音"),
        ("wangguanghao", "王光豪", "拼音"),
        ("wgh", "王光豪", "拼音"),
        ("王光毫", "王光豪", "读音相近"),
        ("两学一作", "两学一做", "读音相近"),
        ('"路登"', '"路灯"', "读音相近"),
        ("支部:一支部 路登", "支部:一支部 路灯", "读音相近"),
    ],
)
def test_what_is_meant_is_looked_for_where_nothing_is_found(
    archive: Archive, q: str, meant: str, why: str
) -> None:
    answer = archive.ask(q, relax=True)
    assert answer.query.corrected is not None, answer.suggestions
    assert (answer.query.corrected.text, answer.query.corrected.why) == (meant, why)
    assert answer.query.text == q
    assert archive.names(q, relax=True) == archive.names(meant)


def test_it_is_only_offered_where_relaxing_is_off(archive: Archive) -> None:
    answer = archive.ask("路登", relax=False)
    assert (answer.total, answer.query.corrected) == (0, None)
    assert [one.text for one in answer.suggestions] == ["路灯"]


@pytest.mark.parametrize("q", ["路灯", "路灯 经费", "支委会会议记录", "2021年", "一支部", ""])
def test_what_is_found_is_no_slip(archive: Archive, q: str) -> None:
    answer = archive.ask(q, relax=True)
    assert (answer.query.corrected, answer.suggestions) == (None, ())


def test_a_slip_is_offered_beside_what_its_parts_find(archive: Archive) -> None:
    """党, 员, 大 and 会 stand in one document, but not in this order."""
    answer = archive.ask("党大员会", relax=True)
    assert answer.query.corrected is None or answer.total
    assert [one.text for one in answer.suggestions] == ["党员大会"]


@pytest.mark.parametrize("q", ["外星人", "xyzzy", "三支部", "2023年", "量子纠缠理论"])
def test_what_nobody_meant_is_not_made_up(archive: Archive, q: str) -> None:
    answer = archive.ask(q, relax=True)
    assert answer.query.corrected is None


def test_another_number_is_no_slip(archive: Archive) -> None:
    assert archive.ask("第四党支部", relax=True).query.corrected is None


def test_only_what_the_reader_may_see_is_offered(archive: Archive) -> None:
    from indexer.engines.query import Among

    nothing = Among(frozenset({archive.ids["二支部/党费.txt"]}))
    assert archive.ask("路登", relax=True, scope=nothing).suggestions == ()


def test_what_is_easily_confused_is_offered_and_not_looked_for(archive: Archive) -> None:
    answer = archive.ask("会议纪要", relax=True)
    assert ("会议记录", "容易混淆") in [(one.text, one.why) for one in answer.suggestions]
    assert answer.query.corrected is None or answer.query.corrected.why != "容易混淆"


@pytest.fixture
def lexicon() -> Lexicon:
    found = Lexicon()
    found.add(["民主评议", "党员大会", "支委会", "组织生活会"], EntryKind.TERM, 3)
    found.add(["張三", "李四"], EntryKind.PERSON)
    found.add(["国发〔2021〕1号"], EntryKind.DOC_NO)
    return found


def texts(entries: object) -> list[str]:
    return [entry.text for entry in entries]  # type: ignore[attr-defined]


def test_words_are_found_by_how_they_begin_are_spelled_and_sound(lexicon: Lexicon) -> None:
    assert texts(lexicon.beginning("党员", 5)) == ["党员大会"]
    assert texts(lexicon.beginning("zw", 5)) == ["支委会"]
    assert texts(lexicon.beginning("zhang", 5)) == ["張三"]
    assert texts(lexicon.spelling("mzpy")) == ["民主评议"]
    assert texts(lexicon.sounding("民住平议")) == ["民主评议"]
    assert texts(lexicon.sounding("民主评议")) == []


@pytest.mark.parametrize("slip", ["党员会", "党员大大会", "党员会大", "党圆大会", "党大员会"])
def test_words_are_found_by_one_slip(lexicon: Lexicon, slip: str) -> None:
    assert texts(lexicon.near(slip)) == ["党员大会"]


@pytest.mark.parametrize("other", ["支书会", "党员", "党团员代表大会", "党员小会议"])
def test_more_than_one_slip_is_another_word(lexicon: Lexicon, other: str) -> None:
    assert texts(lexicon.near(other)) == []


def test_the_more_frequent_comes_first(lexicon: Lexicon) -> None:
    lexicon.add(["组织生活汇"], EntryKind.TERM, 1)
    assert texts(lexicon.sounding("组织生活惠")) == ["组织生活会", "组织生活汇"]
