"""Two thousand generated searches: both engines against a plain scan by ``fold``, and against each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analyzers import Analyzer
from indexer.engines.protocol import Engine, IndexDocument
from indexer.engines.query import Search, Sort

from . import scan
from .conftest import ENGINES, opened
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


@pytest.fixture(scope="module", params=ENGINES)
def either(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    analyzer: Analyzer,
    archive: list[IndexDocument],
) -> Iterator[Engine]:
    with opened(request.param, tmp_path_factory.mktemp("engine"), analyzer) as engine:
        yield _filled(engine, archive)


@pytest.fixture(scope="module")
def embedded(
    tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, archive: list[IndexDocument]
) -> Iterator[Engine]:
    with opened("embedded", tmp_path_factory.mktemp("embedded"), analyzer) as engine:
        yield _filled(engine, archive)


def _check(engine: Engine, folded: list[scan.Folded], request: Search) -> None:
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


def test_matches_totals_and_counts_equal_a_plain_scan(
    either: Engine, folded: list[scan.Folded], searches: list[Search]
) -> None:
    for request in searches:
        _check(either, folded, request)


@pytest.mark.elasticsearch
def test_both_engines_order_alike(
    either: Engine, embedded: Engine, searches: list[Search], request: pytest.FixtureRequest
) -> None:
    if either.name == "embedded":
        pytest.skip("nothing to compare with itself")
    different = 0
    for search in searches:
        different += either.search(search).hits != embedded.search(search).hits
    assert different == 0
