"""Which page is to be drawn, from what, with which marks."""

from __future__ import annotations

import hashlib

from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.errors import NotFound
from indexer.extraction.drawing import DRAWN
from indexer.extraction.reading import Context
from search_app.documents.drawing import Sheet
from search_app.documents.originals import holds_secrets, located

#: Raised when pages are drawn differently, so that browsers ask for them anew.
_DRAWING = "1"


def sheet_of(
    catalog: Catalog,
    record: DocumentRecord,
    number: int,
    words: tuple[tuple[str, ...], ...],
    context: Context,
) -> Sheet:
    """Page ``number`` of a document. Raises ``NotFound`` for what is not drawn, gone, or quarantined."""
    if holds_secrets(catalog, record):
        raise NotFound("没有可看的页面", "这份文件带有密级标志，本系统不提供其内容")
    if record.doc_type not in DRAWN:
        raise NotFound("这种文件不能画成页面", "请看文字，或下载原件")
    if number < 1:
        raise NotFound("没有这一页", "页码从 1 起")
    stored = next((page for page in catalog.pages(record.id) if page.number == number), None)
    return Sheet(located(record), record.member, record.doc_type, number, stored, words, context)


def sheet_tag(record: DocumentRecord, sheet: Sheet) -> str:
    """What tells one drawing from another: the bytes, the page, the words."""
    told = repr((_DRAWING, record.sha256, record.mtime_ns, sheet.number, sheet.words))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
