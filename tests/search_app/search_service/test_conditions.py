"""Nearness, wildcards and dates by themselves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.query import DateRange
from search_app.search.finding.verify import find_near, find_pattern
from search_app.search.query.periods import read_period, read_range, read_years
from search_app.search.query.syntax import Segment

FEW = st.text("甲乙丙", max_size=14)


@given(FEW, st.lists(st.text("甲乙?", min_size=1, max_size=3), min_size=1, max_size=3))
def test_patterns_match_as_a_regular_expression(text: str, parts: list[str]) -> None:
    segments: list[Segment] = [tuple(None if one == "?" else one for one in part) for part in parts]
    expression = re.compile(".*?".join(part.replace("?", ".") for part in parts), re.DOTALL)
    found = find_pattern(text, segments)
    assert (found is not None) == (expression.search(text) is not None)
    if found is not None:
        assert expression.fullmatch(text[slice(*found)])


@given(FEW, st.sampled_from(["甲", "甲乙", "丙"]), st.sampled_from(["乙丙", "丙", "甲"]), st.integers(0, 5))
def test_near_is_a_gap_of_at_most_so_many(text: str, one: str, other: str, distance: int) -> None:
    def places(term: str) -> list[int]:
        return [at for at in range(len(text)) if text.startswith(term, at)]

    near = any(
        (b - (a + len(one)) if b >= a else a - (b + len(other))) <= distance
        for a in places(one)
        for b in places(other)
        if one != other or a != b
    )
    assert (find_near(text, [one, other], distance) is not None) == near


def test_three_terms_share_the_distance() -> None:
    assert find_near("甲一二乙三丙", ["丙", "甲", "乙"], 3) == (0, 6)
    assert find_near("甲一二乙三丙", ["丙", "甲", "乙"], 2) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2021", "2021"),
        ("2021年", "2021"),
        ("2021年度", "2021"),
        ("2021-6", "2021-06"),
        ("2021.06.03", "2021-06-03"),
        ("2021/6/3", "2021-06-03"),
        ("２０２１年６月３日", "2021-06-03"),
        ("20210603", "2021-06-03"),
        ("202106", "2021-06"),
        ("二〇二一年六月三日", "2021-06-03"),
        ("二○二一年十二月三十一日", "2021-12-31"),
        ("2021年13月", None),
        ("2021-02-30", None),
        ("去年", None),
        ("21", None),
        ("", None),
    ],
)
def test_periods(text: str, read: str | None) -> None:
    found = read_period(text)
    assert (str(found) if found else None) == read


def test_ranges() -> None:
    assert read_range("2021-02") == DateRange(20210201, 20210228)
    assert read_range("2020-02..2021") == DateRange(20200201, 20211231)
    assert read_range("..2021-06-03") == DateRange(10000101, 20210603)
    assert read_range("2021..") == DateRange(20210101, 99991231)
    assert read_range("..") is None
    assert read_range("甲..乙") is None
    assert read_years("2021..2023") == {"2021", "2022", "2023"}
    assert read_years("2021-06") is None
