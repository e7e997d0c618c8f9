"""Two thousand generated searches: both engines against a plain scan by ``fold``, and against each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analyzers import Analyzer
from indexer.engines.protocol import Engine, IndexDocument
from indexer.engines.query import Found, Search, Sort

from . import scan
from .conftest import opened
from .corpus import Queries, documents

SIZE = 400
SEARCHES = 2_000


@pytest.fixture(scope="module")
def archive() -> list[IndexDocument]:
    return documents(seed=1, size=SIZE)


@pytest.fixture(scope="module")
def folded(archive: list[IndexDocument]) -> list[scan.Folded]:
    return list(map(scan.folded, archive))


@pytest.fixture(scope="module")
def searches(archive: list[IndexDocument]) -> list[Search]:
    queries = Queries(seed=2, documents=archive)
    return [queries.search(most=SIZE) for _ in range(SEARCHES)]


def _filled(engine: Engine, archive: list[IndexDocument]) -> Engine:
    """In several commits, so that the index has several segments."""
    with engine.rebuild("generated") as rebuild:
        for start in range(0, SIZE, 90):
            rebuild.put(archive[start : start + 90])
            assert rebuild.commit(start) == []
        rebuild.swap()
    return engine


@pytest.fixture(scope="module")
def elastic(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, archive: list[IndexDocument]
) -> Iterator[Engine]:
    with opened("elasticsearch", tmp_path_factory.mktemp("elastic"), analyzer) as engine:
        yield _filled(engine, archive)


@pytest.fixture(scope="module")
def sharded(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, archive: list[IndexDocument]
) -> Iterator[Engine]:
    with opened("elasticsearch", tmp_path_factory.mktemp("sharded"), analyzer, shards=3) as engine:
        yield _filled(engine, archive)


@pytest.fixture(scope="module")
def embedded(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, archive: list[IndexDocument]
) -> Iterator[Engine]:
    with opened("embedded", tmp_path_factory.mktemp("embedded"), analyzer) as engine:
        yield _filled(engine, archive)


def _check(engine: Engine, folded: list[scan.Folded], request: Search) -> Found:
    answer = engine.search(request)
    expected = scan.order(folded, request)
    ids = [hit.id for hit in answer.hits]
    assert answer.total == len(expected), request
    if request.sort is Sort.RELEVANCE and request.scoring:
        assert sorted(ids) == sorted(expected), request
        assert list(answer.hits) == sorted(answer.hits, key=lambda hit: (-hit.score, hit.id)), request
    else:
        assert ids == expected, request
    assert answer.counts == scan.counts(folded, request), request
    return answer


def test_matches_totals_and_counts_equal_a_plain_scan(
    embedded: Engine, folded: list[scan.Folded], searches: list[Search]
) -> None:
    for request in searches:
        _check(embedded, folded, request)


def test_totals_of_many_queries_equal_a_plain_scan(
    embedded: Engine, folded: list[scan.Folded], searches: list[Search]
) -> None:
    _check_totals(embedded, folded, searches)


@pytest.mark.elasticsearch
def test_elasticsearch_counts_many_queries_at_once(
    elastic: Engine, sharded: Engine, folded: list[scan.Folded], searches: list[Search]
) -> None:
    _check_totals(elastic, folded, searches)
    _check_totals(sharded, folded, searches)


def _check_totals(engine: Engine, folded: list[scan.Folded], searches: list[Search]) -> None:
    for at in range(0, 200, 10):
        within, *queries = [one.match for one in searches[at : at + 10]]
        inside = [item for item in folded if scan.matches(item, within)]
        expected = [sum(scan.matches(item, query) for item in inside) for query in queries]
        assert engine.totals(within, queries) == expected, (within, queries)


@pytest.mark.elasticsearch
def test_elasticsearch_says_the_same_in_the_same_order(
    elastic: Engine, embedded: Engine, folded: list[scan.Folded], searches: list[Search]
) -> None:
    for request in searches:
        one, other = _check(elastic, folded, request), embedded.search(request)
        assert [hit.id for hit in one.hits] == [hit.id for hit in other.hits], request
        for hit, same in zip(one.hits, other.hits, strict=True):
            # 32-bit sums in another order may end on two sides of a rounding
            assert hit.score == pytest.approx(same.score, rel=0.0011, abs=0.0011), request


@pytest.mark.elasticsearch
def test_several_shards_change_nothing_but_the_scores(
    sharded: Engine, folded: list[scan.Folded], searches: list[Search]
) -> None:
    for request in searches[:300]:
        _check(sharded, folded, request)
