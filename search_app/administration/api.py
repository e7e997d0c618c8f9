"""``/api/v1/branches`` and ``/api/v1/words``: what the unit says of itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint
from flask import jsonify
from flask.typing import ResponseReturnValue

from indexer.archival.words import WordKind
from indexer.branch_files import branch_json
from search_app.administration.schemas import BranchesAnswer, WordsAnswer, WordsBody
from search_app.administration.words import due
from search_app.services import services, settings
from search_app.web.asking import who_asks
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


@blueprint.get("/words")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(WordsAnswer)
@blueprint.doc(summary="本单位的词典")
def words(query_data: dict[str, Any]) -> ResponseReturnValue:
    return _words()


@blueprint.post("/words")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.input(WordsBody, unknown=None)
@blueprint.output(WordsAnswer)
@blueprint.doc(
    summary="加入或去掉词",
    description="立即记入词典；重建索引（dangan rebuild 或词典页面）以后生效",
    responses={403: "请求来自别的网站", 415: "内容不是 JSON"},
)
def change_words(query_data: dict[str, Any], json_data: dict[str, Any]) -> ResponseReturnValue:
    kind = WordKind(json_data["kind"])
    services().catalog.add_words(kind, json_data["add"], who_asks())
    services().catalog.remove_words(kind, json_data["remove"])
    return _words()


def _words() -> ResponseReturnValue:
    cost = due(services())
    listed = [{"kind": one.kind.value, "word": one.word} for one in services().catalog.words()]
    return jsonify(words=listed, due=asdict(cost) if cost is not None else None)
