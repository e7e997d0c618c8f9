"""Named points of writing, at which a test can end the process as a power cut would.

A module that writes declares its points when it is imported and calls them where the data on disk is between
two states::

    _texts_written = stop_point("catalog.save_file.texts_written")

    def save_file(...):
        ...
        _texts_written()

With ``DANGAN_STOP_AT=<name>`` in the environment (``<name>:3`` for the third time it is passed) the process
ends there at once, by ``os._exit`` and without any clean-up. Unset, as always outside tests, a point costs
one comparison. ``declared()`` lists the points of the modules imported so far, so that a test can go
through them all.
"""

from __future__ import annotations

import os
from collections.abc import Callable

#: The environment variable that names the point to stop at.
VARIABLE = "DANGAN_STOP_AT"
#: The exit code of a process stopped at a point; no other failure uses it.
EXIT_CODE = 97

_declared: list[str] = []


class _Target:
    """The point to stop at and how many passes remain before it does."""

    def __init__(self, text: str) -> None:
        name, _, turn = text.partition(":")
        self.name = name
        self.passes_left = int(turn) if turn else 1


_target = _Target(os.environ.get(VARIABLE, ""))


def stop_point(name: str) -> Callable[[], None]:
    """Declare the point ``name`` (``package.function.what_is_done``) and return what to call there.

    Raises ``ValueError`` for a name declared before: two points must be told apart.
    """
    if name in _declared:
        raise ValueError(f"stop point declared twice: {name}")
    _declared.append(name)

    def passed() -> None:
        if _target.name == name:
            _stop_when_due()

    return passed


def _stop_when_due() -> None:
    _target.passes_left -= 1
    if _target.passes_left == 0:
        os._exit(EXIT_CODE)


def declared() -> tuple[str, ...]:
    """The points of all modules imported so far, in the order of their declaration."""
    return tuple(_declared)
