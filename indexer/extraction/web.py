"""Saved web pages: the main text without navigation, footers and scripts; title and date from its head.

The main text is found by weighing: running text speaks for a block, links and telling names (``nav``,
``footer``, ``copyright``) against it. What lies outside the block but still reads like sentences is kept
on a second page, so that a wrong choice loses nothing; menus are dropped.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Iterator

from lxml import etree, html

from indexer.documents import Page
from indexer.extraction import tika
from indexer.extraction.encoding import decode
from indexer.extraction.reading import Context, Reading, Source
from indexer.extraction.text import encoding_problems
from indexer.extraction.web_blocks import main_blocks, text_of
from indexer.extraction.xhtml import tidy

#: How far into a file its declared encoding is looked for.
_HEAD = 4096
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
#: Names of meta elements, the first that has a value wins; the later ones are those of Chinese
#: government sites (政府网站网页标签, 国办函〔2019〕… naming) and of news sites.
_META = {
    "title": ("articletitle", "og:title", "dc.title", "twitter:title"),
    "author": ("author", "article:author", "dc.creator", "contentsource", "og:author"),
    "created": (
        *("pubdate", "article:published_time", "og:release_date", "publishdate", "publish_time"),
        *("firstpublishedtime", "dc.date", "date", "releasedate", "weibo:article:create_at", "datepublished"),
    ),
    "modified": ("lastmodified", "article:modified_time", "last-modified", "revised"),
    "keywords": ("keywords",),
    "description": ("description", "og:description"),
    "source": ("contentsource", "og:site_name", "sitename"),
    "application": ("generator", "progid"),
}
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")


def read(source: Source, context: Context) -> Reading:
    """The page's main text as page 1, other running text as page 2."""
    data = source.bytes()
    decoded = decode(data, declared(data))
    root = parse(decoded.text)
    if root is None:
        return Reading("html", page_count=1, problems=(tika.NO_TEXT,))
    metadata = _metadata(root) | {"encoding": decoded.encoding}
    main, others = main_blocks(root)
    texts = [
        _headed(metadata.get("title", ""), tidy(text_of(main))),
        tidy("\n".join(text_of([node]) for node in others)),
    ]
    if not any(texts):
        texts = [tidy(_without_tags(decoded.text)), ""]
    labels = ("正文", "其他文字")
    pages = tuple(
        Page(number, label, text)
        for number, (label, text) in enumerate(zip(labels, texts, strict=True), 1)
        if text.strip()
    )
    problems = encoding_problems(decoded)
    if not pages:
        problems = (tika.NO_TEXT,)
    return Reading("html", pages, len(pages), metadata, problems)


def _without_tags(text: str) -> str:
    """What is left of markup too deep or too broken for a parser, or of a page of nothing but menus."""
    plain = re.sub(r"(?is)<!--.*?(-->|$)|<(script|style|head)\b.*?(</\2>|$)|<!doctype[^<>]*>", "", text)
    return html_text.unescape(re.sub(r"<[^<>]*>", "\n", plain))


def _headed(title: str, text: str) -> str:
    """The text under its headline, which pages often show outside the block of the text."""
    packed = "".join(title.split())
    return f"{title}\n{text}" if text and packed and packed not in "".join(text.split()) else text


def parse(text: str) -> etree._Element | None:
    """The element tree of a page, however its markup is broken; None of an empty one."""
    plain = re.sub(r"(?i)^\s*(<\?xml[^>]*\?>)?\s*(<!doctype[^>]*>)?", "", text).replace("\x00", "")
    if not plain.strip():
        return None
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root: etree._Element = html.document_fromstring(plain, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root


def declared(data: bytes) -> Iterator[str]:
    """The encodings that the head of a page or an XML file claims."""
    for match in _DECLARED.finditer(data[:_HEAD]):
        yield match[1].decode("ascii")


def _metadata(root: etree._Element) -> dict[str, str]:
    told: dict[str, str] = {}
    for node in root.iter("meta"):
        name = (node.get("name") or node.get("property") or node.get("itemprop") or "").strip().lower()
        text = re.sub(r"\s+", " ", node.get("content") or "").strip()
        if name and text:
            told.setdefault(name, text)
    found = {ours: next((told[name] for name in names if name in told), "") for ours, names in _META.items()}
    found["title"] = found["title"] or _title(root)
    for name in ("created", "modified"):
        date = _DATE.search(found[name])
        found[name] = f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}" if date else ""
    return {name: text for name, text in found.items() if text}


def _title(root: etree._Element) -> str:
    for path in (".//head/title", ".//title", ".//h1"):
        node = root.find(path)
        if node is not None and (text := re.sub(r"\s+", " ", "".join(map(str, node.itertext()))).strip()):
            return text
    return ""
