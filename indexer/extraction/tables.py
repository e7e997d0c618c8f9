"""Tables as plain text (``csv``, ``tsv``): a row a line, cells parted by tabs."""

from __future__ import annotations

import csv
import io

from indexer.documents import Page
from indexer.extraction import tika
from indexer.extraction.encoding import decode
from indexer.extraction.reading import Context, Reading, Source
from indexer.extraction.sheets import line
from indexer.extraction.text import encoding_problems

_DELIMITERS = ",\t;|，、"
#: Lines looked at to tell the delimiter.
_SAMPLE = 50


def read(source: Source, context: Context) -> Reading:
    """The table as one page. Quotes that never close are taken as characters."""
    decoded = decode(source.bytes())
    text = decoded.text.removeprefix("\ufeff")
    lines = [line(dict(enumerate(row))) for row in _rows(text)]
    body = "\n".join(each for each in lines if each.strip())
    pages = (Page(1, "全文", body),) if body else ()
    problems = encoding_problems(decoded) if body else (tika.NO_TEXT,)
    return Reading("csv", pages, 1, {"encoding": decoded.encoding}, problems)


def _rows(text: str) -> list[list[str]]:
    lines = text.splitlines()
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        delimiter, text = lines[0][4], text.split("\n", 1)[-1]
    else:
        delimiter = _delimiter(lines[:_SAMPLE])
    csv.field_size_limit(max(len(text), 131_072))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return [each.split(delimiter) for each in lines]


def _delimiter(lines: list[str]) -> str:
    """The mark that parts most lines into as many cells as the others; a comma where none does."""
    counts = {mark: [line.count(mark) for line in lines if line.strip()] for mark in _DELIMITERS}
    even = {mark: (len(set(found)), -min(found)) for mark, found in counts.items() if found and all(found)}
    return min(even, key=lambda mark: even[mark], default=",")
