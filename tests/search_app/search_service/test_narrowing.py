"""Searching within results, and only what is new: all queries together, whatever each was taken for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest

from analyzers import Analyzer
from indexer.engines.query import Facet, Not, OneOf, Sort, Text
from indexer.errors import QueryTooBroad, UsageError
from search_app.search.query.arrivals import moment_of, told, written
from search_app.search.query.parse import parse

from .conftest import FIRST, Archive, flat
from .test_against_reading import holds, made_up


def moment(milliseconds: int) -> str:
    return written(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds))


@pytest.mark.parametrize("seed", range(40))
def test_it_finds_what_all_queries_find_by_reading(archive: Archive, analyzer: Analyzer, seed: int) -> None:
    random = Random(seed)
    q, *within = [made_up(random) for _ in range(random.randint(2, 4))]
    arrived = {one.id: one.arrived for one in archive.catalog.all_documents()}
    since = random.choice([None, *arrived.values()])
    trees = [parse(text, analyzer.query_words).tree for text in (q, *within)]
    read = {
        identifier
        for identifier in archive.ids.values()
        if all(holds(tree, archive, identifier) for tree in trees)
        and (since is None or arrived[identifier] >= since)
    }
    answer = archive.ask(q, within=tuple(within), since=moment(since) if since is not None else None)
    assert {hit.id for hit in flat(answer.hits)} == read
    assert answer.total == len(read)
    assert {
        name: sum(one.count for one in values) for name, values in answer.facets.items()
    } == dict.fromkeys(answer.facets, len(read))
    assert [one.text for one in answer.query.within] == within


def test_a_facet_counts_under_all_queries_and_all_filters_but_its_own(archive: Archive) -> None:
    answer = archive.ask("会议", within=("路灯",), filters={"branch": (FIRST,)})
    counts = {one.label: one.count for one in answer.facets["branch"]}
    assert answer.total == counts[FIRST] == len(archive.names("路灯 会议", filters={"branch": (FIRST,)}))
    assert counts == {
        one.label: one.count
        for one in archive.ask("路灯 会议", filters={"branch": (FIRST,)}).facets["branch"]
    }


def test_each_query_is_understood_by_itself(archive: Archive) -> None:
    answer = archive.ask("会议", within=("去年一支部的路灯",), understand=True)
    (earlier,) = answer.query.within
    assert {(one.field, one.value) for one in earlier.filters} == {("year", "2021"), ("branch", FIRST)}
    assert answer.query.filters == ()
    assert set(archive.names("会议", within=("去年一支部的路灯",), understand=True)) == {"路灯", "大会"}


def test_an_earlier_query_that_was_relaxed_still_holds_as_it_was(archive: Archive) -> None:
    alone = archive.names("路灯 经费 换届选举 外星人", relax=True)
    assert alone and archive.ask("路灯 经费 换届选举 外星人", relax=True).query.relaxed is not None
    within = archive.ask("会议", within=("路灯 经费 换届选举 外星人",), relax=True)
    assert within.query.within[0].relaxed is not None
    assert {hit.id for hit in flat(within.hits)} <= {archive_id(archive, one) for one in alone}
    assert within.total == len(set(alone) & set(archive.names("会议")))


def archive_id(archive: Archive, name: str) -> str:
    return next(one for path, one in archive.ids.items() if path.rpartition("/")[2].startswith(f"{name}."))


def test_relaxing_never_lets_go_of_an_earlier_query(archive: Archive) -> None:
    answer = archive.ask("党员 外星人", within=("路灯",), relax=True)
    assert answer.query.relaxed is not None
    assert {hit.id for hit in flat(answer.hits)} == {hit.id for hit in flat(archive.ask("路灯 党员").hits)}


def test_an_earlier_slip_is_mended_as_on_its_own_page(archive: Archive) -> None:
    answer = archive.ask("经费", within=("路登",), relax=True)
    (earlier,) = answer.query.within
    assert earlier.corrected is not None and earlier.corrected.text == "路灯"
    assert set(archive.names("经费", within=("路登",), relax=True)) == set(archive.names("路灯 经费"))


def test_words_of_every_query_are_marked(archive: Archive) -> None:
    (hit,) = archive.ask("五万元", within=("路灯", "王光豪")).hits
    marked = {text.text[slice(*mark)] for text in hit.passages for mark in text.marks}
    assert {"路灯", "王光豪"} < marked


def test_without_new_words_the_earlier_query_ranks(archive: Archive) -> None:
    assert archive.names("", within=("路灯 经费",)) == archive.names("路灯 经费")


def test_nothing_hidden_comes_in_through_an_earlier_query(archive: Archive) -> None:
    scope = Not(OneOf(Facet.BRANCH, frozenset({FIRST})))
    answer = archive.ask("会议 OR 路灯", within=("路灯",), scope=scope)
    assert {hit.branch for hit in flat(answer.hits)} == {None}
    assert archive.ask("", within=("王光豪",), scope=scope).total == 0
    assert archive.ask("", within=("王光豪",), scope=Text("王光豪")).total == 1


def test_what_is_new_is_picked_from_what_the_query_finds_without_changing_how_it_is_taken(
    archive: Archive,
) -> None:
    latest = max(one.arrived for one in archive.catalog.all_documents())
    after = moment(latest + 1)
    answer = archive.ask("路灯 经费", since=after, relax=True, understand=True)
    assert (answer.total, answer.query.relaxed, answer.query.corrected) == (0, None, None)
    relaxed = archive.ask("路灯 经费 换届选举 外星人", since=moment(0), relax=True)
    assert relaxed.query.relaxed is not None
    assert relaxed.total == archive.ask("路灯 经费 换届选举 外星人", relax=True).total


def test_pages_and_orders_go_on_as_ever(archive: Archive) -> None:
    whole = archive.names("", within=("党",), sort=Sort.OLDEST, since="2020")
    assert len(whole) > 4
    pages = [
        archive.names("", within=("党",), sort=Sort.OLDEST, since="2020", page=n, size=2) for n in (1, 2)
    ]
    assert [name for page in pages for name in page] == whole[:4]


def test_what_cannot_be_taken_is_named(archive: Archive) -> None:
    with pytest.raises(QueryTooBroad) as broad:
        archive.ask("路灯", within=("长" * 1001,))
    assert broad.value.parameter == "within"
    with pytest.raises(UsageError) as usage:
        archive.ask("路灯", since="2021-02-30")
    assert usage.value.parameter == "since"


CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024", "2023-12-31T16:00:00+00:00"),
        ("2024-06", "2024-05-31T16:00:00+00:00"),
        ("2024-06-03", "2024-06-02T16:00:00+00:00"),
        ("2024-06-03T09:30", "2024-06-03T01:30:00+00:00"),
        ("2024-06-03T09:30:15.250", "2024-06-03T01:30:15.250000+00:00"),
        ("2024-06-03T01:30:15.250Z", "2024-06-03T01:30:15.250000+00:00"),
        ("2024-06-03T09:30+09:00", "2024-06-03T00:30:00+00:00"),
    ],
)
def test_a_moment_is_local_unless_it_says_otherwise(text: str, utc: str) -> None:
    assert moment_of(text, CHINA).isoformat() == utc


@pytest.mark.parametrize("text", ["gestern", "2024-13-01", "2024-06-03T25:00", "2024-06-03 09:30", "T", ""])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        moment_of(text, CHINA)


def test_a_moment_is_written_to_be_read_again_and_told_in_local_time() -> None:
    text = written(datetime(2024, 6, 3, 1, 30, 15, 250_999, UTC))
    assert text == "2024-06-03T01:30:15.250Z"
    assert moment_of(text, CHINA) == datetime(2024, 6, 3, 1, 30, 15, 250_000, UTC)
    assert told(text, CHINA) == "2024-06-03 09:30"
    assert told("2024-06", CHINA) == "2024-06"
