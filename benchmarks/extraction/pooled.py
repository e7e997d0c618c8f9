"""Files read as a run reads them: by the worker processes of the extraction pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.documents import Content
from indexer.extraction.pool import ExtractionPool, Job
from indexer.extraction.reading import Context

WORKERS, SECONDS, MEGABYTES = 2, 120, 2048


@dataclass(frozen=True, slots=True)
class Read:
    """A file's contents, its members' first, its own last; ``seconds`` it took its worker."""

    path: Path
    contents: tuple[Content, ...]
    seconds: float

    @property
    def own(self) -> Content:
        return self.contents[-1]

    @property
    def text(self) -> str:
        """The file's own text."""
        return "\n".join(page.text for page in self.own.pages)

    @property
    def has_text(self) -> bool:
        """Whether the file or anything in it gave text."""
        return any(content.has_text for content in self.contents)


def read_all(
    files: Sequence[Path], context: Context, *, ocr: bool = True, workers: int = WORKERS
) -> dict[Path, Read]:
    """Every file, pictures included where ``ocr`` says so."""
    found: dict[Path, Read] = {}
    with ExtractionPool(workers, SECONDS, MEGABYTES, context) as pool:
        for done in pool.run(Job(key, path, path.name, ocr) for key, path in enumerate(files)):
            path = files[done.key]
            found[path] = Read(path, done.contents, done.seconds)
    return found
