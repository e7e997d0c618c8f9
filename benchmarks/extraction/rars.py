"""RAR archives of every version against the listings that come with them."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.extraction.material import files_of, material
from benchmarks.extraction.pooled import Read, read_all
from benchmarks.extraction.tables import table
from indexer.documents import ProblemKind
from indexer.extraction.reading import STAND_IN, Context

PASSWORDS = ("password", "parool", "test")
#: Members that are no files, or empty ones.
_EXPLAINED = (ProblemKind.LIMITED, ProblemKind.NO_TEXT)


def rars(data: Path, work: Path) -> None:
    """Prints for each archive how many members it should have, how many were listed and read."""
    files = [path for path in files_of(material("rar", data, work)) if path.suffix in (".rar", ".sfx")]
    found = read_all(files, Context(passwords=PASSWORDS))
    rows = [row for path in files if (row := _row(path, found[path])) is not None]
    wrong = [row for row in rows if row[1] != row[2] or row[2] != row[3] + row[4]]
    table(("archive", "expected", "listed", "with text", "empty or a link"), wrong or rows[:0])
    all_of = [sum(row[at] for row in rows) for at in range(1, 5)]
    print(f"{len(rows)} archives: {all_of[0]} members expected, {all_of[1]} listed, {all_of[2]} with text,")
    print(f"{all_of[3]} empty or a link; archives that differ: {len(wrong)}\n")


def _row(path: Path, read: Read) -> tuple[str, int, int, int, int] | None:
    expected = _expected(path)
    if expected is None:
        return None
    texts = {content.sha256: content for content in read.contents[:-1]}
    with_text = sum(texts[ref.sha256].has_text for ref in read.own.members)
    explained = sum(
        not texts[ref.sha256].has_text
        and (ref.size == 0 or ref.sha256.startswith(STAND_IN))
        and all(problem.kind in _EXPLAINED for problem in texts[ref.sha256].problems)
        for ref in read.own.members
    )
    return path.name, expected, len(read.own.members), with_text, explained


def _expected(path: Path) -> int | None:
    """Files (not folders, not old versions of one) in the listing; None where it has none: a later volume,
    or a listing that was made without a password."""
    listing = path.with_name(path.name + ".exp")
    if not listing.exists():
        return None
    blocks = re.split(r"^(?=R5_FILE|FILE)", listing.read_text("utf-8", "replace"), flags=re.MULTILINE)[1:]
    files = [block for block in blocks if not re.search(r"is=\S?D", block.split("\n", 1)[0])]
    return len(files) or None
