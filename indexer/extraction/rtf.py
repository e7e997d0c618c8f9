"""Rich Text Format: the final text page by page, tables row by row, notes where they are referred to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..documents import Page, Problem, ProblemKind
from . import tika
from .inside import embedded_file, packaged_file, picture_pages
from .parts import labelled
from .reading import Context, Member, NotReadable, Reading, Source
from .rtf_parsing import CELL, PAGE, ROW, ROW_START, Parsed, parse
from .xhtml import tidy

_PROPERTIES = {
    "title": "title",
    "author": "author",
    "operator": "last_author",
    "subject": "subject",
    "keywords": "keywords",
    "doccomm": "description",
    "company": "company",
    "creatim": "created",
    "revtim": "modified",
}
_FILES = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF")
_DATES = ("created", "modified")
_CUT = Problem(ProblemKind.BROKEN, "文件不完整，已读出其中的文字，可能不全", "找一份好的原件替换它")


def read(source: Source, context: Context) -> Reading:
    """The document. Raises ``NotReadable`` where there is none."""
    parsed = parse(source.bytes(), context.beat)
    texts = _pages(parsed)
    told = parsed.properties.get("nofpages", "")
    count = max(len(texts), int(told) if told.isdigit() and len(told) < 6 else 0)
    label = labelled(len(texts), count)
    pages = tuple(Page(n, label.format(n), text) for n, text in enumerate(texts, 1) if text)
    added, problems, waiting = picture_pages(parsed.pictures, context, first=len(texts) + 1, alone=not pages)
    if not pages and not added and not problems:
        if not parsed.is_whole:
            raise NotReadable(_CUT.kind, "文件已损坏，没有读出文字", _CUT.hint)
        problems = (tika.NO_TEXT,)
    metadata = {
        ours: parsed.properties[name] for name, ours in _PROPERTIES.items() if parsed.properties.get(name)
    }
    cut = () if parsed.is_whole else (_CUT,)
    return Reading("rtf", (*pages, *added), count, metadata, (*problems, *cut), waiting)


def members(source: Source, context: Context) -> Iterator[Member]:
    """The files put into the document as objects."""
    data = source.bytes()
    if b"\\objdata" not in data:
        return
    for number, packed in enumerate(parse(data, context.beat).objects, 1):
        kind, native = _embedded(packed)
        name = f"对象{number}"
        if kind == b"Package":
            found = packaged_file(name, bytes(4) + native)
        else:
            found = embedded_file(name, native) if native.startswith(_FILES) else None
        if found is not None:
            yield found


def _embedded(data: bytes) -> tuple[bytes, bytes]:
    """The class and the native data of an OLE 1 object (MS-OLEDS 2.2.5); empty for what is only a link."""
    if data[4:8] != b"\x02\x00\x00\x00":
        return b"", b""
    at, texts = 8, []
    for _ in range(3):
        length = int.from_bytes(data[at : at + 4], "little")
        texts.append(data[at + 4 : at + 4 + length].rstrip(b"\0"))
        at += 4 + length
    size = int.from_bytes(data[at : at + 4], "little")
    return texts[0], data[at + 4 : at + 4 + size]


def _pages(parsed: Parsed) -> list[str]:
    """The pages that breaks part; margins stand above and below the first, each once."""
    texts = [tidy(_laid_out(text)) for text in parsed.body.split(PAGE)]
    while len(texts) > 1 and not texts[-1]:
        texts.pop()
    texts[0] = "\n".join(filter(None, [*_margins(parsed.headers), texts[0], *_margins(parsed.footers)]))
    return texts


def _margins(texts: list[str]) -> list[str]:
    told = (tidy(_laid_out(text)) for text in texts)
    return [text for text in dict.fromkeys(told) if sum(char.isalpha() for char in text) > 1]


def _laid_out(text: str) -> str:
    """Cells of a row parted by tabs, their own lines kept, each row on lines of its own."""
    *rows, after = text.split(ROW)
    told = [_row(row) for row in rows]
    return "\n".join([*told, after.removeprefix("\n") if rows else after]).replace(ROW_START, "")


def _row(row: str) -> str:
    """A row under what stands above its table."""
    first, *cells = row.split(CELL)
    above, _, first = first.rpartition(ROW_START) if ROW_START in first else ("", "", first)
    told = [re.sub(r"\n{2,}", "\n", cell).strip("\n" + ROW_START) for cell in (first, *cells)]
    above = above.replace(ROW_START, "").removeprefix("\n").rstrip("\n")
    return (f"{above}\n" if above else "") + "\t".join(told).rstrip("\t")
