"""A temporary folder of our own in the data folder, so that nothing read from the archive is left elsewhere.

Members of containers lie in temporary files while they are read. Where a process is killed meanwhile, what
it left is deleted with the folder: at the end of the work, or when the next one begins.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

#: The folder in the data folder; each process at work has one of its own in it, with its lock beside it.
FOLDER = "temporary"
_VARIABLES = ("TMPDIR", "TEMP", "TMP")


@contextmanager
def own_temporary_folder(data: Path) -> Iterator[Path]:
    """Let this process and those it starts keep temporary files in ``data`` until the block ends.

    What processes that were killed have left there is deleted first. Where the folder cannot be made, the
    system's own is used.
    """
    above = data / FOLDER
    folder = above / secrets.token_hex(8)
    with ExitStack() as stack:
        try:
            above.mkdir(parents=True, exist_ok=True)
            _sweep(above)
            stack.enter_context(_held(folder))
            folder.mkdir()
        except OSError:
            folder = Path(tempfile.gettempdir())
        else:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            stack.enter_context(_pointed_to(folder))
        yield folder


def _sweep(above: Path) -> None:
    """Delete the folders whose process has ended: nobody holds their locks."""
    for folder in [one for one in above.iterdir() if one.is_dir()]:
        with suppress(Timeout), _held(folder):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; raises ``Timeout`` where another process does."""
    file = folder.with_name(f"{folder.name}.lock")
    with FileLock(file, timeout=0):
        yield
    with suppress(OSError):
        file.unlink(missing_ok=True)


@contextmanager
def _pointed_to(folder: Path) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _VARIABLES}, tempfile.tempdir
    os.environ.update(dict.fromkeys(_VARIABLES, str(folder)))
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        for name, value in before[0].items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        tempfile.tempdir = before[1]
