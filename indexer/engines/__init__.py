"""Search engines behind one small protocol."""

from __future__ import annotations

from indexer.settings import Settings

from .fields import Terms
from .protocol import Engine

#: The embedded engine's folder in the data folder.
INDEX_FOLDER = "index"


def open_engine(settings: Settings, analyzer: Terms) -> Engine:
    """The engine that the settings name: Elasticsearch where its address is set, else the embedded one.

    Opening reads nothing and reaches nobody: a server that is away, or an index that is damaged, shows at
    the first call. ``analyzer`` is an ``analyzers.Analyzer``.
    """
    folder = settings.data / INDEX_FOLDER
    if settings.elasticsearch_url:
        from .elastic.engine import ElasticEngine
        from .elastic.indices import Indices
        from .elastic.server import connect

        indices = Indices(connect(settings), settings.elasticsearch_index)
        return ElasticEngine(indices, analyzer, folder, settings.workers)
    from .embedded.engine import EmbeddedEngine

    return EmbeddedEngine(folder, analyzer, settings.workers)


__all__ = ["INDEX_FOLDER", "Engine", "open_engine"]
