"""Measure descriptions against the truth of archives.

    python -m benchmarks.description [UNIT …] [--misses FIELD …] [--work FOLDER [--again]] [--ocr]

UNIT is ``sample``, a unit of ``benchmarks.other_hands`` or the path of a text in its format; none given: all
of them. Each is written as files, indexed into a fresh catalog as ``dangan index`` does, and the catalog is
compared with the truth. ``--work`` keeps files and catalogs; with ``--again`` nothing is read once more, the
stored texts are described anew. ``--misses all`` lists every miss.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.description.archives import SAMPLE, Archive, found_unit, indexed, said, seconds_of, unit_name
from benchmarks.description.judging import Tallies, judge
from benchmarks.description.printing import CONFUSIONS, accuracy, confusion, misses
from benchmarks.other_hands import UNITS


def main() -> None:
    options = _options()
    if options.work is not None:
        measure(options.work, options)
        return
    with tempfile.TemporaryDirectory() as work:
        measure(Path(work), options)


def measure(work: Path, options: argparse.Namespace) -> None:
    by_unit: dict[str, Tallies] = {}
    for unit in options.units or [*UNITS, SAMPLE]:
        archive = indexed(unit, work, ocr=options.ocr, again=options.again)
        by_unit[unit_name(unit)] = judge(archive.entries, said(archive), ocr=options.ocr)
        _introduce(archive, options)
        print("\n".join(misses(by_unit[unit_name(unit)], options.misses)))
    print("\n".join(accuracy(by_unit)))
    for name in CONFUSIONS:
        print()
        print("\n".join(confusion(name, by_unit)))


def _introduce(archive: Archive, options: argparse.Namespace) -> None:
    unit = found_unit(archive)
    print(f"\n## {archive.unit}: {len(archive.entries)} documents; {unit.name or '单位不详'}")
    print("、".join(branch.name for branch in unit.branches))
    if options.speed:
        seconds, count = seconds_of(archive)
        print(f"{1000 * seconds / count:.2f} ms a document")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("units", nargs="*", metavar="UNIT")
    parser.add_argument("--misses", nargs="*", default=[], metavar="FIELD")
    parser.add_argument("--work", type=Path, metavar="FOLDER")
    parser.add_argument("--again", action="store_true", help="describe anew what --work holds")
    parser.add_argument("--ocr", action="store_true", help="read pictures too")
    parser.add_argument("--speed", action="store_true", help="time the describing of every document")
    return parser.parse_args()


if __name__ == "__main__":
    main()
