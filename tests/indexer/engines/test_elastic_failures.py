"""How the Elasticsearch engine meets servers that are away, busy, closed, full or not what they should be.

Every failure is one of ours, says in Chinese what to do, and leaves ``applied`` where it was.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from analyzers import Analyzer
from indexer.engines import open_engine
from indexer.engines.elastic.bulk import WAITS, Bulk, put
from indexer.engines.elastic.engine import ElasticEngine
from indexer.engines.elastic.indices import Indices, writing_alias
from indexer.engines.elastic.server import Server, connect
from indexer.engines.protocol import Engine
from indexer.engines.query import Arrived, Everything, Search, Text
from indexer.errors import EngineUnavailable, UsageError
from indexer.settings import Settings

from .conftest import delete_indices, document, elastic_settings, fill, variable
from .proxy import Answer, HangUp, Request, Script, proxy, refusal

pytestmark = pytest.mark.elasticsearch

Ask = Callable[[Request], Answer]


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    with elastic_settings(tmp_path) as settings:
        yield settings


@pytest.fixture
def client(settings: Settings) -> Iterator[Elasticsearch]:
    """To do to the server what an administrator, or a full disk, does."""
    client = connect(settings).client
    yield client
    client.close()


@pytest.fixture
def engine(settings: Settings, analyzer: Analyzer) -> Iterator[Engine]:
    engine = open_engine(settings, analyzer)
    fill(engine, document("a", "会议"), applied=3)
    yield engine
    engine.close()


@contextmanager
def before(
    settings: Settings, analyzer: Analyzer, script: Script
) -> Iterator[tuple[ElasticEngine, list[float]]]:
    """An engine that reaches its server through a proxy, and the seconds it waited."""
    assert settings.elasticsearch_url
    waited: list[float] = []
    with proxy(settings.elasticsearch_url, script) as address:
        server = replace(connect(replace(settings, elasticsearch_url=address)), pause=waited.append)
        engine = ElasticEngine(Indices(server, settings.elasticsearch_index), analyzer, settings.data)
        try:
            yield engine, waited
        finally:
            engine.close()


def live(client: Elasticsearch, settings: Settings) -> str:
    return max(client.indices.get_alias(name=settings.elasticsearch_index))


def unavailable(act: Callable[[], object]) -> EngineUnavailable:
    with pytest.raises(EngineUnavailable) as caught:
        act()
    assert caught.value.exit_code == 3
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.hint)
    return caught.value


def every_call(engine: Engine) -> list[Callable[[], object]]:
    def write() -> None:
        fill(engine, document("b", "会议"))

    def rebuild() -> None:
        with engine.rebuild("new"):
            pass

    def search() -> object:
        return engine.search(Search(Text("会议")))

    return [
        search,
        lambda: engine.ids(Everything(), 1),
        engine.count,
        engine.fingerprint,
        engine.applied,
        write,
        rebuild,
    ]


class TestAServerOutOfReach:
    def test_that_nobody_listens_at(self, tmp_path: Path, analyzer: Analyzer) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = f"http://reader:secret@127.0.0.1:{closed.getsockname()[1]}"
            engine = open_engine(Settings(data=tmp_path, elasticsearch_url=url), analyzer)
            for call in every_call(engine):
                error = unavailable(call)
                assert "连不上" in error.message
                assert "DANGAN_ELASTICSEARCH_URL" in error.hint
                assert "secret" not in error.message + error.hint
            engine.close()

    def test_that_speaks_no_tls(self, settings: Settings, analyzer: Analyzer, tmp_path: Path) -> None:
        assert settings.elasticsearch_url
        https = settings.elasticsearch_url.replace("http:", "https:")
        engine = open_engine(Settings(data=tmp_path, elasticsearch_url=https), analyzer)
        assert "DANGAN_ELASTICSEARCH_CA" in unavailable(engine.count).hint
        engine.close()

    def test_that_is_no_elasticsearch(self, settings: Settings, analyzer: Analyzer) -> None:
        json_service = Answer(200, b"{}", {"Content-Type": "application/json"})
        with before(settings, analyzer, lambda request, ask: json_service) as (engine, _):
            assert "不是 Elasticsearch" in unavailable(engine.count).message
        website = Answer(200, b"<html>intranet</html>", {"Content-Type": "text/html"})
        with before(settings, analyzer, lambda request, ask: website) as (engine, _):
            assert "DANGAN_ELASTICSEARCH_URL" in unavailable(engine.count).hint

    def test_with_a_garbled_answer(self, settings: Settings, analyzer: Analyzer) -> None:
        with before(settings, analyzer, lambda request, ask: Answer(200, b"{")) as (engine, _):
            unavailable(engine.count)

    def test_that_goes_away_while_a_bulk_is_under_way(
        self, settings: Settings, analyzer: Analyzer, engine: Engine
    ) -> None:
        def dead(request: Request, ask: Ask) -> Answer:
            if request.is_bulk:
                raise HangUp
            return ask(request)

        with before(settings, analyzer, dead) as (cut_off, waited):
            unavailable(lambda: fill(cut_off, document("b", "会议"), applied=4))
            assert waited == list(WAITS)
        assert (engine.applied(), engine.count()) == (3, 1)
        fill(engine, document("b", "会议"), applied=4)
        assert (engine.applied(), engine.count()) == (4, 2)

    def test_that_comes_back_in_time(self, settings: Settings, analyzer: Analyzer) -> None:
        attempts: list[Request] = []

        def flaky(request: Request, ask: Ask) -> Answer:
            if request.is_bulk:
                attempts.append(request)
                if len(attempts) < 4:
                    ask(request)  # it did as told, and the answer got lost
                    raise HangUp
            return ask(request)

        with before(settings, analyzer, flaky) as (engine, waited):
            fill(engine, document("a", "会议"), document("b", "会议"), applied=2)
            assert (engine.count(), engine.applied()) == (2, 2)
            assert waited == list(WAITS[:3])


class TestAServerWithLocks:
    @pytest.fixture
    def secured(self, settings: Settings) -> Iterator[Settings]:
        secured = replace(
            settings,
            elasticsearch_url=variable("DANGAN_TEST_ELASTICSEARCH_SECURED_URL"),
            elasticsearch_user=variable("DANGAN_TEST_ELASTICSEARCH_USER"),
            elasticsearch_password=variable("DANGAN_TEST_ELASTICSEARCH_PASSWORD"),
        )
        yield secured
        delete_indices(connect(secured), secured.elasticsearch_index)

    def test_lets_the_right_password_in(self, secured: Settings, analyzer: Analyzer) -> None:
        engine = open_engine(secured, analyzer)
        fill(engine, document("a", "会议"))
        assert engine.count() == 1
        engine.close()

    @pytest.mark.parametrize("change", [{"elasticsearch_password": "wrong"}, {"elasticsearch_user": ""}])
    def test_keeps_others_out(self, secured: Settings, analyzer: Analyzer, change: dict[str, str]) -> None:
        engine = open_engine(replace(secured, **change), analyzer)  # type: ignore[arg-type]
        for call in every_call(engine):
            error = unavailable(call)
            assert "DANGAN_ELASTICSEARCH_PASSWORD" in error.hint
            assert secured.elasticsearch_password not in error.message + error.hint
        engine.close()

    def test_is_given_the_api_key(self, settings: Settings, analyzer: Analyzer) -> None:
        seen: list[str] = []

        def watch(request: Request, ask: Ask) -> Answer:
            seen.append(request.headers.get("authorization", ""))
            return ask(Request(request.method, request.path, _without_key(request), request.body))

        both = replace(settings, elasticsearch_api_key="a2V5", elasticsearch_user="unused")
        with before(both, analyzer, watch) as (engine, _):
            engine.count()
        assert set(seen) == {"ApiKey a2V5"}

    def test_that_forbids_says_so(self, settings: Settings, analyzer: Analyzer) -> None:
        with before(settings, analyzer, lambda request, ask: refusal(403, "security_exception")) as (
            engine,
            _,
        ):
            assert "权限" in unavailable(engine.count).message


def _without_key(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name.lower() != "authorization"}


class TestABusyServer:
    def test_is_given_time(self, settings: Settings, analyzer: Analyzer) -> None:
        left = [refusal(429), refusal(503), refusal(429)]

        def busy(request: Request, ask: Ask) -> Answer:
            return left.pop() if request.is_bulk and left else ask(request)

        with before(settings, analyzer, busy) as (engine, waited):
            fill(engine, document("a", "会议"), applied=2)
            assert (engine.count(), waited) == (1, list(WAITS[:3]))

    def test_for_good_leaves_everything_as_it_was(
        self, settings: Settings, analyzer: Analyzer, engine: Engine
    ) -> None:
        def busy(request: Request, ask: Ask) -> Answer:
            return refusal(429) if request.is_bulk else ask(request)

        with before(settings, analyzer, busy) as (refused, waited):
            assert "太忙" in unavailable(lambda: fill(refused, document("b", "会议"), applied=4)).message
            assert waited == list(WAITS)
        assert (engine.applied(), engine.count()) == (3, 1)

    def test_is_sent_single_documents_again(self, settings: Settings, analyzer: Analyzer) -> None:
        sent: list[list[str]] = []

        def refuse_some(request: Request, ask: Ask) -> Answer:
            if not request.is_bulk:
                return ask(request)
            sent.append(_ids(request))
            refused = {"always", "b"} if len(sent) < 3 else {"always"}
            return _with_refused(ask(request), [id in refused for id in sent[-1]])

        with before(settings, analyzer, refuse_some) as (engine, waited):
            with engine.writer() as writer:
                writer.put([document(id, "会议") for id in ("a", "b", "always", "c")])
                rejected = writer.commit(2)
            assert [(item.id, item.retryable) for item in rejected] == [("always", True)]
            assert "not now" in rejected[0].reason
            assert sent[:3] == [["a", "b", "always", "c"], ["b", "always"], ["b", "always"]]
            assert (len(sent), waited) == (len(WAITS) + 1, list(WAITS))

    def test_that_takes_only_small_requests_is_sent_small_ones(
        self, settings: Settings, analyzer: Analyzer
    ) -> None:
        def narrow(request: Request, ask: Ask) -> Answer:
            return Answer(413, b"") if request.is_bulk and len(request.body) > 5_000 else ask(request)

        with before(settings, analyzer, narrow) as (engine, _):
            with engine.writer() as writer:
                writer.put([document(f"{n:02}", "会议记录" * 20) for n in range(40)])
                writer.put([document("large", "会议记录" * 1_000)])
                rejected = writer.commit(2)
            assert [(item.id, item.retryable) for item in rejected] == [("large", False)]
            assert engine.count() == 40

    def test_is_sent_batches_by_size(self, settings: Settings, analyzer: Analyzer, engine: Engine) -> None:
        sizes: list[int] = []

        def measure(request: Request, ask: Ask) -> Answer:
            sizes.append(len(request.body))
            return ask(request)

        assert settings.elasticsearch_url
        with proxy(settings.elasticsearch_url, measure) as address:
            server = connect(replace(settings, elasticsearch_url=address))
            indices = Indices(server, settings.elasticsearch_index)
            found = indices.live()
            assert found is not None
            bulk = Bulk(server, writing_alias(found[0]), batch_bytes=2_000)
            for n in range(100):
                bulk.add(put(f"{n}", {"id": f"{n}", "words_body": "词 " * 50}))
            bulk.send()
            assert bulk.take_rejected() == []
            indices.commit(found[0], 5)
            server.client.close()
        bulks = sizes[1:-3]
        assert len(bulks) > 5
        assert max(bulks) <= 2_000
        assert engine.count() == 101


def _ids(request: Request) -> list[str]:
    actions = [json.loads(line) for line in request.body.splitlines() if line.startswith(b'{"index"')]
    return [action["index"]["_id"] for action in actions]


def _with_refused(answer: Answer, refused: list[bool]) -> Answer:
    """The server's answer with some documents refused for want of room."""
    body = json.loads(answer.body)
    error = {"type": "es_rejected_execution_exception", "reason": "not now"}
    for number, out in enumerate(refused):
        if out:
            body["items"][number] = {"index": {"status": 429, "error": error}}
    return replace(answer, body=json.dumps(body).encode())


class TestAnIndexOnTheServer:
    @pytest.mark.parametrize("block", ["read_only", "read_only_allow_delete", "write"])
    def test_that_is_read_only_takes_nothing_and_says_why(
        self, engine: Engine, client: Elasticsearch, settings: Settings, block: str
    ) -> None:
        index = live(client, settings)
        client.indices.put_settings(index=index, settings={f"index.blocks.{block}": True})
        error = unavailable(lambda: fill(engine, document("b", "会议"), applied=4))
        assert "只读" in error.message
        assert "磁盘" in error.hint
        client.indices.put_settings(index=index, settings={f"index.blocks.{block}": None})
        assert (engine.applied(), engine.count()) == (3, 1)
        fill(engine, document("b", "会议"), applied=4)
        assert (engine.applied(), engine.count()) == (4, 2)

    def test_deleted_under_a_writer_is_not_made_anew(
        self, engine: Engine, client: Elasticsearch, settings: Settings
    ) -> None:
        def write() -> None:
            with engine.writer() as writer:
                client.indices.delete(index=live(client, settings))
                writer.put([document("b", "会议")])
                writer.commit(4)

        assert "dangan rebuild" in unavailable(write).hint
        assert client.indices.get_alias(index=f"{settings.elasticsearch_index}*") == {}
        assert (engine.count(), engine.applied(), engine.fingerprint()) == (0, 0, None)

    def test_of_somebody_else_is_left_alone(
        self, settings: Settings, analyzer: Analyzer, client: Elasticsearch
    ) -> None:
        foreign = settings.elasticsearch_index
        client.indices.create(index=foreign)
        engine = open_engine(settings, analyzer)
        for call in (engine.fingerprint, engine.applied, lambda: fill(engine, document("a", "会议"))):
            assert "DANGAN_ELASTICSEARCH_INDEX" in unavailable(call).hint
        engine.close()
        assert list(client.indices.get_alias(index=f"{foreign}*")) == [foreign]

    def test_with_other_fields_asks_for_a_rebuild(
        self, settings: Settings, client: Elasticsearch, engine: Engine, analyzer: Analyzer
    ) -> None:
        meta = {"dangan": {"fingerprint": analyzer.fingerprint, "fields": "0", "applied": 3}}
        client.indices.put_mapping(index=live(client, settings), meta=meta)
        assert [hit.id for hit in engine.search(Search(Text("会议"))).hits] == ["a"]
        for act in (lambda: fill(engine, document("b", "会议")), lambda: engine.search(Search(Arrived(1)))):
            assert "dangan rebuild" in unavailable(act).hint
        with engine.rebuild(analyzer.fingerprint) as rebuild:
            rebuild.put([document("b", "会议", arrived=5)])
            rebuild.commit(4)
            rebuild.swap()
        assert engine.search(Search(Arrived(1))).total == 1

    def test_with_a_longer_name_is_left_alone(
        self, settings: Settings, analyzer: Analyzer, engine: Engine, client: Elasticsearch
    ) -> None:
        longer = replace(settings, elasticsearch_index=f"{settings.elasticsearch_index}-second")
        other = open_engine(longer, analyzer)
        fill(other, document("x", "会议"), applied=9)
        with engine.rebuild("new") as rebuild:
            rebuild.put([document("b", "会议")])
            rebuild.commit(1)
            rebuild.swap()
        assert (other.count(), other.applied()) == (1, 9)
        assert (engine.count(), engine.applied()) == (1, 1)
        other.close()


class TestSettings:
    def test_name_the_ca_file_that_cannot_be_read(self, tmp_path: Path, analyzer: Analyzer) -> None:
        garbage = tmp_path / "ca.pem"
        garbage.write_text("garbage", encoding="utf-8")
        for ca in (garbage, tmp_path / "missing.pem"):
            settings = Settings(data=tmp_path, elasticsearch_url="https://127.0.0.1", elasticsearch_ca=ca)
            with pytest.raises(UsageError) as caught:
                open_engine(settings, analyzer)
            assert caught.value.parameter == "elasticsearch_ca"

    def test_take_the_ca_file_of_the_system(self, tmp_path: Path) -> None:
        trusted = ssl.get_default_verify_paths().cafile
        if trusted is None:
            pytest.skip("this system keeps no certificates in one file")
        settings = Settings(
            data=tmp_path, elasticsearch_url="https://127.0.0.1", elasticsearch_ca=Path(trusted)
        )
        connect(settings).client.close()

    @pytest.mark.parametrize(
        ("url", "address"),
        [
            ("http://search.local", "http://search.local:9200"),
            ("https://search.local/es", "https://search.local:443/es"),
            ("http://me:pw@a:1,http://b:2", "http://a:1,http://b:2"),
        ],
    )
    def test_show_addresses_with_port_and_without_password(
        self, tmp_path: Path, url: str, address: str
    ) -> None:
        server: Server = connect(Settings(data=tmp_path, elasticsearch_url=url))
        assert server.address == address
        server.client.close()
