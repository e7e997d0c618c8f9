"""Everything that can stop a command or a request, with what to do, the exit code and the HTTP status.

A bad file is not here: it is an outcome of its document, counted and listed.
"""

from __future__ import annotations


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
