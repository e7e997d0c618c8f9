"""Which reader reads what. A format is added by a module of its own and one line here.

Readers are named by module, and imported when the first file of their kind comes: a worker that only
sees text never pays for the library that reads PDF.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import cast

from indexer.extraction.reading import MemberReader, Reader

#: doc_type → module of this package with ``read(source, context) -> Reading``.
READERS: dict[str, str] = {
    **dict.fromkeys(("txt", "md", "json"), "text"),
    "csv": "tables",
    "html": "web",
    **dict.fromkeys(("xml", "rss", "uof"), "markup"),
    "ofd": "ofd",
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "pptx": "pptx",
    **dict.fromkeys(("odt", "ods", "odp", "odg", "fodt", "fods", "fodp"), "odf"),
    "xls": "xls",
    **dict.fromkeys(("doc", "ppt"), "office97"),
    "rtf": "rtf",
    "vsdx": "visio",
    "encrypted": "encrypted",
    **dict.fromkeys(("jpg", "png", "tif", "bmp", "gif", "webp", "heic"), "pictures"),
    **dict.fromkeys(("eml", "mht"), "mail"),
    "mbox": "mailbox",
    "msg": "outlook",
    "tnef": "tnef",
    "volume": "volumes",
}
#: doc_type → module of this package with ``members(source, context) -> Iterator[Member]``.
#: A type may stand in both tables: a mail has a text and attachments.
MEMBER_READERS: dict[str, str] = {
    "ofd": "ofd",
    "pdf": "pdf",
    **dict.fromkeys(("docx", "xlsx", "pptx"), "inside"),
    "rtf": "rtf",
    "encrypted": "encrypted",
    **dict.fromkeys(("eml", "mht"), "mail"),
    "mbox": "mailbox",
    "msg": "outlook",
    "tnef": "tnef",
    "zip": "zips",
    "rar": "rars",
    "7z": "sevenzips",
    **dict.fromkeys(("tar", "tgz", "tbz2", "txz", "gz", "bz2", "xz", "zst"), "tars"),
}
#: Types that Tika would read as well as it can: everything not named above.
FALLBACK = "tika"
#: Containers without a text of their own: no reader, only members.
ONLY_MEMBERS = frozenset(("zip", "rar", "7z", "tar", "tgz", "tbz2", "txz", "gz", "bz2", "xz", "zst"))


def reader_of(doc_type: str) -> Reader | None:
    """The reader of a type; None for a container that only has members."""
    if doc_type in ONLY_MEMBERS and doc_type in MEMBER_READERS:
        return None
    return cast(Reader, _module(READERS.get(doc_type, FALLBACK)).read)


def fallback_reader() -> Reader:
    return cast(Reader, _module(FALLBACK).read)


def has_own_reader(doc_type: str) -> bool:
    return READERS.get(doc_type, FALLBACK) != FALLBACK


def member_reader_of(doc_type: str) -> MemberReader | None:
    module = MEMBER_READERS.get(doc_type)
    return cast(MemberReader, _module(module).members) if module else None


def _module(name: str) -> ModuleType:
    return import_module(f"indexer.extraction.{name}")
