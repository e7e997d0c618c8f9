"""The backup brings back what cannot be rebuilt, into any database, before or after indexing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.archival.values import Branch
from indexer.catalog import Catalog, sqlite_url
from indexer.documents import Outcome
from indexer.errors import CatalogUnavailable, UsageError

from .drafts import part, root_of, save_container, save_plain


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Catalog]:
    """A second, empty catalog, in SQLite whatever the first one is."""
    with Catalog.open(sqlite_url(tmp_path / "another" / "catalog.db")) as opened:
        yield opened


def filled(catalog: Catalog, tmp_path: Path) -> dict[str, str]:
    """Documents of every kind with corrections; their ids by name."""
    root = root_of(catalog, tmp_path / "档案")
    plain = save_plain(catalog, root, "a.txt", "甲", branch="第一党支部").id
    packed = save_container(catalog, root, "包.zip", "包", {"内.zip": "乙", "内.zip!m.txt": "丙"}).id
    member = next(d.id for d in catalog.all_documents() if d.names[-1].endswith("m.txt"))
    split = save_plain(catalog, root, "全年.txt", "一月", parts=[part(1, "一月")]).id
    for identifier in (plain, member, f"{split}.1"):
        catalog.correct(identifier, {"branch": "第二党支部"}, (), "张三", "看错了", 1)
    save_plain(catalog, root, "旧处/x.txt", "移动的")
    moved = catalog.known_files(root)["旧处/x.txt"].id
    catalog.vanish([moved])
    save_plain(catalog, root, "新处/x.txt", "移动的", moved_from=moved)
    catalog.save_branches([Branch("第二党支部", ("二支部",), True, 3, date(2015, 1, 1), None, True)])
    catalog.set_meta("setting.unit_name", "路灯管理站")
    catalog.set_meta("passing", "1")
    return {"plain": plain, "packed": packed, "member": member, "part": f"{split}.1", "moved": moved}


def index_again(catalog: Catalog, tmp_path: Path) -> None:
    root = catalog.add_root(tmp_path / "档案").root.name
    save_plain(catalog, root, "a.txt", "甲", branch="第一党支部")
    save_container(catalog, root, "包.zip", "包", {"内.zip": "乙", "内.zip!m.txt": "丙"})
    save_plain(catalog, root, "全年.txt", "一月", parts=[part(1, "一月")])
    save_plain(catalog, root, "新处/x.txt", "移动的")


def branch_of(catalog: Catalog, identifier: str) -> str | None:
    record = catalog.document(identifier)
    assert record is not None and not record.vanished
    branch = record.description.value("branch")
    assert branch is None or isinstance(branch, str)
    return branch


def test_corrections_wait_for_files_that_are_not_indexed_yet(
    catalog: Catalog, other: Catalog, tmp_path: Path
) -> None:
    ids = filled(catalog, tmp_path)
    catalog.backup(tmp_path / "备份.zip")
    summary = other.restore(tmp_path / "备份.zip")
    assert summary.added["corrections"] == 3 and summary.found == 0 and summary.waiting > 0
    assert list(other.all_documents()) == []
    index_again(other, tmp_path)
    for name in ("plain", "member", "part"):
        assert branch_of(other, ids[name]) == "第二党支部", name
    assert other.known_files("档案")["新处/x.txt"].id == ids["moved"]
    assert other.branches() == catalog.branches()
    assert (other.meta("setting.unit_name"), other.meta("passing")) == ("路灯管理站", None)
    (line,) = other.corrections(ids["plain"])
    (original,) = catalog.corrections(ids["plain"])
    assert (line.made_at, line.who, line.reason, line.sha256) == (
        original.made_at,
        original.who,
        original.reason,
        original.sha256,
    )


def test_corrections_reach_documents_that_are_indexed_already(
    catalog: Catalog, other: Catalog, tmp_path: Path
) -> None:
    ids = filled(catalog, tmp_path)
    catalog.backup(tmp_path / "备份.zip")
    index_again(other, tmp_path)
    number = other.latest_change()
    summary = other.restore(tmp_path / "备份.zip")
    assert summary.found > 0 and summary.waiting == 0
    for name in ("plain", "member", "part"):
        assert branch_of(other, ids[name]) == "第二党支部", name
    assert len(other.changes(number, 10)) == 3


def test_restoring_twice_adds_nothing(catalog: Catalog, other: Catalog, tmp_path: Path) -> None:
    filled(catalog, tmp_path)
    catalog.backup(tmp_path / "备份.zip")
    other.restore(tmp_path / "备份.zip")
    number = other.latest_change()
    summary = other.restore(tmp_path / "备份.zip")
    assert set(summary.added.values()) == {0} and summary.waiting == 0
    assert other.latest_change() == number
    catalog.restore(tmp_path / "备份.zip")
    assert len(catalog.branches()) == 1


def test_what_was_corrected_here_later_stands(catalog: Catalog, tmp_path: Path) -> None:
    ids = filled(catalog, tmp_path)
    catalog.backup(tmp_path / "备份.zip")
    catalog.correct(ids["plain"], {"branch": "第三党支部"}, (), "李四", "", 2)
    catalog.restore(tmp_path / "备份.zip")
    assert branch_of(catalog, ids["plain"]) == "第三党支部"


def test_a_file_found_by_its_bytes_and_name_elsewhere_gets_its_corrections(
    catalog: Catalog, other: Catalog, tmp_path: Path
) -> None:
    filled(catalog, tmp_path)
    catalog.backup(tmp_path / "备份.zip")
    root = root_of(other, tmp_path / "别处")
    here = save_plain(other, root, "深/层/a.txt", "甲").id
    other.restore(tmp_path / "备份.zip")
    assert branch_of(other, here) == "第二党支部"


def test_a_confirmed_branch_replaces_a_guess(catalog: Catalog, other: Catalog, tmp_path: Path) -> None:
    filled(catalog, tmp_path)
    catalog.backup(tmp_path / "备份.zip")
    other.save_branches([Branch("第一党支部"), Branch("第二党支部")])
    other.restore(tmp_path / "备份.zip")
    by_name = {branch.name: branch for branch in other.branches()}
    assert set(by_name) == {"第一党支部", "第二党支部"}
    assert by_name["第二党支部"].confirmed and by_name["第二党支部"].groups == 3


def test_what_a_person_marked_as_secret_is_never_read_again(
    catalog: Catalog, other: Catalog, tmp_path: Path
) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_plain(catalog, root, "a.txt", "秘密的话")
    catalog.correct(saved.id, {"secrecy": "机密"}, (), "张三", "", 1)
    catalog.backup(tmp_path / "备份.zip")
    other.restore(tmp_path / "备份.zip")
    other.add_root(tmp_path / "档案")
    save_plain(other, root, "a.txt", "秘密的话")
    save_plain(other, root, "b.txt", "秘密的话")
    assert other.pages(saved.id) == [] and list(other.all_documents()) == []
    assert other.outcomes()[Outcome.QUARANTINED] == 2


def test_a_backup_holds_no_text(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_plain(catalog, root, "a.txt", "不该外流的正文", title="不该外流的题名")
    catalog.correct(saved.id, {"branch": "第一党支部"}, (), "张三", "", 1)
    catalog.backup(tmp_path / "备份.zip")
    with zipfile.ZipFile(tmp_path / "备份.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "不该外流" not in whole and "第一党支部" in whole


def test_what_is_no_backup_is_refused_in_words(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"nothing")
    with zipfile.ZipFile(tmp_path / "newer.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"product": "dangan", "format": 99}))
    for name in ("x.zip", "newer.zip", "missing.zip"):
        with pytest.raises(UsageError) as refused:
            catalog.restore(tmp_path / name)
        assert refused.value.parameter == "FILE" and refused.value.hint


def test_a_backup_that_cannot_be_written_says_so(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(CatalogUnavailable):
        catalog.backup(tmp_path / "missing" / "备份.zip")
