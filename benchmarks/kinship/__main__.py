"""List the near copies of archives, and measure their cost at scale.

    python -m benchmarks.kinship [UNIT …] [--work FOLDER] [--list]
    python -m benchmarks.kinship --scale 100000 [--laws FOLDER]

UNIT is ``sample`` or a unit of ``benchmarks.other_hands``; none given: all. ``--list``
prints the pairs of near copies, to be read by a person. ``--scale`` fills a catalog with so many texts
(articles of laws, where there are any, else texts made of their words) and times sketching, comparing and
grouping.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.description.archives import SAMPLE, Archive, indexed
from benchmarks.kinship.scale import measure_scale
from benchmarks.other_hands import UNITS
from indexer.catalog import Catalog
from indexer.pipeline.lending import present_documents
from indexer.pipeline.likeness import near_groups


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
        print(f"{archive.unit}: {sum(1 for _ in present_documents(catalog))} documents")
        _near(catalog, listing=listing)


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
