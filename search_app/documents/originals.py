"""The original bytes of a document: byte for byte, to be saved and never to be shown by a browser."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord, ProblemRecord
from indexer.discover import openable
from indexer.documents import Outcome, ProblemKind
from indexer.errors import NotFound
from indexer.extraction.members import open_member
from indexer.extraction.reading import Context
from search_app.problems.service import ProblemChoice, all_problems

CHUNK = 1 << 20

#: Types named to the browser. Whatever a browser could run as a page of this site (HTML, SVG, XML) is
#: missing on purpose and goes out as plain bytes.
MEDIA_TYPES = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822",
    "jpg": "image/jpeg",
    "md": "text/plain",
    "ofd": "application/ofd",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rar": "application/vnd.rar",
    "rtf": "application/rtf",
    "tif": "image/tiff",
    "txt": "text/plain",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "7z": "application/x-7z-compressed",
}
_BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Original:
    """An open original. ``stream`` stands at its start; ``close`` frees it and whatever was unpacked for it.

    ``sha256`` is that of the bytes in ``stream``, which may differ from the catalog's where the file has
    changed since it was indexed.
    """

    stream: BinaryIO
    name: str
    media_type: str
    size: int
    sha256: str
    close: Callable[[], None]


def open_original(catalog: Catalog, record: DocumentRecord, context: Context) -> Original:
    """Open the file of ``record``, or the member where it is one. ``context`` opens its container.

    Raises ``NotFound`` where the file is gone, holds anything quarantined, or lies outside its root.
    """
    if holds_secrets(catalog, record):
        raise NotFound("没有可下载的原件", "这份文件带有密级标志，本系统不提供其内容")
    path = located(record)
    with ExitStack() as stack:
        stream = _stream(stack, path, record.member, context)
        sha256, size = _measured(stream)
        media_type = MEDIA_TYPES.get(record.doc_type, _BYTES)
        return Original(stream, saved_name(record), media_type, size, sha256, stack.pop_all().close)


def holds_secrets(catalog: Catalog, record: DocumentRecord) -> bool:
    """Whether the document, or anything packed in it, is under quarantine."""
    if record.outcome is Outcome.QUARANTINED:
        return True
    folder = record.path.rpartition("/")[0] or None
    near = ProblemChoice(ProblemKind.QUARANTINED, root=record.root, folder=folder)
    return any(_lies_in(secret, record) for secret in all_problems(catalog, near))


def _lies_in(secret: ProblemRecord, record: DocumentRecord) -> bool:
    if secret.path != record.path:
        return False
    inside = secret.member or ""
    return record.member is None or inside == record.member or inside.startswith(f"{record.member}!")


def located(record: DocumentRecord) -> Path:
    """The regular file that holds ``record``, links followed, proven to lie under its root.

    Raises ``NotFound`` otherwise: a link planted in the archive must not lead out of it.
    """
    try:
        root = Path(openable(record.root_path)).resolve(strict=True)
        path = root.joinpath(_relative(record)).resolve(strict=True)
        regular = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError, RuntimeError):
        hint = "文件可能被移走、改名，或所在的磁盘没有接上；重新索引后可以看到新位置"
        raise NotFound("原件已不在", hint) from None
    if not regular or not path.is_relative_to(root):
        raise NotFound("原件已不在", "这个位置不是档案文件夹里的普通文件")
    return path


def _relative(record: DocumentRecord) -> Path:
    """The path within the root as the system spells it, for names that are not Unicode too."""
    if record.path_bytes is not None:
        return Path(os.fsdecode(record.path_bytes))
    return Path(*PurePosixPath(record.path).parts)


def _stream(stack: ExitStack, path: Path, member: str | None, context: Context) -> BinaryIO:
    try:
        if member is None:
            return stack.enter_context(path.open("rb"))
        source = stack.enter_context(open_member(path, member, context))
        return stack.enter_context(source.open())
    except OSError as error:
        hint = "请检查文件是否被别的程序占用、是否有读取权限"
        raise NotFound(f"原件打不开：{error.strerror or '读取失败'}", hint) from None


def _measured(stream: BinaryIO) -> tuple[str, int]:
    """SHA-256 (hexadecimal) and size of a stream, which stands at its start again."""
    digest, size = hashlib.sha256(), 0
    try:
        while block := stream.read(CHUNK):
            digest.update(block)
            size += len(block)
        stream.seek(0)
    except OSError as error:
        raise NotFound(f"原件读不出来：{error.strerror or '读取失败'}", "请检查文件所在的磁盘") from None
    return digest.hexdigest(), size


def saved_name(record: DocumentRecord) -> str:
    """The name to save under: the member's or the file's own, without folders."""
    inner = record.member.rpartition("!")[2] if record.member else record.path
    name = inner.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in name if char.isprintable()) or "original"


def chunks(original: Original) -> Iterator[bytes]:
    """The bytes in pieces."""
    while block := original.stream.read(CHUNK):
        yield block
