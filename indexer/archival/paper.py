"""The text of a document made ready for reading fields from it.

Regular expressions run on a plain form (half-width, one kind of bracket and dash, simplified
characters, no blanks between Chinese characters); what is shown and quoted is the original.
Both have the same length, so an offset in one is an offset in the other.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from indexer.documents import Evidence, Page

from .reflow import reflow


def _traditional() -> dict[str, str]:
    text = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {
        a: b for old, new in zip(lines[::2], lines[1::2], strict=True) for a, b in zip(old, new, strict=True)
    }


def _plain_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E)]:
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1:
            table[code] = folded
    groups = {
        " ": "\u3000\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff\u00ad",
        "[": "〔［【﹝〖", "]": "〕］】﹞〗", ":": "∶﹕︰", "·": "・･‧•∙", "-": "–—−‐‑‒―─－",
        "~": "〜∼", "〇": "○◯Ο", "★": "☆✩✭⭐", "'": "‘’", "\n": "\r\x0b\x0c\x85\u2028\u2029", "!": "﹗",
    }  # fmt: skip
    for target, sources in groups.items():
        table.update({ord(source): target for source in sources})
    table.update({ord(source): target for source, target in _traditional().items()})
    return table


_PLAIN = {chr(code): character for code, character in _plain_table().items()}
# Three times as fast as str.translate: most characters of a paper stay as they are.
_TO_CHANGE = re.compile("[" + re.escape("".join(_PLAIN)) + "]")
_RUN = re.compile(" +")
# "2 0 2 1" is one number, and so is "1 2" before 月 or 号.
_SPACED_NUMBER = re.compile(r"(?<![\d.])\d(?: \d){3}(?![\d.])|(?<![\d.])\d(?: \d){1,3}(?= ?[年月日号])")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A short text (a name, a label) in the form the rules are written for."""
    return _squeeze(text)[0]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its plain text, where it starts in the passage, the page it stands on."""

    text: str
    start: int
    page: int
    index: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Passage:
    """A stretch of pages: ``text`` plain, ``shown`` as written, ``lines`` the ones that are not blank.

    ``gaps`` are the offsets where blanks between characters were taken out: they part names.
    ``starts`` are the offsets at which the pages begin.
    """

    __slots__ = ("_gaps", "_pages", "gaps", "lines", "shown", "starts", "text")

    def __init__(self, pages: Iterable[tuple[int, str]]) -> None:
        texts: list[str] = []
        shown: list[str] = []
        gaps: set[int] = set()
        self.starts: list[int] = []
        self._pages: list[int] = []
        offset = 0
        for number, raw in pages:
            page_text, page_shown, page_gaps = _squeeze(raw)
            self.starts.append(offset)
            self._pages.append(number)
            texts.append(page_text)
            shown.append(page_shown)
            gaps.update(offset + gap for gap in page_gaps)
            offset += len(page_text) + 1
        self.text = "\n".join(texts)
        self.shown = "\n".join(shown)
        self.gaps = frozenset(gaps)
        self._gaps = sorted(gaps)
        self.lines = tuple(self._cut())

    def _cut(self) -> Iterator[Line]:
        index = start = at = 0
        last = len(self.starts) - 1
        for piece in self.text.split("\n"):
            while at < last and self.starts[at + 1] <= start:
                at += 1
            if piece and not piece.isspace():
                yield Line(piece, start, self._pages[at], index)
                index += 1
            start += len(piece) + 1

    def page_at(self, offset: int) -> int:
        """The number of the page that an offset stands on; 1 where there is none."""
        at = bisect_right(self.starts, offset) - 1
        return self._pages[at] if 0 <= at < len(self._pages) else 1

    def gaps_between(self, start: int, end: int) -> list[int]:
        """The gaps from ``start`` up to, not including, ``end``, in order."""
        return self._gaps[bisect_left(self._gaps, start) : bisect_left(self._gaps, end)]

    def words(self, start: int, end: int) -> str:
        """What is written from ``start`` to ``end``, in its original characters."""
        return self.shown[start:end].strip()

    def spaced(self, start: int, end: int) -> str:
        """The plain text from ``start`` to ``end`` with a blank wherever one was taken out."""
        bounds = [start, *self.gaps_between(start + 1, end), end]
        return " ".join(self.text[a:b] for a, b in pairwise(bounds))

    def evidence(self, start: int, end: int) -> Evidence:
        return Evidence(self.words(start, end)[:200], self.page_at(start))


def _squeeze(raw: str) -> tuple[str, str, list[int]]:
    """Plain text and text as written without idle blanks, and where between characters they were."""
    raw = raw.replace("\r\n", "\n")
    text = _TO_CHANGE.sub(lambda match: _PLAIN[match[0]], raw)
    idle = list(_idle_blanks(text, raw))
    if not idle:
        return text, raw, []
    bounds = [0, *(at for span in idle for at in span), len(text)]
    kept = list(zip(bounds[::2], bounds[1::2], strict=True))
    gaps: list[int] = []
    length = 0
    for start, end in kept[:-1]:
        length += end - start
        gaps.append(length)
    return "".join(text[a:b] for a, b in kept), "".join(raw[a:b] for a, b in kept), gaps


def _idle_blanks(text: str, raw: str) -> Iterator[tuple[int, int]]:
    """Blanks that say nothing: beside a Chinese character (OCR, justified labels), at a line's ends."""
    numbers = {at for match in _SPACED_NUMBER.finditer(text) for at in range(*match.span())}
    size = len(text)
    for match in _RUN.finditer(text):
        start, end = match.span()
        before = raw[start - 1] if start else "\n"
        after = raw[end] if end < size else "\n"
        if before > "\x7f" or after > "\x7f" or before in "\r\n" or after in "\r\n" or start in numbers:
            yield start, end
        elif end - start > 1:
            yield start + 1, end


def first_pages(pages: Sequence[Page], characters: int, *, printed: bool = True) -> Passage:
    """The document from its start, up to about so many characters. ``printed``: its lines may be those of
    print, broken where they were full; those of a page read from a picture always are."""
    taken: list[tuple[int, str]] = []
    for page in pages:
        if characters <= 0:
            break
        text = page.text[:characters]
        taken.append((page.number, reflow(text) if printed or page.ocr else text))
        characters -= len(page.text)
    return Passage(taken)


def last_pages(pages: Sequence[Page], characters: int, *, printed: bool = True) -> Passage:
    """The document's end, about so many characters of it; ``printed`` as for ``first_pages``."""
    taken: list[tuple[int, str]] = []
    for page in reversed(pages):
        if characters <= 0:
            break
        text = page.text[-characters:]
        taken.append((page.number, reflow(text) if printed or page.ocr else text))
        characters -= len(page.text)
    return Passage(reversed(taken))
