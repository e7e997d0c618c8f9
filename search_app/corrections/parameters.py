"""What the log of corrections takes."""

from __future__ import annotations

from typing import Any

from indexer.catalog.records import LogFilter
from search_app.corrections.columns import FIELDS
from search_app.web.parameters import Choice, Flag, Line, Parameters, Whole

MAX_PAGE = 1_000_000


class LogPageParameters(Parameters):
    document = Line(load_default=None, metadata={"description": "只列这份文件的"})
    batch = Whole(1, load_default=None, metadata={"description": "只列这一批的"})
    field = Choice(*FIELDS, load_default=None, metadata={"description": "只列这一项的"})
    who = Line(load_default=None, metadata={"description": "只列这个人的"})
    in_force = Flag(load_default=False, metadata={"description": "只列还有效的", "default": "0"})
    page = Whole(1, MAX_PAGE, load_default=1, metadata={"description": "第几页", "default": 1})


class LogParameters(LogPageParameters):
    size = Whole(1, 100, load_default=20, metadata={"description": "每页几条", "default": 20})


class BatchParameters(Parameters):
    page = Whole(1, MAX_PAGE, load_default=1, metadata={"description": "第几页", "default": 1})
    size = Whole(1, 100, load_default=20, metadata={"description": "每页几批", "default": 20})


class WaitingParameters(Parameters):
    """Which of the documents that wait for a person: for one field's sake, or ``all``."""

    waiting = Choice(*FIELDS, "*", "all", required=True)
    branch = Line(load_default=None)
    root = Line(load_default=None)


class BatchPageParameters(Parameters):
    """The page of a batch; ``refused``: how many documents were left out when it was made."""

    page = Whole(1, MAX_PAGE, load_default=1)
    refused = Whole(0, load_default=0)


def filter_of(given: dict[str, Any]) -> LogFilter:
    return LogFilter(given["batch"], given["document"], given["field"], given["who"], given["in_force"])
