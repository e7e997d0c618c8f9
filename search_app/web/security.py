"""Who may ask, and what a browser may do with the answer: hosts, origins, forgery tokens, headers."""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request, session

from indexer.errors import CatalogUnavailable, Refused, UsageError
from indexer.settings import Settings

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
UNSAFE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
API_PREFIX = "/api/"
TOKEN_FIELD = "token"

#: A request holds a query or one correction; a table that is handed in may be as large as this.
MAX_REQUEST_BYTES = 1 << 20
MAX_TABLE_BYTES = 32 << 20
_TAKES_TABLE = "takes_table"
_View = TypeVar("_View", bound=Callable[..., object])
_SECRET_FILE = "web.key"
_SECRET_BYTES = 32

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class ForeignHost(Refused):
    """The request names a host that this service does not answer for."""

    http_status = 400
    code = "foreign_host"


class NotJson(Refused):
    """A write whose body is not declared as JSON."""

    http_status = 415
    code = "unsupported_media_type"


def register(app: Flask, settings: Settings) -> None:
    """Guard every request of ``app`` and put the headers on every answer."""
    app.secret_key = _secret(settings.data)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="dangan",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    allowed = allowed_hosts(settings)

    @app.before_request
    def guard() -> None:
        _check_host(allowed)
        if request.method in UNSAFE_METHODS:
            _make_room()
            _check_origin()
            _check_form()

    app.after_request(_with_headers)
    app.jinja_env.globals["forgery_token"] = forgery_token


def takes_table(view: _View) -> _View:
    """Let a view take a file that people hand in, and forms of many rows."""
    setattr(view, _TAKES_TABLE, True)
    return view


def _make_room() -> None:
    """Widen the limits of this request where its view takes a table; before its form is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, _TAKES_TABLE, False):
        request.max_content_length = MAX_TABLE_BYTES
        request.max_form_memory_size = MAX_TABLE_BYTES


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """Host names answered for: this machine's loopback names, the address listened on, the configured."""
    names = {_host_name(name) for name in settings.allowed_hosts}
    if not _is_wildcard(settings.host):
        names.add(_host_name(settings.host))
    return LOOPBACK_NAMES | names


def forgery_token() -> str:
    """The token that this visitor's forms carry; it lives in the signed cookie."""
    if "forgery" not in session:
        session["forgery"] = secrets.token_urlsafe(24)
    return str(session["forgery"])


def _check_host(allowed: frozenset[str]) -> None:
    """Refuse other hosts' names: else a foreign page could point its own name at this machine and read on."""
    if _host_name(request.host) not in allowed:
        raise ForeignHost(
            "这个主机名不在本服务认可的名单里",
            "请用 http://localhost 访问，或请管理员在设置 allowed_hosts 中加入这个主机名",
        )


def _check_origin() -> None:
    """Refuse writes that another site's page sends; a script sends neither header."""
    site = request.headers.get("Sec-Fetch-Site", "none")
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign or site not in ("same-origin", "none"):
        raise Refused("这次修改来自别的网站，已经拒绝", "请在本系统的页面里修改")


def _check_form() -> None:
    if request.path.startswith(API_PREFIX):
        if request.mimetype != "application/json":
            raise NotJson("请求内容的格式不对", "写入接口只接受 Content-Type: application/json")
        _check_json()
        return
    given = request.form.get(TOKEN_FIELD, "")
    known = str(session.get("forgery", ""))
    if not known or not hmac.compare_digest(given.encode(), known.encode()):
        raise Refused("页面停留太久，或表单不是本系统发出的", "请返回上一页，刷新后重新提交")


def _check_json() -> None:
    """Refuse what the parser stumbles on, or what no answer could repeat: endless nesting, numbers of
    thousands of digits, half characters. Other bad JSON is for the schemas to tell."""
    try:
        json.dumps(json.loads(request.get_data()), ensure_ascii=False).encode("utf-8")
    except (json.JSONDecodeError, UnicodeDecodeError):
        return
    except (RecursionError, ValueError):
        raise UsageError("请求内容不是可用的 JSON", "不要嵌套过深，数字不要过长，文字用完整的字符") from None


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _host_name(host: str) -> str:
    """The name in a Host header: no port, no brackets, lower case, no final dot."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def _is_wildcard(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


def _secret(folder: Path) -> bytes:
    """The key of the signed cookie, made at first use and kept in the data folder for its owner alone."""
    file = folder / _SECRET_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            file.touch(mode=0o600, exist_ok=False)
            file.write_bytes(secrets.token_bytes(_SECRET_BYTES))
        except FileExistsError:
            pass
        key = file.read_bytes()
    except OSError as error:
        raise CatalogUnavailable(f"数据目录不能写：{error.strerror}", f"检查文件夹 {folder} 的权限") from None
    if len(key) < _SECRET_BYTES:
        raise CatalogUnavailable("网页服务的密钥文件不完整", f"删除 {file} 后重新启动")
    return key
