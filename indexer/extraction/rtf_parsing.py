"""The words of an RTF file (RTF 1.9.1) by where they belong: body, margins, notes, properties, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .encoding import codec_name, decode
from .sheets import filled_lines

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)
#: Marks in the text: a page ends, a cell ends, a row ends, a row begins.
PAGE, CELL, ROW, ROW_START = "\f", "\x1c", "\x1d", "\x1e"
_BREAKS = {
    **dict.fromkeys(("par", "line", "softline", "column"), "\n"),
    **dict.fromkeys(("page", "softpage"), PAGE),
    **dict.fromkeys(("cell", "nestcell"), CELL),
    **dict.fromkeys(("row", "nestrow"), ROW),
    "trowd": ROW_START,
    "tab": "\t",
}
_CHARACTERS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "　",
    "enspace": " ",
    "qmspace": " ",
}
_SYMBOLS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
#: Groups that hold text of the document, by where it goes; ``text`` runs on in the body.
_PLACES = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
    "footnote": "note",
    "annotation": "comment",
    "shptxt": "box",
    "fldinst": "instruction",
    "pict": "picture",
    "objdata": "object data",
    **dict.fromkeys(("title", "author", "subject", "keywords", "doccomm", "company", "operator"), "property"),
    **dict.fromkeys(("creatim", "revtim"), "time"),
    "fonttbl": "fonts",
    **dict.fromkeys(
        ("fldrslt", "listtext", "pntext", "shp", "shpinst", "shppict", "result", "field"), "text"
    ),
    **dict.fromkeys(("info", "object", "upr", "ud"), "text"),
}
#: Groups without a star that hold no text of the document either.
_SILENT = frozenset(
    (
        *("colortbl", "stylesheet", "listtable", "revtbl", "filetbl", "nonshppict", "bkmkstart", "bkmkend"),
        *(
            "sp",
            "objdata",
            "objclass",
            "objname",
            "objalias",
            "xe",
            "tc",
            "rxe",
            "atnid",
            "atntime",
            "category",
        ),
        *("manager", "hlinkbase", "comment", "printim", "buptim", "ftnsep", "ftnsepc", "ftncn", "aftnsep"),
    )
)
_CODE_PAGES = {
    134: "gb18030",
    136: "big5hkscs",
    128: "cp932",
    129: "cp949",
    204: "cp1251",
    238: "cp1250",
    161: "cp1253",
    162: "cp1254",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    222: "cp874",
    163: "cp1258",
}
#: What ends a paragraph.
_ENDS = frozenset(("par", "page", "cell", "nestcell"))
_PAGE_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
_EAST_ASIAN = frozenset(("gb18030", "big5hkscs", "cp932", "cp949"))


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: where its text goes, how its bytes are read, what is left out."""

    place: str = "text"
    name: str = ""
    font: int = -1
    skipped: int = 1
    deleted: bool = False


@dataclass(slots=True)
class Parsed:
    """``body`` with the marks above; the others by the order they come in."""

    body: str = ""
    headers: list[str] = field(default_factory=list)
    footers: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)
    is_whole: bool = True


def parse(data: bytes, beat: Callable[[], None]) -> Parsed:
    """The document. Never raises: what is cut off or out of order is read as far as it goes."""
    parser, at = _Parser(beat), 0
    while (match := _TOKEN.match(data, at)) is not None and parser.take(match):
        at = match.end()
        if match["word"] == b"bin":  # so many bytes that are no text at all
            at += max(0, int(match["number"] or 0))
    return parser.done()


class _Parser:
    """The state of one reading. Text of a group is kept in ``_buffers`` until the group ends."""

    def __init__(self, beat: Callable[[], None]) -> None:
        self._beat, self._tokens = beat, 0
        self._states = [_State()]
        self._buffers: list[list[str]] = [[]]
        self._bytes = bytearray()
        self._units = bytearray()
        self._to_skip = 0
        self._star = self._opening = False
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._instruction = ""
        self._asides: list[str] = []
        self._found = Parsed()

    def take(self, match: re.Match[bytes]) -> bool:
        """One token; False after the group that is the document."""
        self._tokens += 1
        if self._tokens % 50_000 == 0:
            self._beat()
        kind = match.lastgroup
        if match["word"]:
            self._word(match["word"].decode("ascii"), int(match["number"]) if match["number"] else None)
        elif kind == "hex":
            self._byte(bytes.fromhex(match["hex"].decode("ascii")))
        elif kind == "symbol":
            self._symbol(match["symbol"].decode("latin-1"))
        elif kind == "brace":
            return self._brace(match["brace"])
        elif kind == "text":
            self._byte(match["text"])
        return True

    def done(self) -> Parsed:
        self._found.is_whole = len(self._states) == 1
        while len(self._states) > 1:
            self._close()
        self._flush()
        self._found.body = "\n".join(["".join(self._buffers[0]), *filter(None, self._asides)])
        return self._found

    def _brace(self, brace: bytes) -> bool:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            self._states.append(self._states[-1])
            self._buffers.append([])
            self._opening = True
        elif len(self._states) > 1:
            self._close()
            return len(self._states) > 1
        return True

    def _close(self) -> None:
        """Hand the text of a group to where it belongs."""
        self._flush()
        state, text = self._states.pop(), "".join(self._buffers.pop())
        self._star = self._opening = False
        opened_here = state.name != self._states[-1].name or state.place != self._states[-1].place
        if not opened_here or state.place == "text":
            self._buffers[-1].append(text)
        elif state.place in ("header", "footer"):
            (self._found.headers if state.place == "header" else self._found.footers).append(text)
        elif state.place in ("note", "comment", "box"):
            self._asides.append(_aside(state.place, text))
        elif state.place == "instruction":
            self._instruction = text
        elif state.place in ("property", "time"):
            self._found.properties[state.name] = text.strip().rstrip(";")  # the last is the Unicode one
        elif state.place == "object data":
            self._found.objects.append(_bytes(text))
        elif state.place == "picture":
            data = _bytes(text)
            if data.startswith((b"\x89PNG", b"\xff\xd8")):
                self._found.pictures.append(data)

    def _word(self, word: str, number: int | None) -> None:
        opening, star = self._opening, self._star
        self._opening = self._star = False
        if word == "u" and number is not None:
            self._unicode(number)
            return
        self._flush()
        if opening and (word in _PLACES or word in _SILENT or star):
            self._enter(word)
        elif word in _BREAKS or word in _CHARACTERS:
            self._end_paragraph(word)
            self._say(_BREAKS.get(word) or _CHARACTERS[word])
        elif word == "sect" or (word == "pagebb" and number != 0):
            self._say(PAGE)
        else:
            self._set(word, number)

    def _end_paragraph(self, word: str) -> None:
        """Below a paragraph stand the notes and boxes that it refers to."""
        if word in _ENDS and self._asides and self._states[-1].place == "text":
            asides, self._asides = self._asides, []
            for aside in filter(None, asides):
                self._say(f"\n{aside}")

    def _enter(self, word: str) -> None:
        """A group that begins with a destination; one that is marked and not known says nothing."""
        above = self._states[-1]
        place = _PLACES.get(word, "")
        if above.place == "" or (place == "text" and above.place != "text"):
            place = above.place
        if word == "fldrslt" and self._instruction.split()[:1] and self._is_page_field():
            place = ""
        if word == "field":
            self._instruction = ""
        self._states[-1] = replace(above, place=place, name=word if place != above.place else above.name)

    def _is_page_field(self) -> bool:
        return self._instruction.split()[0].upper() in _PAGE_FIELDS

    def _set(self, word: str, number: int | None) -> None:
        state = self._states[-1]
        if word in ("f", "af") or (word == "deff" and number is not None and state.font < 0):
            self._states[-1] = replace(state, font=number or 0)
        elif word == "uc":
            self._states[-1] = replace(state, skipped=max(0, number or 0))
        elif word == "deleted":
            self._states[-1] = replace(state, deleted=number != 0)
        elif word == "plain":
            self._states[-1] = replace(state, deleted=False)
        elif word == "ansicpg":
            self._default = codec_name(f"cp{number}") or self._default
        elif word == "fcharset" and state.place == "fonts":
            self._fonts[state.font] = _CODE_PAGES.get(number or 0, "")
        elif word == "nofpages":
            self._found.properties[word] = str(number or 0)
        elif state.place == "time" and word in ("yr", "mo", "dy"):
            self._buffers[-1].append(f"{number:02d}{'-' if word != 'dy' else ''}")

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._star = True
        elif symbol in _SYMBOLS:
            self._flush()
            self._say(_SYMBOLS[symbol])

    def _byte(self, data: bytes) -> None:
        self._opening = False
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        if data and self._units:
            self._flush()
        self._bytes += data

    def _unicode(self, number: int) -> None:
        if self._bytes:
            self._flush()
        self._units += (number & 0xFFFF).to_bytes(2, "little")
        self._to_skip = self._states[-1].skipped

    def _flush(self) -> None:
        """Write out the bytes or code units gathered so far, in the encoding that holds here."""
        if self._units:
            units, self._units = bytes(self._units), bytearray()
            self._say(units.decode("utf-16-le", "replace"))
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._say(self._decoded(data))

    def _decoded(self, data: bytes) -> str:
        if data.isascii():
            return data.decode("ascii")
        own = self._fonts.get(self._states[-1].font, "")
        for codec in (own, self._default if self._default in _EAST_ASIAN or not own else "", self._default):
            try:
                if codec:
                    return data.decode(codec)
            except UnicodeDecodeError:
                continue
        return decode(data, ["gb18030"]).text

    def _say(self, text: str) -> None:
        state = self._states[-1]
        if state.place in ("", "fonts") or state.deleted:
            return
        self._buffers[-1].append(text.replace("\ufeff", ""))


def _bytes(text: str) -> bytes:
    digits = re.sub(r"[^0-9a-fA-F]", "", text)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _aside(place: str, text: str) -> str:
    """A note, a comment or a text box, as it stands below its paragraph."""
    plain = filled_lines(text.replace(PAGE, "\n"))
    return f"批注：{plain}" if plain and place == "comment" else plain
