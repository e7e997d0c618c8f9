"""PDF: the text of each page, its notes, form fields and bookmarks; scanned pages by recognition.

The text comes from PDFium (a fifteenth of the time Tika takes); Tika is asked where PDFium's text is
rubbish or the document is an XFA form, and answers where PDFium cannot open the file at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.documents import Problem, ProblemKind
from indexer.extraction import pdf_page, tika
from indexer.extraction.legibility import garbled, mended
from indexer.extraction.pdf_page import Found, Need
from indexer.extraction.pictures import picture_problems
from indexer.extraction.reading import Context, Member, NotReadable, Reading, Source

_METADATA = (
    ("Title", "title"),
    ("Author", "author"),
    ("Subject", "subject"),
    ("Keywords", "keywords"),
    ("Creator", "application"),
    ("Producer", "producer"),
)
_DATES = (("CreationDate", "created"), ("ModDate", "modified"))
_DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?([Zz+-])?(\d{2})?'?(\d{2})?")
_XFA = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)
#: Bookmarks beyond this many are not looked at: generated files have one a paragraph.
_BOOKMARKS = 5000


def read(source: Source, context: Context) -> Reading:
    """The pages. Raises ``NotReadable`` where the file is encrypted or PDFium cannot open it."""
    with closing(open_document(source, context.passwords)) as document:
        count = len(document)
        kept = min(count, context.limits.pages)
        bookmarks = _bookmarks(document)
        document.init_forms()
        found = []
        for index in range(kept):
            context.beat()
            found.append(pdf_page.find(document, index, bookmarks.get(index, [])))
        found = _second_opinion(found, source, context, document.get_formtype() in _XFA)
        waiting = any(each.need is not Need.NONE for each in found)
        if waiting and context.ocr:
            found = [pdf_page.recognise(document, each, context) for each in found]
            waiting = False
        metadata = _metadata(document)
    pages = tuple(each.page for each in found if each.page.text.strip())
    problems = [*_picture_problems(found, waiting), *_page_limit(count, kept)]
    if not pages and not problems:
        problems = [tika.NO_TEXT]
    return Reading("pdf", pages, count, metadata, tuple(problems), waiting)


def members(source: Source, context: Context) -> Iterator[Member]:
    """The files attached to a PDF (a portfolio is nothing else)."""
    try:
        document = open_document(source, context.passwords)
    except NotReadable:
        return  # the reader says why
    with closing(document):
        for number, attachment in enumerate(_attachments(document, context)):
            name = _member_name(attachment.get_name(), number)
            try:
                data = bytes(attachment.get_data())
            except pdfium.PdfiumError:
                problem = Problem(ProblemKind.BROKEN, "PDF 里的这个附件取不出来", "在 PDF 阅读器里另存它")
                yield Member(name, None, problem)
                continue
            yield Member(name, Source.of_bytes(name, data))


def _attachments(document: pdfium.PdfDocument, context: Context) -> Iterator[pdfium.PdfAttachment]:
    """What is attached to the document, then what is pinned to its pages."""
    for number in range(document.count_attachments()):
        yield document.get_attachment(number)
    for index in range(min(len(document), context.limits.pages)):
        context.beat()
        yield from pdf_page.attachments(document, index)


def open_document(source: Source, passwords: tuple[str, ...] = ()) -> pdfium.PdfDocument:
    """The document, opened with no password or the first that fits.

    Raises ``NotReadable``: ``ENCRYPTED`` where none fits, ``BROKEN`` where it is no PDF.
    """
    path = source.local_path()
    for password in (None, *passwords):
        try:
            return pdfium.PdfDocument(path, password=password)
        except pdfium.PdfiumError as error:
            if error.err_code == raw.FPDF_ERR_SECURITY:
                raise NotReadable(
                    ProblemKind.ENCRYPTED, "PDF 用了不认识的加密方式，打不开", "用原来的软件解密后另存"
                ) from error
            if error.err_code != raw.FPDF_ERR_PASSWORD:
                raise NotReadable(
                    ProblemKind.BROKEN, "PDF 已损坏，打不开", "找一份好的原件，或用 PDF 软件修复"
                ) from error
    raise NotReadable(ProblemKind.ENCRYPTED, "PDF 设了打开密码", ENCRYPTED_HINT)


ENCRYPTED_HINT = "把密码写进密码本（设置 passwords_file），或去掉密码后另存"


def _second_opinion(found: list[Found], source: Source, context: Context, xfa: bool) -> list[Found]:
    """Tika's text where ours is rubbish and Tika's is not, or where a form hides its text in XFA."""
    if not xfa and not any(each.need is Need.GARBLED for each in found):
        return found
    try:
        theirs = tika.parse(source, context).texts
    except NotReadable:
        return found
    if xfa and sum(map(len, theirs)) > sum(len(each.page.text) for each in found):
        return [_with_text(each, text) for each, text in zip(found, theirs, strict=False)] or found
    if len(theirs) != len(found):
        return found
    better = [
        each.need is Need.GARBLED and bool(text) and not garbled(text)
        for each, text in zip(found, theirs, strict=True)
    ]
    return [
        _with_text(each, text) if good else each
        for each, text, good in zip(found, theirs, better, strict=True)
    ]


def _with_text(found: Found, text: str) -> Found:
    return Found(replace(found.page, text=text), Need.NONE)


def _picture_problems(found: list[Found], waiting: bool) -> tuple[Problem, ...]:
    pictured = [each.page for each in found if each.page.ocr]
    only = bool(pictured) and not any(each.page.text.strip() for each in found if not each.page.ocr)
    bare = any(
        each.need is Need.GARBLED or not each.page.text.strip()
        for each in found
        if each.need is not Need.NONE
    )
    if waiting and not bare:
        return ()  # pictures beside text: they will add to it, nothing is amiss
    return picture_problems(pictured, waiting=waiting, only_pictures=only)


def _page_limit(count: int, kept: int) -> list[Problem]:
    if count <= kept:
        return []
    return [Problem(ProblemKind.LIMITED, f"共 {count} 页，只读了前 {kept} 页", "把文件拆成几个")]


def _bookmarks(document: pdfium.PdfDocument) -> dict[int, list[str]]:
    """Titles of the outline by the page (from 0) they point to; those that point nowhere to the first."""
    titles: dict[int, list[str]] = defaultdict(list)
    for number, bookmark in enumerate(document.get_toc()):
        if number >= _BOOKMARKS:
            break
        target = bookmark.get_dest()
        index = target.get_index() if target is not None else None
        titles[index or 0].append(mended(bookmark.get_title()).strip("\x00 "))
    return titles


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    told = document.get_metadata_dict(skip_empty=True)
    found = {ours: mended(told[theirs]).strip("\x00 ") for theirs, ours in _METADATA if theirs in told}
    for theirs, ours in _DATES:
        if date := _iso_date(told.get(theirs, "")):
            found[ours] = date
    return {name: value for name, value in found.items() if value}


def _iso_date(text: str) -> str | None:
    """A PDF date (ISO 32000-1, 7.9.4: ``D:YYYYMMDDHHmmSSOHH'mm'``) as ISO 8601, as far as it goes."""
    match = _DATE.match(text.strip())
    if match is None or not "1980" <= match[1] <= "2100":
        return None
    year, month, day, hour, minute, second, sign, zone_hour, zone_minute = match.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if second is None:
        return date
    zone = "Z" if sign in ("Z", "z") else f"{sign}{zone_hour}:{zone_minute or '00'}" if zone_hour else ""
    return f"{date}T{hour}:{minute}:{second}{zone}"


def _member_name(name: str, number: int) -> str:
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].strip("\x00 ")
    return plain or f"附件{number + 1}"
