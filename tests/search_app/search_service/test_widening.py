"""What is looked for along with the words: shown, switchable, and never across what must stay apart."""

from __future__ import annotations

import pytest

from analyzers import fold
from analyzers.synonyms import load_synonyms
from search_app.search.query.numbers import spellings

from .conftest import Archive


def names(archive: Archive, q: str) -> set[str]:
    return set(archive.names(q, expand=True))


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("支部委员会", {"路灯"}),
        ("支部大会", {"大会"}),
        ("路灯费用", {"路灯", "大会", "路灯副本", "路灯副本2"}),
        ("2021年6月", {"路灯", "通知"}),
        ("二〇二一年六月", {"路灯", "通知"}),
        ("二○二一年", {"路灯", "大会", "通知"}),
        ("2021-06-03", {"路灯"}),
        ("2021.6.3", {"路灯"}),
        ("2021年7月", {"大会"}),
        ("六月三日", {"路灯"}),
        ("2022年 党费", {"党费"}),
    ],
)
def test_other_words_and_spellings_are_found_along(archive: Archive, q: str, found: set[str]) -> None:
    assert names(archive, q) == found


@pytest.mark.parametrize("q", ['"支部委员会"', "题名:外 支部委员会", "路灯 -费用 -经费 -照片 支部委员会"])
def test_quotations_stay_as_they_are(archive: Archive, q: str) -> None:
    assert archive.names(q, expand=True) == []


def test_nothing_is_widened_under_not(archive: Archive) -> None:
    assert set(archive.names("路灯 -费用", expand=True)) == set(archive.names("路灯 -费用"))


def test_what_was_looked_for_along_is_told(archive: Archive) -> None:
    echo = archive.ask("支部委员会 2021年6月", expand=True).query
    assert echo.words == ("支部委员会", "2021年", "6月")
    told = {one.word: one.also for one in echo.expanded}
    assert told["支部委员会"] == ("支委会", "支委会议")
    assert "2021-06" in told["2021年6月"]
    assert "日期 2021-06" in told["2021年6月"]
    assert archive.ask("支部委员会", expand=False).query.expanded == ()
    assert archive.ask("外星人", expand=True).query.expanded == ()


def test_marks_fall_on_what_was_found_in_its_stead(archive: Archive) -> None:
    [hit] = archive.ask("支部委员会", expand=True).hits
    [passage, *_] = hit.passages
    assert passage.text[slice(*passage.marks[0])] == "支委会"


SYNONYMS = load_synonyms()


def test_equal_terms_find_each_other_whatever_the_script() -> None:
    assert set(SYNONYMS.of(fold("換屆"))) == {fold("支部改选")}
    assert "支委会" in SYNONYMS.of("支部委员会")


def test_a_term_may_stand_for_others_one_way() -> None:
    assert "党小组会" in SYNONYMS.of("三会一课")
    assert "三会一课" not in SYNONYMS.of("党小组会")


@pytest.mark.parametrize(
    ("one", "other"), [("巡视", "巡察"), ("组织生活会", "民主生活会"), ("四个意识", "四个自信")]
)
def test_what_must_stay_apart_stays_apart(one: str, other: str) -> None:
    assert other not in SYNONYMS.of(one)
    assert one not in SYNONYMS.of(other)
    assert other in SYNONYMS.mistaken[one]


def test_a_unit_adds_its_own_and_cannot_join_what_is_apart() -> None:
    own = load_synonyms(["站委会 = 支委会", "巡视 = 巡察", "没有关系的一行", "甲 = "])
    assert "站委会" in own.of("支委会")
    assert own.of("巡视") == ()


def test_no_term_is_looked_for_that_contains_the_word() -> None:
    """It is found anyway; showing it would tell nothing."""
    assert all(term not in other for term in SYNONYMS.also for other in SYNONYMS.of(term))


@pytest.mark.parametrize(
    ("text", "some", "never"),
    [
        ("2021年6月", {"二零二一年六月", "2021-06", "2021.6"}, {"2021.06.03"}),
        ("2021年1月", {"2021.01", "2021-1-"}, {"2021.1", "2021-1"}),
        ("2021年6月3日", {"20210603", "2021-06-03"}, {"2021.6.3"}),
        ("2021-06-12", {"2021年6月12日", "二零二一年六月十二日"}, set()),
        ("六月", {"6月"}, set()),
        ("第三次", {"第3次"}, {"3次"}),
        ("3季度", {"三季度"}, set()),
        ("十二次", {"12次"}, set()),
        ("第1党支部", {"第一党支部"}, set()),
        ("三会一课", set(), {"3会一课"}),
        ("十九大", set(), {"19大"}),
        ("一百二十人", set(), {"120人"}),
        ("路灯", set(), set()),
        ("", set(), set()),
    ],
)
def test_spellings(text: str, some: set[str], never: set[str]) -> None:
    found = set(spellings(text))
    assert some <= found
    assert not never & found
    assert all(text not in one for one in found)
