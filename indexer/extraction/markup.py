"""XML without a meaning we know: all its text, an element a line."""

from __future__ import annotations

from lxml import etree

from indexer.documents import Page
from indexer.extraction import ooxml, tika
from indexer.extraction.encoding import decode
from indexer.extraction.reading import Context, Reading, Source
from indexer.extraction.text import encoding_problems
from indexer.extraction.web import declared
from indexer.extraction.xhtml import tidy


def read(source: Source, context: Context) -> Reading:
    """The text of the elements in document order; what is no whole XML is read as plain text."""
    data = source.bytes()
    decoded = decode(data, declared(data))
    root = ooxml.parse(_undeclared(decoded.text).encode("utf-8", "replace"))
    text = tidy(_text(root)) if root is not None else ""
    if not text.strip() and root is None:
        text = tidy(decoded.text)
    if not text.strip():
        return Reading("", page_count=1, metadata={"encoding": decoded.encoding}, problems=(tika.NO_TEXT,))
    page = Page(1, "全文", text)
    return Reading("", (page,), 1, {"encoding": decoded.encoding}, encoding_problems(decoded))


def _undeclared(text: str) -> str:
    """Without the declaration, whose encoding is no longer true once the text is decoded."""
    text = text.lstrip("\ufeff \t\r\n").replace("\x00", "")
    return text.split("?>", 1)[-1] if text.startswith("<?xml") else text


def _text(root: etree._Element) -> str:
    parts: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            parts += ["\n", node.text or ""] if isinstance(node.tag, str) else []
        elif node is not root:
            parts += ["\n", node.tail or ""] if (node.tail or "").strip() else []
    return "\n".join(line.strip() for line in "".join(parts).split("\n") if line.strip())
