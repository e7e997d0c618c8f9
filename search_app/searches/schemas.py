"""What the calls of one's own searches take and answer."""

from __future__ import annotations

from apiflask import fields

from search_app.web.answers import Answer, listed, nullable, present
from search_app.web.parameters import Parameters


class SavedSearch(Answer):
    id = present(fields.Integer)
    name = present(fields.String)
    search = present(fields.String, "检索的参数，和 GET /search 的一样：q=路灯&year=2021")
    saved_at = present(fields.String)
    looked_at = nullable(fields.String, "上次看的时间，可以用作 since；null：还没看过")
    total = nullable(fields.Integer, "现在找到几件；null：已经不能这样检索")
    new = nullable(fields.Integer, "上次看过以后新收进来的")


class SavedSearchAnswer(SavedSearch):
    """One alone: apispec tells what stands in a list from what stands by itself."""


class SavedSearchesAnswer(Answer):
    searches = listed(SavedSearch)


class SaveBody(Parameters):
    """The body of ``POST /searches``."""

    name = fields.String(required=True, metadata={"description": "名称，不能重复"})
    search = fields.String(required=True, metadata={"description": "检索的参数：q=路灯&year=2021"})


class RenameBody(Parameters):
    """The body of ``PATCH /searches/{id}``."""

    name = fields.String(required=True)
