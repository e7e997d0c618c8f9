"""Run as a process of its own, to be ended in the middle: writes the changes that an engine lacks.

The "catalog" is arithmetic: change ``n`` puts document ``n % DOCUMENTS`` with a text that tells ``n``. A line
is printed for every commit.
"""

from __future__ import annotations

import sys
from pathlib import Path

from analyzers import Analyzer
from indexer.engines import open_engine
from indexer.engines.protocol import Engine, IndexDocument, Writer
from indexer.settings import Settings

CHANGES = 300
DOCUMENTS = 200
BATCH = 100


def change(number: int) -> IndexDocument:
    """Large enough for several requests a batch."""
    filling = f"第{number}次改动的内容" * 900
    return IndexDocument(f"{number % DOCUMENTS:04}", f"改{number}次", (), (filling,))


def expected_titles() -> dict[str, str]:
    return {f"{number % DOCUMENTS:04}": f"改{number}次" for number in range(1, CHANGES + 1)}


def _write(writer: Writer, after: int) -> None:
    for start in range(after + 1, CHANGES + 1, BATCH):
        end = min(start + BATCH, CHANGES + 1)
        writer.put(map(change, range(start, end)))
        assert writer.commit(end - 1) == []
        print(end - 1, flush=True)


def update(engine: Engine) -> None:
    """Apply what the live index lacks."""
    with engine.writer() as writer:
        _write(writer, engine.applied())


def rebuild(engine: Engine) -> None:
    with engine.rebuild("rebuilt") as writer:
        _write(writer, 0)
        writer.swap()


if __name__ == "__main__":
    action, folder, url, index = sys.argv[1:]
    settings = Settings(data=Path(folder), elasticsearch_url=url or None, elasticsearch_index=index)
    opened = open_engine(settings, Analyzer())
    {"update": update, "rebuild": rebuild}[action](opened)
