"""``GET /suggest``: its parameters and its answer."""

from __future__ import annotations

from apiflask import fields

from search_app.suggesting.suggester import Kind
from search_app.web.answers import Answer, listed, nullable, present, word
from search_app.web.parameters import Parameters


class SuggestParameters(Parameters):
    q = fields.String(load_default="", metadata={"description": "已经输入的文字；空：最近检索过的"})


class OfferSchema(Answer):
    text = present(fields.String, "整个检索词，或文件的题名")
    kind = word([kind.value for kind in Kind], "词、题名、文号、人名、检索过的")
    document = nullable(fields.String, "题名所属的文件")


class SuggestAnswer(Answer):
    suggestions = listed(OfferSchema)
