"""Measure descriptions against the truth of archives.

    python -m benchmarks.description [UNIT …] [--misses FIELD …] [--work FOLDER [--again]] [--ocr]
        [--events] [--speed] [--negatives [--shared FOLDER]]

UNIT is ``sample``, a unit of ``benchmarks.other_hands`` or the path of a text in its format; none given: all
of them. Each is written as files, indexed into a fresh catalog as ``dangan index`` does, and the catalog is
compared with the truth. ``--work`` keeps files and catalogs; with ``--again`` nothing is read once more, the
stored texts are described anew. ``--misses all`` lists every miss. ``--events`` compares which documents are
of one meeting, where the truth states it, and lists every pair that is wrong or missed. ``--negatives``
counts what is seen that is not there, in sets made for it and, given the shared material, in laws and news.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.description.archives import SAMPLE, Archive, found_unit, indexed, said, seconds_of, unit_name
from benchmarks.description.events import Pairs, judge_events, listed
from benchmarks.description.events import table as events_table
from benchmarks.description.judging import Tallies, judge
from benchmarks.description.negatives import constructed, table
from benchmarks.description.printing import CONFUSIONS, accuracy, confusion, misses
from benchmarks.description.running_text import invented, unpacked
from benchmarks.other_hands import UNITS

#: So many cases of a set are listed.
_TOLD = 12


def main() -> None:
    options = _options()
    if options.work is not None:
        measure(options.work, options)
        return
    with tempfile.TemporaryDirectory() as work:
        measure(Path(work), options)


def measure(work: Path, options: argparse.Namespace) -> None:
    by_unit: dict[str, Tallies] = {}
    events: dict[str, Pairs] = {}
    for unit in options.units or [*UNITS, SAMPLE]:
        archive = indexed(unit, work, ocr=options.ocr, again=options.again)
        branches = found_unit(archive).branches
        by_unit[unit_name(unit)] = judge(archive.entries, said(archive), branches, ocr=options.ocr)
        _introduce(archive, options)
        print("\n".join(misses(by_unit[unit_name(unit)], options.misses)))
        if options.events and any(entry.event for entry in archive.entries):
            events[unit_name(unit)] = judge_events(archive)
            print("\n".join(listed(events[unit_name(unit)])))
    print("\n".join(accuracy(by_unit)))
    for name in CONFUSIONS:
        print()
        print("\n".join(confusion(name, by_unit)))
    if options.events:
        print()
        print("\n".join(events_table(events)))
    if options.negatives:
        print()
        print("\n".join(_negatives(work, options)))


def _negatives(work: Path, options: argparse.Namespace) -> Iterator[str]:
    """The table of what is seen though it is not there, then each such case."""
    counts = dict(constructed())
    for corpus, folder in unpacked(options.shared, work / "corpora") if options.shared else ():
        counts |= {f"{name}: {corpus}": one for name, one in invented(folder).items()}
    yield from table(counts)
    for name, one in counts.items():
        yield from (f"- {name}: {told}" for told in one.told[:_TOLD])


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
    parser.add_argument("--events", action="store_true", help="compare which documents are of one meeting")
    parser.add_argument("--negatives", action="store_true", help="count what is seen and is not there")
    parser.add_argument("--shared", type=Path, help="folder of the shared test material, for --negatives")
    parser.add_argument("--speed", action="store_true", help="time the describing of every document")
    return parser.parse_args()


if __name__ == "__main__":
    main()
