"""``/api/v1/branches``: the branches of the unit."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import jsonify
from flask.typing import ResponseReturnValue

from indexer.branch_files import branch_json
from search_app.administration.schemas import BranchesAnswer
from search_app.services import services, settings
from search_app.web.parameters import NoParameters

blueprint = APIBlueprint("administration_api", __name__, url_prefix="/api/v1", tag="administration")


@blueprint.get("/branches")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(BranchesAnswer)
@blueprint.doc(summary="党支部名单，和各有多少文件")
def branches(query_data: dict[str, Any]) -> ResponseReturnValue:
    catalog = services().catalog
    counts = catalog.branch_counts()
    listed = [branch_json(one) | {"documents": counts.get(one.name, 0)} for one in catalog.branches()]
    return jsonify(unit_name=settings().unit_name, branches=listed, none=counts.get(None, 0))
