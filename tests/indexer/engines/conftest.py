"""Real engines: an embedded one in a temporary folder, and an index of its own on a real server."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from analyzers import Analyzer
from indexer.engines.elastic.engine import ElasticEngine
from indexer.engines.elastic.indices import Indices
from indexer.engines.elastic.server import Server, connect
from indexer.engines.embedded.engine import EmbeddedEngine
from indexer.engines.protocol import Engine, IndexDocument
from indexer.settings import Settings

URL = "DANGAN_TEST_ELASTICSEARCH_URL"

ENGINES = ("embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch))

Opener = Callable[[Path], Engine]


def variable(name: str) -> str:
    """An environment variable that names a server; the test skips where it is unset."""
    value = os.environ.get(name, "")
    if not value:
        pytest.skip(f"{name} is not set")
    return value


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@contextmanager
def elastic_settings(folder: Path) -> Iterator[Settings]:
    """Settings with an index name of their own, whose indices go afterwards."""
    name = f"dangan-test-{secrets.token_hex(6)}"
    settings = Settings(data=folder, elasticsearch_url=variable(URL), elasticsearch_index=name)
    try:
        yield settings
    finally:
        delete_indices(connect(settings), name)


def delete_indices(server: Server, name: str) -> None:
    client = server.client
    for index in client.indices.get_alias(index=f"{name}*"):
        client.indices.put_settings(index=index, settings={"index.blocks.read_only": None})
        client.indices.delete(index=index)
    client.close()


@contextmanager
def opened(kind: str, folder: Path, analyzer: Analyzer, shards: int = 1) -> Iterator[Engine]:
    with ExitStack() as stack:
        engine: Engine
        if kind == "embedded":
            engine = EmbeddedEngine(folder / "index", analyzer)
        else:
            settings = stack.enter_context(elastic_settings(folder))
            indices = Indices(connect(settings), settings.elasticsearch_index, shards)
            engine = ElasticEngine(indices, analyzer, folder)
        stack.callback(engine.close)
        yield engine


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path, analyzer: Analyzer) -> Iterator[Engine]:
    """An engine without an index."""
    with opened(request.param, tmp_path, analyzer) as engine:
        yield engine


def document(id: str, *pages: str, **values: object) -> IndexDocument:
    made = IndexDocument(id=id, title="", names=(), pages=pages)
    return replace(made, **values)  # type: ignore[arg-type]


def fill(engine: Engine, *documents: IndexDocument, applied: int = 1) -> None:
    """Put documents into the live index."""
    with engine.writer() as writer:
        writer.put(documents)
        assert writer.commit(applied) == []
