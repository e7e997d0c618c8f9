"""The unit whose archive it is, where nobody has said: the body whose numbered papers go to its branches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ..folders import is_from_above, is_of_own_body
from ..issuer import unit_name_of
from ..paper import plain
from ..values import Branch, Place
from .resolving import resolve

#: A body is taken for the unit when so much speaks for it.
_LEAST = 3
_OWN_BRANCHES = re.compile(r"各(?:基层)?(?:党总支、)?党?支部|各(?:党总支|总支|党小组)|机关各")


def find_unit(places: Iterable[Place], branches: Sequence[Branch]) -> str | None:
    """The body that sends papers to the archive's branches, or whose papers fill the folders of its own
    committee; None where no body does so often enough. What comes from above is never its own."""
    votes: Counter[str] = Counter()
    for place in places:
        name = unit_name_of(place.issuer) if place.issuer else None
        if name:
            votes[name] += _vote(place, branches)
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] >= _LEAST else None


def _vote(place: Place, branches: Sequence[Branch]) -> int:
    folders = [plain(folder) for folder in re.split(r"[/!]", place.path)[:-1]]
    if any(is_from_above(folder) for folder in folders):
        return -_LEAST
    told = any(_OWN_BRANCHES.match(plain(to)) or resolve(to, branches) for to in place.sent_to)
    return 2 * told + any(is_of_own_body(folder) for folder in folders)
