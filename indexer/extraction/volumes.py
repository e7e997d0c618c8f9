"""Archives cut into pieces by size: ``x.zip.001``, ``x.7z.001`` …, and ZIP's own ``x.z01`` … ``x.zip``.

The pieces lie beside each other in one folder. The first (of ZIP's own kind: the last) stands for all of
them; the others are no documents of their own. RAR's volumes are ``rars``' matter.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import BinaryIO, cast

from ..documents import Problem, ProblemKind
from .reading import Context, Reading, Source

_PIECE = re.compile(r"^(.+\.(?:zip|7z|tar|gz|rar))\.(\d{3})$", re.IGNORECASE)
_ZIP_PIECE = re.compile(r"^(.+)\.z(\d{2,3})$", re.IGNORECASE)
_LOST = Problem(
    ProblemKind.LIMITED,
    "这是分卷压缩包的一卷，找不到第一卷，打不开",
    "把所有分卷放在同一个文件夹，再索引一次",
)


def is_later(name: str) -> bool:
    """Whether a name says that the file is a piece which another one stands for."""
    piece = _PIECE.match(name)
    return bool(_ZIP_PIECE.match(name)) or (piece is not None and int(piece[2]) > 1)


def read(source: Source, context: Context) -> Reading:
    """Nothing: the piece that stands for all has the contents. Where that is missing, a problem."""
    place = Path(source.place)
    piece, zip_piece = _PIECE.match(place.name), _ZIP_PIECE.match(place.name)
    leader = f"{piece[1]}.001" if piece else f"{zip_piece[1]}.zip" if zip_piece else ""
    return Reading("volume", problems=() if place.with_name(leader).exists() else (_LOST,))


def pieces(source: Source) -> list[Path]:
    """All pieces in order where the source stands for several, else none."""
    place = Path(source.place)
    piece = _PIECE.match(place.name)
    if piece is not None:
        return _beside(place, [f"{piece[1]}.{{:03d}}"])
    if place.suffix.lower() != ".zip":
        return []
    first = _beside(place, [f"{place.stem}.z{{:02d}}", f"{place.stem}.Z{{:02d}}"])
    return [*first, place] if first else []


def _beside(place: Path, patterns: Sequence[str]) -> list[Path]:
    found: list[Path] = []
    for number in count(1):
        names = (place.with_name(pattern.format(number)) for pattern in patterns)
        path = next((each for each in names if each.is_file()), None)
        if path is None:
            return found
        found.append(path)
    return found


def joined(paths: Sequence[Path]) -> BinaryIO:
    """The bytes of the pieces as one stream."""
    return cast(BinaryIO, io.BufferedReader(_Joined(paths)))


class _Joined(io.RawIOBase):
    """Files one after the other, read as one."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._streams = [path.open("rb") for path in paths]
        self._starts = [0]
        for path in paths:
            self._starts.append(self._starts[-1] + path.stat().st_size)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._starts[-1]}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        number = bisect_right(self._starts, self._at) - 1
        if number >= len(self._streams):
            return 0
        stream = self._streams[number]
        stream.seek(self._at - self._starts[number])
        part = stream.read(min(len(buffer), self._starts[number + 1] - self._at))
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        for stream in self._streams:
            stream.close()
        super().close()
