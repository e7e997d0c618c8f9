"""What the list of problems takes."""

from __future__ import annotations

from typing import Any

from indexer.documents import ProblemKind
from search_app.corrections.columns import FIELDS
from search_app.problems.confirming import STALE
from search_app.problems.service import ProblemChoice
from search_app.web.parameters import Choice, Line, Parameters, Whole

MAX_PAGE = 1_000_000
#: Of a batch, and of what was refused of it: what both databases hold.
MAX_NUMBER = 2**31 - 1


class ProblemFilterParameters(Parameters):
    """Which problems to list."""

    kind = Choice(
        *(kind.value for kind in ProblemKind),
        load_default=None,
        metadata={"description": "只列这一种；ignored 和 vanished 只在点名时列出"},
    )
    branch = Line(load_default=None, metadata={"description": "只列这个党支部的"})
    root = Line(load_default=None, metadata={"description": "只列这个根文件夹里的"})
    folder = Line(load_default=None, metadata={"description": "只列根文件夹下这个文件夹里的"})


class ProblemParameters(ProblemFilterParameters):
    page = Whole(1, MAX_PAGE, load_default=1, metadata={"description": "第几页", "default": 1})
    size = Whole(1, 100, load_default=20, metadata={"description": "每页几条", "default": 20})


class ConfirmParameters(Parameters):
    """Which documents that wait for a person to list, and what was confirmed just now."""

    branch = Line(load_default=None)
    root = Line(load_default=None)
    field = Choice(*FIELDS, STALE, load_default=None)
    page = Whole(1, MAX_PAGE, load_default=1)
    batch = Whole(1, MAX_NUMBER, load_default=None)
    refused = Whole(1, MAX_NUMBER, load_default=0)


def choice_of(given: dict[str, Any]) -> ProblemChoice:
    kind = ProblemKind(given["kind"]) if given["kind"] else None
    return ProblemChoice(kind, given["branch"], given["root"], given["folder"])
