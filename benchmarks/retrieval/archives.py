"""A corpus as an archive: a real catalog and a real engine, built once and kept under a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from analyzers import Analyzer
from indexer.catalog import Catalog, sqlite_url
from indexer.catalog.records import DocumentDraft, FileDraft, SeenFile
from indexer.documents import FIELDS, Content, Description, FieldSource, FieldValue, MemberRef, Page
from indexer.engines.elastic.engine import ElasticEngine
from indexer.engines.elastic.indices import Indices
from indexer.engines.elastic.server import connect
from indexer.engines.embedded.engine import EmbeddedEngine
from indexer.engines.protocol import Engine, batches
from indexer.settings import load_settings

from .corpora import Corpus, Passage

_BOX = 500
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Archive:
    """``keys`` maps a document's id to its passage's key."""

    catalog: Catalog
    engine: Engine
    analyzer: Analyzer
    keys: dict[str, str]


@contextmanager
def opened(corpus: Corpus, folder: Path, analyzer: Analyzer, elasticsearch: str | None) -> Iterator[Archive]:
    """The corpus in a catalog under ``folder`` and in the embedded engine or, where its address is given,
    in Elasticsearch. What is there already is used again."""
    place = folder / corpus.name
    place.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        catalog = stack.enter_context(Catalog.open(sqlite_url(place / "catalog.db")))
        if catalog.meta("passages") != str(len(corpus.passages)):
            _fill(catalog, corpus, place)
        engine = _engine(corpus.name, place, analyzer, elasticsearch)
        stack.callback(engine.close)
        if engine.fingerprint() != analyzer.fingerprint or engine.applied() != catalog.latest_change():
            _load(catalog, engine, analyzer)
        yield Archive(catalog, engine, analyzer, _keys(catalog))


def _engine(name: str, place: Path, analyzer: Analyzer, elasticsearch: str | None) -> Engine:
    if elasticsearch is None:
        return EmbeddedEngine(place / "index", analyzer)
    options = {"data": str(place), "elasticsearch_url": elasticsearch}
    settings = load_settings(options, {}, None)
    return ElasticEngine(Indices(connect(settings), f"dangan-retrieval-{name}"), analyzer, place / "index")


def _load(catalog: Catalog, engine: Engine, analyzer: Analyzer) -> None:
    with engine.rebuild(analyzer.fingerprint) as rebuild:
        for batch in batches(catalog.all_documents(), _BATCH):
            rebuild.put(document for document in batch if document.id)
        refused = rebuild.commit(catalog.latest_change())
        if refused:
            raise RuntimeError(f"{len(refused)} documents refused: {refused[0].reason}")
        rebuild.swap()


def _fill(catalog: Catalog, corpus: Corpus, place: Path) -> None:
    folder = place / "files"
    folder.mkdir(exist_ok=True)
    root = catalog.add_root(folder).root.name
    for start in range(0, len(corpus.passages), _BOX):
        box = corpus.passages[start : start + _BOX]
        draft, contents = _boxed(root, f"box{start // _BOX:05}.zip", box)
        catalog.save_file(draft, contents, "benchmark")
    catalog.set_meta("passages", str(len(corpus.passages)))


def _boxed(root: str, path: str, box: Sequence[Passage]) -> tuple[FileDraft, list[Content]]:
    contents = [_content(passage) for passage in box]
    members = zip(box, contents, strict=True)
    drafts = [DocumentDraft(one.key, own.sha256, own.size, _described(one.title)) for one, own in members]
    refs = tuple(MemberRef(one.key, own.sha256, own.size) for one, own in zip(box, contents, strict=True))
    own = Content(hashlib.sha256(path.encode()).hexdigest(), len(path), "zip", members=refs)
    documents = (DocumentDraft(None, own.sha256, own.size, _described("")), *drafts)
    draft = FileDraft(root, SeenFile(path, own.size, 1), documents, "benchmark")
    return draft, [*{one.sha256: one for one in contents}.values(), own]


def _content(passage: Passage) -> Content:
    data = passage.text.encode()
    page = Page(1, "第1页", passage.text)
    return Content(hashlib.sha256(data).hexdigest(), len(data), "txt", pages=(page,), page_count=1)


def _described(title: str) -> Description:
    fields = {name: FieldValue() for name in FIELDS}
    if title:
        fields["title"] = FieldValue(title, FieldSource.EXTRACTED, None, 0.9)
    return Description(fields)


def _keys(catalog: Catalog) -> dict[str, str]:
    return {document.id: document.names[-1] for document in catalog.all_documents()}
