"""The body of a Word document as pages of lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from indexer.extraction.docx_runs import BREAK, STORED_BREAK, Runs
from indexer.extraction.numbering import read_numbering
from indexer.extraction.ooxml import Package, attribute, child, descendants, local, relation_id
from indexer.extraction.reading import Context

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_SKIPPED = frozenset(("del", "moveFrom", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"))


@dataclass(slots=True)
class _Pages:
    """Lines on pages. A break stored by Word right after one set by hand is the same break."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    notes: list[list[str]] = field(default_factory=lambda: [[]])
    has_stored: bool = False
    _by_hand: bool = False

    def breaks(self, marks: Sequence[str]) -> None:
        self.has_stored = self.has_stored or STORED_BREAK in marks
        for mark in marks:
            if mark == STORED_BREAK and self._by_hand:
                self._by_hand = False
                continue
            self._by_hand = mark == BREAK
            self.pages.append([])
            self.notes.append([])

    def lines(self, lines: Sequence[str]) -> None:
        if any(line.strip() for line in lines):
            self._by_hand = False
        self.pages[-1] += lines


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines with the breaks before them and those in or after them."""

    lines: list[str]
    before: list[str]
    after: list[str]


class Body:
    """A document's main part, read once. ``pictures`` are the relation ids of pictures met;
    ``has_stored_breaks``: Word stored where it broke the pages when it last drew them.

    ``chunk_lines`` reads a part in another format that stands for a piece of the body. What is beyond the
    context's limit is not read.
    """

    def __init__(
        self,
        package: Package,
        main: str,
        chunk_lines: Callable[[str], list[str]],
        context: Context,
    ) -> None:
        self._package, self._context = package, context
        self._chunk_lines = chunk_lines
        self._relations = package.relations(main)
        self._root = package.xml(main)
        styles = package.xml_if_there(self._one("styles"))
        self._numbering = read_numbering(package.xml_if_there(self._one("numbering")), styles)
        self._notes = {kind: self._texts_by_id(kind) for kind in ("footnotes", "endnotes", "comments")}
        settings = package.xml_if_there(self._one("settings"))
        self._even = child(settings, "evenAndOddHeaders") is not None
        self._seen_margins: set[str] = set()
        self._met_notes: list[str] = []
        self.pictures: list[str] = []
        self.has_stored_breaks = False

    def pages(self) -> list[str]:
        """The text of each page; the first always is there."""
        pages = _Pages()
        section_start = 0
        body = child(self._root, "body")
        left = self._context.limits.characters
        for number, node in enumerate(_content(body if body is not None else self._root)):
            if number % 500 == 0:
                self._context.beat()
            if left < 0:
                break
            block = self._block(node)
            pages.breaks(block.before)
            pages.lines(block.lines)
            left -= sum(map(len, block.lines))
            pages.notes[-1] += self._met_notes
            self._met_notes = []
            pages.breaks(block.after)
            section = child(node, "pPr", "sectPr") if local(node) == "p" else None
            if section is not None:
                self._margins(section, pages, section_start)
                if _value(child(section, "type")) != "continuous":
                    pages.breaks([BREAK])
                section_start = len(pages.pages) - 1
        last = child(body, "sectPr")
        if last is not None:
            self._margins(last, pages, section_start)
        self.has_stored_breaks = pages.has_stored
        return ["\n".join([*lines, *notes]) for lines, notes in zip(pages.pages, pages.notes, strict=True)]

    def _one(self, kind: str) -> str | None:
        return next((r.target for r in self._relations.values() if r.kind == kind), None)

    def _block(self, node: etree._Element) -> _Block:
        if local(node) == "tbl":
            return self._table(node)
        if local(node) == "altChunk":
            relation = self._relations.get(relation_id(node) or "")
            return _Block(self._chunk_lines(relation.target) if relation else [], [], [])
        return self._paragraph(node)

    def _paragraph(self, node: etree._Element) -> _Block:
        runs = Runs(self._lines)
        runs.read(node)
        self.pictures += [found for found in runs.pictures if found not in self.pictures]
        self._met_notes += [note for kind, name in runs.notes if (note := self._notes[kind].get(name))]
        tokens = [BREAK, *runs.tokens] if _is_on(child(node, "pPr", "pageBreakBefore")) else runs.tokens
        text = "".join(token for token in tokens if token not in (BREAK, STORED_BREAK))
        first = next((i for i, token in enumerate(tokens) if token.strip(" \n") and token not in _MARKS), 0)
        before = [token for token in tokens[:first] if token in _MARKS]
        after = [token for token in tokens[first:] if token in _MARKS]
        lines = [self._number(node) + text] if text.strip() else [text.rstrip("\n")]
        return _Block([*lines, *runs.boxes], before, after)

    def _number(self, paragraph: etree._Element) -> str:
        """The number that Word writes before a paragraph of a list, with the blank after it."""
        properties = child(paragraph, "pPr", "numPr")
        list_id, level = _value(child(properties, "numId")), _value(child(properties, "ilvl"))
        style = _value(child(paragraph, "pPr", "pStyle"))
        inherited = self._numbering.by_style.get(style or "")
        if list_id is None and inherited is not None:
            list_id, level = inherited[0], level or str(inherited[1])
        if not list_id or list_id == "0":
            return ""
        number = self._numbering.next(list_id, int(level) if level and level.isdigit() else 0)
        return f"{number} " if number and number[-1].isascii() else number

    def _table(self, node: etree._Element) -> _Block:
        lines: list[str] = []
        before: list[str] = []
        after: list[str] = []
        for row in _rows(node):
            blocks = [self._cell(cell) for cell in _cells(row)]
            breaks = max((block.before + block.after for block in blocks), key=len, default=[])
            (after if any(line.strip() for line in lines) else before).extend(breaks)
            text = "\t".join("\n".join(block.lines).strip("\n") for block in blocks)
            if text.strip():
                lines.append(text.rstrip("\t"))
        return _Block(lines, before, after)

    def _cell(self, node: etree._Element) -> _Block:
        blocks = [self._block(each) for each in _content(node)]
        lines = [line for block in blocks for line in block.lines]
        return _Block(lines, [], [mark for block in blocks for mark in (*block.before, *block.after)])

    def _lines(self, holder: etree._Element) -> list[str]:
        """The lines of a text box, a header or a note."""
        return [line for node in _content(holder) for line in self._block(node).lines]

    def _margins(self, section: etree._Element, pages: _Pages, start: int) -> None:
        """Headers above the first page of their section, footers below it; each text once a document."""
        title_page = child(section, "titlePg") is not None
        for node in section:
            kind = local(node)
            used = {"first": title_page, "even": self._even}.get(attribute(node, "type") or "", True)
            if kind not in ("headerReference", "footerReference") or not used:
                continue
            relation = self._relations.get(relation_id(node) or "")
            root = self._package.xml_if_there(relation.target) if relation else None
            lines = [line for line in self._lines(root) if line.strip()] if root is not None else []
            text = "\n".join(lines)
            if not any(char.isalnum() for char in text) or text in self._seen_margins:
                continue
            self._seen_margins.add(text)
            if kind == "headerReference":
                pages.pages[start][:0] = lines
            else:
                pages.notes[start] += lines

    def _texts_by_id(self, kind: str) -> dict[str, str]:
        """Notes or comments by their id; the lines that Word draws between text and notes left out."""
        root = self._package.xml_if_there(self._one(kind))
        texts: dict[str, str] = {}
        for node in root if root is not None else ():
            if attribute(node, "type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            text = "\n".join(_note_lines(node)).strip()
            author = attribute(node, "author") if kind == "comments" else None
            if text:
                texts[attribute(node, "id") or ""] = f"批注（{author}）：{text}" if author else text
        return texts


def _note_lines(note: etree._Element) -> list[str]:
    """The paragraphs of a note: plain, without numbers and notes of their own."""
    found = []
    for paragraph in descendants(note, "p"):
        runs = Runs(lambda holder: [])
        runs.read(paragraph)
        found.append("".join(token for token in runs.tokens if token not in _MARKS).strip())
    return found


_MARKS = (BREAK, STORED_BREAK)


def _content(holder: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a holder, through all that merely wraps them."""
    for node in holder:
        name = local(node)
        if name in ("p", "tbl", "altChunk"):
            yield node
        elif name in _WRAPPERS:
            yield from _content(node)
        elif name == "AlternateContent":
            yield from _content(_chosen(node))


def _chosen(node: etree._Element) -> etree._Element:
    found = next((each for each in node if local(each) == "Choice"), None)
    return found if found is not None else node


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for node in table:
        if local(node) == "tr":
            if child(node, "trPr", "del") is None:
                yield node
        elif local(node) not in _SKIPPED:
            yield from _rows(node)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for node in row:
        if local(node) == "tc":
            yield node
        elif local(node) not in _SKIPPED:
            yield from _cells(node)


def _value(node: etree._Element | None) -> str | None:
    return attribute(node, "val") if node is not None else None


def _is_on(node: etree._Element | None) -> bool:
    return node is not None and _value(node) not in ("0", "false", "off")
