"""One branch under several names: written in short on its folder and in full on its papers.

一分公司支部 and 第一运营分公司党支部, even 外科支部 and 第三党支部: where the papers that carry one name lie
in the folder of the other, the two are one branch. Its fullest form, without the unit's name, is its name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..numerals import chinese
from ..paper import plain
from ..values import Branch
from .cores import is_same_in_talk
from .names import (
    ORGANISATION,
    PLAIN_PREFIX,
    Mention,
    is_abbreviation,
    is_name,
    skeleton,
)
from .sightings import Groups, Key, Seen, Sightings

#: Which share of a name's papers lies in the folder, and which share of the folder's papers carries it.
_IN_FOLDER, _OF_FOLDER = 0.7, 0.6
#: The first of these where the folder's name is short for the other.
_RESEMBLING = 0.5
#: So many papers must say so, where the names do not resemble each other.
_LEAST_PAPERS = 3
#: From which share of a branch's papers a form fuller than its folder's is its name; how much fuller.
_OFTEN, _LONGEST_ADDITION = 0.15, 8
#: From which share on, at which weight, the papers' form is the name, where they hardly carry the folder's.
_MOSTLY, _CARRIED = 0.5, 6
#: Fewer characters are no unit's name.
_SHORTEST_UNIT = 3
#: What a name at the head or end of one paper weighs.
_ONE_PAPER = 2
#: What a group weighs that is no stray word, and which part of them shares the unit's name.
_SOME, _HALF = 3, 0.5
_PLACE = re.compile(r"(?:[县市镇乡]|(?<!社)区|街道)$")


@dataclass(frozen=True, slots=True)
class Units:
    """The names that the unit goes by: those ``shared`` by most branches, and its own where it is known."""

    shared: frozenset[str]
    name: str

    @property
    def is_known(self) -> bool:
        return bool(self.name)

    def begin(self, words: str) -> Iterator[str]:
        """What of a branch's words is the unit's name, or short for it."""
        if not self.name:
            yield from (unit for unit in self.shared if words.startswith(unit))
            return
        for end in range(_SHORTEST_UNIT, len(words) + 1):
            if ORGANISATION.fullmatch(words[:end]) and is_abbreviation(words[:end], self.name + "。"):
                yield words[:end]


def joined(groups: Groups, found: Sightings) -> Groups:
    """The groups with those that have no folder of their own put to the one whose folder they lie in."""
    key_of = {id(item): key for key, items in groups.items() for item in items}
    homed = {key for key, items in groups.items() if any(item.folder is not None for item in items)}
    together: dict[Key, Counter[Key | None]] = defaultdict(Counter)
    carried: Counter[Key | None] = Counter()
    for folders, own in found.papers:
        home = next((key_of.get(id(found.by_folder[f])) for f in folders if f in found.by_folder), None)
        for key in {key_of[id(item)] for item in own if id(item) in key_of}:
            together[key][home] += 1
            carried[home] += 1
    result = {key: list(items) for key, items in groups.items() if key in homed}
    for key, items in groups.items():
        if key not in homed:
            home = _home(key, together[key], carried)
            result.setdefault(home or key, []).extend(items)
    return result


def _home(key: Key, homes: Counter[Key | None], carried: Counter[Key | None]) -> Key | None:
    """The folder's group that a name without a folder belongs to."""
    home, count = homes.most_common(1)[0] if homes else (None, 0)
    if home is None:
        return None
    share = count / homes.total()
    if key[1] is None and home[1] is None and is_abbreviation(home[0], key[0]):
        return home if share > _RESEMBLING else None
    alone = share >= _IN_FOLDER and count >= max(_LEAST_PAPERS, _OF_FOLDER * carried[home])
    return home if alone else None


def named(groups: Groups, unit_name: str | None = None) -> dict[Key, Branch]:
    """Every group as a branch: its fullest form is the name, the other forms are aliases. ``unit_name`` is
    no part of a name, where it is known."""
    units = Units(frozenset(_units(groups)), plain(unit_name or ""))
    return {key: _branch(key, items, units) for key, items in groups.items()}


def _units(groups: Groups) -> set[str]:
    """Names of bodies that more than half of the branches are written with: the unit's own, no part of a
    branch's."""
    shared: dict[str, set[Key]] = defaultdict(set)
    some = {key: items for key, items in groups.items() if sum(item.weight for item in items) >= _SOME}
    for key, items in some.items():
        for item in items:
            for prefix in _bodies(item.mention):
                shared[prefix].add(key)
    return {prefix for prefix, keys in shared.items() if len(keys) > max(1, _HALF * len(some))}


def _bodies(mention: Mention) -> Iterator[str]:
    own = mention.own
    longest = len(own) + (mention.ordinal is not None)
    return (own[:end] for end in range(2, longest) if ORGANISATION.fullmatch(own[:end]))


def _branch(key: Key, items: Sequence[Seen], units: Units) -> Branch:
    written: Counter[str] = Counter()
    for item in items:
        written[item.mention.formal] += item.weight
    name = _of_numbered(key, items, units) if key[1] is not None else _of_named(items, units)
    return Branch(name, tuple(form for form, _ in written.most_common() if form != name))


def _of_numbered(key: Key, items: Sequence[Seen], units: Units) -> str:
    """学生第一党支部; 机关第一党支部 where it is mostly written so; 第一网格党支部 where papers say so."""
    carried = _mostly_carried(items, units)
    if carried is not None and chinese(key[1] or 0) in skeleton(carried.words):
        return carried.formal
    owns: Counter[str] = Counter()
    kinds: Counter[str] = Counter({"": 0})
    for item in items:
        owns[item.mention.own] += item.weight
        kinds[item.mention.kind] += item.weight
    common = owns.most_common(1)[0][0]
    own = key[0] or (common if PLAIN_PREFIX.fullmatch(common) else "")
    return Mention("", own, key[1], kinds.most_common(1)[0][0], 0, 0).formal


def _of_named(items: Sequence[Seen], units: Units) -> str:
    """The form that is seen most; a fuller one where the papers themselves often carry that."""
    seen: Counter[Mention] = Counter()
    papers: Counter[Mention] = Counter()
    for item in items:
        form = _without_unit(item.mention, units)
        seen[form] += item.weight
        papers[form] += item.weight * (item.folder is None)
    best = seen.most_common(1)[0][0]
    for form, weight in papers.most_common():
        if weight >= max(4, _OFTEN * papers.total()) and _is_fuller(form, best):
            best = form
    carried = _mostly_carried(items, units)
    if carried is not None and papers[best] < _OFTEN * papers.total():
        best = carried
    for form, weight in seen.most_common():
        if weight >= _ONE_PAPER and _spells_out(form, best, units):
            best = form
    return _with_place(best, items, units).formal


def _with_place(form: Mention, items: Sequence[Seen], units: Units) -> Mention:
    """柳铺镇中学 where most papers say so: the place is part of a school's name, the unit's is no part of a
    department's."""
    papers = Counter[Mention]()
    for item in items:
        papers[replace(item.mention, before="", start=0, end=0, firm=True)] += item.weight * (
            item.folder is None
        )
    full, weight = papers.most_common(1)[0]
    place = full.own.removesuffix(form.own)
    often = weight >= max(_CARRIED, _MOSTLY * papers.total())
    return full if place in units.begin(full.own) and _PLACE.search(place) and often else form


def _mostly_carried(items: Sequence[Seen], units: Units) -> Mention | None:
    """The form that most of a branch's papers carry, whatever its folder is called; a number is none."""
    papers = Counter[Mention]()
    for item in items:
        papers[_without_unit(item.mention, units)] += item.weight * (item.folder is None)
    form, weight = papers.most_common(1)[0]
    return form if form.ordinal is None and weight >= max(_CARRIED, _MOSTLY * papers.total()) else None


def _without_unit(mention: Mention, units: Units) -> Mention:
    """The bare form: no place in a text, and none of the unit's own name before it."""
    cut = max(units.begin(mention.own), key=len, default="")
    rest = mention.own.removeprefix(cut)
    own = rest if mention.ordinal is not None or is_name(rest + mention.kind) else mention.own
    return Mention("", own, mention.ordinal, mention.kind, 0, 0)


def _spells_out(form: Mention, than: Mention, units: Units) -> bool:
    """Whether a form writes out what another has in short (植物保护与检测中心 of 植保中心), or names a body
    of the unit before it (石桥社区柳荫里): one paper is enough for that."""
    words, other = form.words, than.words
    if form.ordinal is not None or is_same_in_talk(other, words):
        return False
    if words.endswith(other):
        body = words.removesuffix(other)
        return units.is_known and len(body) >= _SHORTEST_UNIT and ORGANISATION.fullmatch(body) is not None
    return is_abbreviation(skeleton(other), skeleton(words))


def _is_fuller(form: Mention, than: Mention) -> bool:
    """Whether a form says more than another: 第一运营分公司 than 一分公司, 第一网格 than 一网格, a number
    than none; a body or place before the same words says nothing of the branch."""
    if form.ordinal is not None:
        return than.ordinal is None
    words, other = form.words, than.words
    if is_same_in_talk(other, words):
        return len(words) > len(other)
    if not 0 < len(words) - len(other) <= _LONGEST_ADDITION:
        return False
    if words.endswith(other):
        return not ORGANISATION.fullmatch(words.removesuffix(other))
    return skeleton(words) == skeleton(other) or is_abbreviation(skeleton(other), skeleton(words))
