"""Removing for good what was kept of documents that are under quarantine now.

The catalog forgets their texts at once, and the engine no longer finds them with its next commit. But
deleted words stay in freed pages of a database and in old segments of an index until both are written
anew: that is done here, as soon as a run, a command or the web application comes to it.
"""

from __future__ import annotations

import time

from indexer.catalog import Catalog
from indexer.documents import ProblemKind
from indexer.engines.protocol import Engine
from indexer.settings import Settings
from indexer.stop_points import stop_point

from .describing import Describer, describe_again
from .inventories import find_inventories, may_be_inventory
from .lending import lend_dates
from .means import unit_of
from .progress import Observe, unobserved
from .rebuild import rebuild

_PAGE = 1000
#: The catalog's note of the purge for which the index has been built anew already.
_REBUILT = "purge.rebuilt"
#: Seconds that a writer of the index is waited for, so that the old one can be deleted.
_PATIENCE = 10.0

_relearned = stop_point("pipeline.purge.relearned")
_index_purged = stop_point("pipeline.purge.index_purged")


def purge(
    catalog: Catalog, engine: Engine, settings: Settings, fingerprint: str, observe: Observe = unobserved
) -> bool:
    """Do the purge that is due; True where one was and is done, False where none was or it must wait.

    What other documents learned from secret ones is described anew, the index is built anew and the old one
    deleted, the database is written anew. Cut off anywhere, or raising ``Busy``, ``EngineUnavailable`` or
    ``CatalogUnavailable``, it stays due. The caller holds the run lock.
    """
    due = catalog.purge_due()
    if due is None:
        return False
    if catalog.meta(_REBUILT) != due:
        _unlearn(catalog, settings, observe)
        _relearned()
        rebuild(catalog, engine, fingerprint, observe=observe)
        catalog.set_meta(_REBUILT, due)
    if not _discarded(engine):
        return False
    _index_purged()
    catalog.purge(due)
    return True


def _discarded(engine: Engine) -> bool:
    until = time.monotonic() + _PATIENCE
    while not engine.discard_old():
        if time.monotonic() >= until:
            return False
        time.sleep(0.2)
    return True


def _unlearn(catalog: Catalog, settings: Settings, observe: Observe) -> None:
    """Take back what documents were told by inventories and meetings that are secret now."""
    for root, folder in _told_by_secret_inventories(catalog):
        catalog.undescribe(root, folder)
    known = {root.name: catalog.known_files(root.name) for root in catalog.roots()}
    inventories = find_inventories(catalog, known)
    describer = Describer(unit_of(settings, catalog, catalog.branches()), settings.zone, inventories)
    describe_again(catalog, describer, observe)
    inventories.remember()
    lend_dates(catalog, describer, observe)


def _told_by_secret_inventories(catalog: Catalog) -> set[tuple[str, str]]:
    folders: set[tuple[str, str]] = set()
    page = 1
    while rows := catalog.problems(ProblemKind.QUARANTINED, page=page, size=_PAGE)[1]:
        for row in rows:
            if may_be_inventory(row.member or row.path):
                folders.add((row.root, row.path.rpartition("/")[0]))
        page += 1
    return folders
