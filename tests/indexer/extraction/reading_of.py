"""How the tests of readers read: bytes in, the file's own content out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from indexer.documents import Content, ProblemKind
from indexer.extraction.extract import extract
from indexer.extraction.reading import Context, Source

LATER = Context(ocr=False)


def content_of(name: str, data: bytes, context: Context = LATER) -> Content:
    """The file's own content, by the whole way that a file takes."""
    return list(extract(Source.of_bytes(name, data), context))[-1]


def texts(content: Content) -> list[str]:
    return [page.text for page in content.pages]


def labels(content: Content) -> list[str]:
    return [page.label for page in content.pages]


def kinds(content: Content) -> list[ProblemKind]:
    return [problem.kind for problem in content.problems]


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of parts, as a hand-made office document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return out.getvalue()


def changed(data: bytes, changes: Mapping[str, str | bytes]) -> bytes:
    """A package with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part)
    return out.getvalue()
