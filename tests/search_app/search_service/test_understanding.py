"""Sentences become words and conditions that the reader sees, as long as documents remain."""

from __future__ import annotations

from datetime import date

import pytest

from analyzers import fold
from indexer.archival.values import Branch
from search_app.search.query.relative_dates import spoken_periods
from search_app.search.query.syntax import Piece
from search_app.search.query.understanding import Reader, Understood

from .conftest import FIRST, SECOND, Archive


def understood(
    archive: Archive, q: str, **other: object
) -> tuple[list[str], list[tuple[str, str, str]], tuple[str, ...]]:
    answer = archive.ask(q, understand=True, **other)
    told = [(one.field, one.value, one.source) for one in answer.query.filters]
    return archive.names(q, understand=True, **other), told, answer.query.words


def test_a_sentence(archive: Archive) -> None:
    """今天 is 2022-03-15."""
    assert understood(archive, "去年二季度一支部开会讨论路灯经费的记录") == (
        ["路灯"],
        [
            ("branch", FIRST, "一支部"),
            ("date", "2021-04..2021-06", "去年二季度"),
            ("role", "会议记录", "记录"),
        ],
        ("路灯", "经费"),
    )


def test_keywords(archive: Archive) -> None:
    found, told, words = understood(archive, "去年一支部 路灯经费")
    assert (set(found), words) == ({"路灯", "大会"}, ("路灯", "经费"))
    assert told == [("branch", FIRST, "一支部"), ("year", "2021", "去年")]


def test_a_branch_alone_is_all_it_has(archive: Archive) -> None:
    assert understood(archive, "二支部")[:2] == (["党费", "通知"], [("branch", SECOND, "二支部")])


def test_what_leaves_nothing_gives_way(archive: Archive) -> None:
    """No paper of 二支部 speaks of 路灯, none of this year does."""
    assert understood(archive, "今年 路灯 五万元")[1] == []
    found, told, _ = understood(archive, "一支部去年四季度路灯经费")
    assert (set(found), told) == ({"路灯", "大会"}, [("branch", FIRST, "一支部")])
    notices = archive.ask("一支部去年四季度路灯经费", understand=True).query.notices
    assert notices == ("没有按“去年四季度”筛选：那样一件也没有",)


def test_what_gave_way_leans_the_order(archive: Archive) -> None:
    names = archive.names("党员 会议记录 OR 通知", understand=True)
    assert set(names) == set(archive.names("党员 会议记录 OR 通知"))


def test_two_branches_are_no_condition(archive: Archive) -> None:
    assert understood(archive, "一支部和二支部 路灯", relax=True)[1] == []


def test_what_stands_in_a_paper_word_for_word_is_left_alone(archive: Archive) -> None:
    assert understood(archive, "第一党支部支委会会议记录")[1:] == (
        [],
        ("第一", "党支部", "支委会", "会议记录"),
    )


@pytest.mark.parametrize("q", ['"一支部"', "题名:一支部", "-一支部"])
def test_quotations_prefixes_and_exclusions_are_taken_literally(archive: Archive, q: str) -> None:
    assert understood(archive, q)[1] == []


def test_it_can_be_turned_off(archive: Archive) -> None:
    answer = archive.ask("一支部 路灯", understand=False)
    assert answer.query.filters == ()


def test_words_that_carry_the_question_are_passed_over_and_named(archive: Archive) -> None:
    answer = archive.ask("去年一支部开会讨论路灯经费", understand=True)
    assert answer.query.notices == ("已略去“开会讨论”",)
    assert archive.ask("开会讨论路灯", understand=True).query.notices == ()


@pytest.mark.parametrize(
    ("text", "spoken", "period"),
    [
        ("今年", "今年", "2022"),
        ("去年度总结", "去年度", "2021"),
        ("前年", "前年", "2020"),
        ("大前年", "大前年", "2019"),
        ("去年上半年", "去年上半年", "2021-01..2021-06"),
        ("今年下半年", "今年下半年", "2022-07..2022-12"),
        ("2020年三季度", "2020年三季度", "2020-07..2020-09"),
        ("2020年度第4季度", "2020年度第4季度", "2020-10..2020-12"),
        ("去年10月", "去年10月", "2021-10"),
        ("去年十二月份", "去年十二月份", "2021-12"),
        ("上个月", "上个月", "2022-02"),
        ("上月", "上月", "2022-02"),
        ("本月", "本月", "2022-03"),
    ],
)
def test_spoken_periods(text: str, spoken: str, period: str) -> None:
    [found] = spoken_periods(fold(text), date(2022, 3, 15))
    assert (text[found.start : found.end], str(found)) == (spoken, period)


@pytest.mark.parametrize("text", ["2021年", "三季度", "6月", "上半年", "每月", "年度", "2021年总结"])
def test_what_is_no_spoken_period(text: str) -> None:
    """A year in digits is looked for as it is written; a quarter without a year may be of any."""
    assert list(spoken_periods(fold(text), date(2022, 3, 15))) == []


def test_last_month_in_january_is_last_years() -> None:
    [found] = spoken_periods("上个月", date(2022, 1, 5))
    assert str(found) == "2021-12"


BRANCHES = (Branch(FIRST), Branch(SECOND), Branch("离退休党支部"))


def ways(text: str) -> list[Understood]:
    reader = Reader(
        BRANCHES, frozenset({"会议记录"}), date(2022, 3, 15), lambda part: [part], lambda _: False
    )
    return list(reader.read(Piece(text, (text,))).ways())


def test_ways_give_up_the_kind_first_the_branch_last_and_end_literally() -> None:
    found = [[one.told.field for one in way.conditions] for way in ways("去年一支部路灯的记录")]
    assert found == [
        ["branch", "year", "role"],
        ["branch", "year"],
        ["branch", "role"],
        ["year", "role"],
        ["branch"],
        ["year"],
        ["role"],
        [],
    ]
    assert ways("去年一支部路灯的记录")[-1].tree == Piece("去年一支部路灯的记录", ("去年一支部路灯的记录",))


@pytest.mark.parametrize("text", ["各支部", "党支部换届", "支部书记", "本支部"])
def test_what_names_no_branch(text: str) -> None:
    assert [way.conditions for way in ways(text)] == [()]
