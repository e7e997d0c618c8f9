"""The meeting that a record keeps: kind, date, place, host, recorder, attendance, topics, resolutions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from indexer.documents import MEETING_FIELDS, FieldValue

from .attendance import absent, attending, counts_anybody, expected, present
from .dates import find_dates
from .deliberations import resolutions, topics
from .entries import Entry, entry_of, is_place
from .meeting_kind import kind_of_meeting
from .persons import labelled_name, one_name
from .record import Record
from .tables import attendance
from .view import View

_RECORDS = frozenset({"会议记录", "会议纪要"})
_HEAD = frozenset({"place", "host", "recorder", "expected", "present", "absent", "attending"})
_HAN = "\u4e00-\u9fff"
#: Who presides and who writes, as sentences tell it, the surest first; the group is the name or ends in it.
_HOST = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:会议|大会|活动|党课|组织生活会)?由([^,。;\n]{2,30}?)(?:同志)?(?:召集并)?主持",
        rf"([{_HAN}]{{2,12}}?)(?:同志)?主持(?:召开)?(?:了)?(?:本次)?(?:会议|大会|支委|党员|组织|并)",
        rf"([{_HAN}]{{2,12}}?)(?:同志)?(?:担任)?主持(?=[,。;\n])",
        rf"([{_HAN}]{{2,4}})\((?:会议)?主(?:持人?)?\)",
        rf"([{_HAN}]{{2,4}}?)(?:同志|书记|副书记|主任|组长|支书|委员)?在[^,。;\n]{{2,20}}主持",
        rf"主持人?([{_HAN}]{{2,3}})(?=[,。;\s(]|记录|$)",
    )
)
_RECORDER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|(?<=[,。;\n由])|(?<=主持))由?([{_HAN}]{{2,10}}?)(?:同志)?(?:担任|负责|做|作)?(?:会议)?[记纪]录(?=[。,;)\n]|$)",
        rf"([{_HAN}]{{2,4}})\((?:会议)?[记纪](?:录人?)?\)",
        rf"[记纪]录(?:人|员)?([{_HAN}]{{2,3}})(?=[,。;\s(]|应到|实到|出席|到会|$)",
    )
)
#: 石长根召集　万春花记: words of a record's first lines, set apart.
_CALLED = re.compile(r"(?P<a>[\u4e00-\u9fff]{2,4}?)(?:召集|组织|主持|领学)")
_WROTE = re.compile(r"(?P<a>[\u4e00-\u9fff]{2,4}?)(?:写|记|记录|整理|执笔)")
_PLACE = re.compile(
    r"(?:日|午|晚上?|许|分|时|点|部|会|员|村|站|局|公司|学院|中)?,?\s?(?:全体党员)?(?:集中)?在"
    r"(?P<a>[\u4e00-\u9fffA-Za-z0-9()“”\"]{2,24}?)(?:组织|主持)?(?:召开|举行|举办|开展|进行)"
    r"|地点(?P<b>[^,。;:\n]{2,16})(?=[,。;\n])"
)
#: Where an activity went, or the meeting was: 来到烈士陵园参观, 2023年6月7日，学院咖啡角。
_WENT_TO = re.compile(
    r"(?:来到|赴|前往|走进|聚集到|集合到)(?P<a>[^,。;:\n]{1,20}?(?:馆|园|基地|旧址|故居|广场|社区|村|学校|中心|室|厅|碑|站|礼堂))(?=[,。;开进参观]|$)"
)
#: 时间地点：2021年6月3日9:00二楼会议室: the place behind the hour, under one label.
_AFTER_TIME = re.compile(
    r"(?:\d{1,2}[:点时]\d{0,2}分?|[日号]|上午|下午|晚上?)[\s,、(在于]*([\u4e00-\u9fff][^\d\n]{2,20})$"
)
#: How many words behind the day may name the place; how far behind a value's start its words may stand.
_BEHIND, _NEAR = 4, 60
#: How the note on what a record lacks begins.
INCOMPLETE = "会议记录缺少要素："
_REQUIRED = (
    ("时间", ("date",)),
    ("地点", ("place",)),
    ("主持人", ("host",)),
    ("记录人", ("recorder",)),
    ("出席人员", ("present", "expected")),
    ("缺席（请假）情况", ("absent",)),
    ("议题", ("topics",)),
)


def is_record(view: View, role: str | None, day: FieldValue) -> bool:
    """Whether a document keeps a meeting: its kind says so and it has a head or the meeting's ``day``, or
    its head is full."""
    if day.value is not None and (role in _RECORDS or role == "签到表"):
        return True
    fields = {stretch.field for stretch in view.labelled if stretch.label < 2_000}
    if role == "签到表":
        return bool(fields & {"time", *_HEAD}) or attendance(view.head) is not None
    if role in _RECORDS:
        text = view.head.text[:1500]
        told = ("主持" in text and any(pattern.search(text) for pattern in _HOST)) or counts_anybody(text)
        return bool(fields & {"time", "topics", *_HEAD}) or told or _entry(view) is not None
    return role is None and len(fields & _HEAD) >= 3


def _entry(view: View) -> Entry | None:
    """The opening line of a notebook's entry, among the first lines."""
    return next((e for e in (entry_of(view.head, line) for line in view.lines[:3]) if e is not None), None)


def meeting(view: View, title: FieldValue, dated: FieldValue) -> dict[str, FieldValue]:
    """Every field of ``MEETING_FIELDS`` for a record; what it does not say has no value.

    ``expected`` and ``present`` are counts. ``attending`` (列席) and ``absent`` are names where the record
    lists them, else a count. ``topics`` and ``resolutions`` are lists.
    """
    record = Record(view)
    readers: dict[str, Callable[[Record], FieldValue]] = {
        "place": _place,
        "host": _host,
        "recorder": _recorder,
        "expected": expected,
        "present": present,
        "attending": attending,
        "absent": absent,
        "topics": topics,
        "resolutions": resolutions,
    }
    fields = dict.fromkeys(MEETING_FIELDS, FieldValue())
    fields["type"] = kind_of_meeting(view, title, record.under("type", "name"))
    fields["date"] = dated
    for name, read in readers.items():
        fields[name] = read(record)
    return fields


def elements(fields: Mapping[str, FieldValue]) -> tuple[tuple[str, bool], ...]:
    """The elements that a record ought to have (名称、时间、地点、主持、记录 …), and whether it has each.

    Where everybody came, nobody need be named as absent.
    """
    counted = fields["expected"].value
    full = counted is not None and counted == fields["present"].value
    return tuple(
        (label, any(fields[name].value is not None for name in names) or (label.startswith("缺席") and full))
        for label, names in _REQUIRED
    )


def missing_elements(fields: Mapping[str, FieldValue]) -> tuple[str, ...]:
    """A note naming the elements that a record ought to have and lacks."""
    lacking = [label for label, there in elements(fields) if not there]
    return (f"{INCOMPLETE}{'、'.join(lacking)}。",) if lacking else ()


def _place(record: Record) -> FieldValue:
    for stretch in record.under("place"):
        text = re.split(r"[,;。](?=.{0,6}(?:时间|主持|记录|参))", record.first_line(stretch))[0].strip()
        if 2 <= len(text) <= 40:
            return record.field(_as_written(record, stretch.start, text), stretch.label, stretch.end, 0.93)
    for stretch in record.under("time"):
        found = _AFTER_TIME.search(record.first_line(stretch)) if stretch.words.endswith("地点") else None
        if found:
            return record.field(found[1], stretch.label, stretch.end, 0.8)
    entry = _entry(record.view)
    if entry is not None and entry.place is not None:
        return record.field(entry.place, entry.line.start, entry.line.end, 0.8)
    match = _PLACE.search(record.passage.text[:800])
    if match:
        group = "a" if match["a"] else "b"
        return record.field(record.passage.words(*match.span(group)), *match.span(), 0.75)
    return _told_place(record) or FieldValue()


def _told_place(record: Record) -> FieldValue | None:
    """What stands behind the day that begins the account, where it is a place; else where people went."""
    for line in record.view.lines[:4]:
        moment = next(iter(find_dates(line.text)), None)
        if moment is None or moment.day is None or moment.start > 1:
            continue
        behind = record.passage.spaced(line.start + moment.end, line.end)
        pieces = [re.sub(r"^.{0,8}?[在于]", "", piece) for piece in re.split(r"[\s,。;]+", behind)]
        place = next((piece for piece in pieces[:_BEHIND] if is_place(piece)), None)
        if place is not None:
            return record.field(_as_written(record, line.start, place), line.start, line.end, 0.7)
    match = _WENT_TO.search(record.passage.text[:800])
    return record.field(record.passage.words(*match.span("a")), *match.span(), 0.6) if match else None


def _as_written(record: Record, start: int, text: str) -> str:
    """The original characters of a value whose plain form is ``text``."""
    compact = text.replace(" ", "")
    at = record.passage.text.find(compact, start, start + len(text) + _NEAR)
    return record.passage.words(at, at + len(compact)) if at >= 0 else text


def _host(record: Record) -> FieldValue:
    return (
        _labelled_name(record, "host")
        or _told_name(record, _HOST)
        or _in_first_lines(record, _CALLED)
        or FieldValue()
    )


def _recorder(record: Record) -> FieldValue:
    return (
        _labelled_name(record, "recorder")
        or _told_name(record, _RECORDER)
        or _in_first_lines(record, _WROTE)
        or FieldValue()
    )


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
        read = labelled_name if stretch.field == field else one_name
        name = read(text) if len(text) <= (24 if stretch.field == field else 8) else None
        if name is not None:
            return record.field(name, stretch.label, min(stretch.end, stretch.start + len(text) + 1), 0.93)
    return None


def _told_name(record: Record, patterns: Sequence[re.Pattern[str]]) -> FieldValue | None:
    for match in (match for pattern in patterns for match in pattern.finditer(record.told)):
        name = None if _in_title(record, match.start()) else one_name(match[1]) or _trailing_name(match[1])
        if name is not None:
            return record.field(name, *match.span(), 0.8)
    return None


def _in_title(record: Record, offset: int) -> bool:
    """Whether an offset lies in a heading: 党外人士座谈会记录 names no recorder."""
    lines = record.view.lines[:3]
    return any(a.start <= offset < a.end and a.text.endswith(("记录", "纪录")) for a in lines)


def _trailing_name(text: str) -> str | None:
    """党支部王光豪 → 王光豪: the name that ends a run of words."""
    for size in (3, 2):
        name = one_name(text[-size:]) if len(text) > size else None
        if name is not None and len(name) == size:
            return name
    return None
