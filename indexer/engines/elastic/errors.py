"""Elasticsearch's failures as ours, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, UnsupportedProductError

from indexer.errors import DanganError, EngineUnavailable, QueryTooBroad

REBUILD = "运行 dangan rebuild 重建索引；原文件和目录库不受影响"
_KEPT = "目录库里的内容都在，服务恢复后再运行同一命令即可"
_CHECK_URL = "检查地址 DANGAN_ELASTICSEARCH_URL 是否正确"
LATER = f"稍后再试；{_KEPT}"
_TOO_MANY_CLAUSES = ("too many nested clauses", "too many clauses", "maxClauseCount", "max_clause_count")


@contextmanager
def translated(doing: str, address: str) -> Iterator[None]:
    """Raise ``EngineUnavailable`` (``QueryTooBroad`` for a query the server finds too long) for whatever the
    client raises inside. ``doing`` is a Chinese phrase, ``address`` where the server is."""
    try:
        yield
    except (ApiError, TransportError, UnsupportedProductError, ValueError) as error:
        raise unavailable(doing, address, error) from error


def unavailable(doing: str, address: str, error: Exception) -> DanganError:
    if isinstance(error, UnsupportedProductError):  # an ApiError too
        return EngineUnavailable(f"{doing}失败：{address} 上的服务不是 Elasticsearch", _CHECK_URL)
    if isinstance(error, ApiError):
        return _refused(doing, address, error)
    if isinstance(error, TlsError):
        return EngineUnavailable(
            f"{doing}失败：Elasticsearch（{address}）的证书没有通过检查：{error}",
            "用 DANGAN_ELASTICSEARCH_CA 指定签发证书的 CA 文件",
        )
    if isinstance(error, ConnectionTimeout):
        return EngineUnavailable(f"{doing}失败：Elasticsearch（{address}）没有及时回答", LATER)
    if isinstance(error, Unreachable):
        return EngineUnavailable(
            f"{doing}失败：连不上 Elasticsearch（{address}）", f"检查服务是否已启动；{_CHECK_URL}；{_KEPT}"
        )
    return EngineUnavailable(
        f"{doing}失败：Elasticsearch（{address}）的回答读不懂：{error}", f"{_CHECK_URL}；{_KEPT}"
    )


def _refused(doing: str, address: str, error: ApiError) -> DanganError:
    status, reason = error.status_code, reason_of(error)
    if any(sign in str(error.body) for sign in _TOO_MANY_CLAUSES):
        return QueryTooBroad("查询太长，Elasticsearch 服务器不接受", "去掉一些词再查")
    if status == 401:
        return EngineUnavailable(
            f"{doing}失败：Elasticsearch（{address}）不认这个用户名、密码或 API 密钥",
            "检查 DANGAN_ELASTICSEARCH_USER、DANGAN_ELASTICSEARCH_PASSWORD、DANGAN_ELASTICSEARCH_API_KEY",
        )
    if is_blocked(error.body):
        return blocked(doing, address, reason)
    if status == 403:
        return EngineUnavailable(
            f"{doing}失败：Elasticsearch（{address}）的这个用户没有所需的权限：{reason}",
            "请管理员给这个用户读写索引、管理别名的权限",
        )
    if status == 404:
        return gone(doing, address, reason)
    if status in (429, 502, 503, 504):
        return busy(doing, address, reason)
    return EngineUnavailable(
        f"{doing}失败：Elasticsearch（{address}）拒绝了请求（{status}）：{reason}", _KEPT
    )


def outdated(doing: str, address: str) -> EngineUnavailable:
    """The index has not the fields of this version."""
    return EngineUnavailable(
        f"{doing}失败：Elasticsearch（{address}）上的索引是由另一个版本的程序建的", REBUILD
    )


def gone(doing: str, address: str, reason: str) -> EngineUnavailable:
    """The index was deleted by somebody else."""
    return EngineUnavailable(f"{doing}失败：Elasticsearch（{address}）上的索引不见了：{reason}", REBUILD)


def busy(doing: str, address: str, reason: str) -> EngineUnavailable:
    return EngineUnavailable(f"{doing}失败：Elasticsearch（{address}）太忙：{reason}", LATER)


def blocked(doing: str, address: str, reason: str) -> EngineUnavailable:
    """The index takes no writes: set so by hand, or by the server because its disk is nearly full."""
    return EngineUnavailable(
        f"{doing}失败：Elasticsearch（{address}）上的索引是只读的：{reason}",
        f"多半是服务器磁盘快满了：腾出空间，解除索引的只读设置；{_KEPT}",
    )


def is_blocked(body: Any) -> bool:
    return "cluster_block_exception" in str(body)


def reason_of(error: ApiError) -> str:
    """The server's own words, in one line."""
    found = error.body.get("error") if isinstance(error.body, dict) else error.body
    if isinstance(found, dict):
        causes = found.get("root_cause") or [found]
        found = causes[0].get("reason") or found.get("type")
    return str(found or error.message).splitlines()[0][:300]
