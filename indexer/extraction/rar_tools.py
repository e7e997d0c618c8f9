"""Compressed members of a RAR, taken out by whatever unpackers the machine has, one after the other.

Each of them fails on some archives that another one reads: unar on some solid ones, 7-Zip where its
codec is not installed, libarchive (Windows' own ``tar``) on encrypted and some older ones. A tool writes
all members in one pass, cut apart here by their sizes and checksums: no names are handed to it, and a
solid archive is not unpacked from its start for every member. The only home of ``rarfile``.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

from ..documents import ProblemKind
from .reading import CHUNK, Context, NotReadable

NO_UNPACKER = "这台机器没有能解开 RAR 的程序"
INSTALL = "安装 unar、7-Zip 或 unrar（Windows 10 以上自带的 tar 也可以），再索引一次；或另存为 zip"


#: Tools as ``rarfile`` calls them, where it finds the program's name, and what makes the program write all
#: members to its output; the archive's path comes last.
_TOOLS = {
    "unrar": ("UNRAR_TOOL", ("p", "-inul", "-p-", "--")),
    "unar": ("UNAR_TOOL", ("-q", "-o", "-", "-p", "", "--")),
    "sevenzip": ("SEVENZIP_TOOL", ("e", "-so", "-bb0", "-p", "--")),
    "sevenzip2": ("SEVENZIP2_TOOL", ("e", "-so", "-bb0", "-p", "--")),
    "bsdtar": ("BSDTAR_TOOL", ("-x", "--to-stdout", "-f")),
}


@cache
def library() -> Any:
    import rarfile

    if sys.platform in ("win32", "darwin"):
        rarfile.BSDTAR_TOOL = "tar"  # libarchive's, which reads RAR
    return rarfile


def _choose(tool: str) -> None:
    """Make ``rarfile`` use one tool. Raises its ``RarCannotExec`` where that is not there."""
    library().tool_setup(**{name: name == tool for name in _TOOLS}, force=True)


@cache
def _tools() -> tuple[str, ...]:
    found = []
    for tool in _TOOLS:
        with contextlib.suppress(library().RarCannotExec):
            _choose(tool)
            found.append(tool)
    return tuple(found)


class Unpacker:
    """Takes members out of one archive. ``entries`` are its files in their order; ``folder`` is for what
    is unpacked of it."""

    def __init__(
        self, archive: Any, path: Path, entries: Sequence[Any], context: Context, folder: Path
    ) -> None:
        self._archive, self._path, self._context, self._folder = archive, path, context, folder
        self._entries = [
            each
            for each in entries
            if each.file_size and each.file_redir is None and not each.needs_password()
        ]
        self._whole: dict[int, Path] | None = None

    def open(self, entry: Any, password: str | None) -> BinaryIO:
        """A member's bytes. Raises ``NotReadable`` where no tool gives them."""
        for found in self._ways(entry, password):
            if found is not None:
                return found
        if not _tools():
            raise NotReadable(ProblemKind.LIMITED, NO_UNPACKER, INSTALL)
        raise NotReadable(
            ProblemKind.BROKEN, "压缩包里的这个文件取不出来", "用压缩软件解开后单独存放；仍打不开就找一份好的"
        )

    def opens(self, entry: Any, password: str) -> bool:
        """Whether a password is right: the member comes out whole."""
        found = next((each for each in self._one_by_one(entry, password) if each is not None), None)
        if found is not None:
            found.close()
        return found is not None

    def _ways(self, entry: Any, password: str | None) -> Iterator[BinaryIO | None]:
        if _is_plain(entry):
            yield self._alone(entry, None)
        if password is None:
            yield self._from_whole(entry)
        yield from self._one_by_one(entry, password)

    def _one_by_one(self, entry: Any, password: str | None) -> Iterator[BinaryIO | None]:
        for tool in _tools():
            with contextlib.suppress(library().RarCannotExec):
                _choose(tool)
                yield self._alone(entry, password)

    def _alone(self, entry: Any, password: str | None) -> BinaryIO | None:
        """One member by the tool chosen; members that are only stored need none."""
        try:
            with self._archive.open(entry, pwd=password) as stream:
                return self._copied(stream, entry.file_size)
        except (library().Error, OSError, EOFError):
            return None

    def _copied(self, stream: IO[bytes], size: int) -> BinaryIO | None:
        """The bytes of a stream in a temporary file, None where they are not as many as they should be.

        What is over the limit of a member is cut just beyond it, for the caller to see.
        """
        most = self._context.limits.member_bytes + 1
        copy: BinaryIO = TemporaryFile(prefix="dangan-")  # noqa: SIM115 - the caller closes it
        try:
            while copy.tell() < most and (part := stream.read(min(CHUNK, most - copy.tell()))):
                copy.write(part)
                self._context.beat()
            is_whole = copy.tell() == min(size, most)
            copy.seek(0)
        except BaseException:
            copy.close()
            raise
        if not is_whole:
            copy.close()
        return copy if is_whole else None

    def _from_whole(self, entry: Any) -> BinaryIO | None:
        if self._whole is None:
            self._whole = self._unpacked()
        path = self._whole.get(id(entry))
        return path.open("rb") if path is not None else None

    def _unpacked(self) -> dict[int, Path]:
        """What the tool that gets furthest takes out; nothing where sizes are beyond the limits."""
        limits = self._context.limits
        sizes = [entry.file_size for entry in self._entries]
        if sum(sizes) > limits.total_bytes or max(sizes, default=0) > limits.member_bytes:
            return {}
        best: dict[int, Path] = {}
        for tool in _tools():
            program, arguments = _TOOLS[tool]
            found = self._cut([getattr(library(), program), *arguments, str(self._path)], tool)
            best = max(best, found, key=len)
            if len(best) == len(self._entries):
                break
        return best

    def _cut(self, command: Sequence[str], tool: str) -> dict[int, Path]:
        """A tool's output cut into members, as far as their checksums agree."""
        found: dict[int, Path] = {}
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            for number, entry in enumerate(self._entries):
                path = self._folder / f"{tool}-{number}"
                if not self._one(process.stdout, path, entry):
                    break
                found[id(entry)] = path
            process.kill()
        return found

    def _one(self, stream: IO[bytes], path: Path, entry: Any) -> bool:
        left, told = entry.file_size, 0
        with path.open("wb") as copy:
            while left and (part := stream.read(min(CHUNK, left))):
                copy.write(part)
                told = zlib.crc32(part, told)
                left -= len(part)
                self._context.beat()
        return not left and entry.CRC in (None, told)


def _is_plain(entry: Any) -> bool:
    """Whether a member is only stored: ``rarfile`` reads it by itself."""
    stored = entry.compress_type == library().RAR_M0
    return stored and not entry.needs_password() and entry.file_redir is None
