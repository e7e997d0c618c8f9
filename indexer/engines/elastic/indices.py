"""The indices of one archive on a cluster, and the alias that names the live one."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from elasticsearch import NotFoundError

from indexer.errors import DanganError, EngineUnavailable

from .schema import LIVE_SETTINGS, State, index_mappings, index_settings
from .server import Server


class Indices:
    """``name`` is the alias; an index is called ``<name>-<time>-<random>``."""

    def __init__(self, server: Server, name: str, shards: int = 1) -> None:
        self.server = server
        self.alias = name
        self._shards = shards
        self._ours = re.compile(re.escape(name) + r"-\d{20}-[0-9a-f]{6}")

    def live(self) -> tuple[str, State] | None:
        """The live index and its state; None before there is any."""
        with self.server.doing("打开索引"):
            try:
                found = self.server.client.indices.get_mapping(index=self.alias)
            except NotFoundError:
                return None
        index = max(found)
        meta = found[index]["mappings"].get("_meta", {}).get("dangan")
        if index == self.alias or meta is None:
            raise EngineUnavailable(
                f"Elasticsearch（{self.server.address}）上名为 {self.alias} 的索引不是本系统建的",
                "用 DANGAN_ELASTICSEARCH_INDEX 换一个索引名",
            )
        return index, State(**meta)

    def create(self, state: State) -> str:
        """A new empty index that the alias does not name yet."""
        index = f"{self.alias}-{datetime.now(UTC):%Y%m%d%H%M%S%f}-{secrets.token_hex(3)}"
        with self.server.doing("新建索引"):
            self.server.client.indices.create(
                index=index,
                settings=index_settings(self._shards),
                mappings=index_mappings(state),
                aliases={writing_alias(index): {}},
            )
        return index

    def commit(self, index: str, applied: int) -> None:
        """Show what was written, then remember ``applied``: cut off between the two, it is written again."""
        with self.server.doing("提交索引"):
            client = self.server.client.indices
            client.refresh(index=index)
            meta = client.get_mapping(index=index)[index]["mappings"]["_meta"]["dangan"]
            client.put_mapping(index=index, meta=replace(State(**meta), applied=applied).meta())

    def make_live(self, index: str) -> None:
        """Point the alias to ``index`` alone, in one step."""
        everywhere = {"index": f"{self.alias}-*", "alias": self.alias, "must_exist": False}
        with self.server.doing("启用新索引"):
            client = self.server.client.indices
            client.put_settings(index=index, settings=LIVE_SETTINGS)
            client.update_aliases(
                actions=[{"remove": everywhere}, {"add": {"index": index, "alias": self.alias}}]
            )

    def delete(self, index: str) -> None:
        with self.server.doing("删除索引"), suppress(NotFoundError):
            self.server.client.indices.delete(index=index)

    def delete_superseded(self) -> None:
        """Delete the indices older than the live one. A failure leaves them for the next time."""
        with suppress(DanganError):
            live = self.live()
            for index in self._all():
                if live is not None and index < live[0]:
                    self.delete(index)

    def alone(self) -> bool:
        """Whether the server has no index of ours but the live one."""
        live = self.live()
        return all(live is not None and index == live[0] for index in self._all())

    def delete_unfinished(self) -> None:
        """Delete the indices that a rebuild cut off has left. Only for the holder of the right to rebuild."""
        live = self.live()
        for index in self._all():
            if live is None or index != live[0]:
                self.delete(index)

    def _all(self) -> list[str]:
        with self.server.doing("查看索引"):
            found = self.server.client.indices.get_alias(index=f"{self.alias}-*")
        return [index for index in found if self._ours.fullmatch(index)]


def writing_alias(index: str) -> str:
    """Writes go through an alias of the index's own: the server makes no index anew for a missing alias."""
    return f"{index}-writing"
