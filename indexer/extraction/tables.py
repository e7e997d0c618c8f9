"""Tables as plain text (``csv``, ``tsv``): a row a line, cells parted by tabs."""

from __future__ import annotations

import csv
import io
from collections import Counter

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
        delimiter = _delimiter("\n".join(lines[:_SAMPLE]))
    csv.field_size_limit(max(len(text), 131_072))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return [each.split(delimiter) for each in lines]


def _delimiter(sample: str) -> str:
    """The mark that parts most rows into the same number of cells, two or more; else a comma."""

    def evenness(mark: str) -> tuple[float, int]:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
        try:
            counts = Counter(len(row) for row in rows if row)
        except csv.Error:
            return 0.0, 0
        width, rows_of_it = counts.most_common(1)[0] if counts else (1, 0)
        return (rows_of_it / counts.total(), width) if width > 1 else (0.0, 0)

    best = max(_DELIMITERS, key=evenness)
    return best if evenness(best) > (0.0, 0) else ","
