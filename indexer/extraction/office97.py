"""Documents of the old kind (``doc``, ``ppt``, ``wps``, ``dps``): by Tika, once they are opened."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.documents import Page
from indexer.extraction import tika
from indexer.extraction.parts import labelled
from indexer.extraction.passwords import opened_with_password
from indexer.extraction.reading import Context, Reading, Source
from indexer.extraction.word97 import mended, read_breaks, split

#: Marks of notes and comments, for which Tika has no character.
_MARK = re.compile("\ufffd\\s*")


def read(source: Source, context: Context) -> Reading:
    """What Tika reads, parted where a Word document breaks its pages. Raises ``NotReadable`` where no
    password fits or Tika gives up.

    Tika takes an encrypted document for an empty one without a word, so that is asked first.
    """
    opened = opened_with_password(source, context)
    if opened is source:
        return _parted(source, tika.read(source, context))
    with opened:
        return _parted(opened, tika.read(opened, context))


def _parted(source: Source, reading: Reading) -> Reading:
    if reading.doc_type != "doc" or len(reading.pages) != 1:
        return reading
    breaks = read_breaks(source.bytes())
    lines = mended(_MARK.sub("", reading.pages[0].text).split("\n"), breaks.seams)
    texts = ["\n".join(part) for part in split(lines, breaks.page_starts)]
    count = max(len(texts), reading.page_count)
    label = labelled(len(texts), count)
    pages = tuple(Page(n, label.format(n), text) for n, text in enumerate(texts, 1) if text.strip())
    return replace(reading, pages=pages, page_count=count)
