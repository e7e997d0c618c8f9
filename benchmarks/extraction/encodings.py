"""Plain texts in the encodings that archives hold: real ones, and papers written in each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.extraction.material import files_of, material
from benchmarks.extraction.papers import papers
from benchmarks.extraction.pooled import Read, read_all
from benchmarks.extraction.tables import table
from indexer.extraction.reading import Context

#: Folder of the truth set → codec.
CODECS = {
    "GB2312": "gb18030",
    "UTF-16": "utf-16",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
}
WRITTEN = ("gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
#: How much of each paper is written: all of it, its first 60 characters, its title alone.
LENGTHS = {"whole": 100_000, "60 characters": 60, "12 characters": 12}
_WORD = re.compile("[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3]")


def encodings(data: Path, work: Path) -> None:
    """Prints how many texts of each encoding were read right, and how many of the others were said to be
    uncertain."""
    folder = material("encodings", data, work)
    files = files_of(folder)
    found = read_all(files, Context())
    rows = {name: [0, 0, 0] for name in CODECS}
    for path in files:
        name = path.relative_to(folder).parts[0]
        right = _is_right(found[path], path.read_bytes().decode(CODECS[name]))
        _count(rows[name], found[path], right)
        if not right:
            print(f"- {path.relative_to(folder)}: read as {found[path].own.metadata.get('encoding')}")
    table(("real texts", "files", "right", "wrong without saying so"), [(k, *v) for k, v in rows.items()])
    _written(work / "encodings-written")


def _count(row: list[int], read: Read, right: bool) -> None:
    unsure = any("编码" in problem.reason for problem in read.own.problems)
    row[0] += 1
    row[1] += right
    row[2] += not right and not unsure


def _is_right(read: Read, truth: str) -> bool:
    """Whether nothing was read that is not there, and the words that are there were read."""
    told = set(_WORD.findall(read.text))
    there = set(_WORD.findall(html.unescape(truth)))
    return bool(read.text) and "\ufffd" not in read.text and told <= there and len(told) >= 0.5 * len(there)


def _written(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    truths: dict[Path, tuple[str, str, str]] = {}
    for number, text in enumerate(_texts()):
        for length, limit in LENGTHS.items():
            for codec in WRITTEN:
                path = folder / f"{number:03d}-{limit}-{codec}.txt"
                path.write_bytes(text[:limit].encode(codec))
                truths[path] = (codec, length, text[:limit])
    found = read_all(list(truths), Context())
    rows = {(codec, length): [0, 0, 0] for codec in WRITTEN for length in LENGTHS}
    for path, (codec, length, text) in truths.items():
        right = "".join(found[path].text.split()) == "".join(text.split())
        _count(rows[codec, length], found[path], right)
    heads = ("written texts", "length", "files", "right", "wrong without saying so")
    table(heads, [(codec, length, *row) for (codec, length), row in rows.items()])


def _texts() -> Iterator[str]:
    for paper in papers():
        lines = [text for mark, text in paper.lines if mark != "|" and text]
        if sum(map(len, lines)) >= 60 and paper.truth.outcome != "quarantined":
            yield "\r\n".join(lines)
