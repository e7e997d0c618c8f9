"""A small HTTP proxy before a real server, which can answer in its place or hang up."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def is_bulk(self) -> bool:
        return "/_bulk" in self.path


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(
        default_factory=lambda: {"Content-Type": "application/json", "X-Elastic-Product": "Elasticsearch"}
    )


def refusal(status: int, kind: str = "es_rejected_execution_exception") -> Answer:
    """An error as Elasticsearch words it."""
    reason = {"type": kind, "reason": "not now"}
    error = {"error": {"root_cause": [reason], **reason}, "status": status}
    return Answer(status, json.dumps(error).encode())


class HangUp(Exception):
    """Raised by a script: the connection is closed without an answer."""


#: Takes a request and what the real server answers it when asked to (and only then).
Script = Callable[[Request, Callable[[Request], Answer]], Answer]


def forward(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    return ask(request)


@contextmanager
def proxy(upstream: str, script: Script = forward) -> Iterator[str]:
    """The address of a proxy before ``upstream`` that does as ``script`` says."""
    target = urlsplit(upstream)

    def ask(request: Request) -> Answer:
        connection = http.client.HTTPConnection(target.hostname or "", target.port or 80, timeout=60)
        try:
            connection.request(request.method, request.path, request.body, request.headers)
            response = connection.getresponse()
            kept = {name: value for name, value in response.getheaders() if name.lower() in _KEPT}
            return Answer(response.status, response.read(), kept)
        finally:
            connection.close()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            try:
                answer = script(Request(self.command, self.path, headers, body), ask)
            except HangUp:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _any

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


_KEPT = ("content-type", "x-elastic-product", "www-authenticate")
