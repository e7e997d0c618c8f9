"""The data files that a search rests on, read once: one entry a line, ``#`` starts a comment."""

from __future__ import annotations

from importlib.resources import files


def read_lines(name: str) -> list[str]:
    """The entries of a data file of this package, without blank lines and comments."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [line for line in lines if line]
