"""Tika's test documents through a whole index run, beside a native Tika by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.extraction.bare_tika import read_bare
from benchmarks.extraction.material import files_of, material
from benchmarks.extraction.tables import table
from benchmarks.indexing.processes import Run, run
from indexer.catalog import Catalog
from indexer.documents import Content
from indexer.extraction.reading import STAND_IN
from indexer.settings import Settings

MEBIBYTE = 1024 * 1024
#: What 7-Zip can list, so that the members found can be held against another program's listing.
LISTED = ("zip", "rar", "7z", "tar", "tgz", "tbz2", "txz", "gz", "bz2", "xz")


def breadth(data: Path, work: Path, *, seconds: float = 30) -> None:
    """Prints the account of the run, the number of files with text beside bare Tika's, lost members."""
    folder = material("tika-test-documents", data, work)
    files = files_of(folder)
    with tempfile.TemporaryDirectory(dir=work) as place:
        ran, status = _indexed(Path(place), folder)
        contents = dict(_contents(Path(place) / "data"))
        lost = list(_lost(folder, contents))
    bare = list(read_bare(files, seconds))
    ours = {path for path, found in contents.items() if any(content.has_text for content in found)}
    theirs = {each.path.relative_to(folder).as_posix() for each in bare if each.text.strip()}
    print(f"{len(files):,} files, exit {ran.code}, {ran.seconds:.0f} s, peak {ran.peak / MEBIBYTE:,.0f} MB\n")
    outcomes = status["outcomes"]
    table(("outcome", "files"), [*outcomes.items(), ("all", sum(outcomes.values()))])
    kinds = Counter(problem.kind.value for found in contents.values() for problem in found[-1].problems)
    table(("problem", "files"), kinds.most_common())
    ended = Counter(each.ended for each in bare)
    table(
        ("", "files with text"),
        [
            ("Dangan", len(ours)),
            (
                "native Tika by itself (" + ", ".join(f"{kind} {n}" for kind, n in ended.items()) + ")",
                len(theirs),
            ),
            ("only Dangan", len(ours - theirs)),
            ("only native Tika", len(theirs - ours)),
        ],
    )
    for each in bare:
        path = each.path.relative_to(folder).as_posix()
        if path in theirs - ours:
            print(f"- {path.rpartition('/')[2]}: {' '.join(each.text.split())[:60]}")
    print(f"\nmembers that 7-Zip lists and the run does not: {len(lost)}")
    print("\n".join(f"- {line}" for line in lost))


def _indexed(place: Path, folder: Path) -> tuple[Run, dict[str, dict[str, int]]]:
    environment = {**os.environ, "DANGAN_DATA": str(place / "data")}
    command = [sys.executable, "-m", "cli"]
    ran = run([*command, "index", str(folder)], environment, place / "index.log")
    status = run([*command, "status", "--json"], environment, place / "status.log")
    return ran, json.loads(status.out)


def _contents(data: Path) -> Iterator[tuple[str, list[Content]]]:
    """By path: the members' contents that are stored, then the file's own."""
    with Catalog.open(Settings(data=data).database_url) as catalog:
        for root in catalog.roots():
            for path, known in catalog.known_files(root.name).items():
                own = catalog.content(known.sha256) if known.sha256 else None
                if own is None:
                    yield path, [Content("", known.size, "unknown")]
                    continue
                hashes = [ref.sha256 for ref in own.members if not ref.sha256.startswith(STAND_IN)]
                members = [content for each in hashes if (content := catalog.content(each)) is not None]
                yield path, [*members, own]


def _lost(folder: Path, contents: dict[str, list[Content]]) -> Iterator[str]:
    """Containers with fewer members than 7-Zip lists, where nothing is said against them."""
    for path, found in contents.items():
        own = found[-1]
        if own.doc_type not in LISTED or own.problems:
            continue
        direct = {ref.member for ref in own.members if "!" not in ref.member}
        listed = _listed(folder / path)
        if own.doc_type in ("zip", "rar", "7z", "tar") and len(listed) > len(direct):
            yield f"{path}: {len(direct)} of {len(listed)}"
        elif listed and not direct:
            yield f"{path}: none of {len(listed)}"


def _listed(archive: Path) -> list[str]:
    told = subprocess.run(["7z", "l", "-ba", "-slt", "-p", archive], capture_output=True, check=False)
    blocks = told.stdout.decode("utf-8", "replace").split("\n\n")
    files = [block for block in blocks if "Path = " in block and "Attributes = D" not in block]
    return [block for block in files if "\nFolder = +" not in block and "DS_Store" not in block]
