"""Several processes at one catalog: an index run writes while corrections are made and the engine is fed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import indexer.catalog
from indexer.catalog import Catalog, database, files
from indexer.engines.protocol import IndexDocument
from indexer.errors import Busy

from .drafts import root_of, save_plain

FILES = 150
WRITER = f"""
import sys
from indexer.catalog import Catalog
from tests.indexer.catalog.drafts import save_plain
with Catalog.open(sys.argv[1]) as catalog:
    for number in range({FILES}):
        save_plain(catalog, sys.argv[2], f"文件{{number}}.txt", f"正文{{number}}", branch="第一党支部")
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=Path(indexer.catalog.__file__).parents[2],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_corrections_and_an_index_run_do_not_hinder_each_other(
    catalog: Catalog, database_url: str, tmp_path: Path
) -> None:
    root = root_of(catalog, tmp_path / "档案")
    mine = save_plain(catalog, root, "要改的.txt", "要改的").id
    run = start(WRITER, database_url, root)
    corrections, after, engine = 0, 0, dict[str, IndexDocument]()
    numbers: list[int] = []
    while run.poll() is None or corrections < 3:
        record = catalog.document(mine)
        assert record is not None
        catalog.correct(mine, {"branch": f"第{corrections}支部"}, (), "张三", "", record.revision)
        corrections += 1
        after = follow(catalog, engine, after, numbers)
    _, errors = run.communicate()
    assert run.returncode == 0, errors
    follow(catalog, engine, after, numbers)
    assert len(engine) == FILES + 1 and numbers == sorted(set(numbers))
    assert engine == {document.id: document for document in catalog.all_documents()}
    assert len(catalog.corrections(mine)) == corrections


def follow(catalog: Catalog, engine: dict[str, IndexDocument], after: int, numbers: list[int]) -> int:
    """Take the changes as an engine does: what is once passed over is never looked at again."""
    for change in catalog.changes(after, 1000):
        assert change.document is not None
        engine[change.id] = change.document
        numbers.append(change.number)
        after = change.number
    return after


def test_a_reader_is_not_held_up_by_a_writer(catalog: Catalog, database_url: str, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_plain(catalog, root, "a.txt", "甲")
    with Catalog.open(database_url) as other, other._database.write() as connection:
        files.vanish(connection, [saved.id])
        record = catalog.document(saved.id)
        assert record is not None and not record.vanished
    record = catalog.document(saved.id)
    assert record is not None and record.vanished


def test_a_stream_of_all_documents_takes_up_what_changes_meanwhile(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    ids = [save_plain(catalog, root, f"{number}.txt", f"正文{number}").id for number in range(7)]
    stream = catalog.all_documents(batch=2)
    seen = [next(stream)]
    catalog.vanish([ids[-1]])
    catalog.correct(ids[0], {"branch": "第一党支部"}, (), "张三", "", 1)
    seen += stream
    assert [document.id for document in seen] == [*ids[:-1], ids[0]]
    assert seen[-1].branch == "第一党支部"


def test_a_database_that_stays_locked_is_busy(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)
    with Catalog.open(database_url) as one, Catalog.open(database_url) as two:
        with one._database.write(), pytest.raises(Busy):
            two.set_meta("a", "b")
        two.set_meta("a", "b")
        assert one.meta("a") == "b"
