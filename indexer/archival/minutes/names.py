"""Who presided at a meeting and who wrote its record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.documents import FieldValue

from ..persons import is_name, labelled_name, named_in_full, one_name
from .record import Record

_HAN = "\u4e00-\u9fff"
#: Who presides and who writes, as sentences tell it, the surest first; the group is the name or ends in it.
_HOST = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:会议|大会|活动|党课|组织生活会)?由([^,。;\n]{2,30}?)(?:同志)?(?:召集并)?主持",
        rf"\(([{_HAN}]{{2,10}})\)(?:同志)?主持",
        rf"([{_HAN}]{{2,12}}?)(?:同志)?(?:(?:用|以|通过)[^,。;\n]{{1,10}})?主持(?:召开|了|(?:本次)?(?:会议|大会|支委|党员|组织|并))",
        rf"([{_HAN}]{{2,12}}?)(?:同志)?(?:担任)?主持(?=[,。;.\n])",
        rf"([{_HAN}]{{2,4}})\((?:会议)?主(?:持人?)?\)",
        rf"([{_HAN}]{{2,4}}?)(?:同志|书记|副书记|主任|组长|支书|委员)?在[^,。;\n]{{2,20}}主持",
        rf"([{_HAN}]{{2,12}}?)(?:同志)?召集(?=支委|全体|大家|党员|委员|各|三|四|五|两)",
    )
)
_HOST_RUN_ON = (re.compile(rf"主持人?([{_HAN}]{{2,3}})(?=[,。;.\s(]|记录|$)"),)
_RECORDER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|(?<=[,。;(\n由])|(?<=主持))由?([{_HAN}]{{2,10}}?)(?:同志)?(?:担任|负责|做的?|作的?|来)?(?:会议)?(?:[记纪]录|记)的?(?=[。,;.)\n]|$)",
        rf"([{_HAN}]{{2,4}})\([^()\n]{{2,8}}\)(?:[记纪]录|记)(?=[。,;)\n]|$)",
        rf"我[记纪](?:录|的)*\(([{_HAN}]{{2,4}})\)",
        rf"([{_HAN}]{{2,4}})\((?:会议)?[记纪](?:录人?)?\)",
    )
)
_RECORDER_RUN_ON = (
    re.compile(
        rf"[记纪]录(?:人|员)?([{_HAN}]{{2,3}})(?=[,。;\s(]|应到|实到|出席|到会|参[加会]|列席|缺席|请假|$)"
    ),
)
#: 石长根召集　万春花记: words of a record's first lines, set apart.
_CALLED = re.compile(r"(?P<a>[\u4e00-\u9fff]{2,4}?)(?:召集|组织|主持|领学)")
_WROTE = re.compile(r"(?P<a>[\u4e00-\u9fff]{2,4}?)(?:写|记|记录|执笔)")
#: 龙主持江记录, 钟书记主持: a surname, of one who is named in full elsewhere.
_CALLING = "书记|副书记|主任|组长|队长|所长|站长|局长|校长|院长|行长|老师|支书|委员|总|工|姐|哥|姨|叔"
_BY_SURNAME = {
    "host": re.compile(rf"(?<![{_HAN}])([{_HAN}])(?:{_CALLING})?主持"),
    "recorder": re.compile(
        rf"(?:(?<![{_HAN}])|(?<=主持))([{_HAN}])(?:{_CALLING})?(?:记录|记)(?=[,。;)\s]|$)"
    ),
}
#: 开支委会王光豪主持樊炫腾记录张敏参加: each behind a name, no mark between.
_ONE_BY_ONE = re.compile(
    rf"(?P<host>[{_HAN}]{{2,12}}?)(?:同志)?主持(?P<recorder>[{_HAN}]{{2,3}})[记纪]录(?!员|人)"
)
_AT_COUNT = re.compile(r"[应实]到|出席|到会|列席|缺席|请假")
_LABELLED, _AFTER_CONTENT = 24, 8


def host(record: Record) -> FieldValue:
    """主持人."""
    return (
        _labelled_name(record, "host")
        or _told_name(record, _HOST)
        or _in_first_lines(record, _CALLED)
        or _one_by_one(record, "host")
        or _told_name(record, _HOST_RUN_ON)
        or _by_surname(record, "host")
        or FieldValue()
    )


def recorder(record: Record) -> FieldValue:
    """记录人."""
    return (
        _labelled_name(record, "recorder")
        or _told_name(record, _RECORDER)
        or _in_first_lines(record, _WROTE)
        or _one_by_one(record, "recorder")
        or _told_name(record, _RECORDER_RUN_ON)
        or _by_surname(record, "recorder")
        or FieldValue()
    )


def names_a_host(text: str) -> bool:
    """Whether plain text tells who presided."""
    return "主持" in text and any(pattern.search(text) for pattern in (*_HOST, *_HOST_RUN_ON))


def _in_first_lines(record: Record, pattern: re.Pattern[str]) -> FieldValue | None:
    """霜降组织，白露写: names of any kind, each with what it did, in the opening lines."""
    for line in record.view.lines[1:4]:
        for piece in re.split(r"[\s,、。;]+", record.passage.spaced(line.start, line.end)):
            match = pattern.fullmatch(piece)
            name = labelled_name(match["a"]) if match else None
            if name is not None:
                return record.field(name, line.start, line.end, 0.7)
    return None


def _labelled_name(record: Record, field: str) -> FieldValue | None:
    """The name after a label. 会议记录: names the recorder only where a name and nothing else follows."""
    for stretch in record.under(field, "content") if field == "recorder" else record.under(field):
        if stretch.field == "content" and not stretch.words.endswith(("记录", "纪录")):
            continue
        text = record.first_line(stretch)
        read, longest = (labelled_name, _LABELLED) if stretch.field == field else (one_name, _AFTER_CONTENT)
        text = _AT_COUNT.split(text)[0].strip() if stretch.field == field else text
        text = text.partition("(")[0] if len(text) > longest else text
        name = (_in_full(text) or read(text)) if len(text) <= longest else None
        if name is not None:
            return record.field(name, stretch.label, min(stretch.end, stretch.start + len(text) + 1), 0.93)
    return None


def _in_full(text: str) -> str | None:
    """思远(裴思远) → 裴思远: the name in brackets behind what somebody is called."""
    match = re.match(rf"(?P<called>[{_HAN}]{{1,2}})\((?P<name>[{_HAN}]{{2,4}})\)", text)
    full = match is not None and is_name(match["name"]) and match["name"].endswith(match["called"])
    return match["name"] if match is not None and full else None


def _told_name(record: Record, patterns: Sequence[re.Pattern[str]]) -> FieldValue | None:
    for match in (match for pattern in patterns for match in pattern.finditer(record.told)):
        name = None if _in_title(record, match.start()) else one_name(match[1]) or _trailing_name(match[1])
        if name is not None:
            return record.field(name, *match.span(), 0.8)
    return None


def _one_by_one(record: Record, field: str) -> FieldValue | None:
    for match in _ONE_BY_ONE.finditer(record.told):
        host = one_name(match["host"]) or _trailing_name(match["host"])
        if host is not None and is_name(match["recorder"]):
            return record.field(host if field == "host" else match["recorder"], *match.span(), 0.7)
    return None


def _by_surname(record: Record, field: str) -> FieldValue | None:
    for match in _BY_SURNAME[field].finditer(record.told):
        name = named_in_full(record.told, match[1])
        if name is not None:
            return record.field(name, *match.span(), 0.7)
    return None


def _in_title(record: Record, offset: int) -> bool:
    """Whether an offset lies in a heading: 党外人士座谈会记录 names no recorder."""
    lines = record.view.lines[:3]
    titles = (a for a in lines if a.text.endswith(("记录", "纪录")) and not re.search("[,。;:]", a.text))
    return any(a.start <= offset < a.end for a in titles)


def _trailing_name(text: str) -> str | None:
    """党支部王光豪 → 王光豪: the name that ends a run of words."""
    for size in (3, 2):
        name = one_name(text[-size:]) if len(text) > size else None
        if name is not None and len(name) == size:
            return name
    return None
