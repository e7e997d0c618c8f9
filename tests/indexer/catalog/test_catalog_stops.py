"""Cut off anywhere in its writing, the catalog has lost nothing when the same is done again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import indexer.catalog
from indexer import stop_points
from indexer.catalog import Catalog, sqlite_url
from indexer.engines.protocol import IndexDocument

from .scenario import play, seen_by_all

REPOSITORY = Path(indexer.catalog.__file__).parents[2]
POINTS = [name for name in stop_points.declared() if name.startswith("catalog.")]
#: Points that are passed at every transaction: the process is stopped at some of the later ones too.
TURNS = [f"{point}:{turn}" for point in ("catalog.write.about_to_commit", "catalog.write.committed")
         for turn in (3, 9, 21)]  # fmt: skip


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the catalog shows when nothing was cut off."""
    folder = tmp_path_factory.mktemp("uncut")
    url = sqlite_url(folder / "catalog.db")
    play(url, folder)
    with Catalog.open(url) as catalog:
        return seen_by_all(catalog)


@pytest.mark.parametrize("point", [*POINTS, *TURNS])
def test_what_was_cut_off_is_made_good_by_the_next_run(
    point: str, uncut: dict[str, object], tmp_path: Path
) -> None:
    check(sqlite_url(tmp_path / "catalog.db"), point, uncut, tmp_path)


@pytest.mark.parametrize(
    "point",
    [
        "catalog.migrate.tables_made",
        "catalog.save_file.documents_written",
        "catalog.take_over.some_moved",
        "catalog.correct.log_written",
        "catalog.write.committed:14",
    ],
)
def test_the_same_holds_in_either_database(
    point: str, uncut: dict[str, object], database_url: str, tmp_path: Path
) -> None:
    check(database_url, point, uncut, tmp_path)


def check(url: str, point: str, uncut: dict[str, object], folder: Path) -> None:
    """Cut the scenario off at a point, play it again, and compare with what it shows uncut."""
    child = _start(url, folder, point)
    assert child.returncode == stop_points.EXIT_CODE, child.stderr
    engine: dict[str, IndexDocument] = {}
    with Catalog.open(url) as catalog:
        applied = _apply(catalog, engine, 0)
    play(url, folder)
    with Catalog.open(url) as catalog:
        assert seen_by_all(catalog) == uncut
        _apply(catalog, engine, applied)
        assert engine == {document.id: document for document in catalog.all_documents()}
    assert not list(folder.glob("*.part"))


def test_every_transaction_is_passed_by_the_scenario(tmp_path: Path) -> None:
    child = _start(sqlite_url(tmp_path / "catalog.db"), tmp_path, "no.such.point")
    assert child.returncode == 0, child.stderr


def _start(url: str, folder: Path, point: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.indexer.catalog.scenario", url, str(folder)],
        cwd=REPOSITORY,
        env={**os.environ, stop_points.VARIABLE: point, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _apply(catalog: Catalog, engine: dict[str, IndexDocument], after: int) -> int:
    """Follow the changes as an engine does; return the last number applied."""
    while changes := catalog.changes(after, 3):
        for change in changes:
            if change.document is None:
                engine.pop(change.id, None)
            else:
                engine[change.id] = change.document
        after = changes[-1].number
    return after
