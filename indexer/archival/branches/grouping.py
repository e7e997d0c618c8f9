"""Sightings that name one branch by the same number or words, and words that name none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from .cores import is_of_people
from .merging import with_full_prefixes
from .names import ORGANISATION, PLAIN_PREFIX, is_name, may_abbreviate, skeleton
from .sightings import Groups, Key, Seen, Sightings, parent

#: Words before a number tell when what speaks for them weighs so much.
_LEAST = 3


def grouped(found: Sightings) -> Groups:
    """The sightings by what tells branches apart."""
    numbered = with_full_prefixes(_numbered(found))
    return {**numbered, **_without_kinds(_named(found), numbered)}


def _numbered(found: Sightings) -> Groups:
    """Numbered branches: by number, and by what stands before it where that tells several apart."""
    numbered = [item for item in found.all() if item.mention.ordinal is not None]
    telling = _telling_prefixes(numbered)
    groups: Groups = defaultdict(list)
    loose: list[Seen] = []
    for item in numbered:
        own = next((p for p in telling if item.mention.own.endswith(p)), None)
        if own is not None:
            groups[own, item.mention.ordinal].append(item)
        else:
            loose.append(item)
    for item in loose:
        same = [key for key in groups if key[1] == item.mention.ordinal and key[0]]
        bare = not item.mention.own or bool(PLAIN_PREFIX.fullmatch(item.mention.own))
        groups[same[0] if bare and len(same) == 1 else ("", item.mention.ordinal)].append(item)
    return groups


def _telling_prefixes(numbered: list[Seen]) -> list[str]:
    """Prefixes that set branches apart (学生, 教工), longest first; 机关 and the unit's name do not.

    Names of bodies (计算机学院) tell only where folders are named for two of them, where one lies beside
    another branch of the same number, or where one is written in short too (石桥 of 石桥社区).
    """
    support: Counter[str] = Counter()
    in_folders: set[str] = set()
    for item in numbered:
        own = item.mention.own
        if own and not PLAIN_PREFIX.fullmatch(own):
            support[own] += item.weight
            if item.folder is not None:
                in_folders.add(own)
    strong = [prefix for prefix in _shortest(support) if support[prefix] >= _LEAST]
    bodies = [p for p in strong if ORGANISATION.fullmatch(p) and any(f.endswith(p) for f in in_folders)]
    if len(bodies) < 2:
        bodies = [p for p in bodies if _lies_beside_another(p, numbered)]
    telling = [p for p in strong if p in bodies or not ORGANISATION.fullmatch(p)]
    full = [p for p in strong if p not in telling and any(_one_prefix(p, other) for other in telling)]
    return sorted([*telling, *full], key=len, reverse=True)


def _one_prefix(prefix: str, other: str) -> bool:
    return may_abbreviate(*sorted((prefix, other), key=len))


def _lies_beside_another(prefix: str, numbered: list[Seen]) -> bool:
    """Whether a folder of 石桥社区第一党支部 lies beside one of another first branch."""
    placed = {
        (parent(item.folder), item.mention.ordinal, item.mention.own.endswith(prefix))
        for item in numbered
        if item.folder is not None
    }
    return any((folder, ordinal, not own) in placed for folder, ordinal, own in placed)


def _shortest(support: Counter[str]) -> list[str]:
    """Of 衡东县路灯站学生 and 学生 keep the shorter where it is seen alone too."""
    kept: list[str] = []
    for prefix in sorted(support, key=len):
        shorter = next((k for k in kept if prefix.endswith(k)), None)
        if shorter is not None:
            support[shorter] += support[prefix]
        else:
            kept.append(prefix)
    return kept


def _named(found: Sightings) -> Groups:
    """Branches without a number: those whose words end alike, but for folders that lie side by side."""
    groups: Groups = defaultdict(list)
    items = [item for item in found.all() if item.mention.ordinal is None and is_name(item.mention.words)]
    several = _several_bodies(items)
    for item in sorted(items, key=lambda item: (len(item.words), item.folder is None)):
        tails: list[Key] = [(item.words[at:], None) for at in range(len(item.words))]
        ending = [key for key in tails if key in groups and not _is_another(item.words, key[0], several)]
        own = max((key for key in ending if not _apart(item, groups[key])), key=_length, default=None)
        groups[own or (item.words, None)].append(item)
    return groups


def _several_bodies(items: Iterable[Seen]) -> set[str]:
    """The kinds of people of which several bodies have a branch each: 教工 of 护理系教工 and 机电系教工."""
    bodies: dict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        kind = next((item.words[-n:] for n in (3, 2) if is_of_people(item.words[-n:])), "")
        body = item.words.removesuffix(kind)
        if kind and body and ORGANISATION.fullmatch(body):
            bodies[kind][body] += item.weight
    found: set[str] = set()
    for kind, weights in bodies.items():
        often = [body for body, weight in weights.items() if weight >= 2 * _LEAST]
        if any(not _one_prefix(*pair) and pair[0][-3:] != pair[1][-3:] for pair in combinations(often, 2)):
            found.add(kind)
    return found


def _is_another(words: str, ending: str, several: set[str]) -> bool:
    """Whether words that end so are another branch's: 三大队 is no 大队, 护理系教工 not simply 教工."""
    rest = words.removesuffix(ending)
    return bool(rest) and (rest[-1] in "一二三四五六七八九十" or ending in several)


def _without_kinds(named: Groups, numbered: Groups) -> Groups:
    """学生支部 on a paper is none of its own where there are 学生第一党支部 and 学生第二党支部; nor is
    机关支部 beside 机关第一党支部 and 机关第二党支部, even on a folder."""
    kinds = {skeleton(own) for own, _ in numbered if own}
    several = _numbered_kinds(numbered)
    return {
        key: items
        for key, items in named.items()
        if key[0] not in several and (key[0] not in kinds or any(item.folder is not None for item in items))
    }


def _numbered_kinds(numbered: Groups) -> set[str]:
    """The plain words (机关) that two numbers and more are written with."""
    ordinals: dict[str, set[int | None]] = defaultdict(set)
    for (_, ordinal), items in numbered.items():
        for item in items:
            if PLAIN_PREFIX.fullmatch(item.mention.own):
                ordinals[skeleton(item.mention.own)].add(ordinal)
    return {words for words, found in ordinals.items() if words and len(found) > 1}


def _length(key: Key) -> int:
    return len(key[0])


def _apart(item: Seen, group: list[Seen]) -> bool:
    """Whether a folder lies beside one of the group's: 机关支部 and 局机关支部 side by side are two."""
    if item.folder is None:
        return False
    name = item.folder.rpartition("/")[2]
    others = {other.folder for other in group if other.folder and other.folder.rpartition("/")[2] != name}
    return any(parent(item.folder) == parent(other) for other in others)
