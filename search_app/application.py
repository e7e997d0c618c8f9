"""The application factory: features, security, errors, log and the OpenAPI document put together."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import url_for

from indexer.settings import Settings
from search_app import (
    administration,
    corrections,
    documents,
    likeness,
    problems,
    search,
    searches,
    status,
    suggesting,
)
from search_app.services import Services, attach
from search_app.version import version
from search_app.web import access, display, errors, security, unbuilt

SPEC_PATH = "/api/v1/openapi.json"
_STATIC_SECONDS = 365 * 24 * 3600
_TAGS = (
    ("search", "检索"),
    ("documents", "一份文件"),
    ("status", "档案的现状"),
    ("problems", "不能完全检索的文件"),
    ("corrections", "更正"),
    ("administration", "本单位的党支部和词典"),
)


def create_app(services: Services, settings: Settings) -> APIFlask:
    """The WSGI application over open services; it opens and closes none of them itself.

    Raises ``UsageError`` for a taxonomy that cannot be read, ``CatalogUnavailable`` where the data folder
    cannot be written.
    """
    app = APIFlask(
        __name__,
        title="党建档案检索",
        version=version(),
        spec_path=SPEC_PATH,
        docs_path=None,
        json_errors=False,
    )
    app.config.update(
        DESCRIPTION="党支部档案检索的 JSON 接口，第 1 版。失败时总是返回 ErrorAnswer。",
        AUTO_SERVERS=False,
        SERVERS=[{"url": "/"}],
        TAGS=[{"name": name, "description": described} for name, described in _TAGS],
        VALIDATION_ERROR_STATUS_CODE=400,
        VALIDATION_ERROR_DESCRIPTION="参数不能用，parameter 指出是哪一个",
        VALIDATION_ERROR_SCHEMA=errors.ErrorAnswer,
        HTTP_ERROR_SCHEMA=errors.ErrorAnswer,
        NOT_FOUND_DESCRIPTION="没有，或不给看",
        SUCCESS_DESCRIPTION="成功",
        SEND_FILE_MAX_AGE_DEFAULT=_STATIC_SECONDS,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    attach(app, services, settings)
    access.register(app)
    security.register(app, settings)
    errors.register(app)
    display.register(app, settings)
    for feature in (
        search,
        suggesting,
        searches,
        documents,
        likeness,
        problems,
        corrections,
        administration,
        status,
        unbuilt,
    ):
        feature.register(app)
    app.jinja_env.globals["static_url"] = _static_url
    app.spec_processor(_completed)
    return app


def _completed(spec: dict[Any, Any] | str) -> dict[Any, Any] | str:
    """The OpenAPI document with what holds for every call."""
    if isinstance(spec, str):
        return spec
    failure = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}
    for path in spec["paths"].values():
        for operation in path.values():
            operation["responses"]["503"] = {"description": "检索引擎或目录库连不上", "content": failure}
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
    return spec


def _static_url(name: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep it for long."""
    return url_for("static", filename=name, v=_content_tag(name))


@cache
def _content_tag(name: str) -> str:
    content = (Path(__file__).parent / "static" / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]
