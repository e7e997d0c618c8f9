"""The purge that tests stop midway, in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from indexer.pipeline import load, purge

from .archive import ANALYZER, open_archive


def main() -> None:
    with open_archive(Path(sys.argv[1])) as archive:
        load(archive.catalog, archive.engine)
        purge(archive.catalog, archive.engine, archive.settings, ANALYZER.fingerprint)


if __name__ == "__main__":
    main()
