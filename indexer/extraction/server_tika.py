"""Apache Tika on a server, through the ``tika`` package: a client and nothing more.

A Tika server ends itself when a file takes too long or too much memory and is back some seconds later,
refusing or dropping what others send meanwhile: so every call is tried again, on the other servers
first. The only home of ``tika`` and of the HTTP library it brings.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

import requests

from indexer.documents import ProblemKind
from indexer.extraction.reading import Context, NotReadable, Source
from indexer.extraction.xhtml import Parsed, page_texts

#: Seconds to connect, and to wait for the answer to one file.
CONNECT, ANSWER = 5, 90
#: Seconds between the rounds over all servers; a restart takes them about ten.
PAUSES = (0.5, 1, 2, 4, 8, 8, 8)
#: A file that makes servers drop the call this often is what ails them.
DROPS = 2
_BUSY = frozenset((429, 502, 503, 504))
_CONTENT = "X-TIKA:content"


class _Dropped(Exception):
    """The server took the file and did not answer."""


def parse(source: Source, context: Context) -> Parsed:
    """What a server reads from a file; embedded files follow the file's own text.

    Raises ``NotReadable``: ``UNREADABLE`` where no server answers at all, ``BROKEN`` where the file is
    refused or makes the servers fail, ``TIMED_OUT`` where a server takes too long.
    """
    data = source.bytes()
    servers = _ordered(context.tika_urls)
    drops = 0
    for pause in (*PAUSES, None):
        for server in servers:
            context.beat()
            try:
                answer = _ask(server, source.name, data)
            except _Dropped:
                drops += 1
                if drops >= DROPS:
                    raise NotReadable(
                        ProblemKind.BROKEN,
                        "文件使 Tika 服务器中断，读不出来",
                        "用生成它的软件打开，另存后再索引",
                    ) from None
                continue
            if answer is not None:
                return _parsed(answer)
        if pause is not None:
            time.sleep(pause)
    raise NotReadable(
        ProblemKind.UNREADABLE,
        f"连不上 Tika 服务器：{'、'.join(context.tika_urls)}",
        "检查设置 tika_url 和服务器是否在运行，再索引一次",
    )


def _ordered(urls: Sequence[str]) -> list[str]:
    """The servers, each worker beginning with another one, so that they share the load."""
    start = os.getpid() % len(urls)
    return [*urls[start:], *urls[:start]]


def _ask(server: str, name: str, data: bytes) -> list[dict[str, Any]] | None:
    """A server's records for a file, its own first; None where the server is away or busy."""
    try:
        status, body = _client().callServer(
            "put",
            server.rstrip("/"),
            "/rmeta/xml",
            data,
            _headers(name),
            requestOptions=_OPTIONS,
            rawResponse=True,
        )
    except requests.exceptions.ReadTimeout:
        raise NotReadable(
            ProblemKind.TIMED_OUT,
            f"Tika 服务器超过 {ANSWER} 秒没有读完，已经放弃",
            "再索引一次，或把文件拆小",
        ) from None
    except requests.exceptions.ConnectTimeout:
        return None
    except requests.exceptions.ConnectionError as error:
        if _is_refused(error):
            return None
        raise _Dropped from error
    except requests.exceptions.RequestException as error:
        raise _Dropped from error
    if status in _BUSY:
        return None
    return _records(status, body)


def _records(status: int, body: bytes) -> list[dict[str, Any]]:
    """The records of an answer; a file that no parser takes has none. Raises ``NotReadable``."""
    if status == 200:
        try:
            records = json.loads(body)
        except ValueError as error:
            raise _Dropped from error
        return records if isinstance(records, list) else []
    if status in (204, 415):
        return []
    raise NotReadable(
        ProblemKind.BROKEN, f"文件内容读不出来（Tika 服务器 {status}）", "用生成它的软件打开，另存后再索引"
    )


_OPTIONS = {
    "timeout": (CONNECT, ANSWER),
    "verify": True,
    "proxies": {"http": "", "https": ""},  # documents go to the servers named, never through a proxy
}


def _headers(name: str) -> Mapping[str, str]:
    return {
        "Accept": "application/json",
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Tika-OCRskipOcr": "true",
        "X-Tika-PDFOcrStrategy": "no_ocr",
    }


def _is_refused(error: requests.exceptions.ConnectionError) -> bool:
    """Whether no connection came about at all: refused, no such host, no route."""
    return "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)


def _parsed(records: list[dict[str, Any]]) -> Parsed:
    texts: list[str] = []
    for record in records:
        found = list(page_texts(str(record.get(_CONTENT) or "")))
        if not texts:
            texts = found
        elif found:
            texts[-1] = "\n\n".join([texts[-1], *found])
    failed = [record for record in records if record.get("X-TIKA:EXCEPTION:container_exception")]
    if failed and not any(text.strip() for text in texts):
        raise NotReadable(ProblemKind.BROKEN, "文件内容读不出来", "用生成它的软件打开，另存后再索引")
    return Parsed(tuple(texts), _metadata(records[0]) if records else {})


def _metadata(record: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        name: [str(each) for each in value] if isinstance(value, list) else [str(value)]
        for name, value in record.items()
        if name != _CONTENT
    }


@cache
def _client() -> Any:
    """The package's client, told never to fetch or start a server, and to write no log file."""
    os.environ["TIKA_CLIENT_ONLY"] = "True"
    os.environ["TIKA_LOG_FILE"] = ""
    from tika import tika

    tika.TikaClientOnly = True
    tika.log.disabled = True
    return tika
