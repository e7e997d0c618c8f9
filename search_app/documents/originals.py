"""The original bytes of a document: byte for byte, to be saved and never to be shown by a browser."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from indexer import extraction
from indexer.catalog.records import DocumentRecord
from indexer.documents import Outcome
from indexer.errors import NotFound

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
    """An open original. ``stream`` stands at its start and belongs to the caller, who closes it.

    ``sha256`` is that of the bytes in ``stream``, which may differ from the catalog's where the file has
    changed since it was indexed.
    """

    stream: BinaryIO
    name: str
    media_type: str
    size: int
    sha256: str


def open_original(record: DocumentRecord) -> Original:
    """Open the file of ``record``, or the member where it is one.

    Raises ``NotFound`` where the file is gone, quarantined, or resolves to a place outside its root.
    """
    if record.outcome is Outcome.QUARANTINED:
        raise NotFound("没有可下载的原件", "这份文件带有密级标志，本系统不提供其内容")
    path = located(record)
    try:
        stream = _member(path, record.member) if record.member else path.open("rb")
    except OSError as error:
        raise NotFound(
            f"原件打不开：{error.strerror or '读取失败'}", "请检查文件是否被占用、是否有读取权限"
        ) from None
    return _opened(stream, record)


def located(record: DocumentRecord) -> Path:
    """The regular file that holds ``record``, links followed, proven to lie under its root.

    Raises ``NotFound`` otherwise: a link planted in the archive must not lead out of it.
    """
    try:
        root = Path(record.root_path).resolve(strict=True)
        path = root.joinpath(_relative(record)).resolve(strict=True)
        regular = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError, RuntimeError):
        raise NotFound(
            "原件已不在", "文件可能被移走、改名，或所在的磁盘没有接上；重新索引后可以看到新位置"
        ) from None
    if not regular or not path.is_relative_to(root):
        raise NotFound("原件已不在", "这个位置不是档案文件夹里的普通文件")
    return path


def _relative(record: DocumentRecord) -> Path:
    """The path within the root as the system spells it, for names that are not Unicode too."""
    if record.path_bytes is not None:
        return Path(os.fsdecode(record.path_bytes))
    return Path(*PurePosixPath(record.path).parts)


def _member(path: Path, member: str) -> BinaryIO:
    opener: Callable[[Path, str], BinaryIO] | None = getattr(extraction, "open_member", None)
    if opener is None:
        raise NotFound("还不能单独取出压缩包里的文件", "请下载整个压缩包后自己解开")
    return opener(path, member)


def _opened(stream: BinaryIO, record: DocumentRecord) -> Original:
    digest = hashlib.sha256()
    size = 0
    try:
        while block := stream.read(CHUNK):
            digest.update(block)
            size += len(block)
        stream.seek(0)
    except OSError as error:
        stream.close()
        raise NotFound(f"原件读不出来：{error.strerror or '读取失败'}", "请检查文件所在的磁盘") from None
    media_type = MEDIA_TYPES.get(record.doc_type, _BYTES)
    return Original(stream, saved_name(record), media_type, size, digest.hexdigest())


def saved_name(record: DocumentRecord) -> str:
    """The name to save under: the member's or the file's own, without folders."""
    inner = record.member.rpartition("!")[2] if record.member else record.path
    name = inner.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in name if char.isprintable()) or "original"


def chunks(original: Original) -> Iterator[bytes]:
    """The bytes in pieces; the stream is closed at the end, however it comes."""
    with original.stream as stream:
        while block := stream.read(CHUNK):
            yield block
