"""A small archive on disk with its data folder, indexed for real: catalog, engine and worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzers import Analyzer, fold
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.engines import open_engine
from indexer.engines.protocol import Engine
from indexer.engines.query import Everything, Query, Text
from indexer.pipeline import Progress, RunSummary, index
from indexer.settings import Settings

ANALYZER = Analyzer()


@dataclass
class Archive:
    """``folder`` holds the files, ``data`` everything of ours. ``settings`` are changed by assignment."""

    folder: Path
    data: Path
    catalog: Catalog
    engine: Engine
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return Settings(**{"data": self.data, "workers": 1, "ocr": False} | self.options)

    def write(self, path: str, text: str | bytes = "", folder: Path | None = None) -> Path:
        file = (folder or self.folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else (text or f"这是 {path}").encode())
        return file

    def run(
        self,
        *folders: Path,
        verify: bool = False,
        observe: Callable[[Progress], None] = lambda _: None,
        engine: Engine | None = None,
    ) -> RunSummary:
        """An index run over ``folder`` (or those given). Checks that the outcomes add up."""
        summary = index(
            self.catalog,
            engine or self.engine,
            self.settings,
            folders or [self.folder],
            fingerprint=ANALYZER.fingerprint,
            verify=verify,
            observe=observe,
        )
        assert sum(summary.outcomes.values()) == summary.seen
        return summary

    def found(self, text: str = "") -> set[str]:
        """The paths of the documents that the engine finds, members after ``!``."""
        return {_place(record) for record in self.records(text)}

    def records(self, text: str = "") -> list[DocumentRecord]:
        match: Query = Text(fold(text)) if text else Everything()
        total, ids = self.engine.ids(match, 1000)
        assert total == len(ids)
        return list(self.catalog.documents(ids).values())

    def record(self, path: str) -> DocumentRecord:
        (found,) = [record for record in self.records() if _place(record) == path]
        return found


def _place(record: DocumentRecord) -> str:
    return record.path + (f"!{record.member}" if record.member else "")


def keep_times(file: Path, change: Callable[[Path], object]) -> None:
    """Change a file behind the back of whoever looks at sizes and times only."""
    status = file.stat()
    change(file)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size


@contextmanager
def open_archive(place: Path) -> Iterator[Archive]:
    """An archive in ``place``, which may hold one from before."""
    settings = Settings(data=place / "data")
    (place / "档案").mkdir(parents=True, exist_ok=True)
    with Catalog.open(settings.database_url) as catalog:
        engine = open_engine(settings, ANALYZER)
        try:
            yield Archive(place / "档案", place / "data", catalog, engine)
        finally:
            engine.close()
