"""Searches under a name and what people looked for: one's own, bounded, in backups where asked for."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from indexer.catalog import Catalog, sqlite_url
from indexer.catalog.searches import LONGEST_PAST, MOST_PAST, MOST_SAVED
from indexer.errors import Conflict, NotFound, UsageError

from .drafts import root_of, save_plain


def looked_at(catalog: Catalog, who: str, number: int) -> datetime:
    found = catalog.saved_search(who, number).looked_at
    assert found is not None
    return found


def arrived(catalog: Catalog, identifier: str) -> float:
    return next(one.arrived for one in catalog.all_documents() if one.id == identifier) / 1000


def test_searches_are_saved_renamed_and_deleted_by_their_owner_alone(catalog: Catalog) -> None:
    mine = catalog.save_search("甲", "  路灯  经费 ", "q=路灯&branch=一支部")
    catalog.save_search("乙", "路灯 经费", "q=别的")
    (saved,) = catalog.saved_searches("甲")
    assert (saved.id, saved.name, saved.address) == (mine, "路灯 经费", "q=路灯&branch=一支部")
    assert saved.looked_at is None
    catalog.rename_search("甲", mine, "路灯")
    assert catalog.saved_search("甲", mine).name == "路灯"
    for act in (
        lambda: catalog.saved_search("乙", mine),
        lambda: catalog.rename_search("乙", mine, "x"),
        lambda: catalog.forget_search("乙", mine),
        lambda: catalog.look_at_search("乙", mine, 0),
    ):
        with pytest.raises(NotFound):
            act()
    catalog.forget_search("甲", mine)
    assert catalog.saved_searches("甲") == [] and len(catalog.saved_searches("乙")) == 1


@pytest.mark.parametrize("name", ["", "  ", "长" * 61])
def test_a_name_that_is_none_is_refused(catalog: Catalog, name: str) -> None:
    with pytest.raises(UsageError) as refused:
        catalog.save_search("甲", name, "q=x")
    assert refused.value.parameter == "name"


def test_a_name_is_given_once(catalog: Catalog) -> None:
    first = catalog.save_search("甲", "一", "q=1")
    second = catalog.save_search("甲", "二", "q=2")
    with pytest.raises(Conflict):
        catalog.save_search("甲", "一", "q=3")
    with pytest.raises(Conflict):
        catalog.rename_search("甲", second, "一")
    catalog.rename_search("甲", first, "一")
    assert [one.name for one in catalog.saved_searches("甲")] == ["一", "二"]


def test_their_number_is_bounded(catalog: Catalog) -> None:
    for number in range(MOST_SAVED):
        catalog.save_search("甲", f"检索{number}", "q=x")
    with pytest.raises(UsageError):
        catalog.save_search("甲", "再一个", "q=x")


def test_what_was_looked_at_has_been_seen(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    first = save_plain(catalog, root, "a.txt", "甲").id
    number = catalog.save_search("甲", "一", "q=1")
    catalog.look_at_search("甲", number, catalog.latest_change())
    assert arrived(catalog, first) <= looked_at(catalog, "甲", number).timestamp()
    second = save_plain(catalog, root, "b.txt", "乙").id
    assert arrived(catalog, second) >= int(looked_at(catalog, "甲", number).timestamp() * 1000) / 1000


def test_what_the_index_does_not_show_yet_has_not_been_seen(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    number = catalog.save_search("甲", "一", "q=1")
    old = save_plain(catalog, root, "a.txt", "甲").id
    catalog.look_at_search("甲", number, catalog.latest_change())
    before = looked_at(catalog, "甲", number)
    applied = catalog.latest_change()
    late = save_plain(catalog, root, "b.txt", "乙").id
    catalog.look_at_search("甲", number, applied)
    assert looked_at(catalog, "甲", number).timestamp() <= arrived(catalog, late) + 0.001
    catalog.correct(old, {"branch": "二支部"}, [], "张三", "", 1)
    catalog.look_at_search("甲", number, applied)
    assert looked_at(catalog, "甲", number) >= before, "an old document that changes is not new again"


def test_queries_are_remembered_once_each_the_latest_first(catalog: Catalog) -> None:
    for text in ("路灯", "经费", " 路灯 ", "党费  收缴"):
        catalog.remember_query("甲", text)
    catalog.remember_query("乙", "别人的")
    assert [(one.text, one.times) for one in catalog.past_queries("甲")] == [
        ("党费 收缴", 1),
        ("路灯", 2),
        ("经费", 1),
    ]
    assert catalog.forget_queries("甲", "路灯") == 1
    assert catalog.forget_queries("甲") == 2
    assert catalog.past_queries("甲") == [] and len(catalog.past_queries("乙")) == 1


def test_only_so_many_and_none_too_long(catalog: Catalog) -> None:
    for number in range(MOST_PAST + 3):
        catalog.remember_query("甲", f"检索{number}")
    catalog.remember_query("甲", "长" * (LONGEST_PAST + 1))
    catalog.remember_query("甲", " ")
    texts = [one.text for one in catalog.past_queries("甲")]
    assert len(texts) == MOST_PAST
    assert texts[0] == f"检索{MOST_PAST + 2}" and texts[-1] == "检索3"


def test_forgotten_queries_leave_nothing_in_the_files(tmp_path: Path) -> None:
    with Catalog.open(sqlite_url(tmp_path / "catalog.db")) as catalog:
        catalog.remember_query("甲", "困难党员慰问")
        catalog.forget_queries("甲")
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "困难党员慰问".encode() not in left


def test_a_backup_has_saved_searches_and_no_history_unless_it_is_asked_for(
    catalog: Catalog, tmp_path: Path
) -> None:
    number = catalog.save_search("甲", "路灯", "q=路灯")
    catalog.look_at_search("甲", number, 0)
    catalog.remember_query("甲", "困难党员")
    plain, whole = tmp_path / "a.zip", tmp_path / "b.zip"
    catalog.backup(plain)
    catalog.backup(whole, history=True)
    texts = b"".join(zipfile.ZipFile(plain).read(name) for name in zipfile.ZipFile(plain).namelist())
    assert "困难党员".encode() not in texts
    for file, remembered in ((plain, []), (whole, ["困难党员"])):
        with Catalog.open(sqlite_url(tmp_path / file.stem / "catalog.db")) as other:
            other.restore(file)
            other.restore(file)
            (saved,) = other.saved_searches("甲")
            assert (saved.name, saved.address, saved.looked_at) == ("路灯", "q=路灯", None)
            assert [one.text for one in other.past_queries("甲")] == remembered
