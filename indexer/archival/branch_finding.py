"""Which branches an archive has: found from its folders, its files' names, the heads and ends of papers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

from .branch_cores import is_of_people, is_telling, may_name_a_folder
from .branch_joining import joined, named
from .branch_listings import Listed, whole
from .branch_lookup import KnownNames
from .branch_merging import (
    Naming,
    as_one,
    in_short,
    led_by_the_same,
    listed_apart,
    stated_same,
    with_full_prefixes,
)
from .branch_names import (
    ORGANISATION,
    PLAIN_PREFIX,
    Mention,
    bare_name,
    is_abbreviation,
    is_name,
    may_abbreviate,
    mentions,
    skeleton,
)
from .general_branches import general_branches
from .layout import Kind, kind_of
from .paper import plain
from .sightings import Groups, Key, Papers, Seen, Sightings, parent
from .values import Branch, Place

#: What may stand before a branch that a line begins with.
_BEGINS = re.compile(
    r"[\W\d]*(?:中共|中国共产党|关于(?:同意)?|单位:)?$|"
    r"(?:.*[\t\s])?[\u4e00-\u9fff]{0,4}(?:支部|党组织)(?:名称)?(?:\((?:盖章|公章)\))?\s?[:\t]\s?$"
)
#: Folders that lie between a body's and its branches'.
_YEARS = re.compile(r"\d{4}(?:年度?|-\d{4}学?年度?)?(?:学年)?.{0,6}")
#: A branch is taken when what speaks for it weighs so much.
_LEAST = 3
#: More characters before 党支部 are a sentence's.
_LONGEST = 20


def find_branches(places: Iterable[Place], unit_name: str | None = None) -> list[Branch]:
    """The branches that an archive's folders, names, letterheads and signatures speak of, best supported
    first, 党总支 last. A branch is taken when a folder is named for it, or several papers carry it.
    ``unit_name`` is no part of a branch's name, where it is known."""
    places = list(places)
    found = _collect(places)
    numbered = with_full_prefixes(_numbered(found))
    groups = joined({**numbered, **_without_kinds(_named(found), numbered)}, found)
    branches = [
        (weight, branch) for weight, branch in _as_one(groups, found, places, unit_name) if weight >= _LEAST
    ]
    best = [branch for _, branch in sorted(branches, key=lambda pair: (-pair[0], pair[1].name))]
    folders = Counter(folder for place in places for folder in _folders_of(place))
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


def _folders_of(place: Place) -> list[str]:
    """The folders and containers around a document, the innermost first."""
    above = re.split(r"[/!]", place.path + ("!" + place.member if place.member else ""))[:-1]
    return ["/".join(above[: at + 1]) for at in reversed(range(len(above)))]


def _collect(places: list[Place]) -> Sightings:
    papers: Papers = []
    folders: Counter[str] = Counter()
    for place in places:
        around = _folders_of(place)
        name = re.split(r"[/!]", place.member or place.path)[-1]
        folders.update(around)
        own = [Seen(m, 1) for m in _first(name.rpartition(".")[0] or name)]
        own += {
            seen.mention.formal: seen for seen in (*_on_paper(place.end), *_on_paper(place.head))
        }.values()
        papers.append((around, own))
    listed = tuple(_listed(places))
    sure = {item.words for _, own in papers for item in own if not item.told}
    named = {item.words for _, own in papers for item in own if item.mention.ordinal is None}
    bodies = _bodies_of_people(
        [*(item.words for _, own in papers for item in own), *(i.words for i in listed)]
    )
    listed = tuple(item for item in listed if item.words not in bodies)
    telling = {item.words for item in listed if is_telling(item.words)}
    by_folder = _on_folders(folders, ((sure & named) | telling) - bodies)
    kept = _without_phrases(papers, sure, {seen.words for seen in by_folder.values()})
    return Sightings(by_folder, kept, listed)


def _bodies_of_people(names: Iterable[str]) -> set[str]:
    """Departments that have a branch for each kind of people, and none of their own: 护理系 of 护理系教工 and
    护理系学生."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for words in set(names):
        kind = next((words[-n:] for n in (3, 2) if is_of_people(words[-n:])), "")
        if kind:
            kinds[words.removesuffix(kind)].add(kind)
    return {body for body, found in kinds.items() if body and len(found) > 1}


def _listed(places: Iterable[Place]) -> Iterator[Seen]:
    """What lists of three branches and more name, once a paper."""
    for place in places:
        names = {name for names in place.apart if len(names) >= _LEAST for name in names}
        yield from (Seen(mention, 2) for name in sorted(names) if (mention := whole(plain(name))) is not None)


def _on_folders(folders: Counter[str], known: set[str]) -> dict[str, Seen]:
    """What folders are named for: 退休支部; 石桥村 where papers are a 石桥村党支部's."""
    found: dict[str, Seen] = {}
    names = KnownNames(known)
    for folder, count in folders.items():
        name = plain(folder.rpartition("/")[2])
        named = _first(name)
        bare = bare_name(name)
        if not named and (skeleton(bare) in known or _is_one_of(skeleton(bare), names)):
            named = [Mention("", bare, None, "", 0, 0)]
        if named:
            found[folder] = Seen(named[0], 3 + min(count, 20), folder)
    return _within_bodies(found)


def _is_one_of(bare: str, known: KnownNames) -> bool:
    """Whether a folder's bare name is in talk or in short the one name of a branch, however that is written
    (高一 for 高一年级, 育种室 for 作物育种研究室)."""
    if not may_name_a_folder(bare):
        return False
    talked = known.same_in_talk(bare)
    if talked or len(bare) < _LEAST:
        return len(talked) == 1
    long = known.written_out(bare)
    return bool(long) and all(may_abbreviate(*sorted(pair, key=len)) for pair in combinations(long, 2))


def _within_bodies(found: dict[str, Seen]) -> dict[str, Seen]:
    """翠湖社区/第一党支部, where another community has a first branch too, is 翠湖社区第一党支部; so is
    护理系/教工支部 the one of that department."""
    bodies: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for folder, seen in found.items():
        bodies[_own_and_number(seen)].add(_body_above(folder, seen))
    several = {key for key, names in bodies.items() if len(names - {""}) > 1}
    return {
        folder: replace(seen, mention=replace(seen.mention, own=_body_above(folder, seen) + seen.mention.own))
        if _own_and_number(seen) in several and _body_above(folder, seen)
        else seen
        for folder, seen in found.items()
    }


def _own_and_number(seen: Seen) -> tuple[str, int | None]:
    return seen.mention.own, seen.mention.ordinal


def _body_above(folder: str, seen: Seen) -> str:
    """The body whose folder, or a folder of years in it, a bare 第一党支部 or 教工支部 lies in; nothing for
    others."""
    number, own = seen.mention.ordinal, seen.mention.own
    if not (is_of_people(own) or (number is not None and not own)):
        return ""
    above = plain(parent(folder).rpartition("/")[2])
    if _YEARS.fullmatch(above):
        above = plain(parent(parent(folder)).rpartition("/")[2])
    return above if 2 <= len(above) <= _LONGEST and ORGANISATION.fullmatch(above) else ""


def _first(text: str) -> list[Mention]:
    """The branch a short text is named for: the first, when it names one only."""
    return [m for m in _named_in(plain(text)) if m.firm]


def _named_in(text: str) -> list[Mention]:
    read = [m for m in mentions(text) if len(m.own) <= _LONGEST]
    firm = [m for m in read if m.firm] or read
    return firm[:1] if len({(m.own, m.ordinal) for m in firm}) == 1 else []


def _on_paper(lines: Iterable[str]) -> list[Seen]:
    """What the first line that names a branch names; words before 党支部 only where they begin the line."""
    for line in map(plain, lines):
        named = [m for m in _named_in(line) if not m.own or _BEGINS.match(line[: m.start])]
        if named:
            told = kind_of(line) is Kind.SENTENCE
            return [Seen(m, 2, told=told or not m.firm) for m in named]
    return []


def _without_phrases(papers: Papers, sure: set[str], folders: set[str]) -> Papers:
    """现将第二党支部…报上, 规范支部组织生活: words seen so only are no name, unless a folder's are short for
    them."""

    @cache
    def is_short_for(words: str) -> bool:
        return any(
            folder and (words.endswith(folder) or is_abbreviation(folder, words)) for folder in folders
        )

    def is_name(item: Seen) -> bool:
        return item.words in sure or is_short_for(item.words)

    return [(around, [item for item in own if is_name(item)]) for around, own in papers]


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
