"""What a person has been shown and may say yes to: kept in memory under a token, for a while."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from typing import Any

from indexer.errors import NotFound

#: So many are kept, for so many seconds: nothing of it is worth a file.
MOST = 16
SECONDS = 3600.0


class Staging:
    """Threads may share one."""

    def __init__(self, most: int = MOST, seconds: float = SECONDS) -> None:
        self._most, self._seconds = most, seconds
        self._kept: OrderedDict[str, tuple[float, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, value: Any) -> str:
        """Keep a value; return the token that names it."""
        token = secrets.token_urlsafe(18)
        with self._lock:
            self._kept[token] = time.monotonic(), value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return token

    def take(self, token: str) -> Any:
        """The value, once. Raises ``NotFound`` where it is no longer kept."""
        with self._lock:
            since, value = self._kept.pop(token, (float("-inf"), None))
        if time.monotonic() - since > self._seconds:
            raise NotFound("预览已经过期，或已经用过", "请重新提交一次")
        return value
