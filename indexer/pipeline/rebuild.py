"""The whole index anew from the catalog: built aside and swapped in, while the old one answers."""

from __future__ import annotations

import time
from collections.abc import Iterator

from indexer.catalog import Catalog
from indexer.engines.protocol import Engine, IndexDocument, Rebuild
from indexer.stop_points import stop_point

from .costs import rebuilding_rate
from .loader import COMMIT_CHARACTERS, COMMIT_DOCUMENTS, Loaded, commit, load_patiently, text_size
from .progress import Meter, Observe, Phase, unobserved

_BATCH = 100
#: Changes made while the index was filled are followed until fewer than this are left; the ordinary
#: loader takes those after the swap.
_FEW = 100

_filled = stop_point("pipeline.rebuild.filled")
_followed = stop_point("pipeline.rebuild.followed")
_swapped = stop_point("pipeline.rebuild.swapped")


def rebuild_due(catalog: Catalog, engine: Engine, fingerprint: str) -> bool:
    """Whether the live index must be built anew.

    Its terms were made by other rules than ``fingerprint`` names, or it has applied changes that the
    catalog never made: then it belongs to another catalog, or to this one before a restore. An index
    that does not exist yet is not due: loading makes it. Raises ``EngineUnavailable``.
    """
    live = engine.fingerprint()
    return live is not None and (live != fingerprint or engine.applied() > catalog.latest_change())


def rebuild(catalog: Catalog, engine: Engine, fingerprint: str, *, observe: Observe = unobserved) -> Loaded:
    """Build the index from stored text, follow changes made meanwhile, swap it in, return what it took.

    No file is read. Searches go on in the old index until the swap; cut off before that, it stays.
    Raises ``EngineUnavailable``, ``CatalogUnavailable``, ``Busy``.
    """
    started = time.monotonic()
    with engine.rebuild(fingerprint) as aside:
        applied = catalog.latest_change()
        loaded = _fill(catalog, aside, applied, observe)
        rebuilding_rate(catalog).note(loaded.put, time.monotonic() - started)
        _filled()
        loaded += _follow(catalog, aside, applied)
        _followed()
        aside.swap()
        _swapped()
    return loaded + load_patiently(catalog, engine)


def _fill(catalog: Catalog, aside: Rebuild, applied: int, observe: Observe) -> Loaded:
    total = sum(root.documents for root in catalog.roots())
    loaded, waiting = Loaded(), 0
    with Meter(observe, Phase.REBUILD, total) as meter:
        for batch in _batches(catalog.all_documents(_BATCH)):
            aside.put(batch)
            loaded += Loaded(put=len(batch))
            waiting += len(batch)
            if waiting >= COMMIT_DOCUMENTS:
                loaded += Loaded(rejected=len(commit(catalog, aside, applied)))
                waiting = 0
            meter.add(len(batch))
        loaded += Loaded(rejected=len(commit(catalog, aside, applied)))
    return loaded


def _batches(documents: Iterator[IndexDocument]) -> Iterator[list[IndexDocument]]:
    """Cut a stream by number and by size."""
    batch: list[IndexDocument] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += text_size(document)
        if len(batch) >= _BATCH or size >= COMMIT_CHARACTERS // 10:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _follow(catalog: Catalog, aside: Rebuild, applied: int) -> Loaded:
    loaded = Loaded()
    while changes := catalog.changes(applied, _BATCH):
        documents = [change.document for change in changes if change.document is not None]
        removed = [change.id for change in changes if change.document is None]
        aside.remove(removed)
        aside.put(documents)
        applied = changes[-1].number
        rejected = commit(catalog, aside, applied)
        loaded += Loaded(len(documents), len(removed), len(rejected))
        if len(changes) < _FEW:
            break
    return loaded
