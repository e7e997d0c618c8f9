"""How the archive stands, as people and scripts read it."""

from __future__ import annotations

import shutil

from indexer.catalog.records import IgnoredPath, RunProgress, RunState
from indexer.documents import Problem, ProblemKind

from .archive import Archive


def test_every_path_has_one_outcome_and_they_add_up(archive: Archive) -> None:
    archive.put("好.docx", "路灯")
    archive.put("半.docx", "路灯", data=b"2", problems=[Problem(ProblemKind.LIMITED, "太长")])
    archive.put("空.pdf", doc_type="pdf", problems=[Problem(ProblemKind.NO_TEXT, "没有文字")])
    archive.put("密.doc", doc_type="doc", data=b"4", mark="机密")
    archive.catalog.save_ignored("档案", [IgnoredPath("Thumbs.db", "系统文件")])
    answer = archive.client().get("/api/v1/status").get_json()
    assert answer["outcomes"] == {
        "searchable": 1,
        "partly": 1,
        "not_searchable": 1,
        "quarantined": 1,
        "ignored": 1,
    }
    assert answer["engine"]["documents"] == 3
    assert answer["engine"]["waiting"] == 0


def test_members_are_counted_apart(archive: Archive) -> None:
    archive.put("包.zip", doc_type="zip", members={"甲.txt": "路灯".encode(), "乙.txt": "经费".encode()})
    answer = archive.client().get("/api/v1/status").get_json()
    assert answer["outcomes"]["searchable"] == 1
    assert answer["members"]["searchable"] == 2


def test_a_root_that_cannot_be_reached_is_told(archive: Archive) -> None:
    archive.put("好.docx", "路灯")
    client = archive.client()
    assert client.get("/api/v1/status").get_json()["roots"] == [
        {"name": "档案", "path": str(archive.folder), "reachable": True, "documents": 1}
    ]
    shutil.rmtree(archive.folder)
    assert client.get("/api/v1/status").get_json()["roots"][0]["reachable"] is False
    assert "现在打不开" in client.get("/status").text


def test_the_run_under_way_and_the_last_one_are_told(archive: Archive) -> None:
    client = archive.client()
    assert client.get("/api/v1/status").get_json()["run"] is None
    first = archive.catalog.start_run(["档案"])
    archive.catalog.progress_run(first, RunProgress("提取文字", 3, 10))
    run = client.get("/api/v1/status").get_json()["run"]
    assert (run["state"], run["phase"], run["done"], run["total"]) == ("running", "提取文字", 3, 10)
    assert "提取文字" in client.get("/status").text
    archive.catalog.end_run(first, RunState.FINISHED, {"searchable": 10})
    answer = client.get("/api/v1/status").get_json()
    assert answer["run"] is None
    assert answer["last_run"]["state"] == "finished"
    assert answer["last_run"]["counts"] == {"searchable": 10}


def test_a_change_that_has_not_reached_the_engine_is_counted(archive: Archive) -> None:
    identifier = archive.put("好.docx", "路灯", branch="甲")
    client = archive.client()
    archive.catalog.correct(identifier, {"branch": "乙"}, [], "", "", 1)
    assert client.get("/api/v1/status").get_json()["engine"]["waiting"] == 1


def test_an_index_of_other_terms_asks_for_a_rebuild(archive: Archive) -> None:
    archive.put("好.docx", "路灯")
    archive.load()
    with archive.engine.rebuild("an older dictionary") as aside:
        aside.commit(archive.catalog.latest_change())
        aside.swap()
    client = archive.client()
    assert client.get("/api/v1/status").get_json()["rebuild_due"] is True
    assert "dangan rebuild" in client.get("/status").text


def test_the_page_shows_outcomes_in_columns(archive: Archive) -> None:
    archive.put("好.docx", "路灯")
    page = archive.client().get("/status").text
    assert "全文可检索" in page
    assert "100%" in page
    assert "内置引擎" in page
