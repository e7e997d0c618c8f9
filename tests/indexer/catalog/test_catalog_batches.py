"""Corrections made together: all or the sound ones, told, logged, taken back as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.catalog.records import BatchNote, CorrectionWish, LogFilter
from indexer.documents import Outcome
from indexer.errors import NotFound

from .drafts import root_of, save_plain

NOTE = BatchNote("table", "按党支部名册核对", "更正.xlsx", "0" * 64)


@pytest.fixture
def ids(catalog: Catalog, tmp_path: Path) -> list[str]:
    root = root_of(catalog, tmp_path / "档案")
    told = {"branch": "第一党支部", "category": "02", "subcategory": "支委会"}
    return [save_plain(catalog, root, f"{name}.txt", name, **told).id for name in ("甲", "乙", "丙")]


def value(catalog: Catalog, identifier: str, field: str) -> object:
    record = catalog.document(identifier)
    assert record is not None
    return record.description.value(field)


def wish(identifier: str, revision: int = 1, **values: object) -> CorrectionWish:
    return CorrectionWish(identifier, revision, values)


def test_all_are_corrected_as_one_and_taken_back_as_one(catalog: Catalog, ids: list[str]) -> None:
    change = catalog.latest_change()
    outcome = catalog.correct_many([wish(one, branch="第二党支部") for one in ids], "张三", NOTE, whole=True)
    assert outcome.refused == () and set(outcome.corrected) == set(ids)
    assert {value(catalog, one, "branch") for one in ids} == {"第二党支部"}
    assert {one.id for one in catalog.changes(change, 10)} == set(ids)
    assert outcome.batch is not None
    batch = catalog.batch(outcome.batch)
    assert batch is not None
    assert (batch.kind, batch.who, batch.source, batch.source_sha256) == (
        "table",
        "张三",
        "更正.xlsx",
        "0" * 64,
    )
    assert (batch.corrections, batch.documents, batch.in_force) == (3, 3, 3)

    undone = catalog.undo_batch(outcome.batch, "李四")
    assert set(undone.corrected) == set(ids) and undone.refused == ()
    assert {value(catalog, one, "branch") for one in ids} == {"第一党支部"}
    batch = catalog.batch(outcome.batch)
    assert batch is not None and (batch.in_force, batch.undone_by) == (0, "李四")
    assert catalog.undo_batch(outcome.batch, "李四").corrected == ()


def test_where_one_is_refused_nothing_is_written_or_only_the_sound_ones(
    catalog: Catalog, ids: list[str]
) -> None:
    wishes = [
        wish(ids[0], branch="第二党支部"),
        wish(ids[1], date="六月"),
        wish(ids[2], revision=7, branch="第二党支部"),
        wish("f" * 16, branch="第二党支部"),
        wish(ids[0], branch="第三党支部"),
        wish(ids[1], subcategory="党课"),
    ]
    for whole in (True, False):
        outcome = catalog.correct_many(wishes[:5], "张三", NOTE, whole=whole)
        assert [one.id for one in outcome.refused] == [ids[1], ids[2], "f" * 16, ids[0]]
        assert "date" in outcome.refused[0].reason and outcome.refused[0].parameter == "date"
        assert "又改过" in outcome.refused[1].reason
        assert outcome.corrected == (() if whole else (ids[0],))
    assert value(catalog, ids[0], "branch") == "第二党支部"
    assert catalog.batches()[0] == 1


def test_a_check_tells_the_same_and_changes_nothing(catalog: Catalog, ids: list[str]) -> None:
    accepted, refused = catalog.check_corrections([wish(ids[0], work_year="2021"), wish(ids[1], role="歌词")])
    assert accepted == {ids[0]: {"work_year": 2021}}
    assert [one.parameter for one in refused] == ["role"]
    assert catalog.log()[0] == 0 and catalog.batches() == (0, [])


def test_what_was_corrected_before_or_after_a_batch_stays(catalog: Catalog, ids: list[str]) -> None:
    catalog.correct(ids[0], {"branch": "第三党支部"}, (), "王五", "", 1)
    wishes = [wish(ids[0], 2, branch="第二党支部"), wish(ids[1], branch="第二党支部")]
    batch = catalog.correct_many(wishes, "张三", NOTE, whole=True).batch
    catalog.correct(ids[1], {"branch": "第四党支部"}, (), "王五", "", 2)
    assert batch is not None
    catalog.undo_batch(batch, "李四")
    assert value(catalog, ids[0], "branch") == "第三党支部"
    assert value(catalog, ids[1], "branch") == "第四党支部"


def test_a_second_level_comes_back_with_its_category_and_never_alone_with_another(
    catalog: Catalog, ids: list[str]
) -> None:
    values = {"category": "06", "subcategory": None}
    batch = catalog.correct_many([wish(one, **values) for one in ids[:2]], "张三", NOTE, whole=True).batch
    catalog.correct(ids[1], {"subcategory": "收缴"}, (), "王五", "", 2)
    assert batch is not None
    outcome = catalog.undo_batch(batch, "李四")
    assert outcome.corrected == (ids[0],)
    assert [(one.id, one.parameter) for one in outcome.refused] == [(ids[1], "subcategory")]
    assert (value(catalog, ids[0], "category"), value(catalog, ids[0], "subcategory")) == ("02", "支委会")
    assert (value(catalog, ids[1], "category"), value(catalog, ids[1], "subcategory")) == ("06", "收缴")


def test_one_line_of_the_log_is_taken_back_with_what_was_cleared_along(
    catalog: Catalog, ids: list[str]
) -> None:
    catalog.correct(ids[0], {"category": "06", "subcategory": None, "branch": "乙"}, (), "王五", "", 1)
    line = next(one for one in catalog.corrections(ids[0]) if one.field == "category")
    assert catalog.take_back([line.id], "李四").corrected == (ids[0],)
    assert (value(catalog, ids[0], "category"), value(catalog, ids[0], "subcategory")) == ("02", "支委会")
    assert value(catalog, ids[0], "branch") == "乙"


def test_marks_of_secrecy_are_raised_together_and_not_taken_back(catalog: Catalog, ids: list[str]) -> None:
    wishes = [wish(ids[0], secrecy="内部"), wish(ids[1], secrecy="机密", title="题名")]
    outcome = catalog.correct_many(wishes, "张三", NOTE, whole=True)
    record = catalog.document(ids[1])
    assert record is not None and record.outcome is Outcome.QUARANTINED
    assert catalog.pages(ids[1]) == [] and catalog.purge_due() is not None
    assert outcome.batch is not None
    undone = catalog.undo_batch(outcome.batch, "李四")
    assert {one.parameter for one in undone.refused} == {"secrecy"}
    assert value(catalog, ids[0], "secrecy") == "内部"
    (refused,) = catalog.correct_many([wish(ids[1], 2, title="别的")], "张三", NOTE, whole=False).refused
    assert "密级标志" in refused.reason


def test_the_log_lists_everything_by_document_batch_field_and_person(
    catalog: Catalog, ids: list[str]
) -> None:
    batch = catalog.correct_many(
        [wish(one, branch="乙", role="通知") for one in ids], "张三", NOTE, whole=True
    ).batch
    catalog.correct(ids[0], {"branch": "丙"}, (), "王五", "看错了", 2)
    total, lines = catalog.log(size=3)
    assert total == 7 and [line.correction.who for line in lines] == ["王五", "张三", "张三"]
    assert (lines[0].place.path, lines[0].place.root) == ("甲.txt", "档案")
    assert catalog.log(LogFilter(batch=batch))[0] == 6
    assert catalog.log(LogFilter(document=ids[0], field="branch"))[0] == 2
    assert catalog.log(LogFilter(who="王五"))[0] == 1
    assert batch is not None
    catalog.undo_batch(batch, "李四")
    assert catalog.log(LogFilter(in_force=True))[0] == 1


def test_an_unknown_batch_is_told(catalog: Catalog) -> None:
    with pytest.raises(NotFound):
        catalog.undo_batch(7, "李四")
    assert catalog.batch(7) is None


def test_batches_come_back_with_a_backup(catalog: Catalog, ids: list[str], tmp_path: Path) -> None:
    from indexer.catalog import sqlite_url

    batch = catalog.correct_many([wish(one, branch="乙") for one in ids], "张三", NOTE, whole=True).batch
    catalog.backup(tmp_path / "备份.zip")
    with Catalog.open(sqlite_url(tmp_path / "另一个" / "catalog.db")) as other:
        root = root_of(other, tmp_path / "档案")
        for name in ("甲", "乙", "丙"):
            save_plain(other, root, f"{name}.txt", name, branch="第一党支部")
        for _ in range(2):
            other.restore(tmp_path / "备份.zip")
        (found,) = other.batches()[1]
        assert (found.documents, found.in_force, found.reason) == (3, 3, NOTE.reason)
        other.undo_batch(found.id, "李四")
        assert {value(other, one, "branch") for one in ids} == {"第一党支部"}
    assert batch is not None
