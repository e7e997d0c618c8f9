"""``/api/v1/status``."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import jsonify
from flask.typing import ResponseReturnValue

from search_app.services import services
from search_app.status.schemas import StatusAnswer
from search_app.status.service import status
from search_app.web.parameters import NoParameters

blueprint = APIBlueprint("status_api", __name__, url_prefix="/api/v1/status", tag="status")


@blueprint.get("")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(StatusAnswer)
@blueprint.doc(summary="档案的现状：文件夹、去向、索引、引擎")
def overview(query_data: dict[str, Any]) -> ResponseReturnValue:
    at_hand = services()
    return jsonify(status(at_hand.catalog, at_hand.engine, at_hand.analyzer.fingerprint))
