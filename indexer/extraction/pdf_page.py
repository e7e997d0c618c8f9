"""One page of a PDF: its text layer, what is written in notes and fields, and whether it must be read
from its picture."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.documents import LineBox, Page
from indexer.extraction.composing import CELL_GAP
from indexer.extraction.legibility import garbled, mended
from indexer.extraction.pdf_tables import with_tables
from indexer.extraction.pictures import read_waiting
from indexer.extraction.reading import Context
from indexer.extraction.xhtml import tidy

#: A picture is looked at where it takes this share of the page and holds less text than a picture of
#: writing would: characters for a whole page, plus a few for a stamp of the scanner's software.
PICTURE_SHARE = 0.08
TEXT_OVER_PICTURE = 150
STAMP = 10
#: Pages are drawn for recognition at this many dots an inch, and never larger than this many pixels.
DOTS = 220
LONG_SIDE = 3500
#: Text read from the picture is the same as the text layer where this share of its pairs is in it.
SAME = 0.5
#: A blank that may part cells: beside digits and characters that need no blanks between words. Justified
#: Latin lines have blanks as wide as that between columns.
_BLANK = re.compile("(?<=[0-9%)\u00a5\u2000-\uffff]) (?=[0-9(\u00a5\u2000-\uffff])")
_JUNK = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_NOTES = (raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_POPUP)
_MARKUPS = (
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_STRIKEOUT,
)
_TEXT_FIELDS = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)


class Need(Enum):
    """Why a page must be read from its picture."""

    NONE = "none"
    PICTURE = "picture"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Found:
    """A page as far as it is read, and what it still needs."""

    page: Page
    need: Need


def find(document: pdfium.PdfDocument, index: int, bookmarks: list[str]) -> Found:
    """The page at ``index`` (from 0) by its text layer. A page that PDFium cannot load is empty."""
    number = index + 1
    label = _label(document, index)
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return Found(Page(number, label, ""), Need.NONE)
    with closing(page), closing(page.get_textpage()) as layer:
        text = clean(_in_order(page, layer, layer.get_text_range()))
        need = _need(page, layer, text)
        written = [text, *_annotations(document, page)]
    whole = tidy("\n".join(part for part in written if part))
    missing = [title for title in bookmarks if _packed(title) and _packed(title) not in _packed(whole)]
    return Found(Page(number, label, "\n".join([*missing, whole] if whole else missing)), need)


def _in_order(page: pdfium.PdfPage, layer: pdfium.PdfTextPage, text: str) -> str:
    lined = _with_cells(layer, text)
    tabled = with_tables(page, layer, lined) if text.strip() else None
    return lined if tabled is None else tabled


def _with_cells(layer: pdfium.PdfTextPage, text: str) -> str:
    """The text with a tab where a blank stands for the white between two columns of a row."""
    if " " not in text or len(text) != layer.count_chars():
        return text
    return _BLANK.sub(lambda blank: "\t" if _is_wide(layer, blank.start()) else " ", text)


def _is_wide(layer: pdfium.PdfTextPage, at: int) -> bool:
    left, right = layer.get_charbox(at - 1, loose=True), layer.get_charbox(at + 1, loose=True)
    height = min(left[3] - left[1], right[3] - right[1])
    return bool(height > 0 and right[0] - left[2] > CELL_GAP * height)


def attachments(document: pdfium.PdfDocument, index: int) -> Iterator[pdfium.PdfAttachment]:
    """The files pinned to a page as notes."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return
    with closing(page):
        for number in range(raw.FPDFPage_GetAnnotCount(page)):
            note = raw.FPDFPage_GetAnnot(page, number)
            if not note:
                continue
            if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_FILEATTACHMENT:
                attachment = raw.FPDFAnnot_GetFileAttachment(note)
                if attachment:
                    yield pdfium.PdfAttachment(attachment, document)
            raw.FPDFPage_CloseAnnot(note)


def recognise(document: pdfium.PdfDocument, found: Found, context: Context) -> Found:
    """The page with what its picture says, where it needs that; boxes are those of recognised lines."""
    if found.need is Need.NONE:
        return found
    context.beat()
    with closing(document[found.page.number - 1]) as page:
        image = draw(page)
    read = read_waiting(image, context, found.page.number, found.page.label)
    return Found(_together(found, read), Need.NONE)


def draw(page: pdfium.PdfPage) -> Any:
    """The page as a picture fit for recognition."""
    longest = max(page.get_size()) or 1.0
    return page.render(scale=min(DOTS / 72, LONG_SIDE / longest)).to_pil()


def clean(text: str) -> str:
    """PDFium's text without its marks for hyphens and unmapped glyphs, lines parted by ``\\n``."""
    return mended(_JUNK.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def _label(document: pdfium.PdfDocument, index: int) -> str:
    """What readers call the page: its place, and the label printed on it where that differs."""
    own = document.get_page_label(index).strip()
    return f"第{index + 1}页" if own in ("", str(index + 1)) else f"第{index + 1}页（{own}）"


def _need(page: pdfium.PdfPage, layer: pdfium.PdfTextPage, text: str) -> Need:
    if not text.strip():
        return Need.NONE if _is_blank(page) else Need.PICTURE
    if garbled(text):
        return Need.GARBLED
    return Need.PICTURE if any(_unread_pictures(page, layer)) else Need.NONE


def _is_blank(page: pdfium.PdfPage) -> bool:
    """Whether the drawn page is of one colour, but for a few specks."""
    longest = max(page.get_size()) or 1.0
    grey = page.render(scale=300 / longest, may_draw_forms=False).to_pil().convert("L")
    counts = grey.histogram()
    common = max(range(256), key=counts.__getitem__)
    near = sum(counts[max(0, common - 24) : common + 25])
    return bool(grey.width * grey.height - near < 12)


def _unread_pictures(page: pdfium.PdfPage, layer: pdfium.PdfTextPage) -> Iterator[bool]:
    """True for every picture of some size that the text layer says little or nothing of."""
    width, height = page.get_size()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        left, right = max(0.0, left), min(width, right)
        bottom, top = max(0.0, bottom), min(height, top)
        share = max(0.0, right - left) * max(0.0, top - bottom) / max(1.0, width * height)
        if share >= PICTURE_SHARE:
            over = _packed(layer.get_text_bounded(left, bottom, right, top))
            yield len(over) < TEXT_OVER_PICTURE * share + STAMP


def _annotations(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> list[str]:
    """What is written in notes, comments and form fields, in the page's order, each once."""
    said: dict[str, None] = {}
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        text = ""
        if kind in _NOTES or kind in _MARKUPS:
            text = _string(raw.FPDFAnnot_GetStringValue, note, b"Contents")
        elif kind == raw.FPDF_ANNOT_WIDGET and document.formenv is not None:
            text = _field(document.formenv, note)
        raw.FPDFPage_CloseAnnot(note)
        if text.strip():
            said.setdefault(tidy(clean(text)))
    return list(said)


def _field(form: Any, note: Any) -> str:
    """The value of a form field; a box that is ticked says its name."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    name = _string(raw.FPDFAnnot_GetFormFieldAlternateName, form, note)
    if kind in _TEXT_FIELDS:
        value = _string(raw.FPDFAnnot_GetFormFieldValue, form, note)
        return f"{name}：{value}" if name and value else value
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON) and raw.FPDFAnnot_IsChecked(
        form, note
    ):
        return f"☑{name or _string(raw.FPDFAnnot_GetFormFieldName, form, note)}"
    return ""


def _string(call: Any, *arguments: Any) -> str:
    """A UTF-16 string by PDFium's habit: ask for its length in bytes, then for the bytes."""
    length = call(*arguments, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    call(*arguments, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "ignore")


def _together(found: Found, read: Page) -> Page:
    """What the picture says and what the layer says, each thing once.

    A garbled layer gives way, unless the picture says the same after all. Otherwise lines of the
    picture that the layer lacks are added under it, with their boxes.
    """
    layer = found.page.text
    if not read.text.strip():
        return found.page
    if not layer.strip():
        return read
    if found.need is Need.GARBLED:
        return found.page if _shared(read.text, layer) >= SAME else read
    known = _packed(layer)
    text, boxes = layer, list[LineBox]()
    for line in _lines(read):
        said = read.text[line.start : line.end]
        if not _packed(said) or _packed(said) in known:
            continue
        boxes.append(replace(line, start=len(text) + 1, end=len(text) + 1 + len(said)))
        text = f"{text}\n{said}"
    if not boxes:
        return found.page
    return replace(read, text=text, boxes=tuple(boxes))


def _lines(read: Page) -> tuple[LineBox, ...]:
    return tuple(sorted(read.boxes, key=lambda line: line.start))


def _shared(one: str, other: str) -> float:
    """The share of adjacent pairs of characters of one text that the other has too."""
    pairs = {one[i : i + 2] for one in (_packed(one),) for i in range(len(one) - 1)}
    theirs = _packed(other)
    return sum(pair in theirs for pair in pairs) / max(1, len(pairs))


def _packed(text: str) -> str:
    return re.sub(r"\s+", "", text)
