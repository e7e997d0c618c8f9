"""Members of a ZIP compressed by methods that the standard library does not know.

Deflate64, which Windows uses for large files, by ``inflate64``; the others (Shrink and Implode of the
nineties, PPMd, XZ, Zstandard) by an unpacker of the machine, which is handed an archive of this one
member under a plain name.
"""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, BinaryIO

import inflate64

from ..documents import ProblemKind
from .reading import CHUNK, Context, NotReadable

DEFLATE64 = 9
#: What ``zipfile`` reads by itself: stored, deflated, bzip2, LZMA; 99 is what AES calls itself.
KNOWN = frozenset((0, 8, 12, 14, 99))
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_NAME = b"member"


def open_unusual(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, context: Context) -> BinaryIO:
    """The member's bytes. Raises ``NotReadable`` where nothing on this machine gives them."""
    raw = _raw(archive, entry)
    if entry.compress_type == DEFLATE64:
        return _checked(io.BytesIO(b"".join(_inflated(raw, context))), entry)
    return _checked(_by_tool(raw, entry, context), entry)


def _raw(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The compressed bytes: after the member's own header, whose lengths may differ from the directory's."""
    stream: IO[bytes] | None = archive.fp
    assert stream is not None
    stream.seek(entry.header_offset)
    header = _LOCAL.unpack(stream.read(_LOCAL.size))
    stream.seek(header[-2] + header[-1], io.SEEK_CUR)
    return stream.read(entry.compress_size)


def _inflated(raw: bytes, context: Context) -> Iterator[bytes]:
    inflater = inflate64.Inflater()
    size = 0
    for start in range(0, len(raw), 64 * 1024):
        part = inflater.inflate(raw[start : start + 64 * 1024])
        size += len(part)
        context.beat()
        yield part
        if size > context.limits.member_bytes:
            return


def _by_tool(raw: bytes, entry: zipfile.ZipInfo, context: Context) -> BinaryIO:
    for command in _tools():
        with TemporaryDirectory(prefix="dangan-") as folder:
            path = Path(folder) / "one.zip"
            path.write_bytes(_alone(raw, entry))
            found = _output(command(path), context)
        if len(found) == entry.file_size:
            return io.BytesIO(found)
    raise NotReadable(
        ProblemKind.LIMITED,
        f"压缩包里的这个文件用了少见的压缩方法（{entry.compress_type}），取不出来",
        "用压缩软件解开后单独存放，或安装 7-Zip 后再索引一次",
    )


@cache
def _tools() -> tuple[Callable[[Path], list[str]], ...]:
    def seven(program: str) -> Callable[[Path], list[str]]:
        return lambda path: [program, "e", "-so", "-bb0", "--", str(path)]

    found = [seven(program) for program in map(shutil.which, ("7zz", "7z", "7za")) if program]
    if unar := shutil.which("unar"):
        found.append(lambda path: [unar, "-q", "-o", "-", "--", str(path)])
    return tuple(found)


def _output(command: list[str], context: Context) -> bytes:
    parts: list[bytes] = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        while part := process.stdout.read(CHUNK):
            parts.append(part)
            context.beat()
            if sum(map(len, parts)) > context.limits.member_bytes:
                break
        process.kill()
    return b"".join(parts)


def _alone(raw: bytes, entry: zipfile.ZipInfo) -> bytes:
    """An archive that holds this member and nothing else."""
    flags = entry.flag_bits & 0x0006  # what Implode and LZMA need to know
    sizes = (entry.CRC, len(raw), entry.file_size)
    local = _LOCAL.pack(
        b"PK\x03\x04", entry.extract_version, flags, entry.compress_type, 0, 0x21, *sizes, len(_NAME), 0
    )
    central = _CENTRAL.pack(
        *(b"PK\x01\x02", 20, entry.extract_version, flags, entry.compress_type, 0, 0x21),
        *(*sizes, len(_NAME), 0, 0, 0, 0, 0, 0),
    )
    start = len(local) + len(_NAME) + len(raw)
    end = _END.pack(b"PK\x05\x06", 0, 0, 1, 1, len(central) + len(_NAME), start, 0)
    return local + _NAME + raw + central + _NAME + end


def _checked(found: BinaryIO, entry: zipfile.ZipInfo) -> BinaryIO:
    if zlib.crc32(found.read()) != entry.CRC:
        raise NotReadable(ProblemKind.BROKEN, "压缩包里的这个文件已损坏，取不出来", "找一份好的替换它")
    found.seek(0)
    return found
