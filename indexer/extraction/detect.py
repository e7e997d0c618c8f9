"""What a file is, told by its bytes; its name speaks only where bytes leave it open.

Names decide between kinds of plain text (``csv``, ``md``, ``txt``) and nothing else: a ``.doc`` that is
a web page is ``html``, a ``.wps`` that holds a Word document is ``doc``.
"""

from __future__ import annotations

import bz2
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath

from indexer.extraction import compound, volumes
from indexer.extraction.plain import text_type
from indexer.extraction.reading import Source
from indexer.extraction.signatures import by_signature

HEAD = 16 * 1024
UNKNOWN = "unknown"
#: An archive that unpacks itself begins as a program; the archive starts within this many bytes.
STUB = 2 * 1024 * 1024
#: A PDF may follow other bytes by this much (ISO 32000 asks readers to look into the first 1,024).
PDF_JUNK = 1024
SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"


def detect(source: Source) -> str:
    """The ``doc_type`` of a source; ``unknown`` where nothing recognises it. Raises ``OSError``."""
    head = source.head(HEAD)
    if not head:
        return UNKNOWN
    found = by_signature(head)
    if found in (None, "zip") and volumes.is_later(source.name):
        return "volume"
    if found in _CLOSER:
        return _CLOSER[found](source, head)
    if found is None and _is_late_pdf(head):
        return "pdf"
    text = text_type(head, suffix_of(source.name), whole=len(head) < HEAD) if found is None else None
    return found or text or _late_archive(source, head)


def suffix_of(name: str) -> str:
    """A name's extension, lower case, without the dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix[1:].lower()


def mismatch(doc_type: str, name: str) -> str | None:
    """The extension of a name that claims another type than the bytes are; None where they agree."""
    suffix = suffix_of(name)
    claimed = _CLAIMS.get(suffix)
    return None if claimed is None or doc_type in claimed else suffix


def _is_late_pdf(head: bytes) -> bool:
    at = head.find(b"%PDF-", 0, PDF_JUNK)
    return at >= 0 and b" obj" in head[at:]


def _late_archive(source: Source, head: bytes) -> str:
    """A ZIP is told by its end: anything may stand before it. Others follow what unpacks them."""
    with source.open() as stream:
        if zipfile.is_zipfile(stream):
            return compound.zip_type(source, head)
    return _after_stub(source) or UNKNOWN


def _unpacked_type(packed: str) -> Callable[[Source, bytes], str]:
    """A compressed file's type: a compressed tar is a type of its own."""

    def closer(source: Source, head: bytes) -> str:
        try:
            inner = _first_block(packed, head)
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
            return packed
        return f"t{packed}" if by_signature(inner) == "tar" else packed

    return closer


def _first_block(packed: str, head: bytes) -> bytes:
    if packed == "gz":
        return zlib.decompressobj(31).decompress(head, 1024)
    if packed == "bz2":
        return bz2.BZ2Decompressor().decompress(head, 1024)
    return lzma.LZMADecompressor().decompress(head, 1024)


def _self_extracting(source: Source, head: bytes) -> str:
    """The archive that a program brings along, else the program."""
    if (archive := _after_stub(source)) is not None:
        return archive
    with source.open() as stream:
        return "zip" if zipfile.is_zipfile(stream) else by_signature(head) or UNKNOWN


def _after_stub(source: Source) -> str | None:
    stub = source.head(STUB)
    for mark, kind in ((b"Rar!\x1a\x07", "rar"), (SEVEN_ZIP, "7z")):
        if mark in stub:
            return kind
    return None


_CLOSER: dict[str | None, Callable[[Source, bytes], str]] = {
    "ole": lambda source, head: compound.ole_type(source),
    "zip": lambda source, head: compound.zip_type(source, head),
    "gz": _unpacked_type("gz"),
    "bz2": _unpacked_type("bz2"),
    "xz": _unpacked_type("xz"),
    "exe": _self_extracting,
    "elf": _self_extracting,
}

_WORD = frozenset(("doc", "docx", "wps", "rtf", "encrypted", "wordml", "uof"))
_SHEET = frozenset(("xls", "xlsx", "xlsb", "et", "encrypted", "excelml", "uof"))
_SLIDES = frozenset(("ppt", "pptx", "dps", "encrypted", "uof"))
_TEXT = frozenset(("txt", "md", "csv", "json"))
#: What an extension claims; extensions that are not here claim nothing.
_CLAIMS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("doc", "docx", "docm", "dot", "dotx", "wps", "wpt"), _WORD),
    **dict.fromkeys(("xls", "xlsx", "xlsm", "xlt", "xltx", "et", "ett"), _SHEET),
    **dict.fromkeys(("ppt", "pptx", "pptm", "pps", "ppsx", "dps", "dpt"), _SLIDES),
    **dict.fromkeys(("txt", "csv", "md", "log"), _TEXT),
    **dict.fromkeys(("htm", "html", "shtml"), frozenset(("html", "mht"))),
    **dict.fromkeys(("mht", "mhtml"), frozenset(("mht", "eml", "html"))),
    **dict.fromkeys(("jpg", "jpeg"), frozenset(("jpg",))),
    **dict.fromkeys(("tif", "tiff"), frozenset(("tif",))),
    **{name: frozenset((name,)) for name in ("pdf", "ofd", "png", "bmp", "gif", "zip", "rar", "7z")},
    **{name: frozenset((name,)) for name in ("odt", "ods", "odp", "eml", "msg", "webp", "heic")},
    "rtf": frozenset(("rtf",)),
    "xml": frozenset(("xml", "rss", "fodt", "fods", "fodp", "html", "svg", "wordml", "excelml", "uof")),
}
