"""Writes a unit's texts as files of other programs than the built-in sample's."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from pathlib import Path

from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.other_hands.reading import Document, documents
from indexer.sample.paper import Grid, Line, Paper, Style
from indexer.sample.truth import TruthEntry, write_truth
from indexer.sample.writers import write
from indexer.sample.writers.office import core_properties
from indexer.sample.writers.zips import freeze, pack

Rows = list[list[str]]


def write_archive(unit: str, folder: Path, truth: Path | None = None) -> list[TruthEntry]:
    """Write a unit's archive under ``folder`` and, where asked for, its truth as JSON; return the truth."""
    packed: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    entries: list[TruthEntry] = []
    for document in documents(unit):
        place, data = document.truth.path, WRITERS[document.truth.doc_type or ""](document)
        if document.truth.member:
            packed[place].append((document.truth.member, data))
        else:
            _put(folder / place, data)
        entries += [document.truth, *document.parts]
    for place, members in packed.items():
        _put(folder / place, pack(members, names="gbk"))
        entries.append(TruthEntry(path=place, doc_type="zip", kind="container"))
    return entries if truth is None else list(write_truth(entries, truth))


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _blocks(document: Document) -> Iterator[tuple[str, str, Rows]]:
    """(mark, text, rows): neighbouring rows of a table together."""
    rows: Rows = []
    for mark, text in document.lines:
        if mark == "|":
            rows.append([cell.strip(" ") for cell in text.strip("| ").split("|")])
            continue
        if rows:
            yield "|", "", rows
            rows = []
        yield mark, text, []
    if rows:
        yield "|", "", rows


def _docx(document: Document) -> bytes:
    word = WordDocument()
    word.styles["Normal"].font.size = Pt(14)
    for mark, text, rows in _blocks(document):
        if mark == "|":
            _word_table(word, rows)
        elif mark == "#":
            word.add_heading(text, level=0)
        elif mark == "##":
            word.add_heading(text, level=2)
        else:
            paragraph = word.add_paragraph(text)
            align = {
                "^": WD_ALIGN_PARAGRAPH.CENTER,
                "!!": WD_ALIGN_PARAGRAPH.CENTER,
                ">": WD_ALIGN_PARAGRAPH.RIGHT,
            }
            paragraph.alignment = align.get(mark)
    out = io.BytesIO()
    word.save(out)
    return freeze(out.getvalue(), {"docProps/core.xml": _properties(document)})


def _properties(document: Document) -> bytes:
    """Typed on the day itself, as far as the paper tells it, on the office's common account."""
    told = document.truth.date or ""
    created = date.fromisoformat(told) if len(told) == 10 else date(document.truth.work_year or 2022, 12, 1)
    return core_properties(Paper((), "Administrator", created)).encode()


def _word_table(word: object, rows: Rows) -> None:
    width = max(map(len, rows))
    table = word.add_table(rows=len(rows), cols=width, style="Light Grid")  # type: ignore[attr-defined]
    for at, row in enumerate(rows):
        cells = table.rows[at].cells
        for column, text in enumerate(row):
            cells[column].text = text.replace("⏎", "\n")
        if len(row) < width:
            cells[len(row) - 1].merge(cells[-1])


def _xlsx(document: Document) -> bytes:
    """The table starts at B2, as someone leaves room for the binding."""
    book = Workbook()
    sheet = book.active
    at = 2
    for mark, text, rows in _blocks(document):
        for row in rows or [[text]]:
            for column, value in enumerate(row, 2):
                cell = sheet.cell(at, column, value.replace("⏎", "\n"))
                cell.alignment = Alignment(wrap_text=True)
                cell.font = Font(bold=mark == "#", size=18 if mark == "#" else 11)
            at += 1
    out = io.BytesIO()
    book.save(out)
    return freeze(out.getvalue(), {"docProps/core.xml": _properties(document)})


def _pdf(document: Document) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    y = 780.0
    for mark, size, text in _pdf_lines(document):
        for line in simpleSplit(text, "STSong-Light", size, 430):
            if y < 70:
                canvas.showPage()
                y = 780.0
            canvas.setFont("STSong-Light", size)
            width = pdfmetrics.stringWidth(line, "STSong-Light", size)
            x = {"#": 298 - width / 2, "!!": 298 - width / 2, "^": 298 - width / 2, ">": 500 - width}.get(
                mark, 80
            )
            canvas.drawString(x, y, line)
            y -= size * 1.8
    canvas.save()
    return out.getvalue()


def _pdf_lines(document: Document) -> Iterator[tuple[str, int, str]]:
    for mark, text, rows in _blocks(document):
        for row in rows:
            yield "", 12, "   ".join(row).replace("⏎", " ")
        if not rows:
            yield mark, {"#": 18, "!!": 24, "##": 15}.get(mark, 13), text if mark else "　　" + text


def _text(document: Document) -> bytes:
    lines = [text if mark != "|" else "  ".join(text.strip("| ").split("|")) for mark, text in document.lines]
    return ("\r\n".join(lines) + "\r\n").encode("gb18030" if document.encoding == "gbk" else "utf-8-sig")


def _html(document: Document) -> bytes:
    tags = {"#": "h3", "##": "h4", ">": "address"}
    lines = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in _tagged(document, tags))
    page = f'<html><head><meta charset="utf-8"></head><body><div id="nr">{lines}</div></body></html>'
    return page.encode()


def _tagged(document: Document, tags: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((tags.get(mark, "div"), text) for mark, text in document.lines)


def _rtf(document: Document) -> bytes:
    styles = {"#": Style.TITLE, "##": Style.HEADING, "^": Style.CENTER, ">": Style.RIGHT, ".": Style.PLAIN}
    blocks: list[Line | Grid] = []
    for mark, text, rows in _blocks(document):
        blocks.append(Grid(tuple(map(tuple, rows))) if rows else Line(text, styles.get(mark, Style.BODY)))
    return write("rtf", Paper(tuple(blocks)))


WRITERS: dict[str, Callable[[Document], bytes]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "txt": _text,
    "html": _html,
    "rtf": _rtf,
}
