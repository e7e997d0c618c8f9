"""Where the index lies: a folder a generation, and a pointer file that names the live one.

Nothing is renamed but small files of our own: Windows neither renames nor deletes what a reader has
mapped. A generation that is live no more is deleted when nobody writes, and tried again later where the
system refuses.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from indexer.errors import Busy

from ..locks import held

_POINTER = "current"
_STATE = "dangan.json"
_TRIES = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class State:
    """What a generation was built with, and the catalog's change number it is current to."""

    fingerprint: str
    fields: str
    applied: int = 0


class Generations:
    """The generations under one folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointed: tuple[tuple[int, int, int], Path] | None = None

    def current(self) -> Path | None:
        """The folder of the live generation; None before there is any."""
        pointer = self._folder / _POINTER
        try:
            stamp = stamp_of(pointer)
            pointed = self._pointed
            if pointed is None or pointed[0] != stamp:
                name = _patiently(lambda: pointer.read_text(encoding="utf-8")).strip()
                self._pointed = pointed = stamp, self._folder / name
        except FileNotFoundError:
            return None
        return pointed[1]

    def look_again(self) -> None:
        """Read the pointer anew the next time, however unchanged it looks."""
        self._pointed = None

    def create(self, state: State) -> Path:
        """A new folder that nothing points to yet."""
        name = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{secrets.token_hex(4)}"
        generation = self._folder / name
        generation.mkdir(parents=True)
        write_state(generation, state)
        return generation

    def make_current(self, generation: Path) -> None:
        _write(self._folder / _POINTER, generation.name)

    def writing(self) -> AbstractContextManager[None]:
        """Hold the right to write to the live generation. Raises ``Busy``."""
        return held(self._folder / "writing.lock", "写索引")

    def rebuilding(self) -> AbstractContextManager[None]:
        """Hold the right to build a generation aside. Raises ``Busy``."""
        return held(self._folder / "rebuilding.lock", "重建索引")

    def sweep(self) -> None:
        """Delete all generations but the live one, unless somebody writes or rebuilds.

        Readers of a deleted one go on with the files they have open. Where the system will not delete
        those (Windows), what is left goes with a later sweep.
        """
        with suppress(Busy), self.writing(), self.rebuilding():
            live = self.current()
            for folder in self._folder.iterdir():
                if folder.is_dir() and folder != live:
                    shutil.rmtree(folder, ignore_errors=True)

    def alone(self) -> bool:
        """Whether there is no generation but the live one."""
        live = self.current()
        folders = self._folder.iterdir() if self._folder.is_dir() else ()
        return not any(folder.is_dir() and folder != live for folder in folders)


def stamp_of(path: Path) -> tuple[int, int, int]:
    """What changes when a file is put in the place of another, or written to."""
    status = path.stat()
    return status.st_mtime_ns, status.st_ino, status.st_size


def read_state(generation: Path) -> State:
    """Raises ``OSError`` or ``ValueError`` where the file is missing or damaged."""
    text = _patiently(lambda: (generation / _STATE).read_text(encoding="utf-8"))
    try:
        return State(**json.loads(text))
    except TypeError as error:
        raise ValueError(f"{_STATE}: {error}") from None


def write_state(generation: Path, state: State) -> None:
    _write(generation / _STATE, json.dumps(asdict(state), ensure_ascii=False))


def _write(path: Path, text: str) -> None:
    """Put ``text`` in the file at once: a reader, or a crash, sees the old text or the new."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    _patiently(lambda: new.replace(path))


def _patiently(act: Callable[[], T]) -> T:
    """Windows refuses to replace a file while somebody reads it, and to open one being replaced."""
    for _ in range(_TRIES):
        try:
            return act()
        except PermissionError:
            time.sleep(0.01)
    return act()
