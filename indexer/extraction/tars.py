"""TAR, plain or compressed, and single files compressed by gzip, bzip2, xz or Zstandard. Read as streams."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, cast

from ..documents import Problem, ProblemKind
from .member_names import decoded, each_once, harmless, is_system_file
from .reading import Context, Member, NotReadable, Source

#: Part of Python from 3.14 on, a package of its own before.
_zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")

_OPENERS: dict[bytes, Callable[[BinaryIO], BinaryIO]] = {
    b"\x1f\x8b": lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream)),
    b"\x28\xb5": lambda stream: cast(BinaryIO, _zstd.ZstdFile(stream)),
    b"BZ": lambda stream: cast(BinaryIO, bz2.BZ2File(stream)),
    b"\xfd7": lambda stream: cast(BinaryIO, lzma.open(stream)),  # noqa: SIM115 - closed with what it wraps
    b"]\x00": lambda stream: cast(BinaryIO, lzma.open(stream)),  # noqa: SIM115 - closed with what it wraps
}
#: Reads past the end of a stream after which nobody can mean it.
_PAST_THE_END = 64
_SUFFIXES = (".gz", ".bz2", ".xz", ".lzma", ".zst")
_DAMAGED = (tarfile.TarError, OSError, EOFError, zlib.error, lzma.LZMAError, _zstd.ZstdError, ValueError)


def members(source: Source, context: Context) -> Iterator[Member]:
    """The files of a tar in order, or the one file of a compressed file.

    A tar is read twice: once for its names, which are judged together, once for its bytes.
    """
    if not _is_tar(source):
        yield _single(source)
        return
    names = _names(source)
    with source.open() as stream:
        archive = _tar(_unpacked(stream))
        yield from _each(archive, names)


def _each(archive: tarfile.TarFile, names: list[str]) -> Iterator[Member]:
    rest = iter(names)
    try:
        for entry in archive:
            name = None if entry.isdir() else next(rest, None)
            if name is not None and not is_system_file(name):
                yield _member(archive, entry, name)
    except _DAMAGED as error:
        raise NotReadable(
            ProblemKind.BROKEN, "压缩包不完整，后面的文件取不出来", "找一份完整的替换它"
        ) from error


def _member(archive: tarfile.TarFile, entry: tarfile.TarInfo, name: str) -> Member:
    if not entry.isfile():
        return Member(name, None, Problem(ProblemKind.LIMITED, "这是链接或设备，不是文件"))

    def open_entry() -> BinaryIO:
        stream = archive.extractfile(entry)
        return cast(BinaryIO, stream) if stream is not None else io.BytesIO()

    return Member(name, Source(name, entry.size, open_entry))


def _names(source: Source) -> list[str]:
    """The names of everything but folders, as far as the archive can be read."""
    raw: list[bytes] = []
    with source.open() as stream:
        try:
            raw += [
                entry.name.encode("utf-8", "surrogateescape")
                for entry in _tar(_unpacked(stream))
                if not entry.isdir()
            ]
        except _DAMAGED:
            return []
    return each_once(harmless(name) for name in decoded(raw))


def _tar(stream: BinaryIO) -> tarfile.TarFile:
    ending = cast(BinaryIO, _Ending(stream))
    return tarfile.open(fileobj=ending, mode="r|", encoding="utf-8", errors="surrogateescape")


class _Ending:
    """A stream that says so when it is read on and on past its end.

    ``tarfile`` skips a member by reading as many blocks as its head claims, be they there or not.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._empty = stream, 0

    def read(self, size: int) -> bytes:
        part = self._stream.read(size)
        self._empty = 0 if part else self._empty + 1
        if self._empty > _PAST_THE_END:
            raise EOFError
        return part


def _unpacked(stream: BinaryIO) -> BinaryIO:
    start = stream.read(2)
    stream.seek(0)
    opener = _OPENERS.get(start)
    return opener(stream) if opener else stream


def _is_tar(source: Source) -> bool:
    """Whether it holds at least one entry: a file of nothing but zeros is no tar, though it reads as one."""
    with source.open() as stream:
        try:
            with _tar(_unpacked(stream)) as archive:
                return archive.next() is not None
        except _DAMAGED:
            return False


def _single(source: Source) -> Member:
    """What a compressed file holds, named as it was before."""
    stem = next((source.name[: -len(s)] for s in _SUFFIXES if source.name.lower().endswith(s)), "")
    name = harmless(stem or f"{source.name}.解压")
    return Member(name, Source(name, None, lambda: _unpacked(source.open())), packed=source.size)
