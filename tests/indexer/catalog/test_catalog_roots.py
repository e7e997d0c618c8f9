"""Roots: what belongs to which, taking over, moving, removing."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.catalog.records import IgnoredPath
from indexer.documents import Outcome
from indexer.errors import NotFound, UsageError

from .drafts import root_of, save_container, save_plain


def test_a_folder_inside_a_root_belongs_to_it(catalog: Catalog, tmp_path: Path) -> None:
    root_of(catalog, tmp_path / "档案")
    (tmp_path / "档案" / "一支部" / "2021").mkdir(parents=True)
    placed = catalog.add_root(tmp_path / "档案" / "一支部" / "2021")
    assert (placed.root.name, placed.inside, placed.added) == ("档案", "一支部/2021", False)
    assert [root.name for root in catalog.roots()] == ["档案"]


def test_two_folders_of_one_name_get_two_names(catalog: Catalog, tmp_path: Path) -> None:
    assert root_of(catalog, tmp_path / "甲" / "档案") == "档案"
    assert root_of(catalog, tmp_path / "乙" / "档案") == "档案 (2)"


def test_a_root_around_others_takes_them_over_with_ids_and_corrections(
    catalog: Catalog, tmp_path: Path
) -> None:
    first = root_of(catalog, tmp_path / "总" / "一支部")
    second = root_of(catalog, tmp_path / "总" / "二支部")
    plain = save_plain(catalog, first, "2021/a.txt", "甲").id
    packed = save_container(catalog, second, "b.zip", "包", {"m.txt": "乙"}).id
    catalog.save_ignored(second, [IgnoredPath("Thumbs.db", "系统文件")])
    catalog.correct(plain, {"branch": "第一党支部"}, (), "张三", "", 1)
    placed = catalog.add_root(tmp_path / "总")
    assert placed.added
    assert [(root.name, root.documents) for root in catalog.roots()] == [("总", 3)]
    records = catalog.documents([plain, packed])
    assert records[plain].path == "一支部/2021/a.txt" and records[packed].path == "二支部/b.zip"
    assert records[plain].description.value("branch") == "第一党支部"
    assert set(catalog.known_files("总")) == {"一支部/2021/a.txt", "二支部/b.zip"}
    assert save_plain(catalog, "总", "一支部/2021/a.txt", "甲").id == plain
    assert catalog.outcomes()[Outcome.IGNORED] == 1


def test_documents_of_a_root_taken_over_wait_for_a_new_description(catalog: Catalog, tmp_path: Path) -> None:
    name = root_of(catalog, tmp_path / "总" / "一支部")
    saved = save_plain(catalog, name, "a.txt", "甲")
    assert catalog.undescribed("rules-1") == []
    catalog.add_root(tmp_path / "总")
    assert catalog.undescribed("rules-1") == [saved.id]


def test_a_place_held_by_a_removed_root_goes_to_the_present_document(
    catalog: Catalog, tmp_path: Path
) -> None:
    outer = root_of(catalog, tmp_path / "总")
    old = save_container(catalog, outer, "一支部/a.zip", "旧包", {"m.txt": "甲", "n.txt": "乙"}).id
    catalog.correct(old, {"title": "改过的题名"}, (), "张三", "", 1)
    catalog.remove_root(outer)
    inner = root_of(catalog, tmp_path / "总" / "一支部")
    new = save_container(catalog, inner, "a.zip", "新包", {"m.txt": "甲"}).id
    assert catalog.add_root(tmp_path / "总").root.name == "总"
    record = catalog.document(new)
    assert record is not None and (record.root, record.path) == ("总", "一支部/a.zip")
    assert record.title == "改过的题名"
    assert catalog.known_files("总")["一支部/a.zip"].id == new
    again = save_container(catalog, "总", "一支部/a.zip", "旧包", {"m.txt": "甲", "n.txt": "乙"})
    assert again.id == new
    assert sum(root.documents for root in catalog.roots()) == 3


def test_a_moved_root_keeps_its_documents(catalog: Catalog, tmp_path: Path) -> None:
    name = root_of(catalog, tmp_path / "旧盘" / "档案")
    saved = save_plain(catalog, name, "a.txt", "甲")
    (tmp_path / "新盘").mkdir()
    assert catalog.move_root(name, tmp_path / "新盘").path == str((tmp_path / "新盘").resolve())
    record = catalog.document(saved.id)
    assert record is not None and record.root_path == str((tmp_path / "新盘").resolve())


def test_a_root_cannot_move_into_another(catalog: Catalog, tmp_path: Path) -> None:
    first = root_of(catalog, tmp_path / "甲")
    root_of(catalog, tmp_path / "乙")
    with pytest.raises(UsageError) as failed:
        catalog.move_root(first, tmp_path / "乙" / "里面")
    assert failed.value.parameter == "folder"
    with pytest.raises(NotFound):
        catalog.move_root("没有", tmp_path / "丙")


def test_a_removed_root_leaves_the_results_and_comes_back_with_its_corrections(
    catalog: Catalog, tmp_path: Path
) -> None:
    name = root_of(catalog, tmp_path / "档案")
    saved = save_plain(catalog, name, "a.txt", "甲")
    catalog.save_ignored(name, [IgnoredPath("x.tmp", "临时文件")])
    catalog.correct(saved.id, {"title": "新题名"}, (), "张三", "", 1)
    number = catalog.latest_change()
    catalog.remove_root(name)
    assert [change.document for change in catalog.changes(number, 10)] == [None]
    assert catalog.roots() == [] and sum(catalog.outcomes().values()) == 0
    with pytest.raises(NotFound):
        catalog.known_files(name)
    assert root_of(catalog, tmp_path / "档案") == name
    assert save_plain(catalog, name, "a.txt", "甲").id == saved.id
    (document,) = catalog.all_documents()
    assert document.title == "新题名"
