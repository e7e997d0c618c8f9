"""7-Zip archives by ``py7zr``: members of a solid block come out together, so each pass is bounded."""

from __future__ import annotations

import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from ..documents import Problem, ProblemKind
from .detect import SEVEN_ZIP, STUB
from .member_names import each_once, harmless, is_system_file
from .reading import Context, Member, NotReadable, Source
from .volumes import joined, pieces
from .zips import encrypted_member

#: Where a pass over all members breaks off, so many of the rest are tried one by one.
ONE_BY_ONE = 500
_DAMAGED = (lzma.LZMAError, zlib.error, OSError, EOFError, ValueError, TypeError, KeyError, IndexError)


def members(source: Source, context: Context) -> Iterator[Member]:
    """Every file of the archive.

    All wanted members are unpacked in one pass into a temporary folder under numbers for names, and
    only while their declared sizes stay within the limits: a solid archive cannot be read by parts.
    """
    parts = pieces(source)
    with (
        joined(parts) if parts else source.open() as whole,
        TemporaryDirectory(prefix="dangan-") as folder,
    ):
        stream = _after_stub(whole)
        archive, is_open = _opened(stream, context)
        entries = [entry for entry in archive.list() if not entry.is_directory]
        names = each_once(harmless(entry.filename) for entry in entries)
        named = [(n, e) for n, e in zip(names, entries, strict=True) if not is_system_file(n)]
        if not is_open:
            yield from (Member(name, None, encrypted_member()) for name, _ in named)
            return
        fitting = _fitting([entry for _, entry in named], context)
        store = _store(Path(folder), context.beat)
        problem = _unpack(archive, fitting, store)
        for name, entry in named:
            yield _member(name, entry, store.files.get(entry.filename), entry.filename in fitting, problem)


def _after_stub(stream: BinaryIO) -> BinaryIO:
    """The archive itself: one that unpacks itself has a program before it."""
    start = stream.read(STUB).find(SEVEN_ZIP)
    stream.seek(0)
    return stream if start <= 0 else io.BufferedReader(_From(stream, start))


class _From(io.RawIOBase):
    """A stream from some place on."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._stream, self._start = stream, start
        stream.seek(start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset + self._start * (whence == io.SEEK_SET), whence) - self._start

    def tell(self) -> int:
        return self._stream.tell() - self._start

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def _opened(stream: BinaryIO, context: Context) -> tuple[Any, bool]:
    """The archive, opened with the first password that fits where it has one, and whether one does.

    Raises ``NotReadable`` where it is broken, or where even its names are encrypted.
    """
    import py7zr

    locked: Any = None
    for password in (None, *context.passwords):
        try:
            archive = _open(stream, password)
            if not archive.needs_password():
                return archive, True
            if password is not None and _opens(archive):
                return _open(stream, password), True
            locked = locked or archive
        except py7zr.exceptions.PasswordRequired:
            continue
        except (py7zr.exceptions.ArchiveError, *_DAMAGED) as error:
            if password is None:
                raise NotReadable(
                    ProblemKind.BROKEN,
                    f"压缩包已损坏或不完整（{type(error).__name__}）",
                    "用压缩软件修复，或找一份好的替换它；分卷压缩的要放在同一个文件夹",
                ) from error
    if locked is not None:
        return _open(stream, None), False
    raise NotReadable(
        ProblemKind.ENCRYPTED,
        "压缩包连文件名都加了密，密码本里的密码都打不开",
        "把密码加进密码本（设置 passwords_file），再索引一次",
    )


def _open(stream: BinaryIO, password: str | None) -> Any:
    import py7zr

    stream.seek(0)
    return py7zr.SevenZipFile(stream, password=password)


def _opens(archive: Any) -> bool:
    """Whether the password is right: the checksums of everything agree."""
    import py7zr

    try:
        return archive.testzip() is None
    except (py7zr.exceptions.ArchiveError, *_DAMAGED):
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


def _store(folder: Path, beat: Callable[[], None]) -> Any:
    """A factory of numbered files for the library to write to; every write shows that work goes on."""
    from py7zr import Py7zIO, WriterFactory

    class File(Py7zIO):
        def __init__(self, path: Path) -> None:
            self.stream = path.open("w+b")

        def write(self, s: bytes | bytearray) -> int:
            beat()
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
            self._made = 0

        def create(self, filename: str) -> File:
            path = folder / str(self._made)
            self._made += 1
            self.files[filename] = path
            return File(path)

    return Store()


def _unpack(archive: Any, names: set[str], store: Any) -> Problem | None:
    """Unpack what is wanted; where that breaks off, the rest one by one, since blocks that use a method the
    library lacks leave others whole. The problem of what is not there in the end."""
    problem = _extract(archive, names, store)
    if problem is None or problem.kind is ProblemKind.ENCRYPTED:
        return problem
    whole = {entry.filename: entry.uncompressed for entry in archive.list()}
    missing = [name for name in names if not _is_whole(store.files.get(name), whole[name])]
    for name in missing[:ONE_BY_ONE]:
        with suppress(OSError, ValueError):
            archive.reset()
            _extract(archive, {name}, store)
    return problem


def _is_whole(path: Path | None, size: int) -> bool:
    return path is not None and path.stat().st_size == size


def _extract(archive: Any, names: set[str], store: Any) -> Problem | None:
    import py7zr

    try:
        archive.extract(targets=names, factory=store)
    except py7zr.exceptions.PasswordRequired:
        return encrypted_member()
    except py7zr.exceptions.UnsupportedCompressionMethodError:
        return Problem(ProblemKind.LIMITED, "压缩包用了少见的压缩方法，取不出来", "用压缩软件解开后单独存放")
    except (py7zr.exceptions.ArchiveError, *_DAMAGED):
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
    if not entry.uncompressed:
        return Member(name, Source.of_bytes(name, b""))
    if path is None or (problem is not None and not _is_whole(path, entry.uncompressed)):
        return Member(name, None, problem or Problem(ProblemKind.BROKEN, "压缩包里的这个文件取不出来"))
    return Member(name, Source.of_path(path, name))
