"""The branches of the archive, as far as nobody has said which they are: found, and only ever added to.

A list that a person has confirmed is left alone. Otherwise the first run takes what folders and names
say before anything is described, and what letterheads say once they have been read; later runs add
branches that were not there before. None is renamed or dropped by itself, since every change of the
list makes every description due again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from analyzers import Analyzer
from indexer.archival.branches.finding import find_branches
from indexer.archival.branches.resolving import resolve
from indexer.archival.branches.unit_finding import find_unit
from indexer.archival.values import Branch, Place
from indexer.catalog import Catalog
from indexer.catalog.records import BatchNote, CorrectionWish, KnownFile
from indexer.documents import Description
from indexer.engines.protocol import Engine
from indexer.settings import Settings

from .costs import describing_rate
from .describing import Describer, describe_again, place_of
from .inventories import find_inventories
from .lending import lend_dates
from .loader import load_patiently
from .means import FOUND_UNIT, unit_of, words_of_unit
from .progress import Observe, unobserved
from .rebuild import rebuild, rebuild_due
from .run_lock import run_lock

#: So many people of a paper tell whose it is.
_FIRST = 4
#: Set in the catalog once letterheads have had their say.
_REFINED = "branches.refined"


def first_guess(catalog: Catalog, places: Iterable[Place]) -> list[Branch]:
    """The stored branches; where there are none yet, those that the places speak of, which are saved."""
    stored = catalog.branches()
    if stored:
        return stored
    found = find_branches(places)
    if found:
        catalog.save_branches(found)
    return found


def refine(
    catalog: Catalog, new: Iterable[Place], known: Iterable[Place], unit_name: str | None
) -> list[Branch]:
    """The branches after a run: found anew from everything stored after the first one, and the unit's name
    with them; added to after later ones, from the places that are ``new`` (with letterheads) and those
    ``known`` before."""
    stored = catalog.branches()
    if any(branch.confirmed for branch in stored):
        return stored
    if catalog.meta(_REFINED) is None:
        places = list(stored_places(catalog))
        unit = unit_name or find_unit(places, find_branches(places))
        refined = find_branches(places, unit)
        catalog.set_meta(FOUND_UNIT, unit)
        if {branch.name for branch in refined} == {branch.name for branch in stored}:
            refined = stored  # other spellings alone are not worth describing everything anew
    else:
        refined = _added(stored, find_branches([*known, *new]), unit_name)
    if refined != stored:
        catalog.save_branches(refined)
    catalog.set_meta(_REFINED, "1")
    return refined


def adopt_branches(
    catalog: Catalog,
    engine: Engine,
    settings: Settings,
    branches: Sequence[Branch],
    *,
    analyzer: Analyzer | None = None,
    who: str = "",
    observe: Observe = unobserved,
) -> int:
    """Take a list that a person has confirmed, describe everything by it, load what that changes; return
    how many documents were described. ``analyzer`` learns the new names, and the index is built anew by it.

    Corrections that name a branch by what is an alias now are made to name it by its name, as ``who``.
    Raises ``Busy`` while a run goes on: nothing is changed then.
    """
    with run_lock(settings.data):
        catalog.save_branches(branches)
        _rename_in_corrections(catalog, branches, who)
        known = {root.name: catalog.known_files(root.name) for root in catalog.roots()}
        inventories = find_inventories(catalog, known)
        describer = Describer(unit_of(settings, catalog, branches), settings.zone, inventories)
        started = time.monotonic()
        count = describe_again(catalog, describer, observe)
        describing_rate(catalog).note(count, time.monotonic() - started)
        lend_dates(catalog, describer, observe)
        if analyzer is not None:
            analyzer.learn(words_of_unit(catalog))
        if analyzer is not None and rebuild_due(catalog, engine, analyzer.fingerprint):
            rebuild(catalog, engine, analyzer.fingerprint, observe=observe)
        else:
            load_patiently(catalog, engine, observe)
    return count


def _rename_in_corrections(catalog: Catalog, branches: Sequence[Branch], who: str) -> None:
    """A branch that was renamed, or merged into another, is renamed where people have named it too."""
    names = {branch.name for branch in branches}
    meant: dict[str, set[str]] = {}
    for branch in branches:
        for alias in branch.aliases:
            meant.setdefault(alias, set()).add(branch.name)
    wishes = [
        CorrectionWish(record.id, record.revision, {"branch": next(iter(meant[value]))})
        for value in meant.keys() - names
        if len(meant[value]) == 1
        for record in catalog.corrected_to("branch", value)
    ]
    if wishes:
        catalog.correct_many(wishes, who, BatchNote("branches", "党支部改名或合并"), whole=False)


def _added(stored: list[Branch], found: list[Branch], unit_name: str | None) -> list[Branch]:
    return [*stored, *(branch for branch in found if not resolve(branch.name, stored, unit_name))]


def stored_places(catalog: Catalog) -> Iterator[Place]:
    """The places of all documents with their letterheads, read from the stored texts."""
    after = ""
    while ids := catalog.undescribed("", after):
        for record in catalog.documents(ids).values():
            place = place_of(record.path, record.member, catalog.pages(record.id))
            yield replace(place, people=_leaders(record.description))
        after = ids[-1]


def _leaders(description: Description) -> tuple[str, ...]:
    """Who led and recorded the meeting that a document tells of, and the first people it is about."""
    told = (description.meeting.get(name) for name in ("host", "recorder"))
    leaders = [str(value.value) for value in told if value is not None and value.value]
    return tuple(dict.fromkeys([*leaders, *(description.value("persons") or ())[:_FIRST]]))


def known_places(known: Mapping[str, Mapping[str, KnownFile]]) -> list[Place]:
    """The places of all present files."""
    return [Place(one.path) for files in known.values() for one in files.values() if not one.vanished]
