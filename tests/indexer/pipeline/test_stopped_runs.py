"""A run stopped at any point, as by a power cut, is made good by the next: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import indexer.pipeline
from indexer import stop_points

from .archive import Archive, open_archive
from .stopped_run import change

REPOSITORY = Path(indexer.pipeline.__file__).parents[2]
#: Points passed in the loader's thread as well as at the end, only in a rebuild, or only in a purge.
ELSEWHERE = ("pipeline.rebuild.", "pipeline.purge.", "pipeline.run.pictures_read")
POINTS = [
    name
    for name in stop_points.declared()
    if name.startswith(("pipeline.", "engines.embedded.commit")) and not name.startswith(ELSEWHERE)
]
#: Points passed for every file: the process is stopped at some of the later ones too.
TURNS = ["pipeline.intake.file_saved:3", "pipeline.intake.file_saved:6", "catalog.write.committed:9"]


def write_first(archive: Archive) -> None:
    for name in ("旧名", "消失", "改动", "不变"):
        archive.write(f"{name}.txt", f"{name}的文字")
    archive.run()
    record = archive.record("旧名.txt")
    archive.catalog.correct(record.id, {"title": "更正过的"}, (), "clerk", "", record.revision)


def state(archive: Archive) -> dict[str, object]:
    """What anybody can see of the archive."""
    assert archive.engine.applied() == archive.catalog.latest_change()
    records = sorted(archive.records(), key=lambda record: record.path)
    return {
        "documents": [(r.id, r.path, r.title, r.description.value("branch"), r.outcome) for r in records],
        "texts": [[page.text for page in archive.catalog.pages(record.id)] for record in records],
        "outcomes": archive.catalog.outcomes(),
        "branches": archive.catalog.branches(),
        "corrected": [record.path for record in records if record.corrected],
    }


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("beginning")
    with open_archive(place) as archive:
        write_first(archive)
    change(place / "档案")
    return place


@pytest.fixture(scope="module")
def uncut(beginning: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    place = copy_of(beginning, tmp_path_factory.mktemp("uncut"))
    with open_archive(place) as archive:
        archive.catalog.move_root("档案", archive.folder)
        archive.run()
        return state(archive)


def copy_of(beginning: Path, place: Path) -> Path:
    shutil.copytree(beginning, place, dirs_exist_ok=True)
    return place


@pytest.mark.parametrize("point", [*POINTS, *TURNS])
def test_a_run_stopped_anywhere_is_made_good_by_the_next(
    point: str, beginning: Path, uncut: dict[str, object], tmp_path: Path
) -> None:
    copy_of(beginning, tmp_path)
    with open_archive(tmp_path) as archive:
        archive.catalog.move_root("档案", archive.folder)
    stopped = subprocess.run(
        [sys.executable, "-m", "tests.indexer.pipeline.stopped_run", str(tmp_path)],
        cwd=REPOSITORY,
        env={**os.environ, stop_points.VARIABLE: point},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert stopped.returncode == stop_points.EXIT_CODE, stopped.stderr
    with open_archive(tmp_path) as archive:
        archive.run()
        assert state(archive) == uncut


def test_a_rebuild_stopped_anywhere_leaves_an_index_that_answers(beginning: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from indexer.pipeline import rebuild;"
        "from tests.indexer.pipeline.archive import ANALYZER, open_archive\n"
        "with open_archive(Path(sys.argv[1])) as a: rebuild(a.catalog, a.engine, ANALYZER.fingerprint)"
    )
    copy_of(beginning, tmp_path)
    with open_archive(tmp_path) as archive:
        before = archive.found()
    points = [
        name for name in stop_points.declared() if name.startswith(("pipeline.rebuild.", "engines.embedded."))
    ]
    for point in points:
        stopped = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            cwd=REPOSITORY,
            env={**os.environ, stop_points.VARIABLE: point},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert stopped.returncode == stop_points.EXIT_CODE, f"{point}: {stopped.stderr}"
        with open_archive(tmp_path) as archive:
            assert archive.found() == before
