"""python -m benchmarks.other_hands UNIT FOLDER TRUTH.json: writes a unit's archive and its truth."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.other_hands.writing import write_archive


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("unit", help="the name of a text under texts, or the path of such a text")
    parser.add_argument("folder", type=Path)
    parser.add_argument("truth", type=Path)
    options = parser.parse_args()
    entries = write_archive(options.unit, options.folder, options.truth)
    print(f"{len({entry.path for entry in entries})} files, {len(entries)} documents")


if __name__ == "__main__":
    main()
