"""Whether the documents of one meeting find each other: pairs together in truth, and as the catalog says."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.description.archives import Archive, Key, key_of
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.pipeline.lending import present_documents

Pair = tuple[str, str]

#: Parts the meetings that a document shares; the mark of one that it may stand with or not.
_AND, _MAYBE = "；", "?"
#: Kinds of documents of the sample of which the truth says nothing.
_NOT_JUDGED = frozenset(("container", "oddity"))
#: More than any meeting has documents.
_MANY = 1000


@dataclass
class Pairs:
    """Pairs of documents: those that belong together, those that may, those that were put together."""

    wanted: set[Pair] = field(default_factory=set)
    allowed: set[Pair] = field(default_factory=set)
    found: set[Pair] = field(default_factory=set)

    @property
    def right(self) -> set[Pair]:
        return self.found & self.wanted

    @property
    def wrong(self) -> set[Pair]:
        return self.found - self.wanted - self.allowed

    @property
    def missed(self) -> set[Pair]:
        return self.wanted - self.found

    @property
    def counts(self) -> Counts:
        return Counts(len(self.wanted), len(self.right), len(self.wrong))


class Counts(NamedTuple):
    """Pairs that belong together; of them those found; pairs found that do not."""

    wanted: int
    right: int
    wrong: int


def judge_events(archive: Archive) -> Pairs:
    """The pairs of an archive. Books of meetings and containers are in no meeting as wholes; what is under
    quarantine is in none; what breaks off has no truth."""
    judged = [one for one in archive.entries if not one.parts and one.kind not in _NOT_JUDGED]
    truth = {_name(key_of(one)): one.event or "" for one in judged if one.outcome != "quarantined"}
    groups = {key: [name for name in names if name in truth] for key, names in _catalogued(archive).items()}
    return Pairs(*told_together(truth), together(groups))


def told_together(truth: Mapping[str, str]) -> tuple[set[Pair], set[Pair]]:
    """The pairs that belong together, and those that may, by documents and the meetings told of each."""
    surely: dict[str, list[str]] = defaultdict(list)
    perhaps: dict[str, list[str]] = defaultdict(list)
    for document, told in truth.items():
        for meeting in filter(None, told.split(_AND)):
            perhaps[meeting.removesuffix(_MAYBE)].append(document)
            if not meeting.endswith(_MAYBE):
                surely[meeting].append(document)
    wanted = together(surely)
    return wanted, together(perhaps) - wanted


def together(groups: Mapping[str, Iterable[str]]) -> set[Pair]:
    """The pairs of documents that are in one group."""
    return {pair for some in groups.values() for pair in itertools.combinations(sorted(some), 2)}


def _catalogued(archive: Archive) -> Mapping[str, list[str]]:
    """The documents of each meeting, as the pages of the documents show them."""
    groups: dict[str, list[str]] = defaultdict(list)
    with Catalog.open(archive.settings.database_url) as catalog:
        for record in present_documents(catalog):
            meeting, members = catalog.event(record.id, _MANY)
            if meeting is not None and record.id in {member.id for member in members}:
                groups[f"{record.root}|{meeting}"].append(_name(_key(record)))
    return groups


def _key(record: DocumentRecord) -> Key:
    return record.path, record.member, record.part.number if record.part else 0


def _name(key: Key) -> str:
    path, member, part = key
    return path + (f"!{member}" if member else "") + (f"#{part}" if part else "")


def table(by_unit: Mapping[str, Pairs]) -> Sequence[str]:
    """A row an archive: pairs together in truth and found, precision and recall in percent."""
    counts = {unit: pairs.counts for unit, pairs in by_unit.items()}
    if len(counts) > 1:
        counts["all"] = Counts(*(sum(column) for column in zip(*counts.values(), strict=True)))
    lines = ["| archive | pairs | found | wrong | missed | precision | recall |", "| --- |" + " ---: |" * 6]
    return lines + [_row(unit, one) for unit, one in counts.items()]


def _row(name: str, counts: Counts) -> str:
    wanted, right, wrong = counts
    cells = " | ".join(str(count) for count in (wanted, right + wrong, wrong, wanted - right))
    return f"| {name} | {cells} | {_share(right, right + wrong)} | {_share(right, wanted)} |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def listed(pairs: Pairs) -> Sequence[str]:
    """Every wrong and every missed pair."""
    lines = []
    for label, some in (("wrong", pairs.wrong), ("missed", pairs.missed)):
        lines += [f"{label}: {a}\n    + {b}" for a, b in sorted(some)]
    return lines
