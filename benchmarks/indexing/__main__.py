"""Measure whole folders on both engines and on Recoll.

    python -m benchmarks.indexing sample=/path/to/sample laws=/path/to/laws \
        [--elasticsearch http://127.0.0.1:9200] [--recoll] [--queries 200]

Prints a Markdown table a folder. Every run starts from an empty data folder.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.indexing.processes import Run, run, size_of

MEBIBYTE = 1024 * 1024
HAN = re.compile(r"[\u4e00-\u9fff]+")
CONFIGURATION = "topdirs = {folder}\ncjkngramlen = 2\nindexstemminglanguages =\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", help="name=folder")
    parser.add_argument("--elasticsearch", help="URL of a server")
    parser.add_argument("--recoll", action="store_true")
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    for argument in options.folders:
        name, _, folder = argument.partition("=")
        measure(name, Path(folder).resolve(), options)


def measure(name: str, folder: Path, options: argparse.Namespace) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    total = sum(path.stat().st_size for path in files)
    print(f"\n### {name}: {len(files):,} files, {total / MEBIBYTE:,.1f} MB\n")
    print("| engine | s | files/s | MB/s | peak MB | index MB | again s | p50 ms | p95 ms | outcomes |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    queries = list(sample_queries(files, options.queries))
    engines: list[tuple[str, dict[str, str]]] = [("embedded", {})]
    if options.elasticsearch:
        engines.append(("elasticsearch", {"DANGAN_ELASTICSEARCH_URL": options.elasticsearch}))
    for engine, settings in engines:
        with tempfile.TemporaryDirectory() as data:
            row(engine, files, total, dangan(Path(data), folder, settings, queries))
    if options.recoll and shutil.which("recollindex"):
        with tempfile.TemporaryDirectory() as data:
            row("Recoll", files, total, recoll(Path(data), folder, queries))


Measured = tuple[Run, int, float, list[float], str]


def row(engine: str, files: list[Path], total: int, measured: Measured) -> None:
    first, index, again, times, outcomes = measured
    ordered = sorted(times) or [0.0]
    cells = [
        engine,
        f"{first.seconds:.1f}",
        f"{len(files) / first.seconds:.0f}",
        f"{total / MEBIBYTE / first.seconds:.2f}",
        f"{first.peak / MEBIBYTE:.0f}",
        f"{index / MEBIBYTE:.1f}",
        f"{again:.1f}",
        f"{statistics.median(ordered):.1f}",
        f"{ordered[int(len(ordered) * 0.95)]:.1f}",
        outcomes,
    ]
    print("| " + " | ".join(cells) + " |", flush=True)


def dangan(data: Path, folder: Path, settings: dict[str, str], queries: list[str]) -> Measured:
    """Index, index again, search through the served API."""
    environment = {**os.environ, **settings, "DANGAN_DATA": str(data / "data")}
    if settings:
        environment["DANGAN_ELASTICSEARCH_INDEX"] = f"benchmark-{os.getpid()}"
    command = [sys.executable, "-m", "cli"]
    first = run([*command, "index", str(folder)], environment, data / "first.log")
    again = run([*command, "index"], environment, data / "again.log")
    status = json.loads(run([*command, "status", "--json"], environment, data / "status.log").out)
    outcomes = ", ".join(f"{kind} {count}" for kind, count in status["outcomes"].items() if count)
    index = _index_size(data / "data", settings)
    times = list(_searched(command, environment, queries))
    return first, index, again.seconds, times, f"{outcomes} (exit {first.code})"


def _index_size(data: Path, settings: dict[str, str]) -> int:
    if not settings:
        return sum(size_of(path) for path in data.iterdir() if path.is_dir() and "index" in path.name)
    address = f"{settings['DANGAN_ELASTICSEARCH_URL']}/benchmark-{os.getpid()}*/_stats/store"
    with urllib.request.urlopen(address) as answer:
        return int(json.load(answer)["_all"]["primaries"]["store"]["size_in_bytes"])


def _searched(command: list[str], environment: dict[str, str], queries: list[str]) -> Iterator[float]:
    """Milliseconds of each search over HTTP: hits, facets and passages."""
    server = subprocess.Popen([*command, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        found = re.search(rb"http://\S+", server.stdout.readline())
        assert found is not None
        address = found[0].decode().rstrip("/")
        for query in (queries[0], *queries):
            started = time.monotonic()
            with urllib.request.urlopen(f"{address}/api/v1/search?q={urllib.parse.quote(query)}") as answer:
                answer.read()
            yield (time.monotonic() - started) * 1000
    finally:
        server.terminate()
        server.wait()


def recoll(data: Path, folder: Path, queries: list[str]) -> Measured:
    """The same folder in Recoll, a peer for the desktop; its searches start a process each."""
    configuration = data / "recoll"
    configuration.mkdir()
    (configuration / "recoll.conf").write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")
    first = run(["recollindex", "-z", "-c", str(configuration)], os.environ, data / "first.log")
    again = run(["recollindex", "-c", str(configuration)], os.environ, data / "again.log")
    times = []
    for query in queries:
        started = time.monotonic()
        subprocess.run(
            ["recollq", "-c", str(configuration), "-n", "20", "-A", query], capture_output=True, check=False
        )
        times.append((time.monotonic() - started) * 1000)
    return first, size_of(configuration / "xapiandb"), again.seconds, times, f"exit {first.code}"


def sample_queries(files: list[Path], count: int) -> Iterator[str]:
    """Words of two to six characters out of the files' own texts, or out of their names."""
    chosen = random.Random(7)
    readable = [path for path in files if path.suffix in (".md", ".txt", ".html", ".htm")] or files
    for _ in range(count):
        path = chosen.choice(readable)
        runs = HAN.findall(path.read_bytes()[:200_000].decode("utf-8", "ignore")) if path.suffix else []
        runs = [text for text in runs if len(text) >= 4] or HAN.findall(path.name) or ["会议记录"]
        text = chosen.choice(runs)
        start = chosen.randrange(max(1, len(text) - 4))
        yield text[start : start + chosen.randint(2, 6)]


if __name__ == "__main__":
    main()
