"""Files sent to be saved: names by RFC 6266, ranges, entity tags, and nothing a browser would run."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from urllib.parse import quote

from flask import Response, request

#: Whatever gets rendered by mistake all the same may run nothing and reach nothing.
_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
_SAFE_IN_NAME = "!#$&+-.^_`|~"  # attr-char of RFC 5987, letters and digits aside


def attachment(
    body: Iterable[bytes], name: str, media_type: str, *, size: int | None = None, sha256: str | None = None
) -> Response:
    """``body`` under the file name ``name``. With ``size`` and ``sha256`` (hexadecimal) byte ranges and
    conditional requests work."""
    response = Response(body, mimetype=media_type)
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Content-Security-Policy"] = _POLICY
    if sha256 is not None:
        digest = base64.b64encode(bytes.fromhex(sha256)).decode("ascii")
        response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
        response.set_etag(sha256)
    if size is not None:
        response.content_length = size
        response.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    return response


def disposition(name: str) -> str:
    """``attachment`` with the name in UTF-8, and a plain one with the same ending for old clients."""
    ending = name.rpartition(".")[2]
    plain = f"original.{ending}" if ending != name and ending.isascii() and ending.isalnum() else "original"
    encoded = quote(name, safe=_SAFE_IN_NAME)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
