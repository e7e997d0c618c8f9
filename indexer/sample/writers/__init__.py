"""A module a format: a paper in, the bytes of a file out; the same paper always gives the same bytes.

``write(format, paper)`` knows the formats by the names in ``WRITERS``. The heavy libraries are imported
by the modules that need them when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from indexer.sample.paper import Paper

#: Format → (module, function, file extension, doc_type of its contents).
WRITERS: dict[str, tuple[str, str, str, str]] = {
    "txt": ("plain", "utf8_text", "txt", "txt"),
    "txt-gbk": ("plain", "gbk_text", "txt", "txt"),
    "md": ("plain", "markdown", "md", "md"),
    "html": ("plain", "html", "html", "html"),
    "html-gbk": ("plain", "gbk_html", "htm", "html"),
    "rtf": ("rtf", "rtf", "rtf", "rtf"),
    "docx": ("docx", "docx", "docx", "docx"),
    "xlsx": ("xlsx", "xlsx", "xlsx", "xlsx"),
    "pptx": ("pptx", "pptx", "pptx", "pptx"),
    "pdf": ("pdf", "pdf", "pdf", "pdf"),
    "pdf-locked": ("pdf", "locked_pdf", "pdf", "pdf"),
    "ofd": ("ofd", "ofd", "ofd", "ofd"),
}


def write(format_name: str, paper: Paper) -> bytes:
    module, function, _extension, _doc_type = WRITERS[format_name]
    writer: Callable[[Paper], bytes] = getattr(import_module(f"{__name__}.{module}"), function)
    return writer(paper)


def extension(format_name: str) -> str:
    return WRITERS[format_name][2]


def doc_type(format_name: str) -> str:
    return WRITERS[format_name][3]
