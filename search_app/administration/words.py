"""The unit's own words: changed at once, applied to the index when a person says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.archival.words import TAUGHT, WordKind
from indexer.catalog import Catalog
from indexer.pipeline import Observe, rebuild, rebuild_due, run_lock
from indexer.pipeline.costs import Cost, cost_of_rebuild
from indexer.pipeline.means import words_of_unit
from indexer.settings import Settings
from search_app.services import Services

#: A name proposed from descriptions stands in so many documents, and so many names are proposed.
LEAST = 3
MOST_NAMES = 500
_PARTING = re.compile(r"[\s、，,;；]+")


def split(text: str) -> list[str]:
    """The words that were typed: a line each, or parted by blanks and commas."""
    return [word for word in _PARTING.split(text) if word]


def due(services: Services) -> Cost | None:
    """What applying the words as they are now would cost; None where the index is built by them."""
    services.analyzer.learn(words_of_unit(services.catalog))
    if not rebuild_due(services.catalog, services.engine, services.analyzer.fingerprint):
        return None
    return cost_of_rebuild(services.catalog, services.analyzer)


def take(catalog: Catalog, found: Mapping[WordKind, Sequence[str]], who: str, *, replacing: bool) -> str:
    """Add the words of a file, ``replacing`` the others of their kinds; say what was done."""
    added = removed = 0
    for kind, listed in found.items():
        if replacing:
            old = {one.word for one in catalog.words(kind)} - set(listed)
            removed += catalog.remove_words(kind, sorted(old))
        added += len(catalog.add_words(kind, listed, who))
    return f"已加入 {added} 个词" + (f"，去掉 {removed} 个" if replacing else "")


def names_to_propose(catalog: Catalog) -> list[tuple[str, int]]:
    """Persons' names found in many documents and not in the dictionary, the most frequent first."""
    known = {one.word for one in catalog.words(*TAUGHT)}
    found = catalog.persons(LEAST)
    return [(name, count) for name, count in found if name not in known][:MOST_NAMES]


def rebuilt(services: Services, settings: Settings, observe: Observe) -> str:
    """Build the index anew by the words as they are now; say what was done."""
    with run_lock(settings.data):
        services.analyzer.learn(words_of_unit(services.catalog))
        loaded = rebuild(services.catalog, services.engine, services.analyzer.fingerprint, observe=observe)
    return f"词典已经生效，重建索引 {loaded.put} 件"
