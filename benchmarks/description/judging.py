"""What the catalog says against the truth: a tally a field."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.description.archives import Key, Said, key_of
from indexer.archival.branches.resolving import resolve
from indexer.archival.paper import plain
from indexer.archival.values import Branch
from indexer.sample.truth import TruthEntry

#: Fields that are judged where the truth states a value.
STATED = (
    *("branch", "work_year", "date", "category", "subcategory", "category_secondary", "role"),
    *("doc_no", "title", "genre", "issuer", "secrecy"),
)
MEETING = (
    *("type", "date", "place", "host", "recorder", "expected", "present", "attending", "absent"),
    *("topics", "resolutions"),
)
#: The branch by whichever of its names the truth has it.
ANY_NAME = "branch, any name"
#: Where the truth says nothing, a value of these is invented.
NONE_MEANS_NONE = frozenset(
    {"branch", ANY_NAME, "category_secondary", "doc_no", "secrecy"} | {f"meeting.{name}" for name in MEETING}
)
#: Lists that every hand words a little differently: items may be longer or shorter than the truth's.
WORDED = frozenset({"meeting.topics", "meeting.resolutions"})
_ALIKE = 0.7


@dataclass
class Tally:
    """One field: how many values the truth states, how many were found, and how many were invented where
    it states none. ``exact`` counts lists of topics and resolutions that are the truth's word for word."""

    right: int = 0
    stated: int = 0
    invented: int = 0
    unstated: int = 0
    exact: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return 100 * self.right / self.stated if self.stated else 100.0

    def add(self, other: Tally) -> None:
        for name in ("right", "stated", "invented", "unstated", "exact"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.confused += other.confused
        self.misses += other.misses


Tallies = dict[str, Tally]


def judge(
    entries: Iterable[TruthEntry], found: Mapping[Key, Said], branches: tuple[Branch, ...] = (), *, ocr: bool
) -> Tallies:
    """``ocr`` says whether pictures have been read: what stands in one only is not judged otherwise.
    ``branches`` are those found: a branch counts as right by ``ANY_NAME`` when the truth calls it by another
    of its names."""
    tallies: Tallies = defaultdict(Tally)
    for entry in entries:
        said = found.get(key_of(entry))
        if said is None:
            _count(tallies["there"], "there", True, None, entry)
            continue
        secret = entry.outcome == "quarantined"
        _count(tallies["mark"], "mark", secret or None, said.quarantined or None, entry)
        judged = entry.kind != "container" and (ocr or not entry.ocr)
        if judged and not secret and not said.quarantined:
            _judge_fields(tallies, entry, said)
            known = [one.branch.name for one in resolve(entry.branch or "", branches)]
            _count(tallies[ANY_NAME], ANY_NAME, next(iter(known), entry.branch), said.value("branch"), entry)
    return tallies


def _judge_fields(tallies: Tallies, entry: TruthEntry, said: Said) -> None:
    for name in STATED:
        if entry.part is None or name != "category_secondary":  # of parts the truth tells no second subject
            _count(tallies[name], name, getattr(entry, name), said.value(name), entry)
    if entry.part is None:
        _count(tallies["parts"], "parts", entry.parts or None, said.parts or None, entry)
    _judge_persons(tallies["persons"], entry, said)
    if entry.meeting is not None:
        for field_name in MEETING:
            name = f"meeting.{field_name}"
            wanted = getattr(entry.meeting, field_name)
            _count(tallies[name], name, wanted if wanted != () else None, said.value(name), entry)


def _judge_persons(tally: Tally, entry: TruthEntry, said: Said) -> None:
    """By recall: the truth names whom a paper is about, a description everyone in a part that matters."""
    named = set(said.value("persons") or ())
    for person in entry.persons:
        _count(tally, "persons", person, person if person in named else None, entry)


def _count(tally: Tally, name: str, wanted: Any, value: Any, entry: TruthEntry) -> None:
    value = None if value == [] else value
    if wanted is None:
        tally.unstated += 1
        if value is None or name not in NONE_MEANS_NONE | {"mark", "parts"}:
            return
        tally.invented += 1
    else:
        tally.stated += 1
        exact = _same(wanted, value)
        tally.exact += exact
        if exact or (name in WORDED and _told_alike(wanted, value)):
            tally.right += 1
            return
    tally.confused[_short(wanted), _short(value)] += 1
    tally.misses.append(f"{_place(entry)}\n      {_short(wanted, 120)}  ≠  {_short(value, 120)}")


def _place(entry: TruthEntry) -> str:
    member = f"!{entry.member}" if entry.member else ""
    part = f"#{entry.part.number}" if entry.part else ""
    return f"{entry.path}{member}{part}"


def _same(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, (list, tuple)):
        values = value if isinstance(value, list) else [value]
        return [_folded(one) for one in wanted] == [_folded(one) for one in values]
    return bool(_folded(wanted) == _folded(value))


def _told_alike(wanted: Sequence[str], value: Any) -> bool:
    if not isinstance(value, list) or len(value) != len(wanted):
        return False
    return all(_alike(_folded(a), _folded(b)) for a, b in zip(wanted, value, strict=True))


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _folded(value: Any) -> Any:
    return re.sub(r"[\s,.:;、。()\[\]“”\"'《》-]", "", plain(value)) if isinstance(value, str) else value


def _short(value: Any, size: int = 24) -> str:
    text = "；".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    text = "—" if value is None else text
    return text if len(text) <= size else text[: size - 1] + "…"
