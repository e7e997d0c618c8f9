"""``/api/v1/searches``: searches kept under a name."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import jsonify
from flask.typing import ResponseReturnValue

from search_app.corrections.schemas import NothingBody
from search_app.searches.kept import kept_json, look, save, standing
from search_app.searches.schemas import RenameBody, SaveBody, SavedSearchAnswer, SavedSearchesAnswer
from search_app.services import services
from search_app.web.asking import who_asks
from search_app.web.parameters import NoParameters

blueprint = APIBlueprint("searches_api", __name__, url_prefix="/api/v1/searches", tag="search")

#: How every write of the API can be refused.
_WRITES = {403: "请求来自别的网站", 415: "内容不是 JSON"}


@blueprint.get("")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(SavedSearchesAnswer)
@blueprint.doc(summary="保存的检索，和各有几件新的")
def searches(query_data: dict[str, Any]) -> ResponseReturnValue:
    return _all()


@blueprint.post("")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.input(SaveBody, unknown=None)
@blueprint.output(SavedSearchAnswer)
@blueprint.doc(summary="保存一个检索", responses={409: "名称已经有了", **_WRITES})
def save_search(query_data: dict[str, Any], json_data: dict[str, Any]) -> ResponseReturnValue:
    return jsonify(kept_json(standing(save(json_data["name"], json_data["search"]))))


@blueprint.patch("/<int:number>")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.input(RenameBody, unknown=None)
@blueprint.output(SavedSearchAnswer)
@blueprint.doc(summary="改名", responses={404: "没有这个检索", 409: "名称已经有了", **_WRITES})
def rename(number: int, query_data: dict[str, Any], json_data: dict[str, Any]) -> ResponseReturnValue:
    services().catalog.rename_search(who_asks(), number, json_data["name"])
    return _one(number)


@blueprint.post("/<int:number>/looked")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.input(NothingBody, unknown=None)
@blueprint.output(SavedSearchAnswer)
@blueprint.doc(summary="记下：现有的都看过了", responses={404: "没有这个检索", **_WRITES})
def looked(number: int, query_data: dict[str, Any], json_data: dict[str, Any]) -> ResponseReturnValue:
    look(number)
    return _one(number)


@blueprint.delete("/<int:number>")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(SavedSearchesAnswer)
@blueprint.doc(summary="删除；返回其余的", responses={404: "没有这个检索", **_WRITES})
def forget(number: int, query_data: dict[str, Any]) -> ResponseReturnValue:
    services().catalog.forget_search(who_asks(), number)
    return _all()


def _one(number: int) -> ResponseReturnValue:
    return jsonify(kept_json(standing(services().catalog.saved_search(who_asks(), number))))


def _all() -> ResponseReturnValue:
    saved = services().catalog.saved_searches(who_asks())
    return jsonify(searches=[kept_json(standing(one)) for one in saved])
