"""The text of a document made ready for reading fields from it.

Regular expressions run on a plain form (half-width, one kind of bracket and dash, simplified
characters, no blanks between Chinese characters); what is shown and quoted is the original.
Both have the same length, so an offset in one is an offset in the other.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.documents import Evidence, Page

#: Traditional and variant forms of the characters that the rules below look for.
_TRADITIONAL = dict(
    zip(
        "黨會記錄議員發轉國學習區組織關係總結報請務書證導領訓練聽課題談話評選舉換屆費繳納質檢查黃劉張陳趙楊吳鄭馮蔣沈韓許鄧"
        "蕭葉閻盧鍾龍賀錢湯參與簽點時間號機絕級線長鎮鄉縣東場廠門開關對於為實現產業經濟財運營體應當個這進過還達決條規則辦",
        "党会记录议员发转国学习区组织关系总结报请务书证导领训练听课题谈话评选举换届费缴纳质检查黄刘张陈赵杨吴郑冯蒋沈韩许邓"
        "萧叶阎卢钟龙贺钱汤参与签点时间号机绝级线长镇乡县东场厂门开关对于为实现产业经济财运营体应当个这进过还达决条规则办",
        strict=True,
    )
)


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
    table.update({ord(source): target for source, target in _TRADITIONAL.items()})
    return table


_PLAIN = _plain_table()
# Blanks beside a Chinese character say nothing (OCR, justified labels); "2 0 2 1 年" is one number.
_BLANKS = re.compile(
    r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])|(?<=\d) (?=\d(?: \d)* ?[年月日号])|^ +| +$| {2,}(?= )",
    re.MULTILINE,
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A short text (a name, a label) in the form the rules are written for."""
    return _BLANKS.sub("", text.translate(_PLAIN))


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
    """A stretch of pages: ``text`` plain, ``shown`` as written, ``lines`` the ones that are not blank."""

    __slots__ = ("_pages", "_starts", "lines", "shown", "text")

    def __init__(self, pages: Iterable[tuple[int, str]]) -> None:
        texts: list[str] = []
        shown: list[str] = []
        self._starts: list[int] = []
        self._pages: list[int] = []
        offset = 0
        for number, raw in pages:
            page_text, page_shown = _squeeze(raw)
            self._starts.append(offset)
            self._pages.append(number)
            texts.append(page_text)
            shown.append(page_shown)
            offset += len(page_text) + 1
        self.text = "\n".join(texts)
        self.shown = "\n".join(shown)
        self.lines = tuple(self._cut())

    def _cut(self) -> Iterable[Line]:
        index = start = 0
        for piece in self.text.split("\n"):
            if piece.strip():
                yield Line(piece, start, self.page_at(start), index)
                index += 1
            start += len(piece) + 1

    def page_at(self, offset: int) -> int:
        """The number of the page that an offset stands on; 1 where there is none."""
        at = bisect_right(self._starts, offset) - 1
        return self._pages[at] if 0 <= at < len(self._pages) else 1

    def words(self, start: int, end: int) -> str:
        """What is written from ``start`` to ``end``, in its original characters."""
        return self.shown[start:end].strip()

    def evidence(self, start: int, end: int) -> Evidence:
        return Evidence(self.words(start, end)[:200], self.page_at(start))


def _squeeze(raw: str) -> tuple[str, str]:
    text = raw.replace("\r\n", "\n").translate(_PLAIN)
    raw = raw.replace("\r\n", "\n")
    kept: list[tuple[int, int]] = []
    at = 0
    for match in _BLANKS.finditer(text):
        kept.append((at, match.start()))
        at = match.end()
    if not kept:
        return text, raw
    kept.append((at, len(text)))
    return "".join(text[a:b] for a, b in kept), "".join(raw[a:b] for a, b in kept)


def first_pages(pages: Sequence[Page], characters: int) -> Passage:
    """The document from its start, up to about so many characters."""
    taken: list[tuple[int, str]] = []
    for page in pages:
        if characters <= 0:
            break
        taken.append((page.number, page.text[:characters]))
        characters -= len(page.text)
    return Passage(taken)


def last_pages(pages: Sequence[Page], characters: int) -> Passage:
    """The document's end, about so many characters of it."""
    taken: list[tuple[int, str]] = []
    for page in reversed(pages):
        if characters <= 0:
            break
        taken.append((page.number, page.text[-characters:]))
        characters -= len(page.text)
    return Passage(reversed(taken))
