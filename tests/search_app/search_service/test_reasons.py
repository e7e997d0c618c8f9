"""Why a hit is one: which words, in which form, where, how often, on which pages."""

from __future__ import annotations

from search_app.search.answers import HitAnswer, PageHits, Reason

from .conftest import Archive, flat


def hit(archive: Archive, q: str, path: str, **other: object) -> HitAnswer:
    [found] = [one for one in flat(archive.ask(q, **other).hits) if one.path == path]
    return found


def test_each_word_with_its_place_and_number(archive: Archive) -> None:
    found = hit(archive, "路灯 经费", "备份/路灯副本.txt")
    assert found.why == (Reason("路灯", "路灯", ("name", "body"), 1), Reason("经费", "经费", ("body",), 1))


def test_a_title(archive: Archive) -> None:
    assert Reason("党费", "党费", ("title", "name", "body"), 1) in hit(archive, "党费", "二支部/党费.txt").why


def test_another_form_names_the_word_it_stands_for(archive: Archive) -> None:
    found = hit(archive, "支部委员会", "一支部/路灯.txt", expand=True)
    assert found.why == (Reason("支部委员会", "支委会", ("title", "body"), 1),)


def test_a_date_that_only_the_description_has(archive: Archive) -> None:
    found = hit(archive, "2021年7月", "一支部/大会.txt", expand=True)
    assert found.why == (Reason("2021年7月", "日期 2021-07", ("description",), 0),)


def test_pages_are_counted(archive: Archive) -> None:
    assert hit(archive, "会议 路灯", "一支部/大会.txt").page_hits == (PageHits(1, "第1页", 31),)


def test_without_words_there_is_nothing_to_say(archive: Archive) -> None:
    found = hit(archive, "", "二支部/党费.txt")
    assert (found.why, found.page_hits) == ((), ())
