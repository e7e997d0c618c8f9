"""Every link of the results page is the address it stands on, changed in one thing."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from search_app.search.page.state import SearchState


def state_of(*pairs: tuple[str, str]) -> SearchState:
    return SearchState.of(MultiDict(pairs))


def pairs_of(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def test_an_address_survives_being_read_and_written_again() -> None:
    pairs = [
        ("q", '路灯 "原话" -甲&乙=丙'),
        ("branch", "第一党支部"),
        ("branch", "第二党支部"),
        ("not.role", "-"),
    ]
    assert pairs_of(state_of(*pairs).url) == pairs


def test_fields_that_a_form_sends_empty_are_no_parameters() -> None:
    assert pairs_of(state_of(("q", "路灯"), ("date_from", ""), ("date_to", " ")).url) == [("q", "路灯")]


def test_choosing_a_second_value_keeps_the_first_and_choosing_again_takes_it_out() -> None:
    one = state_of(("q", "路灯"), ("branch", "甲"))
    two = one.toggled("branch", "乙")
    assert two.values("branch") == ["甲", "乙"]
    assert two.toggled("branch", "乙") == one


def test_a_value_is_never_chosen_and_excluded_at_once() -> None:
    excluded = state_of(("branch", "甲")).excluding("branch", "甲")
    assert excluded.pairs == (("not.branch", "甲"),)
    assert excluded.toggled("branch", "甲").pairs == ()


def test_excluding_twice_says_it_once() -> None:
    once = state_of().excluding("branch", "甲")
    assert once.excluding("branch", "甲") == once


@pytest.mark.parametrize("change", ["toggled", "replaced", "excluding"])
def test_a_change_of_the_hits_starts_on_the_first_page_without_the_old_preview(change: str) -> None:
    deep = state_of(("q", "路灯"), ("page", "7"), ("preview", "abc"))
    changed: SearchState = getattr(deep, change)("role", "通知")
    assert changed.get("page") is None
    assert changed.get("preview") is None
    assert changed.query == "路灯"


def test_a_preview_keeps_the_page() -> None:
    assert state_of(("page", "7")).previewing("abc").pairs == (("page", "7"), ("preview", "abc"))


def test_all_filters_go_at_once_and_the_query_stays() -> None:
    narrow = state_of(
        ("q", "路灯"), ("year", "2021"), ("not.branch", "甲"), ("date_from", "2020"), ("expand", "0")
    )
    assert narrow.narrowed
    assert narrow.widened().pairs == (("q", "路灯"), ("expand", "0"))


def test_earlier_queries_go_one_by_one_or_with_all_filters() -> None:
    state = state_of(("q", "经费"), ("within", "路灯"), ("within", "会议"), ("since", "2024-06-03"))
    assert state.toggled("within", "路灯").values("within") == ["会议"]
    assert state.narrowed
    assert state.widened().pairs == (("q", "经费"),)


def test_a_form_sends_along_all_but_what_it_shows_and_the_page() -> None:
    state = state_of(("q", "路灯"), ("year", "2021"), ("page", "3"), ("preview", "x"))
    assert state.hidden("q") == [("year", "2021")]
