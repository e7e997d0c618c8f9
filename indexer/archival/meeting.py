"""The meeting that a record keeps: kind, date, place, host, recorder, attendance, topics, resolutions.

The elements of a record that ought to be there follow domain practice: 名称、时间、地点、主持人、记录人、出席/列席/缺席、
议题、内容、决议.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.documents import MEETING_FIELDS, FieldSource, FieldValue

from .meeting_kind import kind_of_meeting
from .minutes_labels import Stretch
from .numerals import number
from .paper import Passage
from .persons import names_in, one_name
from .view import View

_RECORDS = frozenset({"会议记录", "会议纪要"})
_COUNT = re.compile(
    r"(?:共计?|合计|总计)?\s?(\d{1,4}|[一二三四五六七八九十百]{1,4})\s?(?=[人名位]|$|[\s,，。;、(/])"
)
_NONE = re.compile(r"^[\s:]*(?:无|没有|无人|0人?|零人?|/|-+|无缺席|无列席|全勤|全部到会|无请假)[。.;,\s]*$")
_HOST = re.compile(
    r"(?:会议|大会|活动|党课|组织生活会|本次会议)?由(?P<a>[^,。;\n]{2,30}?)(?:同志)?(?:主持|召集并主持)|(?P<b>[\u4e00-\u9fff]{2,12}?)(?:同志)?主持(?:召开)?(?:了)?(?:本次)?(?:会议|大会|并)"
)
_RECORDER = re.compile(
    r"(?:由)?(?P<a>[\u4e00-\u9fff]{2,10}?)(?:同志)?(?:担任|负责|做|作)?(?:会议)?[记纪]录(?=[。,;)\n]|$)"
)
_EXPECTED = re.compile(
    r"应(?:该)?(?:到|出席|参会|参加|参与)[^\d\n,。;:一二三四五六七八九十]{0,12}[:\s\t]{0,2}(\d{1,4}|[一二三四五六七八九十百]{1,4})\s?(?=[人名位\n\t,，。;、]|$)"
)
_PRESENT = re.compile(
    r"(?:实际?(?:到|出席|参会|参加|参与)|出席(?:会议)?的?|到会的?)[^\d\n,。;:一二三四五六七八九十]{0,12}[:\s\t]{0,2}(\d{1,4}|[一二三四五六七八九十百]{1,4})\s?(?=[人名位\n\t,，。;、]|$)"
)
_ABSENT = re.compile(
    r"(?:缺席|请假|未到会?|缺勤)(?:人员|党员|人数|人)?[:\s\t]{0,2}(\d{1,4}|[一二三四五六七八九十]{1,3})\s?(?=[人名位\n\t,，。;、(]|$)"
)
_ABSENT_NAMES = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[、和,][\u4e00-\u9fff]{2,4}){0,8}?)(?:等)?(?:\d{1,2}[名人位])?(?:同志)?因(?:公|事|病|故|工作|身体|出差|外出|在外|学习|值班|家|个人|休|产)[^,。;\n]{0,12}?(?:请假|缺席|未到|未能|不能|未参)"
)
_PLACE = re.compile(
    r"(?:日|上午|下午|晚上?|许|分|时|点|部|会|员|村|站|局|公司|学院)?[,，]?\s?(?:全体党员)?(?:集中)?在(?P<a>[\u4e00-\u9fffA-Za-z0-9()“”\"]{2,24}?)(?:召开|举行|举办|组织召开|开展|进行)"
)
_RESOLVED = re.compile(
    r"(?:(?:会议|大会|支委会|支部|支部大会|与会(?:党员|人员|同志|委员|支委)|全体(?:党员|支委|委员|与会人员)?|经)?[^。;\n]{0,40}?"
    r"(?:一致(?:同意|通过|决定|认为(?=同意)|表决通过)|表决通过|举手表决|无记名投票[^。\n]{0,30}(?:通过|同意|当选)|形成(?:如下|以下)?决议|会议(?:研究)?(?:决定|同意|议定|通过)|决定:|全票通过|研究决定|讨论决定)[^。\n]{0,160}[。\n]?)"
)
#: A list that names some of those present only.
_OPEN_LIST = re.compile(r"全体|等(?!\d)|其他|其余|党员代表")
_ITEM = re.compile(
    r"(?:^|[\n\t;；。 ])\s?(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\)|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,2}[、.]|[①-⑳]|议题[一二三四五六七八九十\d]{1,2}:?)"
)


@dataclass(frozen=True)
class _Record:
    """The record being read: its text and the values its labels give."""

    view: View
    passage: Passage

    def under(self, *fields: str) -> list[Stretch]:
        return [s for s in self.view.labelled if s.field in fields and s.end > s.start]

    def value(self, stretch: Stretch) -> str:
        return self.passage.spaced(stretch.start, stretch.end).strip(" \t\n:;,，;。*")

    def first_line(self, stretch: Stretch) -> str:
        return self.value(stretch).split("\n")[0].split("\t")[0].strip(" :;,;。")

    def field(self, value: object, start: int, end: int, confidence: float) -> FieldValue:
        return FieldValue(value, FieldSource.EXTRACTED, self.passage.evidence(start, end), confidence)


def is_record(view: View, role: str | None) -> bool:
    """Whether a document keeps a meeting: its kind says so, or it has a host, and attendance or topics."""
    if not view.head.text:
        return False
    labels = {stretch.field for stretch in view.labelled if stretch.label < 2_000}
    if role in _RECORDS:
        return len(labels & {"time", "place", "host", "recorder", "present", "topics"}) >= 1 or bool(
            _HOST.search(view.head.text[:1500])
        )
    return len(labels & {"place", "host", "recorder", "expected", "present", "absent", "attending"}) >= 3


def meeting(view: View, title: FieldValue, dated: FieldValue) -> dict[str, FieldValue]:
    """Every field of ``MEETING_FIELDS`` for a record; what it does not say has no value.

    ``expected`` and ``present`` are counts. ``attending`` (列席) and ``absent`` are names where the record
    lists them, else a count. ``topics`` and ``resolutions`` are lists.
    """
    record = _Record(view, view.head)
    readers: dict[str, Callable[[_Record], FieldValue]] = {
        "place": _place,
        "host": _host,
        "recorder": _recorder,
        "expected": _expected,
        "present": _present,
        "attending": _attending,
        "absent": _absent,
        "topics": _topics,
        "resolutions": _resolutions,
    }
    fields = dict.fromkeys(MEETING_FIELDS, FieldValue())
    fields["type"] = kind_of_meeting(view, title, record.under("type", "name"))
    fields["date"] = dated
    for name, read in readers.items():
        fields[name] = read(record)
    return fields


_REQUIRED = (
    ("时间", ("date",)),
    ("地点", ("place",)),
    ("主持人", ("host",)),
    ("记录人", ("recorder",)),
    ("出席人员", ("present", "expected")),
    ("缺席（请假）情况", ("absent",)),
    ("议题", ("topics",)),
)


def missing_elements(fields: dict[str, FieldValue]) -> tuple[str, ...]:
    """A note naming the elements that a record ought to have and lacks."""
    full = fields["expected"].value is not None and _size(fields["expected"].value) == _size(
        fields["present"].value
    )
    lacking = [
        label
        for label, names in _REQUIRED
        if all(fields[name].value is None for name in names) and not (label.startswith("缺席") and full)
    ]
    return (f"会议记录缺少要素：{'、'.join(lacking)}。",) if lacking else ()


def _size(value: object) -> int | None:
    if isinstance(value, int):
        return value
    return len(value) if isinstance(value, (list, tuple)) else None


def _place(record: _Record) -> FieldValue:
    for stretch in record.under("place"):
        text = record.first_line(stretch)
        text = re.split(r"[,;。](?=.{0,6}(?:时间|主持|记录|参))", text)[0].strip()
        if 2 <= len(text) <= 40:
            value = (
                record.passage.words(stretch.start, stretch.end)
                .split("\n")[0]
                .split("\t")[0]
                .strip(" ：:；;，,。")
            )
            return record.field(value, stretch.label, stretch.start + len(text), 0.93)
    for stretch in record.under("time"):
        if stretch.words.endswith("地点"):
            rest = _after_time(record.first_line(stretch))
            if rest:
                return record.field(rest, stretch.label, stretch.end, 0.8)
    match = _PLACE.search(record.passage.text[:800])
    if match:
        return record.field(record.passage.words(*match.span("a")), *match.span(), 0.75)
    return FieldValue()


def _after_time(text: str) -> str | None:
    """What follows date and hour in 时间地点: 2021年6月3日9:00二楼会议室."""
    match = re.search(
        r"(?:\d{1,2}[:点时]\d{0,2}分?|[日号]|上午|下午|晚上?)[\s,，;、(在于]*([\u4e00-\u9fff][^\d\n]{2,20})$",
        text,
    )
    return match[1] if match else None


def _host(record: _Record) -> FieldValue:
    return _labelled_name(record, "host") or _told_name(record, _HOST) or FieldValue()


def _recorder(record: _Record) -> FieldValue:
    return _labelled_name(record, "recorder") or _told_name(record, _RECORDER) or FieldValue()


def _labelled_name(record: _Record, field: str) -> FieldValue | None:
    fields = (field, "content") if field == "recorder" else (field,)
    for stretch in record.under(*fields):
        if stretch.field == "content" and not stretch.words.endswith(("记录", "纪录")):
            continue
        text = record.first_line(stretch)
        if len(text) > (24 if stretch.field == field else 8):
            continue
        name = one_name(text)
        if name is not None:
            return record.field(name, stretch.label, min(stretch.end, stretch.start + len(text) + 1), 0.93)
    return None


def _told_name(record: _Record, pattern: re.Pattern[str]) -> FieldValue | None:
    for match in pattern.finditer(record.passage.text[:3000]):
        told = next((group for group in match.groups() if group), "")
        name = one_name(told) or _trailing_name(told)
        if name is not None:
            return record.field(name, *match.span(), 0.8)
    return None


def _trailing_name(text: str) -> str | None:
    """党支部书记王光豪 → 王光豪: the name that ends a run of words."""
    for size in (4, 3, 2):
        name = one_name(text[-size:]) if len(text) > size else None
        if name is not None and len(name) == size:
            return name
    return None


def _expected(record: _Record) -> FieldValue:
    return _count(record, "expected", _EXPECTED) or _number_of_names(record, "expected")


def _present(record: _Record) -> FieldValue:
    return _count(record, "present", _PRESENT) or _number_of_names(record, "present")


def _number_of_names(record: _Record, field: str) -> FieldValue:
    """How many a list names, where the record counts nobody; nothing for 全体党员 or a list that ends in 等."""
    listed = _names(record, field)
    if (
        listed is None
        or not listed.value
        or _OPEN_LIST.search(listed.evidence.text if listed.evidence else "")
    ):
        return FieldValue()
    return FieldValue(len(listed.value), listed.source, listed.evidence, 0.7)


def attendants(view: View) -> FieldValue:
    """The names a record or a sign-in sheet lists as present."""
    return _names(_Record(view, view.head), "present") or FieldValue()


def _attending(record: _Record) -> FieldValue:
    return _names_or_count(record, "attending", None)


def _absent(record: _Record) -> FieldValue:
    found = _names_or_count(record, "absent", _ABSENT)
    if found.value is not None and not isinstance(found.value, int):
        return found
    for match in _ABSENT_NAMES.finditer(record.passage.text[:3000]):
        names = names_in(match["names"])
        if names:
            return record.field(names, *match.span(), 0.8)
    return found


def _count(record: _Record, field: str, pattern: re.Pattern[str] | None) -> FieldValue | None:
    for stretch in record.under(field):
        match = _COUNT.match(record.first_line(stretch)) or _COUNT.search(record.first_line(stretch)[:20])
        value = number(match[1]) if match else None
        if value is not None:
            return record.field(value, stretch.label, min(stretch.end, stretch.start + 12), 0.93)
    match = pattern.search(record.passage.text[:3000]) if pattern else None
    value = number(match[1]) if match else None
    return record.field(value, *match.span(), 0.88) if match and value is not None else None


def _names_or_count(record: _Record, field: str, pattern: re.Pattern[str] | None) -> FieldValue:
    """The names a label lists; where it lists none, its count; an empty list for 无."""
    return _names(record, field) or _count(record, field, pattern) or FieldValue()


def _names(record: _Record, field: str) -> FieldValue | None:
    names: list[str] = []
    where: tuple[int, int] | None = None
    for stretch in record.under(field):
        value = record.value(stretch)[:600]
        if _NONE.match(value.split("\n")[0].split("\t")[0]):
            return record.field([], stretch.label, min(stretch.end, stretch.start + 4), 0.9)
        found = [name for name in names_in(_list_part(value)) if name not in names]
        if found:
            names += found
            where = where or (stretch.label, stretch.end)
    return record.field(names, *where, 0.9) if names and where is not None else None


def _list_part(value: str) -> str:
    """The lines of a value that are a list of names, up to the first sentence."""
    lines: list[str] = []
    for line in value.split("\n"):
        if lines and (re.search(r"[。!?]|会议|议题|内容|^[一二三四五六七八九十]、", line) or len(line) > 120):
            break
        lines.append(line)
    return "\n".join(lines)


def _topics(record: _Record) -> FieldValue:
    for stretch in record.under("topics", "name"):
        value = record.value(stretch)
        items = _items(value)
        if items:
            end = stretch.start + min(len(value), 160)
            return record.field(
                items, stretch.label, min(end, stretch.end), 0.9 if stretch.field == "topics" else 0.6
            )
    return FieldValue()


def _resolutions(record: _Record) -> FieldValue:
    for stretch in record.under("resolutions"):
        items = _items(record.value(stretch))
        if items and any(len(item) >= 4 for item in items):
            return record.field(items, stretch.label, min(stretch.end, stretch.start + 160), 0.9)
    told = [match for match in _RESOLVED.finditer(record.passage.text[:8_000]) if len(match[0].strip()) >= 8]
    if not told:
        return FieldValue()
    texts = [record.passage.words(*match.span()).strip("\n 。") for match in told[:12]]
    return record.field(texts, told[0].start(), told[-1].end() if len(told) == 1 else told[0].end(), 0.75)


def _items(value: str) -> list[str]:
    """A value cut at its numbers (1. 一、 ①); one item where it has none; lines where lines stand alone."""
    value = value.strip()
    if not value or _NONE.match(value):
        return []
    marks = list(_ITEM.finditer(value))
    if len(marks) >= 2 or (marks and marks[0].start() == 0):
        bounds = [mark.start() for mark in marks] + [len(value)]
        items = [_ITEM.sub("", value[a:b], count=1) for a, b in zip(bounds, bounds[1:], strict=False)]
    else:
        items = _by_lines(value)
    cleaned = [re.sub(r"\s+", "", item).strip("。;；,，:、") for item in items]
    return [item for item in cleaned if len(item) >= 2][:20]


def _by_lines(value: str) -> list[str]:
    lines: list[str] = []
    for line in value.split("\n"):
        line = line.strip()
        if not line:
            continue
        if lines and len(line) > 80:
            break
        lines.append(line)
        if len(lines) >= 8:
            break
    return lines if all(len(line) <= 60 for line in lines) else lines[:1]
