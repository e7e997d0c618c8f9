"""The thread that carries the catalog's changes to the engine while pages are served."""

from __future__ import annotations

import threading

from indexer.errors import Busy, EngineUnavailable
from indexer.pipeline.loader import load
from search_app import Follower
from search_app.command_line import carry

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


def test_what_a_correction_put_under_quarantine_is_removed_for_good_by_itself(archive: Archive) -> None:
    identifier = archive.put("会议.docx", "路灯经费zqxjvkw")
    archive.put("公开.docx", "路灯")
    services = archive.services()
    client = archive.client()
    assert client.get("/api/v1/search?q=zqxjvkw").get_json()["total"] == 1
    before = {file for file in (archive.settings.data / "index").iterdir() if file.is_dir()}
    body = {"fields": {"secrecy": "机密"}, "reason": "补标"}
    client.patch(f"/api/v1/documents/{identifier}", json=body, headers={"If-Match": "1"})
    assert client.get("/api/v1/status").get_json()["purge_due"] is True
    assert "正在从索引和数据库里彻底清除" in client.get("/status").text
    carry(services, archive.settings)
    assert client.get("/api/v1/status").get_json()["purge_due"] is False
    after = {file for file in (archive.settings.data / "index").iterdir() if file.is_dir()}
    assert len(after) == 1 and not after & before
    assert client.get("/api/v1/search?q=路灯").get_json()["total"] == 1
