"""One branch under several names: written in short on its folder and in full on its papers.

一分公司支部 and 第一运营分公司党支部, even 外科支部 and 第三党支部: where the papers that carry one name lie
in the folder of the other, the two are one branch. Its fullest form, without the unit's name, is its name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from .branch_names import ORGANISATION, PLAIN_PREFIX, Mention, is_abbreviation, is_name, skeleton
from .sightings import Groups, Key, Seen, Sightings
from .values import Branch

#: Which share of a name's papers lies in the folder, and which share of the folder's papers carries it.
_IN_FOLDER, _OF_FOLDER = 0.7, 0.6
#: The first of these where the folder's name is short for the other.
_RESEMBLING = 0.5
#: So many papers must say so, where the names do not resemble each other.
_LEAST_PAPERS = 3
#: From which share of a branch's papers a form fuller than its folder's is its name; how much fuller.
_OFTEN, _LONGEST_ADDITION = 0.15, 8


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


def named(groups: Groups) -> dict[Key, Branch]:
    """Every group as a branch: its fullest form is the name, the other forms are aliases."""
    units = _units(groups)
    return {key: _branch(key, items, units) for key, items in groups.items()}


def _units(groups: Groups) -> set[str]:
    """Names of bodies that several branches are written with: the unit's own, no part of a branch's."""
    shared: dict[str, set[Key]] = defaultdict(set)
    for key, items in groups.items():
        for item in items:
            for prefix in _bodies(item.mention):
                shared[prefix].add(key)
    return {prefix for prefix, keys in shared.items() if len(keys) >= 2}


def _bodies(mention: Mention) -> Iterator[str]:
    own = mention.own
    longest = len(own) + (mention.ordinal is not None)
    return (own[:end] for end in range(2, longest) if ORGANISATION.fullmatch(own[:end]))


def _branch(key: Key, items: Sequence[Seen], units: set[str]) -> Branch:
    written: Counter[str] = Counter()
    for item in items:
        written[item.mention.formal] += item.weight
    name = _of_numbered(key, items) if key[1] is not None else _of_named(items, units)
    return Branch(name, tuple(form for form, _ in written.most_common() if form != name))


def _of_numbered(key: Key, items: Sequence[Seen]) -> str:
    """学生第一党支部; 机关第一党支部 where it is mostly written so."""
    owns: Counter[str] = Counter()
    kinds: Counter[str] = Counter({"": 0})
    for item in items:
        owns[item.mention.own] += item.weight
        kinds[item.mention.kind] += item.weight
    common = owns.most_common(1)[0][0]
    own = key[0] or (common if PLAIN_PREFIX.fullmatch(common) else "")
    return Mention("", own, key[1], kinds.most_common(1)[0][0], 0, 0).formal


def _of_named(items: Sequence[Seen], units: set[str]) -> str:
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
    return best.formal


def _without_unit(mention: Mention, units: set[str]) -> Mention:
    """The bare form: no place in a text, and none of the unit's own name before it."""
    cut = max((unit for unit in units if mention.own.startswith(unit)), key=len, default="")
    rest = mention.own.removeprefix(cut)
    own = rest if mention.ordinal is not None or is_name(rest + mention.kind) else mention.own
    return Mention("", own, mention.ordinal, mention.kind, 0, 0)


def _is_fuller(form: Mention, than: Mention) -> bool:
    """Whether a form says more than another: 第一运营分公司 than 一分公司, 第一网格 than 一网格, a number
    than none; a body or place before the same words says nothing of the branch."""
    if form.ordinal is not None:
        return than.ordinal is None
    words, other = form.words, than.words
    if not 0 < len(words) - len(other) <= _LONGEST_ADDITION:
        return False
    if words.endswith(other):
        return not ORGANISATION.fullmatch(words.removesuffix(other))
    return skeleton(words) == skeleton(other) or is_abbreviation(skeleton(other), skeleton(words))
