"""The table of fields as an Elasticsearch index, and what the index remembers of itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ..fields import FIELDS, VERSION, IndexField, Kind

#: Uncommitted documents must not show: the index is refreshed by a commit and at no other time.
_SETTINGS = {"refresh_interval": "-1"}
_BUILDING = {"auto_expand_replicas": "false", "number_of_replicas": 0}
#: One replica as soon as there is a second node.
LIVE_SETTINGS = {"auto_expand_replicas": "0-1"}


@dataclass(frozen=True, slots=True)
class State:
    """Kept in the index's ``_meta``: what it was built with, and the catalog's change number it is at."""

    fingerprint: str
    fields: str = VERSION
    applied: int = 0

    def meta(self) -> dict[str, Any]:
        return {"dangan": asdict(self)}


def index_settings(shards: int) -> dict[str, Any]:
    return {**_SETTINGS, **_BUILDING, "number_of_shards": shards}


def index_mappings(state: State) -> dict[str, Any]:
    return {
        "dynamic": "strict",
        "_meta": state.meta(),
        "_source": {"enabled": False},
        "properties": {field.name: _property(field) for field in FIELDS},
    }


def _property(field: IndexField) -> dict[str, Any]:
    match field.kind:
        case Kind.GRAMS:
            return {"type": "text", "analyzer": "whitespace"}
        case Kind.WORDS:
            return {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
        case Kind.KEYWORD:
            return {"type": "keyword", "doc_values": field.counted or field.name == "id"}
        case Kind.NUMBER:
            return {"type": "long"}
