"""Sending documents in batches that the server can swallow, and slowing down when it asks for that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError

from indexer.stop_points import stop_point

from ..protocol import Rejected
from .errors import blocked, busy, gone, is_blocked, reason_of, unavailable
from .server import Server

#: Bytes of one request: well under a server's limits (100 MB, a tenth of its memory).
BATCH_BYTES = 5_000_000
#: Seconds between attempts where the server is busy or away for a moment: about a minute in all.
WAITS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)

_sent = stop_point("engines.elastic.bulk.sent")
_BUSY = frozenset({429, 502, 503, 504})
_ANSWER = ("items.*.status", "items.*.error.type", "items.*.error.reason")


@dataclass(frozen=True, slots=True)
class Operation:
    """Put a document, or remove it: its lines in the request."""

    id: str
    lines: tuple[bytes, ...]

    @property
    def size(self) -> int:
        return sum(len(line) + 1 for line in self.lines)


def put(document_id: str, values: dict[str, Any]) -> Operation:
    return Operation(document_id, (_json({"index": {"_id": document_id}}), _json(values)))


def remove(document_id: str) -> Operation:
    return Operation(document_id, (_json({"delete": {"_id": document_id}}),))


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


class Bulk:
    """Operations on one index through ``alias``, in order for every document.

    A batch is through, or refused for good, before the next one is sent, and holds one operation a
    document: a retry can never overtake a later change. Without the alias nothing is written, so an index
    that is gone is not made anew by the server.
    """

    def __init__(self, server: Server, alias: str, batch_bytes: int = BATCH_BYTES) -> None:
        self._client = server.client.options(max_retries=0)
        self._address = server.address
        self._alias = alias
        self._pause = server.pause
        self._batch_bytes = batch_bytes
        self._waiting: dict[str, Operation] = {}
        self._bytes = 0
        self._rejected: list[Rejected] = []

    def add(self, operation: Operation) -> None:
        if self._bytes + operation.size > self._batch_bytes or operation.id in self._waiting:
            self.send()
        self._waiting[operation.id] = operation
        self._bytes += operation.size

    def reject(self, rejected: Rejected) -> None:
        """Count a document that never came as far as the server among the rejected."""
        self._rejected.append(rejected)

    def send(self) -> None:
        """Send what waits. Raises ``EngineUnavailable``; then it is to be put again."""
        operations = list(self._waiting.values())
        self._waiting, self._bytes = {}, 0
        if operations:
            self._through(operations)
            _sent()

    def take_rejected(self) -> list[Rejected]:
        taken, self._rejected = self._rejected, []
        return taken

    def _through(self, operations: list[Operation]) -> None:
        """Send ``operations`` until each is done, or refused for good; with growing waits for those that the
        server had no room for."""
        for seconds in (*WAITS, None):
            try:
                refused = self._attempt(operations, last=seconds is None)
            except _TooLarge as error:
                return self._in_halves(operations, str(error))
            operations = [operation for operation, _ in refused]
            if not operations:
                return None
            if seconds is not None:
                self._pause(seconds)
        self._rejected += [Rejected(operation.id, reason, retryable=True) for operation, reason in refused]
        return None

    def _in_halves(self, operations: list[Operation], reason: str) -> None:
        middle = len(operations) // 2
        if middle == 0:
            self._rejected.append(Rejected(operations[0].id, reason, retryable=False))
        else:
            self._through(operations[:middle])
            self._through(operations[middle:])

    def _attempt(self, operations: list[Operation], last: bool) -> list[tuple[Operation, str]]:
        """Send once; return what to send again, with the server's reasons.

        Raises ``_TooLarge`` where the request is, ``EngineUnavailable`` where no attempt will help or the
        server took nothing at the ``last`` one.
        """
        lines: list[Any] = [line for operation in operations for line in operation.lines]
        try:
            answer = self._client.bulk(
                operations=lines, index=self._alias, require_alias=True, filter_path=_ANSWER
            )
        except (ApiError, Unreachable, ConnectionTimeout) as error:
            if isinstance(error, ApiError) and error.status_code == 413:
                raise _TooLarge(reason_of(error)) from error
            if last or (isinstance(error, ApiError) and error.status_code not in _BUSY):
                raise unavailable("写入索引", self._address, error) from error
            return [(operation, str(error)) for operation in operations]
        return self._refused(operations, answer.get("items", []), last)

    def _refused(
        self, operations: list[Operation], items: list[dict[str, Any]], last: bool
    ) -> list[tuple[Operation, str]]:
        again = []
        for operation, item in zip(operations, items, strict=True):
            result = next(iter(item.values()))
            error = result.get("error")
            if error is None:
                continue
            reason = f"{error.get('type')}: {error.get('reason')}"
            if is_blocked(error):
                raise blocked("写入索引", self._address, reason)
            if error.get("type") == "index_not_found_exception":
                raise gone("写入索引", self._address, reason)
            if result["status"] in _BUSY:
                again.append((operation, reason))
            else:
                self._rejected.append(Rejected(operation.id, reason, retryable=False))
        if last and len(again) == len(operations) > 1:
            raise busy("写入索引", self._address, again[0][1])
        return again


class _TooLarge(Exception):
    """The server does not take a request of this size."""
