"""Every failure as one JSON shape under ``/api/``, as a page elsewhere."""

from __future__ import annotations

from apiflask import APIFlask, HTTPError, Schema, fields
from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from indexer.errors import DanganError
from search_app.web.parameters import first_complaint

API_PREFIX = "/api/"

#: HTTP failures that no ``DanganError`` stands for: code, sentence, hint.
_HTTP_FAILURES = {
    400: ("bad_request", "请求不完整，无法处理", "请刷新页面后再试一次"),
    404: ("not_found", "这里没有内容", "请检查地址，或回到检索页重新查找"),
    405: ("method_not_allowed", "这个地址不接受这种请求方法", "请查看 /api/v1/openapi.json 中的说明"),
    408: ("timed_out", "请求等得太久，已经中断", "请稍后再试"),
    413: ("request_too_large", "请求的内容太大", "请减少内容后再试"),
    414: ("request_too_large", "地址太长", "请缩短检索词或减少筛选条件"),
    415: ("unsupported_media_type", "请求内容的格式不对", "写入接口只接受 application/json"),
    416: ("bad_range", "要的字节范围不在文件之内", "请从头下载"),
    431: ("request_too_large", "请求头太长", "请缩短检索词或减少筛选条件"),
    500: ("internal_error", "程序出错，这次请求没有完成", "请稍后再试；仍然出错时，请把服务日志交给管理员"),
}
_OTHER_FAILURE = ("error", "请求没有完成", "请检查地址和参数后再试")


class ErrorAnswer(Schema):
    """The one shape of every failure."""

    error = fields.String(required=True, metadata={"description": "固定的错误代码"})
    message = fields.String(required=True, metadata={"description": "出了什么错"})
    hint = fields.String(required=True, metadata={"description": "怎么办"})
    parameter = fields.String(
        required=True, allow_none=True, metadata={"description": "出错的参数，没有时为 null"}
    )


def register(app: APIFlask) -> None:
    """Answer every failure of ``app`` in the shape that its address asks for."""
    app.register_error_handler(DanganError, _failed)
    app.register_error_handler(HTTPError, _invalid)
    app.register_error_handler(HTTPException, _refused_by_http)


def wants_json() -> bool:
    return request.path.startswith(API_PREFIX)


def _failed(error: DanganError) -> ResponseReturnValue:
    return answer(error.http_status, error.code, error.message, error.hint, error.parameter)


def _invalid(error: HTTPError) -> ResponseReturnValue:
    """A value that a schema refused; the first complaint is the one reported."""
    refused = first_complaint(error.detail)
    return answer(error.status_code, refused.code, refused.message, refused.hint, refused.parameter)


def _refused_by_http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error.response, Response) or (error.code or 500) < 400:
        return error.get_response()
    status = error.code or InternalServerError.code
    code, message, hint = _HTTP_FAILURES.get(status, _OTHER_FAILURE)
    response = answer(status, code, message, hint, None)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Content-Range"):
            response.headers[name] = value
    return response


def answer(status: int, code: str, message: str, hint: str, parameter: str | None) -> Response:
    """One failure as JSON or as a page, by the address asked for."""
    if wants_json():
        response = jsonify(error=code, message=message, hint=hint, parameter=parameter)
    else:
        response = Response(render_template("error.html", status=status, message=message, hint=hint))
    response.status_code = status
    return response
