"""Where an archive speaks of its branches: on folders, in names, at heads and ends of papers, in lists."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

from ..layout import Kind, kind_of
from ..paper import plain
from ..values import Place
from .cores import is_of_people, is_telling, may_name_a_folder
from .listings import whole
from .lookup import KnownNames
from .names import (
    ORGANISATION,
    Mention,
    bare_name,
    is_abbreviation,
    may_abbreviate,
    mentions,
    skeleton,
)
from .sightings import Papers, Seen, Sightings, parent

#: What may stand before a branch that a line begins with.
_BEGINS = re.compile(
    r"[\W\d]*(?:中共|中国共产党|关于(?:同意)?|单位:)?$|"
    r"(?:.*[\t\s])?[\u4e00-\u9fff]{0,4}(?:支部|党组织)(?:名称)?(?:\((?:盖章|公章)\))?\s?[:\t]\s?$"
)
#: Folders that lie between a body's and its branches'.
_YEARS = re.compile(r"\d{4}(?:年度?|-\d{4}学?年度?)?(?:学年)?.{0,6}")
#: Lists name so many branches; fewer characters name no folder in short.
_LEAST = 3
#: More characters before 党支部 are a sentence's.
_LONGEST = 20


def folders_of(place: Place) -> list[str]:
    """The folders and containers around a document, the innermost first."""
    above = re.split(r"[/!]", place.path + ("!" + place.member if place.member else ""))[:-1]
    return ["/".join(above[: at + 1]) for at in reversed(range(len(above)))]


def sightings_in(places: list[Place]) -> Sightings:
    """What folders and papers are named for, and what lists name; ``papers`` in the order of the places."""
    papers: Papers = []
    folders: Counter[str] = Counter()
    for place in places:
        around = folders_of(place)
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
