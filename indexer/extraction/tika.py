"""The reader for everything that has no reader of its own: Tika here or on a server."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.documents import Problem, ProblemKind
from indexer.extraction import native_tika
from indexer.extraction.reading import Context, Reading, Source
from indexer.extraction.xhtml import Parsed, pages, told_metadata

_TYPES: Mapping[str, str] = {
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.wordperfect": "wpd",
    "application/x-hwp-v5": "hwp",
    "application/x-hwp": "hwp",
    "application/vnd.apple.pages": "pages",
    "application/vnd.apple.numbers": "numbers",
    "application/vnd.apple.keynote": "key",
    "application/x-dbf": "dbf",
    "application/x-quattro-pro": "qpw",
    "image/svg+xml": "svg",
    "image/x-portable-graymap": "pgm",
    "image/vnd.dwg": "dwg",
    "image/vnd.dxf": "dxf",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
}
NO_TEXT = Problem(
    ProblemKind.NO_TEXT,
    "文件里没有可以读出的文字",
    "如果内容是图片，可另存一份带文字的版本；不然只能按名称检索",
)
#: What a page is called, by type.
_LABELS = {"ppt": "第{}张", "pptx": "第{}张", "odp": "第{}张", "xls": "表{}"}


def read(source: Source, context: Context) -> Reading:
    """What Tika makes of it. No text at all is a ``NO_TEXT`` problem, never success.

    Raises ``NotReadable`` where Tika gives up.
    """
    parsed = parse(source, context)
    doc_type = _TYPES.get(parsed.media_type, "")
    found = pages(parsed.texts, _LABELS.get(doc_type, "第{}页"))
    problems = () if parsed.has_text else (NO_TEXT,)
    count = max(len(parsed.texts), _page_count(parsed))
    return Reading(doc_type, found, count, told_metadata(parsed.metadata), problems)


def parse(source: Source, context: Context) -> Parsed:
    """Tika's pages and metadata. Raises ``NotReadable`` where it gives up or no server answers."""
    if context.tika_urls:
        from indexer.extraction import server_tika  # its HTTP client: only where there is a server

        return server_tika.parse(source, context)
    return native_tika.parse(source.local_path(), context.limits.characters)


def _page_count(parsed: Parsed) -> int:
    told = (parsed.metadata.get("xmpTPg:NPages") or parsed.metadata.get("meta:page-count") or ["0"])[0]
    return int(told) if told.isdigit() and int(told) < 100_000 else 0
