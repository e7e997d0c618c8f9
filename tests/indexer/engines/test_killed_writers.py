"""A process that dies while it writes: what was committed stays, the next run brings the rest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from analyzers import Analyzer
from indexer.engines import open_engine
from indexer.engines.protocol import Engine
from indexer.engines.query import AllOf, Among, Search, Text, TextField
from indexer.settings import Settings
from indexer.stop_points import EXIT_CODE, VARIABLE

from . import writing_process
from .conftest import ENGINES, elastic_settings, fill
from .writing_process import CHANGES, DOCUMENTS


class Archive:
    """An engine and the means to start a process that writes to it."""

    def __init__(self, settings: Settings, analyzer: Analyzer) -> None:
        self.settings = settings
        self.engine = open_engine(settings, analyzer)

    def start(self, action: str, stop_at: str = "") -> subprocess.Popen[str]:
        where = (
            str(self.settings.data),
            self.settings.elasticsearch_url or "",
            self.settings.elasticsearch_index,
        )
        return subprocess.Popen(
            [sys.executable, "-m", writing_process.__name__, action, *where],
            env={**os.environ, VARIABLE: stop_at},
            cwd=Path(__file__).parents[3],
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def stopped(self, action: str, stop_at: str) -> None:
        with self.start(action, stop_at) as process:
            process.communicate()
        assert process.returncode == EXIT_CODE


@pytest.fixture(params=ENGINES)
def archive(request: pytest.FixtureRequest, tmp_path: Path, analyzer: Analyzer) -> Iterator[Archive]:
    with ExitStack() as stack:
        settings = Settings(data=tmp_path)
        if request.param == "elasticsearch":
            settings = stack.enter_context(elastic_settings(tmp_path))
        archive = Archive(settings, analyzer)
        stack.callback(archive.engine.close)
        yield archive


def assert_complete(engine: Engine) -> None:
    """Every document is there once, in its last version."""
    assert (engine.applied(), engine.count()) == (CHANGES, DOCUMENTS)
    for id, title in writing_process.expected_titles().items():
        if int(id) % 37 == 0:
            one = AllOf((Among(frozenset({id})), Text(title, TextField.TITLE)))
            assert engine.search(Search(one)).total == 1


def test_killed_between_two_commits(archive: Archive) -> None:
    with archive.start("update") as process:
        assert process.stdout is not None
        first = int(process.stdout.readline())
        process.kill()
    assert archive.engine.applied() >= first
    writing_process.update(archive.engine)
    assert_complete(archive.engine)


STOPS = {
    "embedded": ("engines.embedded.commit.committed", "engines.embedded.commit.committed:2"),
    "elasticsearch": (
        "engines.elastic.bulk.sent",
        "engines.elastic.bulk.sent:3",
        "engines.elastic.commit.written",
        "engines.elastic.commit.written:2",
    ),
}


def test_killed_within_a_batch(archive: Archive) -> None:
    fill(archive.engine, writing_process.change(0), applied=0)
    for stop in STOPS[archive.engine.name]:
        before = archive.engine.applied()
        archive.stopped("update", stop)
        assert archive.engine.applied() in (before, before + writing_process.BATCH)
    writing_process.update(archive.engine)
    assert_complete(archive.engine)


def test_killed_before_the_swap(archive: Archive) -> None:
    fill(archive.engine, writing_process.change(0), applied=5)
    kind = "embedded" if archive.engine.name == "embedded" else "elastic"
    archive.stopped("rebuild", f"engines.{kind}.swap.built")
    assert (archive.engine.applied(), archive.engine.count()) == (5, 1)
    writing_process.rebuild(archive.engine)
    assert archive.engine.fingerprint() == "rebuilt"
    assert_complete(archive.engine)
    assert len(generations(archive)) == 1


def test_killed_after_the_swap(archive: Archive) -> None:
    fill(archive.engine, writing_process.change(0), applied=5)
    kind = "embedded" if archive.engine.name == "embedded" else "elastic"
    archive.stopped("rebuild", f"engines.{kind}.swap.swapped")
    assert archive.engine.fingerprint() == "rebuilt"
    assert_complete(archive.engine)
    assert len(generations(archive)) == 2
    writing_process.rebuild(archive.engine)
    assert_complete(archive.engine)
    assert len(generations(archive)) == 1


def generations(archive: Archive) -> list[str]:
    """The indices on disk or on the server, live or not."""
    if archive.engine.name == "embedded":
        return [path.name for path in (archive.settings.data / "index").iterdir() if path.is_dir()]
    from indexer.engines.elastic.server import connect

    client = connect(archive.settings).client
    found = list(client.indices.get_alias(index=f"{archive.settings.elasticsearch_index}-*"))
    client.close()
    return found
