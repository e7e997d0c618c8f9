"""7-Zip archives by ``py7zr``: members of a solid block come out together, so each pass is bounded."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..documents import Problem, ProblemKind
from .member_names import each_once, harmless, is_system_file
from .reading import Context, Member, NotReadable, Source
from .zips import encrypted_member


def members(source: Source, context: Context) -> Iterator[Member]:
    """Every file of the archive.

    All wanted members are unpacked in one pass into a temporary folder under numbers for names, and
    only while their declared sizes stay within the limits: a solid archive cannot be read by parts.
    """
    import py7zr

    with source.open() as stream, TemporaryDirectory(prefix="dangan-") as folder:
        archive = _open(stream, context)
        entries = [entry for entry in archive.list() if not entry.is_directory]
        names = each_once(harmless(entry.filename) for entry in entries)
        named = [(n, e) for n, e in zip(names, entries, strict=True) if not is_system_file(n)]
        fitting = _fitting([entry for _, entry in named], context)
        store = _store(Path(folder))
        problem = _unpack(py7zr, archive, fitting, store)
        for name, entry in named:
            yield _member(name, entry, store.files.get(entry.filename), entry.filename in fitting, problem)


def _open(stream: Any, context: Context) -> Any:
    """The archive, opened with the first password that fits where it has one."""
    import py7zr

    locked: Exception | None = None
    for password in (None, *context.passwords):
        stream.seek(0)
        try:
            archive = py7zr.SevenZipFile(stream, password=password)
            if not archive.needs_password() or (password is not None and _opens(archive)):
                stream.seek(0)
                return py7zr.SevenZipFile(stream, password=password)
        except py7zr.exceptions.PasswordRequired as error:
            locked = error
        except (
            py7zr.exceptions.ArchiveError,
            lzma.LZMAError,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            TypeError,
            KeyError,
            IndexError,
        ) as error:
            if password is None:
                raise NotReadable(
                    ProblemKind.BROKEN,
                    f"压缩包已损坏或不完整（{type(error).__name__}）",
                    "用压缩软件修复，或找一份好的替换它",
                ) from error
    raise NotReadable(
        ProblemKind.ENCRYPTED,
        "压缩包加了密，密码本里的密码都打不开",
        "把密码加进密码本（设置 passwords_file），再索引一次",
    ) from locked


def _opens(archive: Any) -> bool:
    """Whether the password is right: the checksums of everything agree."""
    import py7zr

    try:
        return archive.testzip() is None
    except (py7zr.exceptions.ArchiveError, lzma.LZMAError, zlib.error, OSError, EOFError, ValueError):
        return False


def _fitting(entries: list[Any], context: Context) -> set[str]:
    """The members whose declared sizes stay within the limits of one member and of the whole."""
    limits = context.limits
    total = 0
    fitting = set()
    for entry in entries[: limits.members]:
        size = entry.uncompressed or 0
        if size <= limits.member_bytes and total + size <= limits.total_bytes:
            total += size
            fitting.add(entry.filename)
    return fitting


def _store(folder: Path) -> Any:
    """A factory of numbered files for the library to write to."""
    from py7zr import Py7zIO, WriterFactory

    class File(Py7zIO):
        def __init__(self, path: Path) -> None:
            self.stream = path.open("w+b")

        def write(self, s: bytes | bytearray) -> int:
            return self.stream.write(s)

        def read(self, size: int | None = None) -> bytes:
            return self.stream.read(-1 if size is None else size)

        def seek(self, offset: int, whence: int = 0) -> int:
            return self.stream.seek(offset, whence)

        def flush(self) -> None:
            self.stream.flush()

        def size(self) -> int:
            return self.stream.tell()

        def close(self) -> None:
            self.stream.close()

    class Store(WriterFactory):
        def __init__(self) -> None:
            self.files: dict[str, Path] = {}

        def create(self, filename: str) -> File:
            path = folder / str(len(self.files))
            self.files[filename] = path
            return File(path)

    return Store()


def _unpack(py7zr: Any, archive: Any, names: set[str], store: Any) -> Problem | None:
    """Unpack what is wanted; the problem of the rest where it breaks off."""
    try:
        archive.extract(targets=names, factory=store)
    except py7zr.exceptions.PasswordRequired:
        return encrypted_member()
    except py7zr.exceptions.UnsupportedCompressionMethodError:
        return Problem(ProblemKind.BROKEN, "压缩包用了少见的压缩方法，取不出来", "用压缩软件解开后单独存放")
    except (py7zr.exceptions.ArchiveError, lzma.LZMAError, zlib.error, OSError, EOFError, ValueError):
        return Problem(ProblemKind.BROKEN, "压缩包有损坏，这个文件取不出来", "找一份好的替换它")
    return None


def _member(name: str, entry: Any, path: Path | None, fits: bool, problem: Problem | None) -> Member:
    if not fits:
        too_large = Problem(
            ProblemKind.TOO_LARGE,
            "解开后超过大小上限，没有提取",
            "把它取出来单独存放，或调大设置 container_megabytes",
        )
        return Member(name, None, too_large)
    if path is None and (entry.uncompressed or problem):
        return Member(name, None, problem or Problem(ProblemKind.BROKEN, "压缩包里的这个文件取不出来"))
    if path is None:
        return Member(name, Source.of_bytes(name, b""))
    if problem is not None and path.stat().st_size != entry.uncompressed:
        return Member(name, None, problem)
    return Member(name, Source.of_path(path, name))
