"""What only an index on disk can suffer: damage, other processes, folders left over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from analyzers import Analyzer
from indexer.engines.embedded.engine import EmbeddedEngine
from indexer.engines.embedded.errors import translated
from indexer.engines.embedded.schema import id_head
from indexer.engines.fields import VERSION
from indexer.engines.query import Boost, Facet, Search, Sort, Text
from indexer.errors import Busy, EngineUnavailable

from .conftest import document, fill


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path, analyzer: Analyzer) -> EmbeddedEngine:
    engine = EmbeddedEngine(folder, analyzer)
    fill(engine, *(document(f"{n:03}", f"会议第{n}次", branch="一支部") for n in range(200)), applied=3)
    return engine


def generation(folder: Path) -> Path:
    return folder / (folder / "current").read_text(encoding="utf-8")


def everything(engine: EmbeddedEngine) -> None:
    """Every call that reads."""
    scoring = (Boost(("会议",), ("会议",)),)
    engine.search(Search(Text("会议第"), scoring, facets=tuple(Facet), limit=100))
    engine.search(Search(Text("会"), sort=Sort.NEWEST))
    engine.ids(Text("第7"), 10)
    engine.count(), engine.fingerprint(), engine.applied()


def _no_meta(live: Path) -> None:
    (live / "meta.json").unlink()


def _no_generation(live: Path) -> None:
    live.rename(live.with_name("elsewhere"))


def _bad_state(live: Path) -> None:
    (live / "dangan.json").write_text("{", encoding="utf-8")


def _other_state(live: Path) -> None:
    (live / "dangan.json").write_text('{"colour": 1}', encoding="utf-8")


def _empty_meta(live: Path) -> None:
    (live / "meta.json").write_text("", encoding="utf-8")


def _no_segment(live: Path) -> None:
    for file in live.glob("*.idx"):
        file.unlink()


@pytest.mark.parametrize(
    "damage", [_no_meta, _no_generation, _bad_state, _other_state, _empty_meta, _no_segment]
)
def test_damage_is_named_and_cured_by_a_rebuild(
    engine: EmbeddedEngine, folder: Path, analyzer: Analyzer, damage: object
) -> None:
    engine.close()
    damage(generation(folder))  # type: ignore[operator]
    damaged = EmbeddedEngine(folder, analyzer)
    with pytest.raises(EngineUnavailable) as caught:
        everything(damaged)
    assert "dangan rebuild" in caught.value.hint
    assert caught.value.exit_code == 3
    with damaged.rebuild("again") as rebuild:
        rebuild.put([document("a", "会议")])
        rebuild.commit(1)
        rebuild.swap()
    everything(damaged)
    assert damaged.count() == 1


@pytest.mark.parametrize("suffix", ["idx", "term", "pos", "fast", "fieldnorm", "store"])
def test_scribbled_files_raise_nothing_else(
    engine: EmbeddedEngine, folder: Path, analyzer: Analyzer, suffix: str
) -> None:
    """tantivy panics on some of these, answers on others: a caller meets one kind of error only."""
    engine.close()
    random = Random(suffix)
    for file in generation(folder).glob(f"*.{suffix}"):
        data = bytearray(file.read_bytes())
        for _ in range(max(8, len(data) // 50)):
            data[random.randrange(len(data))] = random.randrange(256)
        file.write_bytes(data)
    damaged = EmbeddedEngine(folder, analyzer)
    try:
        everything(damaged)
    except EngineUnavailable as error:
        assert "dangan rebuild" in error.hint


def test_a_panic_is_an_engine_failure() -> None:
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("text").build()
    index = tantivy.Index(schema)
    with pytest.raises(BaseException) as caught:
        index.searcher().search(tantivy.Query.all_query(), limit=0)
    assert not isinstance(caught.value, Exception), "tantivy panics here no more: find another panic"
    with pytest.raises(EngineUnavailable), translated("搜索"):
        index.searcher().search(tantivy.Query.all_query(), limit=0)


def test_an_index_with_other_fields_asks_for_a_rebuild(
    engine: EmbeddedEngine, folder: Path, analyzer: Analyzer
) -> None:
    assert engine.fingerprint() == analyzer.fingerprint
    state = generation(folder) / "dangan.json"
    text = state.read_text(encoding="utf-8")
    state.write_text(text.replace(f'"fields": "{VERSION}"', '"fields": "0"'), encoding="utf-8")
    fingerprint = engine.fingerprint()
    assert fingerprint is not None
    assert fingerprint != analyzer.fingerprint
    with pytest.raises(EngineUnavailable) as refused, engine.writer():
        pass
    assert "dangan rebuild" in refused.value.hint
    with engine.rebuild(analyzer.fingerprint) as rebuild:
        rebuild.commit(1)
        rebuild.swap()
    fill(engine, document("a", "会议"))


def test_folders_left_over_go_with_the_next_write(engine: EmbeddedEngine, folder: Path) -> None:
    left_over = folder / "20200101T000000-dead"
    left_over.mkdir()
    (left_over / "meta.json").write_text("{}", encoding="utf-8")
    with engine.rebuild("new") as rebuild:
        fill(engine, document("b", "报告"))
        assert left_over.exists(), "somebody rebuilds: nothing is deleted"
        rebuild.put([document("a", "会议")])
        rebuild.commit(1)
        rebuild.swap()
    assert [path for path in folder.iterdir() if path.is_dir()] == [generation(folder)]


def test_readers_of_a_deleted_index_go_on(engine: EmbeddedEngine) -> None:
    reader = engine._reader()
    assert reader is not None
    with engine.rebuild("new") as rebuild:
        rebuild.put([document("a", "会议")])
        rebuild.commit(1)
        rebuild.swap()
    assert reader.searcher.num_docs == 200
    assert engine.count() == 1


_HOLDER = """
import sys
from pathlib import Path
from analyzers import Analyzer
from indexer.engines.embedded.engine import EmbeddedEngine
engine = EmbeddedEngine(Path(sys.argv[1]), Analyzer())
with engine.writer(), engine.rebuild("other"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_writer_of_another_process_is_busy(engine: EmbeddedEngine, folder: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder)],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Busy), engine.writer():
            pass
        with pytest.raises(Busy), engine.rebuild("mine"):
            pass
        assert engine.count() == 200
        holder.kill()
    fill(engine, document("x", "会议"))
    assert engine.count() == 201


def test_id_heads_order_as_ids_do() -> None:
    random = Random(1)
    alphabet = "0123456789abcdef" * 3 + "./gzAF~ \u4e00"
    ids = ["".join(random.choices(alphabet, k=random.randint(0, 20))) for _ in range(3_000)]
    ids += [f"{random.getrandbits(64):016x}" for _ in range(3_000)]
    ids.sort()
    heads = list(map(id_head, ids))
    assert heads == sorted(heads)
    assert 0 <= heads[0] <= heads[-1] < 2**64
    hexadecimal = sorted({f"{random.getrandbits(64):016x}" for _ in range(1_000)})
    assert len(set(map(id_head, hexadecimal))) == len(hexadecimal)
