"""Which branches an archive has, and which of them a text names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .branch_names import Mention, is_name, mentions
from .paper import plain
from .values import Branch, Place

#: Prefixes that tell the unit's own branches apart by nothing: 机关第一支部 is 第一支部.
_PLAIN_PREFIX = re.compile(r"(?:直属|县直|市直|局|本级)?(?:机关)?(?:党委|党总支|总支)?")
_ORGANISATION = re.compile(
    r".*(?:委员会|党委|党组|总支|站|局|委|公司|集团|中心|医院|县|市|区|镇|乡|街道|社区|村|学院|大学|学校|厂|所|院|处|科|队|行|社|协会|商会)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A known branch named in a text, from ``start`` to ``end``."""

    branch: Branch
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    """One way a known branch is written, read like a mention."""

    branch: Branch
    own: str
    ordinal: int | None
    kind: str


def resolve(text: str, branches: Sequence[Branch], unit_name: str | None = None) -> list[Named]:
    """The known branches that ``text`` (any spelling) names, in the order they stand, each once.

    第一党支部, 一支部, 1支部, 机关第一支部 and 党支部(一) are the same; another unit's 第一党支部 is not.
    """
    return resolve_plain(plain(text), tuple(branches), unit_name)


def resolve_plain(text: str, branches: tuple[Branch, ...], unit_name: str | None = None) -> list[Named]:
    """``resolve`` for text that is plain already."""
    if not branches:
        return []
    forms, aliases = _table(branches)
    found: list[Named] = []
    for mention in mentions(text) if "支部" in text else ():
        branch = _match(mention, forms, unit_name)
        if branch is not None:
            found.append(Named(branch, mention.start, mention.end))
    for alias, branch in aliases:
        at = text.find(alias)
        if at >= 0:
            found.append(Named(branch, at, at + len(alias)))
    found.sort(key=lambda named: named.start)
    return list({named.branch.name: named for named in reversed(found)}.values())[::-1]


def resolve_folder(folder: str, branches: tuple[Branch, ...], unit_name: str | None = None) -> list[Named]:
    """``resolve_plain`` for one folder's name, which may be a branch's bare name (退休, 养护)."""
    found = resolve_plain(folder, branches, unit_name)
    if found or not branches:
        return found
    bare = re.sub(r"^\d{1,3}[.、_-]?|(?:党员|资料|材料|档案|文件)$", "", folder)
    forms, _ = _table(branches)
    return [Named(f.branch, 0, len(folder)) for f in forms if bare and f.ordinal is None and bare == f.own][
        :1
    ]


@lru_cache(maxsize=32)
def _table(branches: tuple[Branch, ...]) -> tuple[tuple[_Form, ...], tuple[tuple[str, Branch], ...]]:
    forms: dict[tuple[str, str, int | None, str], _Form] = {}
    aliases: list[tuple[str, Branch]] = []
    for branch in branches:
        for written in (branch.name, *branch.aliases):
            text = plain(written)
            read = list(mentions(text))
            for mention in read[:1]:
                form = _Form(branch, mention.own, mention.ordinal, mention.kind)
                forms[branch.name, form.own, form.ordinal, form.kind] = form
            if not read and len(text) >= 2:
                aliases.append((text, branch))
    return tuple(forms.values()), tuple(aliases)


def _match(mention: Mention, forms: tuple[_Form, ...], unit_name: str | None) -> Branch | None:
    same = [form for form in forms if form.ordinal == mention.ordinal]
    if mention.ordinal is None:
        return _match_named(mention, same)
    exact = [form for form in same if form.own and mention.before.endswith(form.own)]
    if exact:
        return max(exact, key=lambda form: len(form.own)).branch
    unnamed = [form for form in same if not form.own]
    if unnamed and _is_ours(mention.own, unit_name):
        return unnamed[0].branch
    if not mention.own or _PLAIN_PREFIX.fullmatch(mention.own):
        own = {form.branch.name: form.branch for form in same}
        return next(iter(own.values())) if len(own) == 1 else None
    parts = {
        f.branch.name: f.branch
        for f in same
        if f.own and (f.own.endswith(mention.own) or mention.own in f.own)
    }
    return next(iter(parts.values())) if len(parts) == 1 else None


def _match_named(mention: Mention, forms: list[_Form]) -> Branch | None:
    wanted = mention.own or mention.kind
    exact = [
        form for form in forms if (form.own or form.kind) and mention.before.endswith(form.own or form.kind)
    ]
    if exact:
        return max(exact, key=lambda form: len(form.own)).branch
    parts = {f.branch.name: f.branch for f in forms if len(wanted) >= 2 and (wanted in f.own)}
    return next(iter(parts.values())) if len(parts) == 1 else None


def _is_ours(prefix: str, unit_name: str | None) -> bool:
    """Whether words before 第一党支部 leave it our own first branch: nothing, 机关, the unit's name."""
    if not prefix or _PLAIN_PREFIX.fullmatch(prefix):
        return True
    if unit_name:
        short = plain(unit_name)
        return prefix in short or short in prefix or short.endswith(prefix[-4:])
    return bool(_ORGANISATION.fullmatch(prefix))


# Finding the branches of an archive -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Seen:
    mention: Mention
    weight: int
    folder: bool = False


def find_branches(places: Iterable[Place]) -> list[Branch]:
    """The branches that an archive's folders, names and letterheads speak of, best supported first.

    A branch is taken when a folder is named for it, or several documents carry it at their head.
    """
    seen = _collect(places)
    clusters: dict[tuple[str, int | None], list[_Seen]] = defaultdict(list)
    for key, items in _cluster_numbered(seen).items():
        clusters[key].extend(items)
    for key, items in _cluster_named(seen).items():
        clusters[key].extend(items)
    found = [
        (sum(item.weight for item in items), _branch(own, ordinal, items))
        for (own, ordinal), items in clusters.items()
        if sum(item.weight for item in items) >= 3
    ]
    return [branch for _, branch in sorted(found, key=lambda pair: (-pair[0], pair[1].name))]


def _collect(places: Iterable[Place]) -> list[_Seen]:
    folders: Counter[str] = Counter()
    seen: list[_Seen] = []
    for place in places:
        whole = place.path + ("!" + place.member if place.member else "")
        *above, name = re.split(r"[/!]", whole)
        folders.update(set(above))
        seen += [_Seen(m, 1) for m in _first(name.rpartition(".")[0] or name)]
        if place.letterhead:
            seen += [_Seen(m, 2) for m in _first(place.letterhead)]
    for folder, count in folders.items():
        seen += [_Seen(m, 3 + min(count, 20), folder=True) for m in _first(folder)]
    return seen


def _first(text: str) -> list[Mention]:
    """The branch a short text is named for: the first, when it names one only."""
    read = [m for m in mentions(plain(text)) if m.firm]
    return read[:1] if len({(m.own, m.ordinal) for m in read}) == 1 else []


def _cluster_numbered(seen: list[_Seen]) -> dict[tuple[str, int | None], list[_Seen]]:
    """Numbered branches: by number, and by what stands before it where that tells several apart."""
    numbered = [item for item in seen if item.mention.ordinal is not None]
    telling = _telling_prefixes(numbered)
    clusters: dict[tuple[str, int | None], list[_Seen]] = defaultdict(list)
    loose: list[_Seen] = []
    for item in numbered:
        own = next((p for p in telling if item.mention.own.endswith(p)), None)
        if own is not None:
            clusters[own, item.mention.ordinal].append(item)
        else:
            loose.append(item)
    for item in loose:
        same = [key for key in clusters if key[1] == item.mention.ordinal and key[0]]
        bare = not item.mention.own or bool(_PLAIN_PREFIX.fullmatch(item.mention.own))
        clusters[same[0] if bare and len(same) == 1 else ("", item.mention.ordinal)].append(item)
    return clusters


def _telling_prefixes(numbered: list[_Seen]) -> list[str]:
    """Prefixes that set branches apart (学生, 教工), longest first; 机关 and the unit's name do not.

    Names of bodies (计算机学院) tell only where folders are named for two of them.
    """
    support: Counter[str] = Counter()
    in_folders: set[str] = set()
    for item in numbered:
        own = item.mention.own
        if own and not _PLAIN_PREFIX.fullmatch(own):
            support[own] += item.weight
            if item.folder:
                in_folders.add(own)
    strong = [prefix for prefix in _merge_suffixes(support) if support[prefix] >= 3]
    bodies = [p for p in strong if _ORGANISATION.fullmatch(p) and any(f.endswith(p) for f in in_folders)]
    if len(bodies) < 2:
        bodies = []
    telling = [p for p in strong if p in bodies or not _ORGANISATION.fullmatch(p)]
    return sorted(telling, key=len, reverse=True)


def _merge_suffixes(support: Counter[str]) -> list[str]:
    """Of 衡东县路灯站学生 and 学生 keep the shorter where it is seen alone too."""
    kept: list[str] = []
    for prefix in sorted(support, key=len):
        longer = next((k for k in kept if prefix.endswith(k)), None)
        if longer is not None:
            support[longer] += support[prefix]
        else:
            kept.append(prefix)
    return kept


def _cluster_named(seen: list[_Seen]) -> dict[tuple[str, int | None], list[_Seen]]:
    named = [item for item in seen if item.mention.ordinal is None]
    support: Counter[str] = Counter()
    for item in named:
        support[item.mention.own or item.mention.kind] += item.weight
    clusters: dict[tuple[str, int | None], list[_Seen]] = defaultdict(list)
    for own in _merge_suffixes(support):
        members = [i for i in named if (i.mention.own or i.mention.kind).endswith(own)]
        taken = {id(i) for items in clusters.values() for i in items}
        clusters[own, None] = [i for i in members if id(i) not in taken]
    return {key: items for key, items in clusters.items() if items and is_name(key[0])}


def _branch(own: str, ordinal: int | None, items: list[_Seen]) -> Branch:
    kinds = Counter({"": 0})
    prefixes: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for item in items:
        kinds[item.mention.kind] += item.weight
        prefixes[item.mention.own] += item.weight
        written[item.mention.formal] += item.weight
    if not own and ordinal is not None:
        common = prefixes.most_common(1)[0][0]
        own = common if _PLAIN_PREFIX.fullmatch(common) else ""
    kind = kinds.most_common(1)[0][0]
    name = Mention("", own, ordinal, "" if kind == own else kind, 0, 0).formal
    return Branch(name, tuple(form for form, _ in written.most_common() if form != name))
