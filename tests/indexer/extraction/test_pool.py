"""The worker processes, with files that hang, crash and swell them for real."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indexer.documents import ProblemKind
from indexer.errors import DanganError
from indexer.extraction.pool import Done, ExtractionPool, Job
from indexer.extraction.reading import STAND_IN, Context
from tests.indexer.extraction.reading_of import package

LATER = Context(ocr=False)
XML = "<?xml version='1.0'?><a>字</a>"


def jobs_of(paths: list[Path]) -> list[Job]:
    return [Job(key, path, path.name, ocr=False) for key, path in enumerate(paths)]


def run(
    paths: list[Path], *, workers: int = 2, seconds: float = 60, megabytes: int = 2048
) -> dict[int, Done]:
    with ExtractionPool(workers, seconds, megabytes, LATER) as pool:
        return {done.key: done for done in pool.run(jobs_of(paths))}


def texts_in(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(f"第{number}份会议记录", encoding="utf-8")
    return paths


def own_problems(done: Done) -> list[ProblemKind]:
    return [problem.kind for problem in done.contents[-1].problems]


#: Modules for workers to import in place of the reader of XML: ill-behaved readers that are real code.
ILL = {
    "hangs": "import time\ndef read(source, context):\n    time.sleep(600)\n",
    "starts": (
        "import subprocess, sys, time\n"
        "def read(source, context):\n"
        "    started = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "    source.local_path().with_suffix('.pid').write_text(str(started.pid), encoding='utf-8')\n"
        "    time.sleep(600)\n"
    ),
    "swells": "def read(source, context):\n    kept = []\n    while True: kept.append(bytearray(16 << 20))\n",
    "dies": "import os\ndef read(source, context):\n    os._exit(3)\n",
    "chatters": (
        "import time\nfrom indexer.extraction.reading import Reading\n"
        "def read(source, context):\n"
        "    end = time.monotonic() + 4\n"
        "    while time.monotonic() < end:\n"
        "        context.beat()\n        time.sleep(0.02)\n"
        "    return Reading('xml')\n"
    ),
    "screams": (
        "import os, sys\nfrom indexer.extraction.reading import Reading\n"
        "def read(source, context):\n"
        "    os.write(2, b'java.lang.Exception'); print('loud', file=sys.stderr); print('loud')\n"
        "    return Reading('xml')\n"
    ),
}


@pytest.fixture
def ill_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Make every worker read XML files with one of the modules above."""

    def install(kind: str) -> None:
        folder = tmp_path / "ill"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(
            "import importlib.util, sys\n"
            "class Finder:\n"
            "    @staticmethod\n"
            "    def find_spec(name, path=None, target=None):\n"
            "        if name == 'indexer.extraction.markup':\n"
            f"            return importlib.util.spec_from_file_location(name, {str(folder / 'ill.py')!r})\n"
            "sys.meta_path.insert(0, Finder)\n",
            encoding="utf-8",
        )
        (folder / "ill.py").write_text(ILL[kind], encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *sys.path]))

    yield install


def test_every_job_is_done_once_in_any_order(tmp_path: Path) -> None:
    paths = texts_in(tmp_path, 60)
    done = run(paths)
    assert sorted(done) == list(range(60))
    for key, each in done.items():
        assert each.contents[-1].pages[0].text == f"第{key}份会议记录"
        assert each.seconds >= 0


def test_jobs_are_drawn_only_as_workers_come_free(tmp_path: Path) -> None:
    paths = texts_in(tmp_path, 40)
    drawn = 0

    def lazily() -> Iterator[Job]:
        nonlocal drawn
        for job in jobs_of(paths):
            drawn += 1
            yield job

    with ExtractionPool(2, 60, 2048, LATER) as pool:
        for number, _ in enumerate(pool.run(lazily()), 1):
            assert drawn <= number + 8
    assert drawn == 40


def test_members_stream_and_a_large_answer_comes_through(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(package({f"{n}.txt": ("会议记录" * 30 + "\n") * 5000 for n in range(5)}))
    (done,) = run([path]).values()
    assert len(done.contents) == 6
    assert sum(len(page.text) for content in done.contents for page in content.pages) > 3_000_000


def test_a_file_that_hangs_its_reader_times_out_and_the_others_are_read(tmp_path: Path, ill_reader) -> None:  # type: ignore[no-untyped-def]
    paths = [tmp_path / "坏.xml", *texts_in(tmp_path, 6)]
    paths[0].write_text(XML, encoding="utf-8")
    ill_reader("hangs")
    done = run(paths, seconds=3)
    assert own_problems(done[0]) == [ProblemKind.TIMED_OUT]
    assert not done[0].contents[-1].sha256.startswith(STAND_IN)
    assert all(done[key].contents[-1].has_text for key in range(1, 7))


def test_programs_that_a_reader_started_end_with_it(tmp_path: Path, ill_reader) -> None:  # type: ignore[no-untyped-def]
    ill_reader("starts")
    (tmp_path / "坏.xml").write_text(XML, encoding="utf-8")
    done = run([tmp_path / "坏.xml"], seconds=3)
    assert own_problems(done[0]) == [ProblemKind.TIMED_OUT]
    started = int((tmp_path / "坏.pid").read_text(encoding="utf-8"))
    psutil.wait_procs([psutil.Process(started)] if psutil.pid_exists(started) else [], timeout=10)
    assert not psutil.pid_exists(started) or psutil.Process(started).status() == psutil.STATUS_ZOMBIE


def test_a_reader_that_shows_it_is_at_work_is_given_its_time(tmp_path: Path, ill_reader) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "长.xml").write_text(XML, encoding="utf-8")
    ill_reader("chatters")
    done = run([tmp_path / "长.xml"], seconds=2)
    assert ProblemKind.TIMED_OUT not in own_problems(done[0])


@pytest.mark.parametrize(
    ("kind", "problem"), [("dies", ProblemKind.BROKEN), ("swells", ProblemKind.TOO_LARGE)]
)
def test_a_worker_that_dies_or_swells_takes_only_its_own_file(  # type: ignore[no-untyped-def]
    kind: str, problem: ProblemKind, tmp_path: Path, ill_reader
) -> None:
    paths = [tmp_path / "坏.xml", *texts_in(tmp_path, 6), tmp_path / "也坏.xml"]
    for path in (paths[0], paths[-1]):
        path.write_text(XML, encoding="utf-8")
    ill_reader(kind)
    done = run(paths, workers=1, megabytes=400)
    assert own_problems(done[0]) == own_problems(done[7]) == [problem]
    assert all(done[key].contents[-1].has_text for key in range(1, 7))
    if kind == "swells":
        assert "400 MB" in done[0].contents[-1].problems[0].reason


def test_members_found_before_a_crash_are_kept(tmp_path: Path, ill_reader) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.zip"
    path.write_bytes(package({"a.txt": "张三", "b.xml": XML, "c.txt": "李四"}))
    ill_reader("dies")
    (done,) = run([path]).values()
    assert [ref.member for ref in done.contents[-1].members] == ["a.txt"]
    assert done.contents[0].has_text
    assert done.contents[-1].doc_type == "zip"
    assert own_problems(done) == [ProblemKind.BROKEN]


def test_workers_that_cannot_start_are_an_error_of_the_run_not_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sitecustomize.py").write_text("import os\nos._exit(1)\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    with pytest.raises(DanganError):
        run(texts_in(tmp_path, 3))


def test_what_readers_print_stays_off_the_terminal(  # type: ignore[no-untyped-def]
    tmp_path: Path, ill_reader, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.xml").write_text(XML, encoding="utf-8")
    ill_reader("screams")
    run([tmp_path / "x.xml"])
    assert capfd.readouterr() == ("", "")


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    (done,) = run([tmp_path / "没有.txt"]).values()
    assert own_problems(done) == [ProblemKind.UNREADABLE]


def test_workers_are_replaced_after_some_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.extraction.pool.FILES_A_WORKER", 3)
    seen: set[int] = set()
    with ExtractionPool(1, 60, 2048, LATER) as pool:
        for _ in pool.run(jobs_of(texts_in(tmp_path, 10))):
            seen |= {each.pid for each in psutil.Process().children() if _is_worker(each)}
    assert len(seen) >= 3


def test_leaving_early_ends_the_workers(tmp_path: Path) -> None:
    with ExtractionPool(2, 60, 2048, LATER) as pool:
        next(pool.run(jobs_of(texts_in(tmp_path, 20))))
        workers = _workers_of(os.getpid(), 2)
    assert not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers)


def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path, ill_reader) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "坏.xml").write_text(XML, encoding="utf-8")
    ill_reader("hangs")
    script = tmp_path / "parent.py"
    script.write_text(
        "from pathlib import Path\n"
        "from indexer.extraction.pool import ExtractionPool, Job\n"
        "from indexer.extraction.reading import Context\n"
        "if __name__ == '__main__':\n"
        "    with ExtractionPool(2, 500, 2048, Context(ocr=False)) as pool:\n"
        f"        jobs = (Job(n, Path({str(tmp_path / '坏.xml')!r}), '坏.xml', False) for n in range(2))\n"
        "        print('begun', flush=True)\n"
        "        list(pool.run(jobs))\n",
        encoding="utf-8",
    )
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE)
    try:
        assert parent.stdout is not None
        assert parent.stdout.readline()
        workers = _workers_of(parent.pid, 2)
        parent.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        parent.wait(30)
        gone, alive = psutil.wait_procs(workers, timeout=30)
        assert len(gone) == 2
        assert not alive
    finally:
        parent.kill()
        parent.wait()
        assert parent.stdout is not None
        parent.stdout.close()


def _workers_of(pid: int, count: int) -> list[psutil.Process]:
    """The workers of a process, once so many are there."""
    pause = threading.Event()
    for _ in range(300):
        found = [each for each in psutil.Process(pid).children() if _is_worker(each)]
        if len(found) >= count:
            return found
        pause.wait(0.1)
    raise AssertionError("the workers did not start")


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:
        return False
