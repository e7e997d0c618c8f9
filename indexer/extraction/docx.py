"""Word documents (``docx`` and its kin): the text as its author left it, page by page.

Kept: body, tables in reading order, text boxes, headers and footers, notes, comments, list numbers,
diagrams and charts. Tracked changes are read as accepted. Pages are those Word stored when it last
drew the document, and breaks set by hand; a paragraph is kept whole on the page where it begins, so
that no word is torn in two.
"""

from __future__ import annotations

from indexer.documents import Page
from indexer.extraction import registry, tika
from indexer.extraction.detect import detect
from indexer.extraction.docx_body import Body
from indexer.extraction.inside import drawn_texts, picture_pages, pictures_in
from indexer.extraction.ooxml import Package
from indexer.extraction.parts import labelled
from indexer.extraction.reading import Context, Reading, Source
from indexer.extraction.xhtml import tidy


def read(source: Source, context: Context) -> Reading:
    """The document. Raises ``NotReadable`` where the package or its main part is damaged."""
    with Package(source) as package:
        main = package.main_part("word/document.xml")
        body = Body(package, main, lambda part: _chunk_lines(package, part, context), context)
        texts = [tidy(text) for text in body.pages()]
        texts[-1] = tidy("\n".join([texts[-1], *drawn_texts(package, main)]))
        counted = max(len(texts), package.told_pages())
        metadata = package.metadata()
        pictures = pictures_in(package, body.pictures)
    label = "第{}页" if counted == 1 else labelled(len(texts), counted, stored=body.has_stored_breaks)
    pages = tuple(Page(n, label.format(n), text) for n, text in enumerate(texts, 1) if text.strip())
    added, problems, waiting = picture_pages(pictures, context, first=len(texts) + 1, alone=not pages)
    if not pages and not added and not problems:
        problems = (tika.NO_TEXT,)
    return Reading("docx", (*pages, *added), counted, metadata, problems, waiting)


def _chunk_lines(package: Package, part: str, context: Context) -> list[str]:
    """The text of a part that holds a piece of the body as a web page, a mail or another document."""
    chunk = Source.of_bytes(part.rsplit("/", 1)[-1], package.bytes(part))
    with chunk:
        reader = registry.reader_of(detect(chunk))
        reading = reader(chunk, context) if reader is not None else None
    return [line for page in reading.pages for line in page.text.split("\n")] if reading else []
