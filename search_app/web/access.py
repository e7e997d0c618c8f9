"""The access log: who asked for which address, how it ended and how long it took, and never what for.

The query string is left out whole: search words can be as personal as the files.
"""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

_log = logging.getLogger("dangan.access")


def register(app: Flask) -> None:
    """Write one line a request to the ``dangan.access`` logger."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        if request.endpoint != "static":
            spent = (time.perf_counter() - g.started) * 1000 if "started" in g else 0.0
            _log.info(
                "%s %s %s %d %.1fms",
                request.remote_addr,
                request.method,
                _path(),
                response.status_code,
                spent,
            )
        return response


def _path() -> str:
    """The path with nothing in it that could break or fake a line of the log."""
    return request.path.encode("unicode_escape").decode("ascii").replace(" ", "%20")[:200]
