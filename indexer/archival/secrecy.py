"""Secrecy marks: 绝密, 机密, 秘密 (never kept) and 内部, 工作秘密 (kept, shown to few).

A mark is a sign, not a word: it stands alone, with its term (机密★20年), in a cell or box of its own, or in
the file's name (GB/T 9704-2012 7.2.2; 保密法 2024 第21条). Running text about secrets is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.documents import Content, FieldSource, FieldValue, Page, Problem, ProblemKind

from .paper import Line, Passage, plain

_SUSPECT = re.compile(r"[绝絕机機秘祕⽲]\s{0,3}密")
_LEVELS = ("秘密", "机密", "绝密")
_LEVEL = r"(?<!工作)(?<!商业)(?<!警务)(绝\s?密|机\s?密|秘\s?密)"
_TERM = (
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?:年|个月)|长期|永久"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:前|解密)?)"
)
#: 绝密★启封前: until when, told by an event (GB/T 9704: 密级★解密条件).
_CONDITION = r"[\u4e00-\u9fff]{1,8}前(?![\u4e00-\u9fff])|启用前|解密"
#: 机密★20年. A star alone is enough (秘密★); what a keyboard or OCR writes for it needs the term.
_STARRED = re.compile(
    rf"{_LEVEL}\s*(?:★\s*(?:{_TERM}|{_CONDITION}|(?=$|[\s\])(]))"
    rf"|[*＊※大·-]\s*{_TERM}|{_TERM}(?=$|[\s\])(]))"
)
#: 密级:机密 in a heading or a form.
_LABELLED = re.compile(
    r"(?:密\s*级|保密等级|保密级别|涉密等级)(?:(?:和|及|、)?保密期限)?\s*[:\t ]\s*[\[(]?\s*"
    rf"{_LEVEL}(?=$|[\s★*,;。\t)\]/(])"
)
#: A line or cell of its own: perhaps boxed, with 份号 before it or urgency behind it.
_ALONE = re.compile(
    rf"(?:(?:份号:?)?\d{{6}}\s*)?[\[(<《\"“|□■]?\s*{_LEVEL}\s*(?:级|文件|件|材料)?\s*[★*!]?[\])>》\"”|□■]?"
    r"(?:\s*(?:特急|加急|平急|急件|特提|请妥善保管|注意保存|不得复制|不得外传|阅后收回))?"
)
_IN_NAME = re.compile(
    rf"[\[({{<]\s*{_LEVEL}\s*(?:[★*]?\s*{_TERM}?)\s*(?:级|文件|件)?\s*[\])}}>]"
    rf"|^(?:\d+[._、-]?)?{_LEVEL}\s*(?:件|级)?(?=[-_ ·.★*]|$)"
    rf"|(?<=[-_ ·]){_LEVEL}\s*(?:件|级)?(?=[-_ ·.★*)\]]|$)"
    rf"|{_LEVEL}\s*[★*]\s*(?:{_TERM})?"
)
#: Words with a level in them that are no mark.
_ABOUT = re.compile(
    r"商业秘密|个人秘密|技术秘密|国家秘密|审判秘密|保守|泄露|窃取|秘密(?:投票|写票|通信|级别|事项|载体|等级|战线)"
)
_EXPLAINS = re.compile(r"[,，。;、]|标注|标明|标志|标识|划分|如:|例如|例:|应当|示例")
_KEEP = r"(?:注意保存|注意保密|不得外传|请勿外传|严禁外传|妥善保管|禁止转载|请勿翻印)"
_RETURN = r"(?:会后|用后|阅后|学习后)(?:收回|退回|交回|销毁)"
_RESTRICTED = re.compile(
    r"[\[(<]?\s*(?:工作秘密|内部(?:资料|文件|材料|刊物|使用|参考|事项|掌握)?)\s*(?:[★*]\s*\S{0,8})?[\])>]?"
    rf"(?:\s*[,，、!·]?\s*(?:{_KEEP}|{_RETURN}))?[\])>]?[。!]?|[\[(]?{_KEEP}[\])]?[。!]?"
)
_RESTRICTED_SIGN = re.compile(r"工作秘密\s*[★*]|密级\s*[:\t ]\s*(?:工作秘密|内部)(?=$|[\s\t])")
_RESTRICTED_NAME = re.compile(r"[\[(](?:工作秘密|内部(?:资料|文件|材料|使用|参考)?)[\])]")

#: How many lines at a page's top and bottom may hold a mark; how many at the top of the first page.
_EDGE_LINES, _HEAD_LINES = 4, 25
#: A row of more cells than this is a list's, and what stands in it is not about the paper itself.
_FORM_CELLS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A secrecy mark: ``level`` (秘密, 机密, 绝密), its words as they stand, the page (None: the name)."""

    level: str
    text: str
    page: int | None = None


def withheld(content: Content, level: str) -> Content:
    """What may be kept of a content that is marked: its hash, size and type, its members' names, the mark."""
    return Content(
        content.sha256,
        content.size,
        content.doc_type,
        problems=(mark_problem(level),),
        members=content.members,
        complete=content.complete,
        mark=level,
    )


def mark_problem(level: str) -> Problem:
    """Why a marked file has no text here, and what to do with it."""
    return Problem(
        ProblemKind.QUARANTINED,
        f"文件标有密级“{level}”，没有保存其中的内容",
        "本系统不得存储、处理国家秘密，请立即移走这份文件并报告保密员",
    )


def find_mark(pages: Sequence[Page], name: str) -> Mark | None:
    """The secrecy mark of a document, or None. ``name`` is the file or member name, with or without folders.

    The first page's upper part (the whole of a scanned one, for stamps), every page's edges (headers and
    footers), and any line that is a starred mark are looked at; the highest level found is returned.
    """
    marks = [*_in_name(name), *_in_pages(pages)]
    return max(marks, key=lambda mark: _LEVELS.index(mark.level), default=None)


def secrecy(lines: Sequence[Line], passage: Passage, name: str) -> FieldValue:
    """内部 or 工作秘密 where a document is marked so; no value otherwise."""
    for line in lines[:_HEAD_LINES]:
        for cell in line.text.split("\t"):
            if _RESTRICTED.fullmatch(cell.strip()) or _RESTRICTED_SIGN.search(cell):
                return FieldValue(
                    _restricted(cell), evidence=passage.evidence(line.start, line.end), confidence=0.9
                )
        if _RESTRICTED_SIGN.search(line.text):
            return FieldValue(
                _restricted(line.text), evidence=passage.evidence(line.start, line.end), confidence=0.9
            )
    in_name = _RESTRICTED_NAME.search(plain(name))
    return FieldValue(_restricted(in_name[0]), FieldSource.NAME, None, 0.85) if in_name else FieldValue()


def _restricted(text: str) -> str:
    return "工作秘密" if "工作秘密" in text else "内部"


def _in_name(name: str) -> Iterator[Mark]:
    *folders, own = re.split(r"[/\\!]", name)
    for part in folders:
        found = _STARRED.search(plain(part))
        if found:
            yield Mark(_level(found), part, None)
    stem = plain(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", own))
    found = _IN_NAME.search(stem)
    if found and not _ABOUT.search(stem):
        yield Mark(_level(found), own, None)


def _in_pages(pages: Sequence[Page]) -> Iterator[Mark]:
    for index, page in enumerate(pages):
        if not _SUSPECT.search(page.text):
            continue
        passage = Passage([(page.number, page.text)])
        count = len(passage.lines)
        first = (count if page.ocr else _HEAD_LINES) if index == 0 else _EDGE_LINES
        found = []
        for line in passage.lines:
            near = line.index < first or line.index >= count - _EDGE_LINES
            found += [(line.index, mark) for mark in _on_line(line, passage, page.number, near)]
        yield from _without_lists(found)


def _without_lists(found: list[tuple[int, Mark]]) -> Iterator[Mark]:
    """Levels that stand under each other are listed, not marked."""
    for at, mark in found:
        if not any(other.level != mark.level and abs(line - at) <= 1 for line, other in found):
            yield mark


def _on_line(line: Line, passage: Passage, page: int, near: bool) -> Iterator[Mark]:
    text = line.text
    if "密" not in text or not (near or "★" in text):
        return
    starred = list(_STARRED.finditer(text))
    if starred and not _explained(text, starred):
        yield Mark(_level(starred[0]), _words(passage, line, starred[0]), page)
    if not near:
        return
    cells = text.split("\t")
    labelled = _LABELLED.search(text)
    if labelled and len(cells) <= 2 * _FORM_CELLS:
        yield Mark(_level(labelled), _words(passage, line, labelled), page)
    for cell in cells if len(cells) <= _FORM_CELLS else cells[:1]:
        alone = _ALONE.fullmatch(cell.strip())
        if alone and not _ABOUT.search(cell):
            yield Mark(_level(alone), passage.words(line.start, line.end), page)


def _words(passage: Passage, line: Line, found: re.Match[str]) -> str:
    return passage.words(line.start + found.start(), line.start + found.end())


def _explained(text: str, starred: list[re.Match[str]]) -> bool:
    """A sentence that tells how a mark is written (标注“机密★20年”) is not marked itself."""
    if len({_level(found) for found in starred}) > 1:
        return True
    before, after = text[: starred[0].start()], text[starred[0].end() :]
    quoted = before.endswith(("“", '"', "《")) or after.startswith(("”", '"'))
    return quoted or bool(_EXPLAINS.search(before)) or len(before) > 30


def _level(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", next(value for value in found.groups() if value))
