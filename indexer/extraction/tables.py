"""Tables as plain text (``csv``, ``tsv``): a row a line, cells parted by tabs."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator

from indexer.documents import Page
from indexer.extraction import tika
from indexer.extraction.encoding import decode
from indexer.extraction.reading import Context, Reading, Source
from indexer.extraction.sheets import line
from indexer.extraction.text import encoding_problems

_DELIMITERS = ",\t;|，、"
#: Lines looked at to tell the delimiter.
_SAMPLE, _LOOKED_AT = 50, 200_000


def read(source: Source, context: Context) -> Reading:
    """The table as one page. Quotes that never close are taken as characters."""
    decoded = decode(source.bytes())
    text = decoded.text.removeprefix("\ufeff")
    delimiter, text = _told_delimiter(text)
    try:
        lines = list(_lines(csv.reader(_fed(text), delimiter=delimiter, strict=True), context))
    except csv.Error:
        lines = list(_lines((each.split(delimiter) for each in text.splitlines()), context))
    body = "\n".join(each for each in lines if each.strip())
    pages = (Page(1, "全文", body),) if body else ()
    problems = encoding_problems(decoded) if body else (tika.NO_TEXT,)
    return Reading("csv", pages, 1, {"encoding": decoded.encoding}, problems)


def _lines(rows: Iterable[list[str]], context: Context) -> Iterator[str]:
    """The rows as lines, one more than may be kept of a document at the most."""
    left = context.limits.characters
    for number, row in enumerate(rows):
        if number % 5000 == 0:
            context.beat()
        text = line(dict(enumerate(row)))
        yield text
        left -= len(text) + 1
        if left < 0:
            return


def _fed(text: str) -> io.StringIO:
    csv.field_size_limit(max(len(text), 131_072))
    return io.StringIO(text, newline="")


def _told_delimiter(text: str) -> tuple[str, str]:
    """The mark that parts the cells, and the table without the line by which Excel is told of it."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first[4], rest
    return _delimiter("\n".join(text[:_LOOKED_AT].splitlines()[:_SAMPLE])), text


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
