"""``/api/v1/problems``."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import jsonify
from flask.typing import ResponseReturnValue

from search_app.problems.parameters import ProblemParameters, choice_of
from search_app.problems.schemas import ProblemsAnswer
from search_app.problems.service import problem_json, problems_page
from search_app.services import services

blueprint = APIBlueprint("problems_api", __name__, url_prefix="/api/v1/problems", tag="problems")


@blueprint.get("")
@blueprint.input(ProblemParameters, location="query", unknown=None)
@blueprint.output(ProblemsAnswer)
@blueprint.doc(summary="不能完全检索的文件，及怎么办")
def listing(query_data: dict[str, Any]) -> ResponseReturnValue:
    page, size = query_data["page"], query_data["size"]
    total, rows = problems_page(services().catalog, choice_of(query_data), page, size)
    return jsonify(total=total, page=page, size=size, problems=[problem_json(row) for row in rows])
