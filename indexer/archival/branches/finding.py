"""Which branches an archive has: found from its folders, its files' names, the heads and ends of papers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from ..values import Branch, Place
from .collecting import folders_of, sightings_in
from .general import general_branches
from .grouping import grouped
from .joining import joined, named
from .listings import Listed
from .merging import Naming, as_one, in_short, led_by_the_same, listed_apart, stated_same
from .sightings import Groups, Key, Sightings

#: A branch is taken when what speaks for it weighs so much.
_LEAST = 3


def find_branches(places: Iterable[Place], unit_name: str | None = None) -> list[Branch]:
    """The branches that an archive's folders, names, letterheads and signatures speak of, best supported
    first, 党总支 last. A branch is taken when a folder is named for it, or several papers carry it.
    ``unit_name`` is no part of a branch's name, where it is known."""
    places = list(places)
    found = sightings_in(places)
    groups = joined(grouped(found), found)
    branches = [
        (weight, branch) for weight, branch in _as_one(groups, found, places, unit_name) if weight >= _LEAST
    ]
    best = [branch for _, branch in sorted(branches, key=lambda pair: (-pair[0], pair[1].name))]
    folders = Counter(folder for place in places for folder in folders_of(place))
    return [*best, *general_branches(folders, found.by_folder.values())]


def _as_one(
    groups: Groups, found: Sightings, places: list[Place], unit_name: str | None
) -> list[tuple[int, Branch]]:
    """Every group as a branch with its weight, those put together that are one branch's."""
    listings = [Listed(place.same, place.apart) for place in places if place.same or place.apart]
    groups = in_short(groups, listed_apart(listings, Naming(groups)))
    naming = Naming(groups)
    same = [*stated_same(listings, naming), *led_by_the_same(_led(groups, found, places))]
    return as_one(named(groups, unit_name), groups, same, listed_apart(listings, naming))


def _led(groups: Groups, found: Sightings, places: list[Place]) -> dict[Key, Counter[str]]:
    """By group, who leads and records the meetings of its papers."""
    key_of = {id(item): key for key, items in groups.items() for item in items}
    led: dict[Key, Counter[str]] = defaultdict(Counter)
    for place, (folders, own) in zip(places, found.papers, strict=True):
        seen = [*own, *(found.by_folder[folder] for folder in folders if folder in found.by_folder)]
        key = next((key_of[id(item)] for item in seen if id(item) in key_of), None)
        if key is not None:
            led[key].update(set(place.people))
    return {key: names for key, names in led.items() if sum(item.weight for item in groups[key]) >= _LEAST}
