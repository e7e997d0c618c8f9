"""When a document first came into the archive: kept whatever becomes of it afterwards."""

from __future__ import annotations

from pathlib import Path

from indexer.catalog import Catalog
from indexer.catalog.records import Redescription

from .drafts import (
    READER,
    described,
    part,
    plain_draft,
    root_of,
    save_container,
    save_plain,
)


def arrivals(catalog: Catalog) -> dict[str, int]:
    """By id, as the engine sees them."""
    return {document.id: document.arrived for document in catalog.all_documents()}


def test_a_document_arrives_once(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    first = save_plain(catalog, root, "a.txt", "甲").id
    arrived = arrivals(catalog)
    assert arrived[first] > 1_600_000_000_000
    save_plain(catalog, root, "a.txt", "甲，改过")
    catalog.redescribe([Redescription(first, described(branch="一支部"))], "rules-2")
    catalog.correct(first, {"branch": "二支部"}, [], "张三", "", 3)
    catalog.vanish([first])
    catalog.save_file(plain_draft(root, "b.txt", "甲，改过", moved_from=first), [], READER)
    second = save_plain(catalog, root, "a.txt", "乙").id
    assert second != first
    assert arrivals(catalog)[first] == arrived[first]
    assert arrivals(catalog)[second] >= arrived[first]


def test_it_stays_when_a_folder_around_takes_the_root_over(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案" / "一支部")
    save_plain(catalog, root, "a.txt", "甲")
    before = arrivals(catalog)
    root_of(catalog, tmp_path / "档案")
    assert arrivals(catalog) == before


def test_meetings_told_apart_later_came_with_their_file(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    whole = save_plain(catalog, root, "本.txt", "会议一会议二").id
    (arrived,) = arrivals(catalog).values()
    catalog.redescribe([Redescription(whole, described(), (part(1, "会议一"), part(2, "会议二")))], "rules-2")
    assert arrivals(catalog) == {f"{whole}.1": arrived, f"{whole}.2": arrived}


def test_a_meeting_written_into_its_file_later_is_new(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    parts = [part(1, "会议一"), part(2, "会议二")]
    whole = save_plain(catalog, root, "本.txt", "会议一", parts=parts[:1]).id
    before = arrivals(catalog)[f"{whole}.1"]
    _wait_for_the_next_millisecond(catalog, root)
    save_plain(catalog, root, "本.txt", "会议一会议二", parts=parts)
    assert arrivals(catalog)[f"{whole}.1"] == before
    assert arrivals(catalog)[f"{whole}.2"] > before


def test_a_member_put_into_its_container_later_is_new_and_one_read_later_is_not(
    catalog: Catalog, tmp_path: Path
) -> None:
    root = root_of(catalog, tmp_path / "档案")
    zipped = save_container(catalog, root, "包.zip", "包", {"a.txt": "甲"}).id
    before = arrivals(catalog)[zipped]
    _wait_for_the_next_millisecond(catalog, root)
    save_container(catalog, root, "包.zip", "包", {"a.txt": "甲", "b.txt": "乙"})  # by a better reader
    by_name = {d.names[-1]: d.arrived for d in catalog.all_documents()}
    assert by_name["b.txt"] == by_name["a.txt"] == before
    save_container(catalog, root, "包.zip", "包，多一件", {"a.txt": "甲", "b.txt": "乙", "c.txt": "丙"})
    by_name = {d.names[-1]: d.arrived for d in catalog.all_documents()}
    assert by_name["c.txt"] > by_name["a.txt"] == by_name["b.txt"]


def _wait_for_the_next_millisecond(catalog: Catalog, root: str) -> None:
    """Until something arrives in a later one."""
    probe, number = max(arrivals(catalog).values()), 0
    while max(arrivals(catalog).values()) <= probe:
        number += 1
        save_plain(catalog, root, f"后来{number}.txt", f"后来{number}")


def test_it_comes_back_with_a_backup_of_what_people_wrote_on(catalog: Catalog, tmp_path: Path) -> None:
    from indexer.catalog import sqlite_url

    root = root_of(catalog, tmp_path / "档案")
    first = save_plain(catalog, root, "a.txt", "甲").id
    catalog.correct(first, {"branch": "二支部"}, [], "张三", "", 1)
    catalog.backup(tmp_path / "备份.zip")
    with Catalog.open(sqlite_url(tmp_path / "新" / "catalog.db")) as other:
        other.restore(tmp_path / "备份.zip")
        save_plain(other, root, "a.txt", "甲")
        assert arrivals(other)[first] == arrivals(catalog)[first]


def test_nobody_knows_when_the_documents_of_an_older_catalog_came(database_url: str, tmp_path: Path) -> None:
    from sqlalchemy import text

    from indexer.catalog.database import Database

    with Catalog.open(database_url) as catalog:
        first = save_plain(catalog, root_of(catalog, tmp_path / "档案"), "a.txt", "甲").id
        database = Database(database_url)
        with database.write() as connection:
            connection.execute(text("UPDATE documents SET arrived_at = NULL"))
        database.close()
        save_plain(catalog, "档案", "a.txt", "甲，改过")
        assert arrivals(catalog) == {first: 0}
