"""Measure extraction on the shared test material.

    python -m benchmarks.extraction /path/to/data /tmp/work \
        [--only breadth ofd ocr encodings rar forms news speed] [--tika http://127.0.0.1:9998] \
        [--fonts /usr/share/fonts]

Prints a section a subject. Nothing else should run on the machine while it measures speed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks.extraction.breadth import breadth
from benchmarks.extraction.encodings import encodings
from benchmarks.extraction.forms import forms
from benchmarks.extraction.news import news
from benchmarks.extraction.ofd import ofd
from benchmarks.extraction.rars import rars
from benchmarks.extraction.recognition import recognition
from benchmarks.extraction.speed import speed


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder of the shared test material")
    parser.add_argument("work", type=Path, help="folder to unpack it into")
    parser.add_argument("--only", nargs="+", help="subjects to measure")
    parser.add_argument("--tika", help="address of a Tika server")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    options = parser.parse_args()
    data, work = options.data, options.work
    subjects: dict[str, Callable[[], None]] = {
        "breadth": lambda: breadth(data, work),
        "ofd": lambda: ofd(data, work),
        "ocr": lambda: recognition(data, work, options.fonts),
        "encodings": lambda: encodings(data, work),
        "rar": lambda: rars(data, work),
        "forms": lambda: forms(data, work),
        "news": lambda: news(data, work),
        "speed": lambda: speed(data, work, options.tika),
    }
    for name, measure in subjects.items():
        if options.only is None or name in options.only:
            print(f"\n### {name}\n", flush=True)
            measure()


if __name__ == "__main__":
    main()
