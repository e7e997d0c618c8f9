"""Measure events and near copies against the truth of archives, and their cost at scale.

    python -m benchmarks.kinship [UNIT …] [--work FOLDER] [--list]
    python -m benchmarks.kinship --scale 100000 [--laws FOLDER]

UNIT is ``sample`` or a unit of ``benchmarks.other_hands``; none given: all. Two documents are *together*
where they are of one event: that which the truth of the archive says, where it says so, else where it gives
both the same branch, kind and day (papers without a day, notices and plans are then left out). ``--list``
prints the pairs of near copies, to be read by a person. ``--scale`` fills a catalog with so many texts
(articles of laws, where there are any, else texts made of their words) and times sketching, comparing and
grouping.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Hashable, Mapping
from itertools import combinations
from pathlib import Path

from benchmarks.description.archives import SAMPLE, Archive, indexed
from benchmarks.kinship.scale import measure_scale
from benchmarks.other_hands import UNITS
from indexer.archival.event_keys import BEFORE, DAY, HELD_WITH, KINDS_OF_MEETING
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.pipeline.lending import present_documents
from indexer.pipeline.likeness import near_groups
from indexer.sample.truth import TruthEntry

Pair = tuple[str, str]


def main() -> None:
    options = _options()
    if options.scale:
        measure_scale(options.scale, options.laws)
        return
    with tempfile.TemporaryDirectory() as folder:
        work = options.work or Path(folder)
        for unit in options.units or [*UNITS, SAMPLE]:
            _measure(indexed(unit, work, ocr=False, again=False), listing=options.list)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("units", nargs="*", metavar="UNIT")
    parser.add_argument("--work", type=Path, metavar="FOLDER")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--scale", type=int, default=0)
    parser.add_argument("--laws", type=Path, default=None)
    return parser.parse_args()


def _measure(archive: Archive, *, listing: bool) -> None:
    with Catalog.open(archive.settings.database_url) as catalog:
        records = {_key(record): record for record in present_documents(catalog)}
        print(f"{archive.unit}: {len(records)} documents")
        _events(catalog, archive, records)
        _near(catalog, listing=listing)


def _key(record: DocumentRecord) -> tuple[str, str | None, int]:
    return record.path, record.member, record.part.number if record.part else 0


def _events(
    catalog: Catalog, archive: Archive, records: Mapping[tuple[str, str | None, int], DocumentRecord]
) -> None:
    """Pairs of documents that are together, in truth and as found."""
    named = any(entry.event for entry in archive.entries)
    truth: dict[str, Hashable] = {}
    for entry in archive.entries:
        record = records.get((entry.path, entry.member, entry.part.number if entry.part else 0))
        if record is not None and not entry.parts and (named or _says(entry)):
            truth[record.id] = entry.event if named else _event(entry)
    if not any(truth.values()):
        print("  events: the truth names none")
        return
    found = {key: catalog.event(key, 1000)[0] for key in truth}
    said, wanted = _pairs(found), _pairs(truth)
    right = len(said & wanted)
    print(
        f"  events: {len(set(truth.values()) - {None})} in truth, {len(wanted)} pairs together;"
        f" found {len(said)} pairs, {right} right: precision {right / max(1, len(said)):.1%},"
        f" recall {right / max(1, len(wanted)):.1%}"
    )


def _says(entry: TruthEntry) -> bool:
    """Whether branch, kind and day tell where a paper belongs: not of notices, nor without a day."""
    return entry.role not in BEFORE and len(entry.date or "") == DAY


def _event(entry: TruthEntry) -> Hashable:
    kind = HELD_WITH.get(entry.subcategory or "", entry.subcategory)
    return (entry.branch, kind, entry.date) if entry.branch and kind in KINDS_OF_MEETING else None


def _pairs(by_document: Mapping[str, Hashable]) -> set[Pair]:
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for key, group in by_document.items():
        if group is not None:
            groups[group].append(key)
    return {pair for some in groups.values() for pair in combinations(sorted(some), 2)}


def _near(catalog: Catalog, *, listing: bool) -> None:
    groups = near_groups(catalog)
    listed = sum(len(group.members) for group in groups)
    print(f"  near copies: {listed} documents in {len(groups)} groups, {len(catalog.near_pairs())} pairs")
    for group in groups if listing else ():
        print(f"    {group.least:.2f}–{group.most:.2f}")
        for one in group.members:
            print(f"      {one.role} {one.place.path}{'!' + one.place.member if one.place.member else ''}")


if __name__ == "__main__":
    main()
