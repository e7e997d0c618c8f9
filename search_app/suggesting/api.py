"""``/api/v1/suggest``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint
from flask import jsonify
from flask.typing import ResponseReturnValue

from search_app.searches.remembering import remembered
from search_app.services import suggester
from search_app.suggesting.schemas import SuggestAnswer, SuggestParameters

blueprint = APIBlueprint("suggesting_api", __name__, url_prefix="/api/v1", tag="search")


@blueprint.get("/suggest")
@blueprint.input(SuggestParameters, location="query", unknown=None)
@blueprint.output(SuggestAnswer)
@blueprint.doc(summary="输入时的提示")
def suggest(query_data: dict[str, Any]) -> ResponseReturnValue:
    offers = suggester().offers(query_data["q"], remembered())
    return jsonify(suggestions=[asdict(offer) for offer in offers])
