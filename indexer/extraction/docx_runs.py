"""What stands inside one paragraph of a Word document: text, breaks, boxes, references, pictures."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from indexer.extraction.ooxml import attribute, descendants, local, relation_id

#: Tokens among the text: a page break set by hand, and one Word stored when it drew the page.
BREAK = "\x0c"
STORED_BREAK = "\x0b"
_NOTHING = frozenset(
    (
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "fldData"),
        *("rPr", "pPr", "sdtPr", "sdtEndPr", "rubyPr", "rt"),
        *("annotationRef", "footnoteRef", "endnoteRef"),
    )
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_REFERENCES = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
}
#: Fields whose stored result is a number of the page it was drawn on: noise in a search.
_PAGE_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
#: Characters of the Wingdings fonts that forms are ticked with; others in such fonts are ornaments.
_SYMBOLS = {
    "wingdings": dict(zip(b"\xa8\x6f\xfe\xfd\xfc\xfb\xa1\x6c", "□□☑☒✓✗○●", strict=True)),
    "wingdings 2": dict(zip(b"\x52\x54\x50\x4f\xa3\x2a", "☑☒✓✗□□", strict=True)),
}


class Runs:
    """Reads one paragraph. ``box_lines`` gives the lines of a text box met in it.

    ``tokens`` are pieces of text and break marks in order; ``boxes`` the lines of text boxes; ``notes``
    the references met, as (part, id); ``pictures`` relation ids.
    """

    def __init__(self, box_lines: Callable[[etree._Element], list[str]]) -> None:
        self.tokens: list[str] = []
        self.boxes: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.pictures: list[str] = []
        self._box_lines = box_lines
        self._fields: list[str | None] = []
        self._muted = 0

    def read(self, node: etree._Element) -> None:
        for each in node:
            name = local(each)
            if name == "fldChar":
                self._field(attribute(each, "fldCharType"))
            elif name == "instrText":
                self._instruction(each.text or "")
            elif not self._muted:
                self._inline(each, name)
            elif name not in _NOTHING:
                self.read(each)  # only to find where the muted field ends

    def _inline(self, node: etree._Element, name: str) -> None:
        if name in _NOTHING or not name:
            return
        if name == "t":
            self.tokens.append(_without_marks(node.text or ""))
        elif name in _CHARACTERS:
            self.tokens.append(_CHARACTERS[name])
        elif name == "br":
            self.tokens.append(BREAK if attribute(node, "type") == "page" else "\n")
        elif name == "lastRenderedPageBreak":
            self.tokens.append(STORED_BREAK)
        elif name == "sym":
            self.tokens.append(_symbol(node))
        elif name in _REFERENCES:
            self.notes.append((_REFERENCES[name], attribute(node, "id") or ""))
        elif name in ("drawing", "pict", "object"):
            self._drawing(node)
        elif name == "AlternateContent":
            self._alternatives(node)
        elif name != "fldSimple" or _command(attribute(node, "instr") or "") not in _PAGE_FIELDS:
            self.read(node)

    def _field(self, kind: str | None) -> None:
        """Fields nest: begin, instruction, separate, result, end. Results of page fields are muted."""
        if kind == "begin":
            self._fields.append("")
        elif kind == "separate" and self._fields:
            if _command(self._fields[-1] or "") in _PAGE_FIELDS:
                self._muted += 1
                self._fields[-1] = None
        elif kind == "end" and self._fields and self._fields.pop() is None:
            self._muted -= 1

    def _instruction(self, text: str) -> None:
        if self._fields and self._fields[-1] is not None:
            self._fields[-1] += text

    def _alternatives(self, node: etree._Element) -> None:
        """The same thing twice, for newer and older programs: the newer, unless only the older has text."""
        ways = [each for each in node if local(each) in ("Choice", "Fallback")]
        if not ways:
            return
        self.read(next((way for way in ways if _has_text(way)), ways[0]))

    def _drawing(self, node: etree._Element) -> None:
        for each in node.iter():
            name = local(each)
            if name == "txbxContent":
                if not _is_inside_box(each, node):
                    self.boxes += self._box_lines(each)
            elif name in ("blip", "imagedata"):
                if found := relation_id(each, "embed", "id", "pict"):
                    self.pictures.append(found)
            elif name == "textpath" and (each.get("string") or "").strip():
                self.boxes.append(each.get("string") or "")


def _is_inside_box(box: etree._Element, drawing: etree._Element) -> bool:
    """Whether a text box lies in another one of the drawing, or is the older twin of a newer one."""
    for above in box.iterancestors():
        if above is drawing:
            return False
        if local(above) == "txbxContent":
            return True
        twin = above.getprevious() if local(above) == "Fallback" else None
        if twin is not None and _has_text(twin):
            return True
    return False


def _has_text(node: etree._Element) -> bool:
    return any((text.text or "").strip() for text in descendants(node, "t"))


def _command(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper() if words else ""


def _symbol(node: etree._Element) -> str:
    font = (attribute(node, "font") or "").lower()
    try:
        code = int(attribute(node, "char") or "", 16)
    except ValueError:
        return ""
    if font in _SYMBOLS:
        return _SYMBOLS[font].get(code & 0xFF, "")
    return "" if 0xE000 <= code <= 0xF8FF else chr(code)


def _without_marks(text: str) -> str:
    return text.replace(BREAK, "").replace(STORED_BREAK, "")
