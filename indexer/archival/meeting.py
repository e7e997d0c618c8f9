"""The meeting that a record keeps: kind, date, place, host, recorder, attendance, topics, resolutions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from indexer.documents import MEETING_FIELDS, FieldValue

from .attendance import absent, attending, counts_anybody, expected, present
from .deliberations import resolutions, topics
from .entries import Entry, entry_of
from .meeting_kind import kind_of_meeting
from .persons import labelled_name, one_name
from .record import Record
from .tables import attendance
from .view import View

_RECORDS = frozenset({"会议记录", "会议纪要"})
_HEAD = frozenset({"place", "host", "recorder", "expected", "present", "absent", "attending"})
_HOST = re.compile(
    r"(?:会议|大会|活动|党课|组织生活会)?由(?P<a>[^,。;\n]{2,30}?)(?:同志)?(?:召集并)?主持"
    r"|(?P<b>[\u4e00-\u9fff]{2,12}?)(?:同志)?主持(?:召开)?(?:了)?(?:本次)?(?:会议|大会|支委|党员|组织|并)"
    r"|(?P<c>[\u4e00-\u9fff]{2,12}?)(?:同志)?(?:担任)?主持(?=[,。;\n])"
    r"|(?P<d>[\u4e00-\u9fff]{2,4})\((?:会议)?主持人?\)"
)
_RECORDER = re.compile(
    r"(?:^|(?<=[,。;\n由])|(?<=主持))由?(?P<a>[\u4e00-\u9fff]{2,10}?)(?:同志)?(?:担任|负责|做|作)?(?:会议)?[记纪]录(?=[。,;)\n]|$)"
    r"|(?P<b>[\u4e00-\u9fff]{2,4})\((?:会议)?[记纪]录人?\)"
)
_PLACE = re.compile(
    r"(?:日|午|晚上?|许|分|时|点|部|会|员|村|站|局|公司|学院|中)?,?\s?(?:全体党员)?(?:集中)?在"
    r"(?P<a>[\u4e00-\u9fffA-Za-z0-9()“”\"]{2,24}?)(?:组织)?(?:召开|举行|举办|开展|进行)"
)
_AFTER_TIME = re.compile(
    r"(?:\d{1,2}[:点时]\d{0,2}分?|[日号]|上午|下午|晚上?)[\s,、(在于]*([\u4e00-\u9fff][^\d\n]{2,20})$"
)
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


def is_record(view: View, role: str | None) -> bool:
    """Whether a document keeps a meeting: its kind says so and it has a head, or its head is full."""
    fields = {stretch.field for stretch in view.labelled if stretch.label < 2_000}
    if role == "签到表":
        return bool(fields & {"time", *_HEAD}) or attendance(view.head) is not None
    if role in _RECORDS:
        text = view.head.text[:1500]
        told = _HOST.search(text) or counts_anybody(text) or _entry(view)
        return bool(fields & {"time", "topics", *_HEAD}) or bool(told)
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
        return record.field(record.passage.words(*match.span("a")), *match.span(), 0.75)
    return FieldValue()


def _as_written(record: Record, start: int, text: str) -> str:
    """The original characters of a value whose plain form is ``text``."""
    compact = text.replace(" ", "")
    at = record.passage.text.find(compact, start, start + len(text) + 8)
    return record.passage.words(at, at + len(compact)) if at >= 0 else text


def _host(record: Record) -> FieldValue:
    return _labelled_name(record, "host") or _told_name(record, _HOST) or FieldValue()


def _recorder(record: Record) -> FieldValue:
    return _labelled_name(record, "recorder") or _told_name(record, _RECORDER) or FieldValue()


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


def _told_name(record: Record, pattern: re.Pattern[str]) -> FieldValue | None:
    for match in pattern.finditer(record.told):
        words = next((group for group in match.groups() if group), "")
        name = one_name(words) or _trailing_name(words)
        if name is not None:
            return record.field(name, *match.span(), 0.8)
    return None


def _trailing_name(text: str) -> str | None:
    """党支部王光豪 → 王光豪: the name that ends a run of words."""
    for size in (3, 2):
        name = one_name(text[-size:]) if len(text) > size else None
        if name is not None and len(name) == size:
            return name
    return None
