"""Secrecy marks: 绝密, 机密, 秘密 (never kept) and 内部, 工作秘密 (kept, shown to few).

The mark is a sign, not a word: it stands alone, with its term (机密★20年), in a box of its own, or in
brackets in the file's name (GB/T 9704-2012 7.2.2; 保密法 2024 第21条). Running text about secrets is no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.documents import FieldValue, Page

from .paper import Line, Passage, plain

_LEVEL = r"(绝\s?密|机\s?密|秘\s?密)"
_TERM = r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?:年|个月)|长期|永久|\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:前|解密)?)"
#: 机密★20年; a star alone (秘密★) is a mark too, wherever on the line. A star made by a keyboard or
#: OCR (*, ☆, 大 read for ★) needs its term.
_STARRED = re.compile(
    rf"{_LEVEL}\s*(?:★\s*(?:{_TERM}|启用前|解密|(?=$|[\s\])(]))|[*＊※大·-]\s*{_TERM}|{_TERM}(?=$|[\s\])(]))"
)
#: 密级：机密 in a header or a form's cell.
_LABELLED = re.compile(
    r"(?:密\s*级|保密等级|保密级别|涉密等级)(?:和保密期限|及保密期限|、?保密期限)?\s*[:\t ]\s*[\[(]?\s*"
    rf"{_LEVEL}(?!级以)(?=$|[\s★*,;。\t)\]/(])"
)
#: A line of its own, perhaps boxed, numbered by 份号 before or followed by urgency.
_ALONE = re.compile(
    rf"(?:(?:份号:?)?\d{{6}}\s*)?[\[(<《\"“【|□■]?\s*{_LEVEL}\s*(?:级|文件|件|材料)?\s*[★*!]?[\])>》\"”】|□■]?"
    r"(?:\s*(?:特急|加急|平急|急件|特提|请妥善保管|注意保存|不得复制|不得外传|阅后收回))?"
)
_IN_NAME = re.compile(
    rf"[\[({{<]\s*{_LEVEL}\s*(?:[★*]?\s*{_TERM}?)\s*(?:级|文件|件)?\s*[\])}}>]"
    rf"|^(?:\d+[._、-]?)?{_LEVEL}\s*(?:件|级)?(?=[-_ ·.★*]|$)"
    rf"|(?<=[-_ ·]){_LEVEL}\s*(?:件|级)?(?=[-_ ·.★*)\]]|$)"
    rf"|{_LEVEL}\s*[★*]\s*(?:{_TERM})?"
)
#: Words that a lone level may stand before or in and still be no mark.
_ABOUT = re.compile(
    r"商业秘密|个人秘密|技术秘密|工作秘密|国家秘密|警务秘密|审判秘密|保守|泄露|窃取|秘密(?:投票|写票|通信|级别|事项|载体|等级|战线)|无记名"
)
_RESTRICTED_ALONE = re.compile(
    r"[\[(<]?\s*(?P<level>工作秘密|内部(?:资料|文件|材料|刊物|使用|参考|事项|掌握)?)\s*(?:[★*]\s*\S{0,8})?[\])>]?"
    r"(?:\s*[,，、!·]?\s*(?:注意保存|注意保密|不得外传|请勿外传|严禁外传|妥善保管|禁止转载|请勿翻印))?[。!]?"
)
_RESTRICTED_NAME = re.compile(r"[\[(](?P<level>工作秘密|内部(?:资料|文件|材料|使用|参考)?)[\])]")
_RESTRICTED_TERM = re.compile(
    r"(?P<level>工作秘密)\s*[★*]|密级\s*[:\t ]\s*(?P<level2>工作秘密|内部)(?=$|[\s\t])"
)
_KEEP_OUT = re.compile(r"^[\[(]?(?:注意保密|不得外传|请勿外传|严禁外传|注意保存)[\])]?[。!]?$")

_HEAD_LINES, _EDGE_LINES = 25, 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A secrecy mark: ``level`` (秘密, 机密, 绝密), its words as they stand, the page (None: the name)."""

    level: str
    text: str
    page: int | None = None


def find_mark(pages: Sequence[Page], name: str) -> Mark | None:
    """The secrecy mark of a document, or None. ``name`` is the file or member name (with or without folders).

    Every page's edges are looked at, because headers, footers and stamps stand there; the first page's
    upper part wholly. The highest level found is returned.
    """
    marks = [*_in_name(name), *_in_pages(pages)]
    order = ("秘密", "机密", "绝密")
    return max(marks, key=lambda mark: order.index(mark.level), default=None)


def secrecy(lines: Sequence[Line], passage: Passage, name: str) -> FieldValue:
    """内部 or 工作秘密 where a document is marked so; no value otherwise."""
    for line in lines[:_HEAD_LINES]:
        for cell in line.text.split("\t"):
            cell = cell.strip()
            found = _RESTRICTED_ALONE.fullmatch(cell) or _RESTRICTED_TERM.search(cell)
            if found or _KEEP_OUT.match(cell):
                level = "工作秘密" if "工作秘密" in cell else "内部"
                return FieldValue(level, evidence=passage.evidence(line.start, line.end), confidence=0.9)
    in_name = _RESTRICTED_NAME.search(plain(name))
    if in_name:
        level = "工作秘密" if "工作秘密" in in_name[0] else "内部"
        return FieldValue(level, evidence=None, confidence=0.85)
    return FieldValue()


def _in_name(name: str) -> Iterator[Mark]:
    for part in re.split(r"[/\\!]", name):
        stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", plain(part))
        found = _IN_NAME.search(stem)
        if found and not _ABOUT.search(stem):
            yield Mark(_level(found), found[0].strip(), None)


def _in_pages(pages: Sequence[Page]) -> Iterator[Mark]:
    for index, page in enumerate(pages):
        lines = Passage([(page.number, page.text[:3000])]).lines
        near = list(lines[: _HEAD_LINES if index == 0 else _EDGE_LINES])
        if len(page.text) > 3000:
            lines = Passage([(page.number, page.text[-600:])]).lines
        near += lines[max(len(lines) - _EDGE_LINES, 0) :]
        for line in near:
            yield from _on_line(line.text, page.number)


def _on_line(text: str, page: int) -> Iterator[Mark]:
    if "密" not in text:
        return
    starred = _STARRED.search(text)
    if starred and not _in_a_sentence(text, starred):
        yield Mark(_level(starred), starred[0].strip(), page)
    labelled = _LABELLED.search(text)
    if labelled:
        yield Mark(_level(labelled), labelled[0].strip(), page)
    for cell in text.split("\t"):
        alone = _ALONE.fullmatch(cell.strip())
        if alone and not _ABOUT.search(cell):
            yield Mark(_level(alone), cell.strip(), page)


def _in_a_sentence(text: str, found: re.Match[str]) -> bool:
    """A sentence that explains how a mark is written (标注“机密★20年”) is not marked itself."""
    before, after = text[: found.start()], text[found.end() :]
    quoted = before.endswith(("“", '"', "《")) or after.startswith(("”", '"'))
    return quoted or bool(re.search(r"[,，。;；、]|标注|标明|标志|如:|例如|应当", before)) or len(before) > 30


def _level(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", next(value for value in found.groups() if value and "密" in value))
