"""Where the command line writes: UTF-8 everywhere, results to stdout, remarks to stderr."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

from indexer.errors import DanganError


def prepare_streams() -> None:
    """Make stdout and stderr take Chinese whatever the locale says.

    Pipes and files are UTF-8, so that programs can rely on it; a terminal that knows Chinese in
    another encoding keeps it. What an encoding lacks is written as ``\\xNN`` and stops nothing.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            keeps = stream.isatty() and _knows_chinese(stream.encoding)
            stream.reconfigure(encoding=stream.encoding if keeps else "utf-8", errors="backslashreplace")


def _knows_chinese(encoding: str) -> bool:
    try:
        "党建档案".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def drop_output() -> None:
    """The reader of our output has gone away: let what is still buffered go nowhere, quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def say(text: str = "") -> None:
    """A line of a result, to stdout."""
    print(text)


def say_lines(lines: Iterable[str]) -> None:
    """Lines of a result, to stdout."""
    for line in lines:
        print(line)


def note(text: str) -> None:
    """A remark beside the result, to stderr."""
    print(text, file=sys.stderr, flush=True)


def say_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def complain(error: DanganError) -> None:
    """Say on stderr what went wrong and what to do."""
    note(f"错误：{error.message}")
    if error.hint:
        note(f"怎么办：{error.hint}")
