"""Tika's XHTML as pages of text: one page for each ``page`` or ``slide`` block, else a single one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from indexer.documents import Page

_BLOCKS = frozenset(
    (
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "tr",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "blockquote",
        "pre",
        "title",
        "address",
        "section",
        "article",
        "header",
        "footer",
        "form",
        "fieldset",
        "option",
        "caption",
        "body",
    )
)
_CELLS = frozenset(("td", "th"))
_PAGES = frozenset(("page", "slide", "slide-content"))
#: What XML 1.0 cannot hold; Tika lets some of it through.
_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\\d|3[01]));",
    re.I,
)
_METADATA = (
    ("dc:title", "title"),
    ("dc:creator", "author"),
    ("meta:last-author", "last_author"),
    ("dcterms:created", "created"),
    ("dcterms:modified", "modified"),
    ("dc:subject", "subject"),
    ("cp:subject", "subject"),
    ("meta:keyword", "keywords"),
    ("dc:description", "description"),
    ("extended-properties:Company", "company"),
    ("extended-properties:Manager", "manager"),
    ("extended-properties:Application", "application"),
    ("xmp:CreatorTool", "application"),
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What Tika said of a file: texts of its pages in order, and its metadata by Tika's names."""

    texts: tuple[str, ...]
    metadata: Mapping[str, Sequence[str]]

    @property
    def media_type(self) -> str:
        return (self.metadata.get("Content-Type") or [""])[0].split(";")[0].strip()

    @property
    def has_text(self) -> bool:
        return any(text.strip() for text in self.texts)


def page_texts(xhtml: str) -> tuple[str, ...]:
    """The text of each page; broken markup is read as far as it goes."""
    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(_NOT_XML.sub("", xhtml).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return ()  # Tika wrote nothing at all
    if root is None:
        return ()
    body = next((node for node in root.iter() if _name(node) == "body"), None)
    if body is None:
        return ()
    texts = [re.sub(r"\n{2,}", "\n", tidy(_text(part))) for part in _parts(body)]
    return tuple(texts) if any(texts) else ()


def pages(texts: Sequence[str], label: str = "第{}页") -> tuple[Page, ...]:
    """Pages with text, numbered as they stand; a single one is labelled as the whole text."""
    only = len(texts) == 1
    return tuple(
        Page(number, "全文" if only else label.format(number), text)
        for number, text in enumerate(texts, start=1)
        if text.strip()
    )


def told_metadata(found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The metadata that a document says of itself, under our names; dates stay ISO."""
    told: dict[str, str] = {}
    for theirs, ours in _METADATA:
        values = "；".join(dict.fromkeys(value.strip() for value in found.get(theirs, ()) if value.strip()))
        if values:
            told.setdefault(ours, values)
    return told


def tidy(text: str) -> str:
    """Lines without trailing blanks, at most one empty line between two."""
    lines = [line.rstrip(" \t\xa0") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname.lower() if isinstance(node.tag, str) else ""


def _is_page(node: etree._Element) -> bool:
    return _name(node) == "div" and (node.get("class") or "") in _PAGES


def _parts(body: etree._Element) -> list[list[etree._Element]]:
    """Pages as runs of nodes: what stands between pages belongs to the page before it."""
    holder = body
    while len(holder) == 1 and _name(holder[0]) == "div" and not _is_page(holder[0]):
        holder = holder[0]
    if not any(_is_page(node) for node in holder):
        return [[body]]
    parts: list[list[etree._Element]] = []
    for node in holder:
        if _is_page(node) or not parts:
            parts.append([node])
        else:
            parts[-1].append(node)
    return parts


def _text(nodes: Sequence[etree._Element]) -> str:
    """Text with a line for each block and each row of a table, cells parted by tabs."""
    cells: list[list[str]] = [[]]  # what is being written: the page, and the cells open in it
    for node in nodes:
        _write(node, cells)
    return "".join(cells[0])


def _write(root: etree._Element, cells: list[list[str]]) -> None:
    """Document order without recursion: nesting in hostile files is deeper than Python's stack."""
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = _name(node)
        if event == "start":
            if name in _CELLS:
                cells.append([])
            elif name in _BLOCKS or name == "br":
                cells[-1].append("\n")
            if node.text and name:
                cells[-1].append(_flat(node.text, name))
            continue
        if name in _CELLS and len(cells) > 1:
            inside = re.sub(r"\n{2,}", "\n", "".join(cells.pop())).strip("\n")
            cells[-1] += [inside, "\t"]
        elif name in _BLOCKS:
            cells[-1].append("\n")
        if node.tail and node is not root:
            cells[-1].append(_flat(node.tail, ""))


def _flat(text: str, name: str) -> str:
    """Line breaks and tabs between elements are the writer's, not the document's."""
    return "" if name != "pre" and text.isspace() and ("\n" in text or "\t" in text) else text
