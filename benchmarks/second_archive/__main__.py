"""python -m benchmarks.second_archive FOLDER TRUTH.json: writes the archive and its truth."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.second_archive.writing import write_second_archive


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("truth", type=Path)
    options = parser.parse_args()
    entries = write_second_archive(options.folder, options.truth)
    print(f"{len({entry.path for entry in entries})} files, {len(entries)} documents")


if __name__ == "__main__":
    main()
