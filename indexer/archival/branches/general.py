"""党总支 below the unit, whose folders hold their own papers and those of their branches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..paper import plain
from ..values import Branch
from .sightings import Seen

_GENERAL = re.compile(r"[\dA-Z._、-]*([\u4e00-\u9fff]{2,18})(?<!党)(?<!直属)党?总支(?:部|部委员会)?")
#: So many papers lie in the folder of one.
_LEAST = 3


def general_branches(folders: Mapping[str, int], branches: Iterable[Seen]) -> list[Branch]:
    """The 党总支 that folders are named for (枫树坪村党总支), where branches have folders beside theirs: the
    only one of an archive is the unit itself, no branch of it. ``folders`` counts the papers below each."""
    places = [seen.folder for seen in branches if seen.folder is not None]
    found: dict[str, Branch] = {}
    for folder, count in folders.items():
        named = _GENERAL.fullmatch(plain(folder.rpartition("/")[2]))
        beside = any(not f"{place}/".startswith(f"{folder}/") for place in places)
        if named is not None and count >= _LEAST and beside:
            own = named[1]
            others = (f"{own}总支", f"{own}总支部委员会", f"{own}党总支部")
            found[own] = Branch(f"{own}党总支", others)
    return list(found.values())


def is_general(name: str) -> bool:
    """Whether a branch's name is a 党总支's."""
    return name.endswith("总支")
