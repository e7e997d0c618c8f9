"""What readers take and give: a source of bytes, the context of a run, the reading, the members.

A reader is a function of a module of its own, ``Reader`` or ``MemberReader``; ``registry`` says which
one reads what. A reader never sees a path of the archive it could write to, only a ``Source``.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from indexer.documents import Page, Problem, ProblemKind

MEBIBYTE = 1024 * 1024
#: Members up to this size stay in memory; larger ones lie in a temporary file while they are read.
IN_MEMORY = 8 * MEBIBYTE
CHUNK = MEBIBYTE
#: What a stand-in for the hash of bytes that could not be read begins with; no SHA-256 does.
STAND_IN = "unread-"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file of the archive may cost. Sizes in bytes.

    ``file_bytes`` and ``member_bytes`` bound a single file and a single member; ``members``,
    ``total_bytes`` and ``depth`` bound what one container unpacks to, nested ones included;
    ``ratio`` is the greatest growth of a member against its packed size that is believed, once it
    is past ``ratio_from`` bytes, and of all members against the whole file. ``pages`` and ``characters``
    bound the text kept of one document, ``total_characters`` that of a container with all its members.
    """

    file_bytes: int = 1024 * MEBIBYTE
    member_bytes: int = 1024 * MEBIBYTE
    members: int = 10_000
    total_bytes: int = 4096 * MEBIBYTE
    depth: int = 5
    ratio: int = 1000
    ratio_from: int = 100 * MEBIBYTE
    pages: int = 20_000
    characters: int = 20_000_000
    total_characters: int = 200_000_000


def still() -> None:
    """The beat of a context that nobody watches."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a run asks of its readers.

    ``ocr``: read pictures now; False leaves them for later and says so in the reading.
    ``passwords`` are tried on encrypted files, in order. ``tika_urls``: Tika servers to use in place
    of the Tika in this process. ``beat`` tells whoever watches that work goes on: call it between
    pages, so that a long document is not taken for one that hangs.
    """

    ocr: bool = True
    passwords: tuple[str, ...] = ()
    tika_urls: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    beat: Callable[[], None] = field(default=still, compare=False)


class NotReadable(Exception):
    """A reader's way out: this file gives no text, and why. Ends in an outcome, not in an error."""

    def __init__(self, kind: ProblemKind, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.problem = Problem(kind, reason, hint)


class Source:
    """A file or a member as bytes, read-only.

    ``name`` is the file's or member's own name, without folders; ``size`` its bytes, None where only
    reading tells. Close it (or use ``with``) to remove what was spooled for it.
    """

    def __init__(
        self, name: str, size: int | None, opener: Callable[[], BinaryIO], path: Path | None = None
    ) -> None:
        self.name = name
        self.size = size
        self._opener = opener
        self._path = path
        self._folder: Path | None = None

    @classmethod
    def of_path(cls, path: Path, name: str | None = None) -> Self:
        """A file on disk. Raises ``OSError`` where it cannot be looked at."""
        return cls(name or path.name, path.stat().st_size, lambda: path.open("rb"), path)

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> Self:
        return cls(name, len(data), lambda: io.BytesIO(data))

    @property
    def place(self) -> str:
        """Where it lies, as far as it is known: its path on disk, else its name."""
        return self.name if self._path is None else str(self._path)

    def open(self) -> BinaryIO:
        """A new binary stream from the start; the caller closes it. Raises ``OSError``."""
        return self._opener()

    def head(self, n: int = 4096) -> bytes:
        with self.open() as stream:
            return _read_up_to(stream, n)

    def bytes(self) -> bytes:
        with self.open() as stream:
            return stream.read()

    def local_path(self) -> Path:
        """A path to the bytes for libraries that want one: the original's, or a temporary copy."""
        if self._path is None:
            self._folder = Path(tempfile.mkdtemp(prefix="dangan-"))
            path = self._folder / f"member{_suffix(self.name)}"
            with self.open() as stream, path.open("wb") as copy:
                shutil.copyfileobj(stream, copy, CHUNK)
            self._path = path
        return self._path

    def close(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = self._path = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Spool:
    """Bytes copied from a stream once, hashed on the way, kept in memory or in a temporary file."""

    def __init__(self) -> None:
        self.size = 0
        self._hash = hashlib.sha256()
        self._memory = io.BytesIO()
        self._folder: Path | None = None
        self._file: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self._hash.update(data)
        if self._file is None and self.size > IN_MEMORY:
            self._to_disk()
        (self._file or self._memory).write(data)

    def _to_disk(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dangan-"))
        self._file = (self._folder / "member").open("wb")
        self._file.write(self._memory.getvalue())
        self._memory = io.BytesIO()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def source(self, name: str) -> Source:
        """The bytes written so far as a source; it owns the temporary file from now on."""
        if self._file is None or self._folder is None:
            return Source.of_bytes(name, self._memory.getvalue())
        self._file.close()
        path = (self._folder / "member").rename(self._folder / f"member{_suffix(name)}")
        source = Source(name, self.size, lambda: path.open("rb"), path)
        source._folder = self._folder
        return source

    def discard(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found.

    ``doc_type`` may be more exact than what detection said (``wps`` for a ``doc``). ``page_count`` is
    the pages the file has, which may be more than ``pages`` with text. ``pictures_left``: reading
    pictures would add text and was not done, since ``Context.ocr`` was False.
    """

    doc_type: str
    pages: tuple[Page, ...] = ()
    page_count: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    pictures_left: bool = False

    @property
    def has_text(self) -> bool:
        return any(page.text.strip() for page in self.pages)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a container under its path inside, with ``/``.

    ``source`` may open as a stream that unpacks as it is read: it is read once, and its limits are
    kept by the caller. None where the member cannot be opened; ``problem`` then says why.
    ``packed`` is its packed size in bytes where the container says so.
    """

    name: str
    source: Source | None
    problem: Problem | None = None
    packed: int | None = None


Reader = Callable[[Source, Context], Reading]
MemberReader = Callable[[Source, Context], Iterator[Member]]


def stand_in(*parts: object) -> str:
    """A key in place of the SHA-256 of bytes that could not be read: no two places share one."""
    told = "\0".join(str(part) for part in parts)
    return STAND_IN + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _suffix(name: str) -> str:
    """A name's extension if it is plain ASCII: temporary names must be valid everywhere."""
    suffix = os.path.splitext(name)[1]  # noqa: PTH122 - a member's name, not a path of this system
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) < 10 else ""


def _read_up_to(stream: BinaryIO, n: int) -> bytes:
    parts: list[bytes] = []
    while n > 0 and (part := stream.read(n)):
        parts.append(part)
        n -= len(part)
    return b"".join(parts)
