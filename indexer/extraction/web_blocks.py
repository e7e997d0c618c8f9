"""The blocks of a web page: which are its matter, which its furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from .sheets import filled_lines

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr"),
        *("ul", "caption", "option", "legend", "summary"),
    )
)
_NEVER = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "canvas", "iframe", "object", "embed", "head"),
        *("select", "button", "textarea", "video", "audio", "map", "datalist"),
    )
)
#: Pieces of a text, never the whole of it.
_PARTS = frozenset(
    ("p", "td", "tr", "tbody", "table", "li", "ul", "ol", "span", "pre", "blockquote", "h1", "h2", "h3")
)
_FURNITURE = frozenset(("nav", "footer", "aside", "menu"))
#: Names of classes and ids that tell furniture, at the ends of their words.
_NAMED_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:nav|navi|navbar|navigation|menu|topbar|topnav|foot|footer|bottom|copyright|copy|breadcrumb|crumbs?"
    r"|location|position|sidebar|share|sharebox|bdshare|jiathis|comments?|related|recommend|relevant|friendlinks?|links?"
    r"|adv?|ads|advert|banner|login|search|searchbox|toolbar|tools|pager|pagination|pages|qrcode|erweima|hotlist|ranking"
    r"|subscribe|cookie|popup|modal)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_NAMED_MATTER = re.compile(
    r"article|content|main|body|text|detail|zoom|ucap|trs_editor|wenzhang|xilan|zhengwen|post|entry|story|news",
    re.IGNORECASE,
)
_FOOTER_TEXT = re.compile(
    r"版权所有|备案号|ICP备|公网安备|网站标识码|联系我们|关于我们|网站地图|技术支持"
    r"|Copyright|All rights reserved",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[，。；：！？、,.;:!?]")
#: A block of links: this share of its characters are links.
LINKS = 0.5
#: A menu: this share of links, at least so many of them, of fewer characters each than a headline.
MENU_LINKS, MENU_LEAST, MENU_LABEL = 0.8, 4, 12
#: The chosen block must hold this share of the page's running text, or all of it is taken.
ENOUGH = 0.3
#: What stands beside a lone paragraph, without links and of no more characters, belongs to it.
BESIDE = 200
#: Text outside the chosen block is kept from this many characters on, if it has sentences.
WORTH_KEEPING = 40


@dataclass(frozen=True, slots=True)
class _Measures:
    """How much text each element holds, and how much of that is links; white space does not count."""

    letters: dict[etree._Element, int]
    linked: dict[etree._Element, int]

    def share(self, node: etree._Element) -> float:
        """The share of an element's characters that are links."""
        return self.linked[node] / self.letters[node] if self.letters.get(node) else 0.0


def main_blocks(root: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """The elements that hold the matter, and others with running text, both in document order."""
    body = root.find(".//body")
    body = root if body is None else body
    for node in list(body.iter(*_NEVER)):
        _drop(node)
    _strip(body, _measured(body))
    measures = _measured(body)
    chosen = _chosen(body, measures)
    inside = set(chosen.iter())
    others = [node for node in _leaves(body) if node not in inside and _is_worth_keeping(node, measures)]
    return [chosen], others


def _measured(body: etree._Element) -> _Measures:
    """One pass over the tree, children before what holds them."""
    letters: dict[etree._Element, int] = {}
    linked: dict[etree._Element, int] = {}
    for _, node in etree.iterwalk(body, events=("end",)):
        count = _count(node.text) + sum(letters.get(each, 0) + _count(each.tail) for each in node)
        letters[node] = count
        linked[node] = count if node.tag == "a" else sum(linked.get(each, 0) for each in node)
    return _Measures(letters, linked)


def _count(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def text_of(nodes: Sequence[etree._Element]) -> str:
    """Text with a line for each block, cells of a table parted by tabs, white space as a browser shows it."""
    return "\n".join(_lines(nodes))


def _lines(nodes: Sequence[etree._Element]) -> Iterator[str]:
    for node in nodes:
        for text in _walk(node).split("\n"):
            plain = re.sub(r"[ \r\f\v\u00a0]+", " ", text).strip(" ").rstrip("\t")
            if plain.strip():
                yield plain.replace(_KEPT_LINE, "\n")


_KEPT_LINE = "\x01"


def _walk(root: etree._Element) -> str:
    """Document order without recursion: markup nests deeper than Python's stack.

    The blocks of a cell stay in it: a line ends where a row does.
    """
    written: list[list[str]] = [[]]  # the page, and the cells open in it
    kept = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            kept += name == "pre"
            if name in ("td", "th"):
                written.append([])
            elif name in BLOCKS or name == "br":
                written[-1].append("\n")
            written[-1].append(_inline(node.text or "", kept))
            continue
        kept -= name == "pre"
        if name in ("td", "th"):
            cell = "".join(written.pop()) if len(written) > 1 else ""
            written[-1] += [filled_lines(cell, " \t"), "\t"]
        elif name in BLOCKS:
            written[-1].append("\n")
        if node is not root:
            written[-1].append(_inline(node.tail or "", kept))
    return "".join(text for part in written for text in part)


def _inline(text: str, kept: int) -> str:
    return text.replace("\n", _KEPT_LINE) if kept else re.sub(r"[ \t\r\n\f]+", " ", text)


def _strip(body: etree._Element, measures: _Measures) -> None:
    """Take out what says of itself, or shows by its links, that it is furniture."""
    for node in list(body.iter()):
        if isinstance(node.tag, str) and node is not body and _is_furniture(node, measures):
            _drop(node)


def _drop(node: etree._Element) -> None:
    """Remove an element but not the text after it."""
    parent = node.getparent()
    if parent is None:
        return
    before, tail = node.getprevious(), node.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(node)


def _is_furniture(node: etree._Element, measures: _Measures) -> bool:
    length, links = measures.letters[node], measures.share(node)
    style = (node.get("style") or "").replace(" ", "").lower()
    if "display:none" in style or node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return length < 2000  # whole texts are hidden until a script shows them
    if node.tag in _FURNITURE or node.get("role") in ("navigation", "contentinfo", "banner", "search"):
        return links > 0.3 or length < 400
    if node.tag not in BLOCKS:
        return False
    if _is_menu(node, measures):
        return True
    names = _names(node)
    if _NAMED_FURNITURE.search(names) and not _NAMED_MATTER.search(names):
        return links > LINKS or length < 200
    return 0 < length < 400 and len(_FOOTER_TEXT.findall(_plain(node))) >= 2


def _is_menu(node: etree._Element, measures: _Measures) -> bool:
    """Nothing but links, and those short: the headlines of a list of articles are longer."""
    if measures.share(node) < MENU_LINKS or node.tag in ("table", "tbody", "tr"):
        return False
    links = sum(1 for _ in node.iter("a"))
    return links >= MENU_LEAST and measures.linked[node] < MENU_LABEL * links


def _names(node: etree._Element) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def _chosen(body: etree._Element, measures: _Measures) -> etree._Element:
    """The block whose own paragraphs weigh most; the whole body where none holds enough of the text."""
    prose: dict[etree._Element, float] = {}
    scores: dict[etree._Element, float] = {}
    for node in body.iter(
        "p", "td", "pre", "div", "section", "article", "blockquote", "li", "h1", "h2", "h3"
    ):
        weight = _weight(_own_text(node)) * (1 - measures.share(node))
        if weight <= 0:
            continue
        for depth, above in enumerate(_with_ancestors(node, body)):
            prose[above] = prose.get(above, 0.0) + weight
            scores[above] = scores.get(above, 0.0) + weight * max(0.0, 0.75**depth if depth < 5 else 0.0)
    if not scores:
        return body
    best = max(scores, key=lambda node: scores[node] * (1 - measures.share(node)) * _name_factor(node))
    best = _widened(best, body, prose, measures)
    enough = prose.get(best, 0.0) >= ENOUGH * prose.get(body, 0.0)
    return best if enough else body


def _with_ancestors(node: etree._Element, body: etree._Element) -> Iterator[etree._Element]:
    yield node
    if node is not body:
        for above in node.iterancestors():
            yield above
            if above is body:
                return


def _widened(
    best: etree._Element, body: etree._Element, prose: dict[etree._Element, float], measures: _Measures
) -> etree._Element:
    """The block that holds the best one and other matter beside it, not much furniture."""
    named = False
    while best is not body:
        parent = best.getparent()
        if parent is None:
            return best
        if best.tag not in _PARTS:
            named = named or bool(_NAMED_MATTER.search(_names(best)))
            added = prose.get(parent, 0.0) - prose.get(best, 0.0)
            beside = measures.letters[parent] - measures.letters[best]
            worth = added >= 0.4 * prose.get(best, 0.0) and added >= 0.6 * beside
            if named or (beside and not worth and not _is_paragraph(best, parent, beside, measures)):
                return best
        best = parent
    return best


def _is_paragraph(best: etree._Element, parent: etree._Element, beside: int, measures: _Measures) -> bool:
    """Whether a block without blocks is a paragraph of what holds it, with its headline and signature."""
    holds_blocks = any(each.tag in BLOCKS for each in best)
    return beside <= BESIDE and not holds_blocks and measures.linked[parent] == measures.linked[best]


def _weight(text: str) -> float:
    """Running text by its length, sentences in it counting more."""
    length = _count(text)
    if length < 8:
        return 0.0
    return length * (1.0 if _SENTENCE.search(text) else 0.3)


def _name_factor(node: etree._Element) -> float:
    return 1.25 if _NAMED_MATTER.search(_names(node)) or node.tag in ("article", "main") else 1.0


def _own_text(node: etree._Element) -> str:
    """The text of a block that is in no smaller block."""
    parts = [node.text or ""]
    for each in node:
        if each.tag not in BLOCKS and each.tag not in ("td", "th"):
            parts.append(_plain(each))
        parts.append(each.tail or "")
    return "".join(parts)


def _leaves(body: etree._Element) -> Iterator[etree._Element]:
    """Blocks that hold no other block."""
    for node in body.iter():
        if node.tag in BLOCKS and not any(each.tag in BLOCKS for each in node.iterdescendants()):
            yield node


def _is_worth_keeping(node: etree._Element, measures: _Measures) -> bool:
    if measures.letters[node] < WORTH_KEEPING or measures.share(node) >= 0.3:
        return False
    return bool(_SENTENCE.search(_plain(node)))


def _plain(node: etree._Element) -> str:
    return "".join(map(str, node.itertext()))
