"""Everything that can stop a command or a request, with what to do, the exit code and the HTTP status.

A bad file is not here: it is an outcome of its document, counted and listed.
"""

from __future__ import annotations

import errno


class DanganError(Exception):
    """A failure that a user can meet. ``message`` and ``hint`` are Chinese sentences."""

    code = "error"
    exit_code = 1
    http_status = 500

    def __init__(self, message: str, hint: str = "", *, parameter: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.parameter = parameter


class UsageError(DanganError):
    """A setting, an option or an argument that cannot be taken."""

    code = "bad_request"
    exit_code = 2
    http_status = 400


class EngineUnavailable(DanganError):
    """The search engine cannot be reached, refuses, or its index is damaged."""

    code = "engine_unavailable"
    exit_code = 3
    http_status = 503


class CatalogUnavailable(DanganError):
    """The database cannot be opened or written."""

    code = "catalog_unavailable"
    exit_code = 3
    http_status = 503


class Busy(DanganError):
    """Another process holds what is needed (an index run, a rebuild)."""

    code = "busy"
    exit_code = 1
    http_status = 503


class NotFound(DanganError):
    """It is not there, or not the reader's to see: the two look the same."""

    code = "not_found"
    exit_code = 1
    http_status = 404


class Conflict(DanganError):
    """The document has changed since the caller read it."""

    code = "conflict"
    exit_code = 1
    http_status = 409


class Refused(DanganError):
    """A request that is understood and not allowed (foreign origin, missing forgery token)."""

    code = "refused"
    exit_code = 1
    http_status = 403


class QueryTooBroad(UsageError):
    """A query over a stated limit: length, wildcards, candidates to verify."""

    code = "query_too_broad"


def explain_os_error(error: OSError) -> str:
    """What the operating system refused, in a clerk's words."""
    if isinstance(error, PermissionError):
        return "没有权限"
    if isinstance(error, FileNotFoundError):
        return "不存在，或所在的磁盘、网络位置没有连上"
    if isinstance(error, NotADirectoryError):
        return "不是文件夹"
    if isinstance(error, IsADirectoryError):
        return "是文件夹，不是文件"
    names = {
        errno.ENOSPC: "磁盘已满",
        errno.EROFS: "磁盘是只读的",
        errno.ENAMETOOLONG: "路径太长",
        errno.EADDRINUSE: "已被别的程序占用",
        errno.EIO: "磁盘读写出错",
    }
    return names.get(error.errno or 0) or f"系统拒绝了（{error.strerror or error}）"
