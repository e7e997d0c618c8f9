"""Names of branches that are one branch's: in short and in full, by number and by name.

路灯支部, 路灯所支部 and 路灯管理所党支部 are one where nothing else of the unit is so called in short and
no list has them side by side; 第二党支部 is the same where the papers say so, or where the same people lead
both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from .branch_cores import is_same_in_talk, is_telling
from .branch_listings import Listed, whole
from .branch_names import PLAIN_PREFIX, bare_name, is_abbreviation, may_abbreviate, skeleton
from .sightings import Groups, Key, Seen
from .values import Branch

#: Groups that weigh less are mostly other units' branches, or words of a sentence.
_LEAST = 3
#: What two papers weigh.
_OFTEN = 4
#: People tell two names to be one branch's: so many of them, so much of all that lead either.
_PEOPLE, _SHARE = 2, 0.6
#: Whoever leads more branches than so is of the unit's committee.
_BRANCHES_LED = 3
Pair = frozenset[Key]


class Naming:
    """Which group of sightings a text that names a branch belongs to."""

    def __init__(self, groups: Groups) -> None:
        self._by_form: dict[tuple[str, int | None], Key] = {}
        self._by_words: dict[str, Key] = {}
        for key, items in groups.items():
            for item in items:
                self._by_form.setdefault((item.mention.own, item.mention.ordinal), key)
                if item.mention.ordinal is None:
                    self._by_words.setdefault(item.words, key)

    def key(self, text: str) -> Key | None:
        """The group that a plain text names, with 支部 or as the bare name of what it is the branch of."""
        mention = whole(text)
        if mention is None:
            return self._by_words.get(skeleton(bare_name(text)))
        if mention.ordinal is None:
            return self._by_words.get(skeleton(mention.words))
        own = "" if PLAIN_PREFIX.fullmatch(mention.own) else mention.own
        return self._by_form.get((mention.own, mention.ordinal)) or self._by_form.get((own, mention.ordinal))


def listed_apart(listings: Iterable[Listed], naming: Naming) -> set[Pair]:
    """The pairs of groups that a list has side by side."""
    found: set[Pair] = set()
    for listed in listings:
        for names in listed.apart:
            keys = {key for key in map(naming.key, names) if key is not None}
            found.update(frozenset(pair) for pair in combinations(sorted(keys, key=repr), 2))
    return found


def in_short(groups: Groups, apart: set[Pair]) -> Groups:
    """The groups with those put together of which one is the other in short, and is so of no other."""
    one = _OneBranch(groups, apart)
    for key in sorted(groups, key=lambda key: (len(key[0]), key[0])):
        long = [other for other in groups if other != key and _is_short_for(key, other, groups)]
        if long and all(_related(a, b) for a, b in combinations(long, 2)):
            one.join(key, max(long, key=lambda other: (_weight(groups[other]), other[0])))
    return {_key_of(keys, groups): [item for key in keys for item in groups[key]] for keys in one.sets()}


def with_full_prefixes(groups: Groups) -> Groups:
    """Numbered groups under their prefix's full form: 本科第二 is 本科生第二 where 本科生第一 is written."""
    weights: Counter[str] = Counter()
    for (words, ordinal), items in groups.items():
        if words and ordinal is not None:
            weights[words] += _weight(items)
    found: Groups = {}
    for (words, ordinal), items in groups.items():
        full = [other for other in weights if ordinal is not None and words and may_abbreviate(words, other)]
        often = [other for other in full if weights[other] >= _OFTEN]
        found.setdefault((often[0] if len(full) == len(often) == 1 else words, ordinal), []).extend(items)
    return found


def _key_of(keys: set[Key], groups: Groups) -> Key:
    """The heaviest group's key; of numbers the one with the fullest words, where papers often have it."""
    full = [key for key in keys if key[1] is not None and _weight(groups[key]) >= _OFTEN]
    if full:
        return max(full, key=lambda key: (len(key[0]), key[0]))
    return max(keys, key=lambda key: (_weight(groups[key]), key[0]))


def _is_short_for(key: Key, other: Key, groups: Groups) -> bool:
    if key[1] != other[1] or not key[0] or not other[0] or not is_telling(key[0]):
        return False
    if key[1] is not None:
        return may_abbreviate(key[0], other[0])
    rare = _weight(groups[other]) < _LEAST
    shorts = {item.words for item in groups[key]} if rare else {key[0]}
    forms = {item.words for item in groups[other] if item.mention.ordinal is None}
    told = sum(any(_is_form(short, form) for form in forms) for short in shorts)
    return told >= (2 if rare and len(key[0]) < 3 else 1)


def _is_form(short: str, long: str) -> bool:
    return may_abbreviate(short, long) or is_same_in_talk(short, long)


def _related(one: Key, other: Key) -> bool:
    short, long = sorted((one[0], other[0]), key=len)
    return is_abbreviation(short, long) or is_same_in_talk(short, long)


def _weight(items: Iterable[Seen]) -> int:
    return sum(item.weight for item in items)


class _OneBranch:
    """Groups put together as one branch's. Two numbers are two branches, and so are names listed apart."""

    def __init__(self, keys: Iterable[Key], apart: set[Pair]) -> None:
        self._set_of: dict[Key, set[Key]] = {key: {key} for key in keys}
        self._apart = apart

    def join(self, one: Key, other: Key) -> None:
        together = self._set_of[one] | self._set_of[other]
        numbers = {key[1] for key in together if key[1] is not None}
        listed = any(frozenset(pair) in self._apart for pair in combinations(together, 2))
        if len(numbers) < 2 and not listed:
            self._set_of.update(dict.fromkeys(together, together))

    def sets(self) -> list[set[Key]]:
        return list({id(keys): keys for keys in self._set_of.values()}.values())


def stated_same(listings: Iterable[Listed], naming: Naming) -> list[tuple[Key, Key]]:
    """The pairs of names that papers say are one branch's, the most often said first."""
    votes: Counter[tuple[Key, Key]] = Counter()
    for listed in listings:
        for one, other in listed.same:
            pair = naming.key(one), naming.key(other)
            if pair[0] is not None and pair[1] is not None and pair[0] != pair[1]:
                votes[pair[0], pair[1]] += 1
    return [pair for pair, _ in votes.most_common()]


def led_by_the_same(led: Mapping[Key, Counter[str]]) -> Iterator[tuple[Key, Key]]:
    """The pairs of names whose meetings are led and recorded by the same people. ``led``: by group, how many
    papers name each of them."""
    groups_of = Counter(name for names in led.values() for name in names)
    own = {
        key: Counter({name: count for name, count in names.items() if groups_of[name] <= _BRANCHES_LED})
        for key, names in led.items()
    }
    for one, other in combinations(own, 2):
        smaller = min((own[one], own[other]), key=lambda names: names.total())
        shared = own[one].keys() & own[other].keys()
        if len(shared) >= _PEOPLE and sum(smaller[name] for name in shared) >= _SHARE * smaller.total():
            yield one, other


def as_one(
    branches: Mapping[Key, Branch], groups: Groups, same: Iterable[tuple[Key, Key]], apart: set[Pair]
) -> list[tuple[int, Branch]]:
    """The branches with those of ``same`` put together, with their weights: all that have a number too by
    their numbers or all by their names, as the unit mostly calls them."""
    one = _OneBranch(branches, apart)
    for pair in same:
        one.join(*pair)
    by_number = _by_number(one.sets(), groups)
    found: list[tuple[int, Branch]] = []
    for keys in one.sets():
        parts = sorted(keys, key=lambda k: ((k[1] is not None) != by_number, -_weight(groups[k]), k[0]))
        names = [name for key in parts for name in (branches[key].name, *branches[key].aliases)]
        first, *others = dict.fromkeys(names)
        found.append((sum(_weight(groups[key]) for key in keys), Branch(first, tuple(others))))
    return found


def _by_number(sets: Iterable[set[Key]], groups: Groups) -> bool:
    """Whether a unit whose branches have numbers and names mostly calls them by their numbers."""
    weights: Counter[bool] = Counter()
    for keys in sets:
        if len({key[1] is None for key in keys}) > 1:
            for key in keys:
                weights[key[1] is not None] += _weight(groups[key])
    return weights[True] > weights[False]
