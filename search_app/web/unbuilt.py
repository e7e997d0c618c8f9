"""Calls of the API that this version does not answer yet, each with the same plain 404."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, Flask

from indexer.errors import NotFound

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_PATHS = (
    "/completeness",
    "/collections",
    "/collections/<path:rest>",
    "/checklists",
    "/checklists/<path:rest>",
)


class NotBuilt(NotFound):
    """The address is part of the API, the answer not part of this version."""

    code = "not_built"


def register(app: Flask) -> None:
    blueprint = Blueprint("unbuilt", __name__, url_prefix="/api/v1")
    for path in _PATHS:
        blueprint.add_url_rule(
            path,
            endpoint=path.strip("/").replace("/", "_").replace(".", "_"),
            view_func=_refuse,
            methods=_METHODS,
        )
    app.register_blueprint(blueprint)


def _refuse(**_: str) -> NoReturn:
    raise NotBuilt("这个版本还没有这项功能", "可用的接口见 /api/v1/openapi.json")
