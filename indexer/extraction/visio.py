"""Visio drawings (``vsdx``): the words on each page."""

from __future__ import annotations

import re

from indexer.documents import Page
from indexer.extraction import tika
from indexer.extraction.ooxml import Package, attribute, descendants, local, relation_id
from indexer.extraction.reading import Context, Reading, Source
from indexer.extraction.xhtml import tidy

_PAGES = "visio/pages/pages.xml"


def read(source: Source, context: Context) -> Reading:
    """The pages under their names. Raises ``NotReadable`` where the package is damaged."""
    with Package(source) as package:
        parts = _parts(package)
        pages = []
        for number, (name, part) in enumerate(parts, 1):
            root = package.xml_if_there(part)
            texts = (
                ["".join(map(str, node.itertext())) for node in descendants(root, "Text")]
                if root is not None
                else []
            )
            if any(text.strip() for text in texts):
                pages.append(
                    Page(number, name or f"第{number}页", tidy("\n".join(text.strip() for text in texts)))
                )
        metadata = package.metadata()
    problems = () if pages else (tika.NO_TEXT,)
    return Reading("vsdx", tuple(pages), len(parts), metadata, problems)


def _parts(package: Package) -> list[tuple[str, str]]:
    """The names and parts of the pages in their order."""
    root = package.xml_if_there(_PAGES)
    relations = package.relations(_PAGES)
    found = []
    for node in root if root is not None else ():
        link = next((relation_id(each) for each in node if local(each) == "Rel"), None)
        if local(node) == "Page" and link in relations:
            found.append((attribute(node, "Name") or "", relations[link or ""].target))
    names = sorted(
        name for name in package.names if re.search(r"visio/(pages/page|masters/master)\d+\.xml$", name)
    )
    return found or [("", name) for name in names]
