"""The connection to a cluster: built once, reaching nobody before it is used."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from elasticsearch import Elasticsearch

from indexer.errors import UsageError
from indexer.settings import Settings

from .errors import translated

#: Seconds for one answer. A batch of large documents on a busy server takes its time.
_TIMEOUT = 60.0
#: More than there are threads: one that waits for a connection may be overtaken for minutes by those that
#: give theirs back and take it again at once.
_CONNECTIONS = 100
_DEFAULT_PORTS = {"http": 9200, "https": 443}


@dataclass(frozen=True, slots=True)
class Server:
    """A client, its address for messages, without any password in it, and how to wait for it (seconds)."""

    client: Elasticsearch
    address: str
    pause: Callable[[float], None] = time.sleep

    def doing(self, what: str) -> AbstractContextManager[None]:
        """Translate the failures of ``what`` (a Chinese phrase)."""
        return translated(what, self.address)


def connect(settings: Settings) -> Server:
    """Raises ``UsageError`` for an address or a CA file that cannot be taken."""
    urls = [_with_port(url) for url in settings.elasticsearch_urls]
    options: dict[str, Any] = {"request_timeout": _TIMEOUT, "connections_per_node": _CONNECTIONS}
    if settings.elasticsearch_api_key:
        options["api_key"] = settings.elasticsearch_api_key
    elif settings.elasticsearch_user:
        options["basic_auth"] = (settings.elasticsearch_user, settings.elasticsearch_password)
    if settings.elasticsearch_ca is not None and any(url.startswith("https:") for url in urls):
        options["ssl_context"] = _trusting(settings.elasticsearch_ca)
    try:
        client = Elasticsearch(urls, **options)
    except ValueError as error:
        raise UsageError(
            f"Elasticsearch 的设置不能用：{error}",
            "检查 DANGAN_ELASTICSEARCH_URL 等设置",
            parameter="elasticsearch_url",
        ) from None
    return Server(client, ",".join(map(_without_password, urls)))


def _trusting(ca: Path) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as error:  # ssl.SSLError is one
        raise UsageError(
            f"CA 文件 {ca} 不能用：{error}", "指定 PEM 格式的证书文件", parameter="elasticsearch_ca"
        ) from None


def _with_port(url: str) -> str:
    parts = urlsplit(url)
    if parts.port is not None:
        return url
    return urlunsplit(parts._replace(netloc=f"{parts.netloc}:{_DEFAULT_PORTS[parts.scheme]}"))


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
