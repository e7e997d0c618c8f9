"""What the pages and calls on nearly equal documents take."""

from __future__ import annotations

from search_app.web.parameters import Flag, Line, Parameters, Whole

MAX_PAGE = 1_000_000


class GroupParameters(Parameters):
    branch = Line(load_default=None, metadata={"description": "只列有这个党支部的"})
    role = Line(load_default=None, metadata={"description": "只列有这种材料的"})
    page = Whole(1, MAX_PAGE, load_default=1, metadata={"description": "第几页", "default": 1})


class GroupCallParameters(GroupParameters):
    size = Whole(1, 100, load_default=20, metadata={"description": "每页几组", "default": 20})


class CompareParameters(Parameters):
    all = Flag(load_default=False)
