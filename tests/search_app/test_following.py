"""The thread that carries the catalog's changes to the engine while pages are served."""

from __future__ import annotations

import threading

from indexer.errors import Busy, EngineUnavailable
from indexer.pipeline.loader import load
from search_app import Follower

from .archive import Archive

PATIENCE = 60.0


class Watched:
    """A real load that tells when it has been called and how it ended."""

    def __init__(self, archive: Archive, failures: list[Exception]) -> None:
        self.archive, self.failures = archive, failures
        self.done = threading.Event()
        self.threads: set[int] = set()

    def __call__(self) -> None:
        self.threads.add(threading.get_ident())
        if self.failures:
            raise self.failures.pop(0)
        load(self.archive.catalog, self.archive.engine)
        self.done.set()


def test_a_correction_reaches_the_results_by_itself(archive: Archive) -> None:
    identifier = archive.put("会议.docx", "路灯", branch="甲")
    client = archive.client()
    archive.catalog.correct(identifier, {"branch": "乙"}, [], "", "", 1)
    assert client.get("/api/v1/search?branch=乙").get_json()["total"] == 0
    watched = Watched(archive, [])
    with Follower(watched, every=0.01):
        assert watched.done.wait(PATIENCE)
    assert client.get("/api/v1/search?branch=乙").get_json()["total"] == 1


def test_failures_end_neither_the_thread_nor_the_server(archive: Archive) -> None:
    archive.put("会议.docx", "路灯")
    failures = [Busy("忙"), EngineUnavailable("不在", "稍后"), ValueError("fault")]
    watched = Watched(archive, failures)
    with Follower(watched, every=0.01):
        assert watched.done.wait(PATIENCE)
    assert archive.engine.count() == 1
    assert len(watched.threads) == 1


def test_after_leaving_nothing_touches_catalog_or_engine(archive: Archive) -> None:
    watched = Watched(archive, [])
    with Follower(watched, every=0.01):
        assert watched.done.wait(PATIENCE)
    alive = {thread.ident for thread in threading.enumerate()}
    assert not watched.threads & alive
