"""The access log: who asked for which address, how it ended and how long it took, and never what for.

The query string is left out whole: search words can be as personal as the files.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from flask import Flask, Response, g, request

#: The log is cut at this size, and so many full ones are kept: about a year of an office's searches.
LOG_BYTES = 8_000_000
LOGS_KEPT = 12
FILE_NAME = "serve.log"
#: What is written: requests and the follower under our own name, faults of the program under the package's.
_WRITTEN = ("dangan", "search_app")

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


@contextmanager
def written_log(folder: Path) -> Iterator[Path]:
    """Write requests, warnings and faults to a log in ``folder`` while the block runs; yields its path."""
    file = folder / FILE_NAME
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    loggers = [logging.getLogger(name) for name in _WRITTEN]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    try:
        yield file
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
        handler.close()


def _path() -> str:
    """The path with nothing in it that could break or fake a line of the log."""
    return request.path.encode("unicode_escape").decode("ascii").replace(" ", "%20")[:200]
