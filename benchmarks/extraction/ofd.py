"""OFD files: whether every one with a text layer or a picture gave text."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from benchmarks.extraction.material import files_of, material
from benchmarks.extraction.pooled import read_all
from benchmarks.extraction.tables import table
from indexer.extraction.reading import Context


def ofd(data: Path, work: Path) -> None:
    """Prints how many files have words in their XML, pictures only, neither; and what of them was read."""
    files = [path for path in files_of(material("ofd", data, work)) if path.suffix == ".ofd"]
    found = read_all(files, Context())
    rows: dict[str, list[int]] = {}
    for path in files:
        row = rows.setdefault(_holds(path), [0, 0, 0])
        row[0] += 1
        row[1] += found[path].own.has_text
        row[2] += _words(path) <= set("".join(found[path].text.split()))
    seconds = sum(each.seconds for each in found.values())
    print(
        f"{len(files)} files, {sum(each.own.page_count for each in found.values())} pages, {seconds:.1f} s\n"
    )
    table(("", "files", "with text", "no character lost"), [(kind, *row) for kind, row in rows.items()])


def _holds(path: Path) -> str:
    parts = _parts(path)
    if any(re.search(rb"TextCode[^>]*>[^<]*\S", part) for part in parts):
        return "text layer"
    return "pictures only" if any(b"ImageObject" in part for part in parts) else "only lines and areas"


def _words(path: Path) -> set[str]:
    """Every Han character of the package's pages; templates may be there without a page that uses them."""
    codes = [code for part in _parts(path, "pages/") for code in re.findall(rb"TextCode[^>]*>([^<]*)<", part)]
    return set(re.findall("[\u4e00-\u9fff]", b"".join(codes).decode("utf-8", "ignore")))


def _parts(path: Path, folder: str = "") -> list[bytes]:
    with zipfile.ZipFile(path) as package:
        found = [name for name in package.namelist() if re.search(r"(?i)content[^/]*\.xml$", name)]
        names = [name for name in found if folder in name.lower()]
        return [package.read(name) for name in names]
