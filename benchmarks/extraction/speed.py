"""Files a second by format: the pool's workers, native Tika by itself, a Tika server."""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.extraction.bare_tika import read_bare
from benchmarks.extraction.material import files_of, material
from benchmarks.extraction.pooled import read_all
from benchmarks.extraction.tables import table
from indexer.extraction.detect import detect
from indexer.extraction.reading import Context, Source

FORMATS = (
    *("txt", "html", "xml", "csv", "docx", "doc", "xlsx", "xls", "pptx", "ppt", "rtf", "odt", "ods", "odp"),
    *("pdf", "ofd", "eml", "msg", "mbox", "zip"),
)
MOST = 100
PATIENCE = 30


def speed(data: Path, work: Path, server: str | None) -> None:
    """Prints a row a format. One worker each, pictures left alone, since Tika reads none either."""
    names = ("tika-test-documents", "party-forms", "ofd", "encodings", "news-html-2000")
    by_format: dict[str, list[Path]] = defaultdict(list)
    for folder in names:
        for path in files_of(material(folder, data, work)):
            with Source.of_path(path) as source:
                kind = detect(source)
            if kind in FORMATS and len(by_format[kind]) < MOST and "fuzz" not in path.name:
                by_format[kind].append(path)
    rows = []
    for kind in FORMATS:
        files = by_format[kind]
        if len(files) >= 3:
            ours = sum(read.seconds for read in read_all(files, Context(), ocr=False, workers=1).values())
            bare = sum(each.seconds for each in read_bare(files, PATIENCE))
            served = _served(files, server) if server else 0.0
            rows.append(
                (kind, len(files), *(f"{len(files) / t:,.0f}" if t else "–" for t in (ours, bare, served)))
            )
    table(("format", "files", "Dangan", "native Tika", "Tika server"), rows)


def _served(files: Sequence[Path], server: str) -> float:
    """Seconds of all calls, those that fail included; a restarting server is waited for without counting."""
    total = 0.0
    for path in files:
        quoted = urllib.parse.quote(path.name)
        request = urllib.request.Request(
            f"{server.rstrip('/')}/tika",
            data=path.read_bytes(),
            method="PUT",
            headers={
                "Accept": "text/plain",
                "Content-Type": "application/octet-stream",
                "Content-Disposition": f"attachment; filename*=UTF-8''{quoted}",
                "X-Tika-OCRskipOcr": "true",
            },
        )
        total += _timed(request)
    return total


def _timed(request: urllib.request.Request) -> float:
    for _ in range(40):
        started = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            if error.code != 503:
                return time.monotonic() - started
        except (OSError, TimeoutError):
            time.sleep(0.5)
            continue
        else:
            return time.monotonic() - started
        time.sleep(0.5)
    return 0.0
