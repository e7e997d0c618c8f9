"""Files that a person wants read again, read at once: a run over the folders they lie in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer.catalog import Catalog
from indexer.engines.protocol import Engine
from indexer.settings import Settings

from .progress import Observe, unobserved
from .run import index
from .summary import RunSummary


def read_marked(
    catalog: Catalog,
    engine: Engine,
    settings: Settings,
    marked: Iterable[tuple[str, str]],
    *,
    fingerprint: str,
    observe: Observe = unobserved,
) -> RunSummary | None:
    """Index the folders of files (roots and paths) that ``Catalog.read_again`` has marked; None where none of
    them is there. What else is new in those folders is taken along.

    Raises ``Busy`` while another run goes on: then the files stay marked, for the next one.
    """
    places = {root.name: Path(root.path) for root in catalog.roots()}
    folders = {(places[root] / path).parent for root, path in marked if root in places}
    there = sorted(folder for folder in folders if folder.is_dir())
    if not there:
        return None
    return index(catalog, engine, settings, there, fingerprint=fingerprint, observe=observe)
