"""Names of branches that are one branch's: in short and in full, by number and by name.

路灯支部, 路灯所支部 and 路灯管理所党支部 are one where nothing else of the unit is so called in short and
no list has them side by side; 第二党支部 is the same where the papers say so, or where the same people lead
both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from ..values import Branch
from .cores import is_same_in_talk, is_telling
from .listings import Listed, whole
from .lookup import KnownNames
from .names import PLAIN_PREFIX, bare_name, is_abbreviation, skeleton
from .sightings import Groups, Key, Seen

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
    longer = _Longer(groups)
    for key in sorted(groups, key=lambda key: (len(key[0]), key[0])):
        long = longer.of(key)
        if long and all(_related(a, b) for a, b in combinations(long, 2)):
            one.join(key, max(long, key=lambda other: (_weight(groups[other]), other[0])))
    return {_key_of(keys, groups): [item for key in keys for item in groups[key]] for keys in one.sets()}


def with_full_prefixes(groups: Groups) -> Groups:
    """Numbered groups under their prefix's full form: 本科第二 is 本科生第二 where 本科生第一 is written."""
    weights: Counter[str] = Counter()
    for (words, ordinal), items in groups.items():
        if words and ordinal is not None:
            weights[words] += _weight(items)
    known = KnownNames(weights)
    found: Groups = {}
    for (words, ordinal), items in groups.items():
        full = known.written_out(words) if ordinal is not None and words else []
        often = [other for other in full if weights[other] >= _OFTEN]
        found.setdefault((often[0] if len(full) == len(often) == 1 else words, ordinal), []).extend(items)
    return found


def _key_of(keys: set[Key], groups: Groups) -> Key:
    """The heaviest group's key; of numbers the one with the fullest words, where papers often have it."""
    full = [key for key in keys if key[1] is not None and _weight(groups[key]) >= _OFTEN]
    if full:
        return max(full, key=lambda key: (len(key[0]), key[0]))
    return max(keys, key=lambda key: (_weight(groups[key]), key[0]))


class _Longer:
    """Which groups' names another group's writes in short, or leaves a word of unsaid."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._groups_of: dict[str, list[Key]] = defaultdict(list)
        for key, items in groups.items():
            words = {key[0]} if key[1] is not None else {i.words for i in items if i.mention.ordinal is None}
            for form in words - {""}:
                self._groups_of[form].append(key)
        self._names = KnownNames(self._groups_of)

    def of(self, key: Key) -> list[Key]:
        """The groups that a group's name is short for, in the order of their names."""
        if not is_telling(key[0]):
            return []
        told = Counter(other for other in self._named(key[0], key) if self._is_enough(key, other))
        shorts = {item.words for item in self._groups[key] if item.mention.ordinal == key[1]}
        rare = Counter(other for short in shorts for other in set(self._named(short, key)))
        found = {*told, *(other for other, count in rare.items() if count > 1)}
        return sorted(found, key=lambda other: other[0])

    def _named(self, short: str, key: Key) -> Iterator[Key]:
        full = self._names.written_out(short) if short else []
        talked = self._names.same_in_talk(short) if short and key[1] is None else []
        for name in (*full, *talked):
            yield from (other for other in self._groups_of[name] if other != key and other[1] == key[1])

    def _is_enough(self, key: Key, other: Key) -> bool:
        """Whether one name in short is enough: a name seen once must be short for two, or long."""
        return key[1] is not None or _weight(self._groups[other]) >= _LEAST or len(key[0]) >= _LEAST


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
    for one, other in sorted(_sharing(own), key=repr):
        smaller = min((own[one], own[other]), key=lambda names: names.total())
        shared = own[one].keys() & own[other].keys()
        if len(shared) >= _PEOPLE and sum(smaller[name] for name in shared) >= _SHARE * smaller.total():
            yield one, other


def _sharing(own: Mapping[Key, Counter[str]]) -> set[tuple[Key, Key]]:
    """The pairs of groups that anybody is named in both of."""
    groups_of: dict[str, list[Key]] = defaultdict(list)
    for key, names in own.items():
        for name in names:
            groups_of[name].append(key)
    return {pair for keys in groups_of.values() for pair in combinations(keys, 2)}


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
