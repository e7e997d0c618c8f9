"""Index values made by worker processes: the same, whatever becomes of the workers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import psutil
import pytest

from analyzers import Analyzer
from indexer.engines.analysis import Analysis
from indexer.engines.fields import index_values
from indexer.engines.protocol import IndexDocument

from .conftest import document


@pytest.fixture(scope="module")
def documents() -> list[IndexDocument]:
    """Enough for workers to be called in."""
    return [document(f"{n:03}", f"第{n}次会议记录。" * 1_250) for n in range(220)]


@pytest.fixture
def analysis(analyzer: Analyzer) -> Iterator[Analysis]:
    analysis = Analysis(analyzer, workers=2)
    yield analysis
    analysis.close()
    assert not active_children()


def test_workers_make_the_same_values_in_the_same_order(
    analysis: Analysis, analyzer: Analyzer, documents: list[IndexDocument]
) -> None:
    made = list(analysis.values(documents))
    assert len(active_children()) >= 2
    assert made[::50] == [index_values(document, analyzer) for document in documents[::50]]
    assert [values["id"] for values in made] == [document.id for document in documents]


def test_a_few_documents_start_no_process(analysis: Analysis, documents: list[IndexDocument]) -> None:
    assert len(list(analysis.values(documents[:5]))) == 5
    assert not active_children()


def test_a_worker_that_is_killed_loses_nothing(analysis: Analysis, documents: list[IndexDocument]) -> None:
    values = analysis.values(documents)
    made = [next(values)]
    for process in active_children():
        process.kill()
    made += values
    assert [value["id"] for value in made] == [document.id for document in documents]


_PARENT = """
from multiprocessing import active_children
from analyzers import Analyzer
from indexer.engines.analysis import Analysis
from tests.indexer.engines.conftest import document
if __name__ == "__main__":
    values = Analysis(Analyzer(), 2).values([document("x", "会议记录" * 50_000)] * 20)
    next(values)
    print(*(child.pid for child in active_children()), flush=True)
    input()
"""


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    root = str(Path(__file__).parents[3])
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=root,
        env={"PYTHONPATH": root, "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with parent:
        assert parent.stdout is not None
        children = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert len(children) >= 2
    _, alive = psutil.wait_procs(children, timeout=60)
    assert not alive
