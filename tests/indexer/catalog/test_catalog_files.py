"""Saving files: identity, members, parts, vanishing, moving."""

from __future__ import annotations

from pathlib import Path

from indexer.catalog import Catalog

from .drafts import part, root_of, save_container, save_plain


def test_a_saved_file_is_read_back_with_its_pages_and_description(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_plain(catalog, root, "一支部/会议.txt", "路灯维修", title="会议记录", branch="第一党支部")
    record = catalog.document(saved.id)
    assert record is not None
    assert (record.path, record.title, record.description.value("branch")) == (
        "一支部/会议.txt",
        "会议记录",
        "第一党支部",
    )
    assert [page.text for page in catalog.pages(saved.id)] == ["路灯维修"]
    (change,) = catalog.changes(0, 10)
    assert change.document is not None and change.document.pages == ("路灯维修",)


def test_saving_the_same_again_changes_nothing_for_the_engine(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    save_plain(catalog, root, "a.txt", "甲")
    number = catalog.latest_change()
    assert save_plain(catalog, root, "a.txt", "甲", mtime_ns=2).changed == 0
    assert catalog.latest_change() == number
    assert catalog.known_files(root)["a.txt"].mtime_ns == 2


def test_members_are_documents_and_vanish_with_what_held_them(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_container(
        catalog, root, "包.zip", "包", {"a.txt": "甲", "内.zip": "乙", "内.zip!b.txt": "丙"}
    )
    changes = {change.id: change.document for change in catalog.changes(0, 10)}
    assert len(changes) == 4
    names = {document.names for document in changes.values() if document}
    assert ("包.zip", "内.zip!b.txt") in names
    catalog.vanish([saved.id])
    assert {change.document for change in catalog.changes(4, 10)} == {None}
    catalog.reappear([saved.id])
    assert sum(change.document is not None for change in catalog.changes(8, 10)) == 4


def test_parts_stand_for_the_file(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    parts = [part(1, "一月的会"), part(2, "二月的会")]
    saved = save_plain(catalog, root, "全年.txt", "一月的会二月的会", parts=parts)
    shown = [change.id for change in catalog.changes(0, 10) if change.document]
    assert shown == [f"{saved.id}.1", f"{saved.id}.2"]
    assert [page.text for page in catalog.pages(f"{saved.id}.2")] == ["二月的会"]
    save_plain(catalog, root, "全年.txt", "只剩一次会")
    left = {document.id for document in catalog.all_documents()}
    assert left == {saved.id}
