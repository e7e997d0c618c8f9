"""python -m benchmarks.prepare_sample --fonts DIR: writes indexer/sample/prepared.zip."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import indexer.sample
from benchmarks.prepare_sample.font import subset
from benchmarks.prepare_sample.office import locked_docx, old_office
from benchmarks.prepare_sample.photos import photo
from benchmarks.prepare_sample.scans import Fonts, scan
from indexer.sample.archive import sample_files
from indexer.sample.paper import Paper
from indexer.sample.prepared import entry_name
from indexer.sample.writers.zips import pack

TARGET = Path(indexer.sample.__file__).with_name("prepared.zip")
ASCII = {chr(code) for code in range(32, 127)}
LICENCE = (
    "font.ttf is a subset of Noto Serif CJK SC, converted to quadratic outlines.\n"
    "Copyright 2017-2022 Adobe (http://www.adobe.com/). "
    "Licensed under the SIL Open Font License, Version 1.1: https://openfontlicense.org\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="folder with NotoSerifCJK-*.ttc")
    fonts = Fonts(parser.parse_args().fonts)
    wanted = {
        entry_name(kind, paper): (kind, paper) for file in sample_files() for kind, paper in file.wanted
    }
    entries = {"LICENCE.txt": LICENCE.encode(), "font.ttf": _font(fonts)}
    for kind in ("doc", "xls"):
        entries |= _old(
            kind, {name: paper for name, (_k, paper) in wanted.items() if name.startswith(f"{kind}/")}
        )
    for name, (kind, paper) in sorted(wanted.items()):
        entries |= _drawn(name, kind, paper, fonts)
    data = pack(entries.items(), level=9)
    TARGET.write_bytes(data)
    print(f"{len(entries)} entries, {len(data):,} bytes", file=sys.stderr)


def _font(fonts: Fonts) -> bytes:
    """Every character of the sample's texts, so that a change of format needs no new font."""
    folder = TARGET.parent
    sources = [*folder.rglob("*.toml"), *folder.rglob("*.py")]
    characters = {character for path in sources for character in path.read_text(encoding="utf-8")}
    printable = {character for character in characters if character.isprintable() or character == "　"}
    return subset(fonts.folder / "NotoSerifCJK-Regular.ttc", printable | ASCII)


def _old(kind: str, papers: dict[str, Paper]) -> dict[str, bytes]:
    made = old_office(kind, {name.rpartition("/")[2]: paper for name, paper in papers.items()})
    return {f"{kind}/{name}": data for name, data in made.items()}


def _drawn(name: str, kind: str, paper: Paper, fonts: Fonts) -> dict[str, bytes]:
    if kind == "photo":
        return {name: photo(paper, fonts, name)}
    if kind == "docx-locked":
        return {name: locked_docx(paper)}
    if kind == "scan-pdf":
        return {f"{name}.{number}": page for number, page in enumerate(scan(paper, fonts, name), 1)}
    if kind == "scan-jpg":
        pages = scan(paper, fonts, name)
        if len(pages) != 1:
            raise SystemExit(f"{name}: {len(pages)} pages do not fit one picture: {paper.text()[:40]}")
        return {name: pages[0]}
    return {}


if __name__ == "__main__":
    main()
