"""Nearly equal texts (雷同材料): sketched and compared at the end of a run, and then only looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.archival.likeness import ALIKE, bands, likeness, shingles
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord, Holder, Place
from indexer.stop_points import stop_point

from .progress import Meter, Observe, Phase

_AT_ONCE = 100
#: Candidates compared for one document: more would be a form that everybody fills in.
MOST_CANDIDATES = 60
#: Texts kept as shingles while a run compares, about 100 MB.
_REMEMBERED = 2_000
#: Papers that are alike by their nature: the same form filled in anew.
FORMS = frozenset(("签到表", "清单台账", "名册", "报表", "登记表", "凭证", "表决票", "照片", "证书"))
#: Files that hold others, whose text is a list of names.
_CONTAINERS = frozenset(("zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz"))

_sketched = stop_point("pipeline.likeness.sketched")


@dataclass(frozen=True, slots=True)
class NearCopy:
    """Another document that says nearly the same; ``share`` of what they say is common, 0 to 1."""

    place: Place
    share: float


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that say nearly the same; ``least`` and ``most`` bound the shares of its pairs."""

    members: tuple[Holder, ...]
    least: float
    most: float


def sketch_all(catalog: Catalog, observe: Observe) -> int:
    """Sketch every text that is new or changed and compare it with those that may be like it; return how
    many. Cut off, the next run goes on with what was not compared."""
    due = catalog.unsketched(_AT_ONCE)
    if not due:
        return 0
    comparison = _Comparison(catalog)
    with Meter(observe, Phase.COMPARE) as meter:
        while due:
            comparison.take(due)
            meter.add(len(due))
            due = catalog.unsketched(_AT_ONCE, due[-1])
        return meter.done


class _Comparison:
    """Sketches and compares contents; remembers the shingles of the last ones."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._shingles: dict[str, frozenset[str]] = {}

    def take(self, hashes: Sequence[str]) -> None:
        """Sketch these contents, compare them with their candidates, remember the pairs that are alike."""
        own = self._read(hashes)
        found = {sha256: bands(own[sha256]) for sha256 in hashes}
        self._catalog.save_sketches(found, self._pairs(own, found))
        _sketched()

    def _read(self, hashes: Iterable[str]) -> dict[str, frozenset[str]]:
        wanted = list(hashes)
        missing = [sha256 for sha256 in wanted if sha256 not in self._shingles]
        if len(self._shingles) + len(missing) > _REMEMBERED:
            self._shingles.clear()
            missing = wanted
        types = self._catalog.doc_types(missing)
        texts = self._catalog.texts([key for key in missing if types.get(key) not in _CONTAINERS])
        self._shingles.update((key, shingles(texts.get(key, ()))) for key in missing)
        return {sha256: self._shingles[sha256] for sha256 in wanted}

    def _pairs(
        self, own: Mapping[str, frozenset[str]], found: Mapping[str, Sequence[int]]
    ) -> dict[tuple[str, str], float]:
        others = self._catalog.sketch_candidates(found, MOST_CANDIDATES)
        pairs: dict[tuple[str, str], float] = {}
        for sha256, candidates in _with_each_other(found, others).items():
            for other, theirs in self._read(candidates).items():
                share = likeness(own[sha256], theirs)
                if share >= ALIKE:
                    pairs[min(sha256, other), max(sha256, other)] = round(share, 3)
        return pairs


def _with_each_other(
    found: Mapping[str, Sequence[int]], others: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """The candidates that are known already, and those among the new ones themselves."""
    by_band: dict[int, list[str]] = defaultdict(list)
    for sha256, numbers in found.items():
        for number in numbers:
            by_band[number].append(sha256)
    candidates = {sha256: dict.fromkeys(others.get(sha256, ())) for sha256 in found}
    for together in by_band.values():
        for sha256 in together:
            candidates[sha256].update(dict.fromkeys(one for one in together if one > sha256))
    return {sha256: list(some)[:MOST_CANDIDATES] for sha256, some in candidates.items() if some}


def near_copies(catalog: Catalog, record: DocumentRecord) -> list[NearCopy]:
    """The documents that say nearly what this one says in other bytes, the nearest first."""
    if record.sha256 is None or record.part is not None or record.description.value("role") in FORMS:
        return []
    shares = catalog.near(record.sha256)
    holders = catalog.holders_of(shares)
    found = [
        NearCopy(one.place, shares[sha256])
        for sha256, some in holders.items()
        for one in some
        if one.role not in FORMS
    ]
    return sorted(found, key=lambda copy: (-copy.share, copy.place.id))


def near_groups(catalog: Catalog) -> list[Group]:
    """All documents that say nearly the same as others, in groups, the largest first; exact copies stand
    beside each other in a group, and make none by themselves."""
    pairs = catalog.near_pairs()
    holders = catalog.holders_of({sha256 for first, second, _ in pairs for sha256 in (first, second)})
    kept = {
        sha256: papers
        for sha256, some in holders.items()
        if (papers := [one for one in some if one.role not in FORMS])
    }
    together = _Groups()
    for first, second, share in pairs:
        if first in kept and second in kept:
            together.join(first, second, share)
    groups = [
        Group(
            tuple(holder for sha256 in hashes for holder in kept[sha256]),
            min(shares),
            max(shares),
        )
        for hashes, shares in together.groups()
    ]
    return sorted(groups, key=lambda group: (-len(group.members), -group.most, group.members[0].place.id))


class _Groups:
    """Contents joined by pairs."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._shares: list[tuple[str, float]] = []

    def join(self, first: str, second: str, share: float) -> None:
        self._above[self._top(first)] = self._top(second)
        self._shares.append((first, share))

    def _top(self, one: str) -> str:
        above = self._above.setdefault(one, one)
        while above != one:
            self._above[one] = self._above.setdefault(above, above)
            one, above = above, self._above[above]
        return one

    def groups(self) -> list[tuple[list[str], list[float]]]:
        """The members of each group, and the shares of its pairs."""
        members: dict[str, list[str]] = defaultdict(list)
        shares: dict[str, list[float]] = defaultdict(list)
        for one in sorted(self._above):
            members[self._top(one)].append(one)
        for one, share in self._shares:
            shares[self._top(one)].append(share)
        return [(some, shares[top]) for top, some in members.items()]
