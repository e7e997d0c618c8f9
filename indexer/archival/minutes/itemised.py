"""What a label lists, cut into its items: at their numbers, else at semicolons, else at line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..numerals import number
from ..paper import Line, Passage

_NUMERAL = "一二三四五六七八九十"
#: Ways of numbering; the items of a list are numbered in one of them: 1. 1) 一、 (一) ① 议题一: 第一项:
_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<n>\d{1,2})[.、](?!\d)",
        r"\(?(?P<n>\d{1,2})\)",
        rf"(?P<n>[{_NUMERAL}]{{1,2}})[、.]",
        rf"\((?P<n>[{_NUMERAL}]{{1,2}})\)",
        r"(?P<n>[①-⑳])",
        rf"议题(?P<n>[{_NUMERAL}\d]{{1,2}})[:、,]?",
        rf"第(?P<n>[{_NUMERAL}])[项个条]?(?:议题)?[:、,]",
        rf"(?P<n>[{_NUMERAL}])是",
        r"(?P<n>\d{1,2})(?=[\u4e00-\u9fff“《])",
    )
)
#: A further item's number, which may stand before a figure.
_ANY_FIGURE = re.compile(r"(?P<n>\d{1,2})[.、]")
#: 1 年度计划: parted from its number by a blank only, so it must begin a line.
_BLANK = _STYLES[-1]
#: The ways that paragraphs of an account are numbered in.
_PARAGRAPHS = (*_STYLES[:6], _STYLES[7], _BLANK)
_BOUNDARY = "\n\t;。,:、 "
#: What may stand around an item and is no part of it.
EDGES = " \t\n。．.;；:：,，、"
_NOTHING = re.compile(r"(?:无|没有|略|同上|见附件|/|-+)[。.]?")
#: A line that tells how the vote went and not what was decided.
_VOTE = re.compile(
    r"(?:经(?:过)?(?:表决|讨论|举手表决)[,:]?)?(?:大家|到会(?:人员|党员)|与会(?:人员|党员)|全体(?:党员|人员)?|参会人员)"
    r"(?:都|均|全部|一致|表示)*(?:同意|赞成|通过)(?:,?没有.{0,8})?[。.]?$"
)
#: A line that goes on to what was said, and lists nothing.
_TOLD = re.compile(r"[:：]|^[\u4e00-\u9fff]{2,3}(?:说|提出|建议|介绍|汇报|传达|通报|指出|表示)|。.")
#: Items of one sentence, and then to whom they go: 甲任书记；乙任委员。报党工委审批。
_REPORTED = re.compile(r"^[^。]*;[^。]*。(?:报|提交|呈报?|上报)[^。]{2,16}。?$")
_LONG_LINE, _LONG_FIRST, _MOST = 60, 80, 20


def items(
    passage: Passage,
    start: int,
    end: int,
    *,
    cell: bool = False,
    sentences: bool = False,
    words: bool = False,
) -> list[str]:
    """The items from ``start`` to ``end``, as written. ``cell``: the text is a table's cell, whose further
    lines belong to it. ``sentences``: where there are several, they are one item whatever parts they have.
    ``words``: a line of short words is cut at its commas too."""
    value = passage.text[start:end]
    if not cell:  # the next cell holds something else
        first = value.find("\n", len(value) - len(value.lstrip("\n\t ")))
        line = value[: first if first >= 0 else len(value)]
        tab = line.find("\t", len(line) - len(line.lstrip("\n\t ")))
        value = line[:tab] if tab >= 0 else value
    spans = list(_numbered(passage, start, value)) or list(
        _unnumbered(value, cell=cell, sentences=sentences, words=words)
    )
    texts = [passage.words(start + a, start + b).strip(EDGES) for a, b in spans]
    found = [re.sub(r"\s+", "", text) for text in texts]
    return [text for text in found if len(text) >= 2 and not _NOTHING.fullmatch(text)][:_MOST]


def _numbered(passage: Passage, start: int, value: str) -> Iterator[tuple[int, int]]:
    """Items that are numbered one after the other in one way, from the beginning of the value."""
    begin = len(value) - len(value.lstrip("\n\t :;,。"))
    style = _style(passage, start, value, begin)
    if style is None:
        return
    marks = [style.match(value, begin)]
    for match in style.finditer(value, begin + 1):
        expected = len(marks) + 1
        if _ordinal(match) == expected and _may_begin(passage, start, value, match.start(), style):
            marks.append(match)
        elif _ordinal(match) == 1 and value[match.start() - 1] == "\n":
            value = value[: match.start()]  # another list
            break
    found = [mark for mark in marks if mark is not None]
    for mark, following in zip(found, [*found[1:], None], strict=True):
        stop = following.start() if following else _line_end(value, mark.end())
        yield mark.end(), _sentence_end(value, mark.end(), stop)


def _style(passage: Passage, start: int, value: str, begin: int) -> re.Pattern[str] | None:
    """How a list is numbered that begins here; 1.5月底前…；2.… by figures before figures."""
    style = next((s for s in _STYLES if (m := s.match(value, begin)) and _ordinal(m) == 1), None)
    first = _ANY_FIGURE.match(value, begin)
    if style is None and (first is None or _ordinal(first) != 1):
        return None
    if style not in (None, _STYLES[0]):
        return style
    second = (m for m in _ANY_FIGURE.finditer(value, begin + 1) if _ordinal(m) == 2)
    goes_on = any(_may_begin(passage, start, value, m.start(), _ANY_FIGURE) for m in second)
    return _ANY_FIGURE if goes_on else style


def _ordinal(match: re.Match[str]) -> int | None:
    text = match["n"]
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else number(text)


def _may_begin(passage: Passage, start: int, value: str, at: int, style: re.Pattern[str]) -> bool:
    """Whether a number here begins an item: after a blank or a mark; ② and 2) anywhere."""
    if style is _BLANK:
        return value[at - 1] == "\n"
    free = value[at - 1] in _BOUNDARY or start + at in passage.gaps
    return free or style in (_STYLES[1], _STYLES[4])


def _line_end(value: str, at: int) -> int:
    found = value.find("\n", at)
    return found if found >= 0 else len(value)


def _sentence_end(value: str, begin: int, stop: int) -> int:
    closed = re.search(r"。\s*\n", value[begin:stop])
    return begin + closed.start() if closed else stop


def _unnumbered(value: str, *, cell: bool, sentences: bool, words: bool) -> Iterator[tuple[int, int]]:
    """The items of the first line, parted by semicolons; where the label stands alone, or in a table, the
    short lines below as well."""
    lines = list(_lines(value))
    beside = bool(lines) and not value[: lines[0][0]].strip(" \t:").count("\n")
    for at, (a, b) in enumerate(lines):
        line = value[a:b]
        if _VOTE.match(line):
            continue
        if at and ((beside and not cell) or len(line) > _LONG_LINE or "\t" in line or _TOLD.search(line)):
            return
        whole = sentences and value.count("。") > 1 and not _REPORTED.search(line)
        yield from [(a, b)] if whole else _parts(value, a, b, words=words)
        if not at and len(line) > _LONG_FIRST:
            return


def _lines(value: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in value.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _parts(value: str, start: int, end: int, *, words: bool) -> Iterator[tuple[int, int]]:
    """A line cut at its semicolons; ``words``: at its commas too, where nothing but words stands between."""
    text = value[start:end]
    short = words and all(2 <= len(part.strip()) <= 6 for part in re.split("[,、]", text.strip(EDGES)))
    at = start
    for mark in re.finditer("[,、;\t]" if short else "[;\t]", text):
        if value[at : start + mark.start()].strip(EDGES):
            yield at, start + mark.start()
        at = start + mark.end()
    if value[at:end].strip(EDGES):
        yield at, end


def numbered_paragraphs(passage: Passage, without: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """What follows the numbers of the paragraphs that are numbered one after the other in one way, each to
    its line's end; the longest such list. ``without``: stretches that are left out."""
    lines = [line for line in passage.lines if not any(a <= line.start < b for a, b in without)]
    found = [list(_run(lines, style, passage)) for style in _PARAGRAPHS]
    return max(found, key=len, default=[])


def _run(lines: Sequence[Line], style: re.Pattern[str], passage: Passage) -> Iterator[tuple[int, int]]:
    expected = 1
    for line in lines:
        match = style.match(line.text)
        if match is None or _ordinal(match) != expected:
            continue
        if style is _BLANK and line.start + match.end() not in passage.gaps:
            continue
        expected += 1
        yield line.start + match.end(), line.end
