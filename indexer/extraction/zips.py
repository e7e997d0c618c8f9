"""ZIP: members with their names decoded; encrypted ones opened where a password fits."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from ..documents import Problem, ProblemKind
from .compound import LARGEST_DIRECTORY, directory_bytes
from .member_names import decoded, each_once, harmless, is_system_file
from .reading import Context, Member, NotReadable, Source
from .volumes import joined, pieces
from .zip_methods import KNOWN, open_unusual

#: Extra field with the UTF-8 name (Info-ZIP Unicode Path).
UNICODE_PATH = 0x7075
UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1
AES = 99


class Archive(zipfile.ZipFile):
    """An open archive; what opens members encrypted by AES is made with the first of them."""

    @cached_property
    def aes(self) -> Any:
        import pyzipper

        return pyzipper.AESZipFile(self.fp)


def members(source: Source, context: Context) -> Iterator[Member]:
    """Every file of the archive in its own order. Raises ``NotReadable`` where it is no ZIP."""
    parts = pieces(source)
    with joined(parts) if parts else source.open() as stream:
        archive = _open(stream)
        _across(archive, parts)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        named = zip(each_once(harmless(name) for name in _names(entries)), entries, strict=True)
        wanted = [(name, entry) for name, entry in named if not is_system_file(name)]
        # One more than may be taken out tells that there are too many; passwords of the rest are not tried.
        wanted = wanted[: context.limits.members + 1]
        keys = _passwords(archive, [entry for _, entry in wanted], context)
        for name, entry in wanted:
            yield _member(archive, name, entry, keys, context)


def _across(archive: Archive, parts: Sequence[Path]) -> None:
    """Where a split archive says on which piece a member begins, count from the start of that piece.

    ``zipfile`` takes the places of all members as if they lay on the piece that has the directory.
    """
    starts = list(accumulate((part.stat().st_size for part in parts), initial=0))
    if not any(entry.volume for entry in archive.infolist()) or len(starts) < 3:
        return
    for entry in archive.infolist():
        if entry.volume < len(parts):
            entry.header_offset += starts[entry.volume] - starts[-2]


def _open(stream: BinaryIO) -> Archive:
    if directory_bytes(stream) > LARGEST_DIRECTORY:
        raise NotReadable(
            ProblemKind.LIMITED, "压缩包里的文件太多（十万个以上），没有提取", "把它拆成几个，或解开后存放"
        )
    try:
        return Archive(stream)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotReadable(
            ProblemKind.BROKEN,
            "压缩包已损坏或不完整，打不开",
            "用压缩软件修复，或找一份好的替换它；分卷压缩的要放在同一个文件夹",
        ) from error


def _names(entries: list[zipfile.ZipInfo]) -> list[str]:
    told = [_own_name(entry) for entry in entries]
    unsaid = [
        entry.orig_filename.encode("cp437", "replace")
        for entry, name in zip(entries, told, strict=True)
        if name is None
    ]
    rest = iter(decoded(unsaid))
    return [name if name is not None else next(rest) for name in told]


def _own_name(entry: zipfile.ZipInfo) -> str | None:
    """The name where the archive says how it is written, None where it does not."""
    if entry.flag_bits & UTF8_FLAG:
        return entry.filename
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        field = extra[4 : 4 + size]
        extra = extra[4 + size :]
        crc = zlib.crc32(entry.orig_filename.encode("cp437", "replace"))
        if kind == UNICODE_PATH and len(field) > 5 and int.from_bytes(field[1:5], "little") == crc:
            return field[5:].decode("utf-8", "replace")
    return None


def _is_encrypted(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & ENCRYPTED_FLAG)


def _member(
    archive: Archive, name: str, entry: zipfile.ZipInfo, keys: dict[str, bytes], context: Context
) -> Member:
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Member(name, None, Problem(ProblemKind.LIMITED, "这是一个快捷方式（符号链接），不是文件"))
    if _is_encrypted(entry) and entry.filename not in keys:
        return Member(name, None, encrypted_member())
    key = keys.get(entry.filename)

    def open_entry() -> BinaryIO:
        try:
            if entry.compress_type not in KNOWN and not _is_encrypted(entry):
                return open_unusual(archive, entry, context)
            return cast(BinaryIO, _reading(archive, entry, key))
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, ValueError) as error:
            raise NotReadable(
                ProblemKind.BROKEN,
                "压缩包里的这个文件已损坏，取不出来",
                "用压缩软件解开后单独存放；不行就找一份好的",
            ) from error

    return Member(name, Source(name, entry.file_size, open_entry), packed=entry.compress_size)


def encrypted_member() -> Problem:
    """The problem of a member that no password of the unit's list opens."""
    return Problem(
        ProblemKind.ENCRYPTED,
        "压缩包里的这个文件加了密，密码本里的密码都打不开",
        "把密码加进密码本（设置 passwords_file），再索引一次",
    )


def _reading(archive: Archive, entry: zipfile.ZipInfo, key: bytes | None) -> IO[bytes]:
    if entry.compress_type != AES:
        return archive.open(entry, pwd=key)
    return cast(IO[bytes], archive.aes.open(entry.filename, pwd=key))


def _passwords(archive: Archive, entries: list[zipfile.ZipInfo], context: Context) -> dict[str, bytes]:
    """The password that opens each encrypted member; the one that opened the last is tried first."""
    found: dict[str, bytes] = {}
    candidates = [form for word in context.passwords for form in _forms(word)]
    for entry in filter(_is_encrypted, entries):
        context.beat()
        for key in candidates:
            if _opens(archive, entry, key):
                found[entry.filename] = key
                candidates.sort(key=lambda word, key=key: word != key)  # type: ignore[misc]
                break
    return found


def _forms(password: str) -> list[bytes]:
    """A password as Windows archivers (GBK) and others (UTF-8) turn it into bytes."""
    forms = [password.encode("utf-8")]
    gbk = password.encode("gb18030")
    return forms if gbk in forms else [*forms, gbk]


def _opens(archive: Archive, entry: zipfile.ZipInfo, key: bytes) -> bool:
    """Whether the password opens the member: the check of one byte lies once in 256, so read on."""
    try:
        with _reading(archive, entry, key) as stream:
            while stream.read(1 << 20):
                pass
    except (RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError):
        return False
    return True
