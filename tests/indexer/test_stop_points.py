"""Stop points end a process where a test says, and do nothing otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

import indexer
from indexer import stop_points

PROGRAM = """
from indexer.stop_points import stop_point
passed = stop_point("here")
other = stop_point("there")
for number in range(5):
    other()
    print(number, flush=True)
    passed()
"""


def run(target: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, stop_points.VARIABLE: target}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=Path(indexer.__file__).parents[1],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_process_stops_at_the_point_named() -> None:
    child = run("here")
    assert (child.returncode, child.stdout.split()) == (stop_points.EXIT_CODE, ["0"])


def test_a_process_stops_at_the_turn_named() -> None:
    child = run("here:3")
    assert (child.returncode, child.stdout.split()) == (stop_points.EXIT_CODE, ["0", "1", "2"])


def test_nothing_stops_where_nothing_is_named() -> None:
    child = run("")
    assert (child.returncode, len(child.stdout.split())) == (0, 5)


def test_two_points_cannot_share_a_name() -> None:
    name = f"test.{uuid.uuid4()}"
    stop_points.stop_point(name)
    assert name in stop_points.declared()
    with pytest.raises(ValueError, match="twice"):
        stop_points.stop_point(name)
