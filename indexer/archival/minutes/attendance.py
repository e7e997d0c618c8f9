"""应到、实到、列席、缺席 of a meeting: counts and names, from labels, tables and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.documents import FieldValue

from ..persons import called, named_in_full, names_in, trusted
from ..tables import Attendance, attendance
from . import absentees
from .head_counts import EXPECTED, PRESENT, apart, count
from .labels import Stretch
from .record import Record

_NONE = re.compile(
    r"^[\s:]*(?:无|没有|无人|0\s?人?|零人?|/|-+|无缺席|无列席|全勤|全部到会|无请假)[。.;,\s]*(?=$|[\t\n(])"
)
#: A list that names some of those present only.
_OPEN_LIST = re.compile(r"全体|等(?!\d)|其他|其余|党员代表|[\d一二三四五六七八九十]{1,3}[名位](?![(])")
#: 周敏、赵强列席; 县委组织部钱进到会指导.
_SAT_IN = re.compile(
    r"(?:^|(?<=[,;。、)\n\s]))(?P<names>[\u4e00-\u9fff]{2,14}?(?:[、和][\u4e00-\u9fff]{2,14}?){0,5}?)(?:同志)?(?:等)?(?:应邀|受邀|也|均)?(?:以[^,。;\n]{2,8}身份)?(?:参加(?:会议)?并)?"
    r"(?:列席(?![:\s人的了])|(?:到会|莅会|莅临|出席|到场|参会|亲临)(?:会议)?(?:并)?(?:进行)?(?:现场)?指导|应邀(?:出席|参加))"
)
#: 到会丁玲、熊婷、金梅，: those present, named in a sentence.
_CAME = re.compile(
    r"(?<![应未])(?:到会|到的?|出席|参加|参会)(?:会议)?的?(?:有|人员有|人有|是)?(?P<names>(?:[\u4e00-\u9fff]{2,4}[、和]){1,20}[\u4e00-\u9fff]{2,3})(?=[,。;\n]|$)"
)
_LIST_CHARACTERS = 600


def expected(record: Record) -> FieldValue:
    """应到: a count."""
    return (
        count(record, "expected", EXPECTED)
        or _in_table(record, lambda table: len(table.listed))
        or _number_of_names(record, "expected")
    )


def present(record: Record) -> FieldValue:
    """实到: a count; where only a list is given, the number of its names."""
    return (
        count(record, "present", PRESENT)
        or _in_table(record, lambda table: len(table.present))
        or _named_present(record)
    )


def attending(record: Record) -> FieldValue:
    """列席: names; a count where no names are given; an empty list for 无."""
    return (
        names_under(record, "attending")
        or count(record, "attending", None)
        or _sat_in(record)
        or FieldValue()
    )


def absent(record: Record) -> FieldValue:
    """缺席, 请假: names; a count where no names are given; an empty list for 无."""
    tabled = _in_table(record, lambda table: list(table.absent))
    if tabled is not None:
        return tabled  # 请假 in a signature's place is no label there
    listed = names_under(record, "absent")
    if listed is not None:
        return _completed(record, listed) if listed.value else listed
    return absentees.told(record) or count(record, "absent", absentees.COUNTED) or FieldValue()


def attendants(record: Record) -> FieldValue:
    """The names that a record or a sign-in sheet lists as present."""
    listed = names_under(record, "present")
    return listed or _in_table(record, lambda table: list(table.present)) or FieldValue()


def _in_table(record: Record, said: Callable[[Attendance], object]) -> FieldValue | None:
    table = attendance(record.passage)
    return record.field(said(table), table.start, table.end, 0.88) if table is not None else None


def names_under(record: Record, field: str) -> FieldValue | None:
    """The names that stand after a label; an empty list where it says 无."""
    names: list[str] = []
    where: tuple[int, int] | None = None
    nobody: FieldValue | None = None
    for stretch in record.under(field):
        value = record.value(stretch)[:_LIST_CHARACTERS]
        if _NONE.match(value):
            nobody = record.field([], stretch.label, min(stretch.end, stretch.start + 4), 0.9)
            continue
        found = [name for name in trusted(_list_part(value)) if name not in names]
        if found:
            names += found
            where = where or (stretch.label, stretch.end)
    return record.field(names, *where, 0.9) if where is not None else nobody


def _list_part(value: str) -> str:
    """The lines of a value that are a list of names, up to the first sentence."""
    lines: list[str] = []
    for line in value.split("\n"):
        if lines and not names_in(line):
            break
        if lines and (
            re.search(r"[。!?:]|会议|议题|内容|^[一二三四五六七八九十\d]+[、.]", line) or len(line) > 120
        ):
            break
        lines.append(line)
    return "\n".join(lines)


def _completed(record: Record, listed: FieldValue) -> FieldValue:
    """A labelled list with what 请假3人(丁一、白鹭) adds to it."""
    told = absentees.told(record)
    if told is None or not set(listed.value) < set(told.value):
        return listed
    return told


def _sat_in(record: Record) -> FieldValue | None:
    """Whom sentences tell to have sat in or to have come to guide."""
    names: list[str] = []
    where: tuple[int, int] | None = None
    for line in record.view.lines:
        if line.start > len(record.told):
            break
        for match in _SAT_IN.finditer(record.passage.spaced(line.start, line.end)):
            parts = re.split("[、和]", match["names"])
            found = [name for part in parts for name in _sitting_in(record, part)]
            names += [name for name in found if name not in names]
            where = where or ((line.start, line.end) if found else None)
    return record.field(names, *where, 0.8) if where is not None else None


def _sitting_in(record: Record, words: str) -> list[str]:
    surname = called(words)
    if surname is not None:
        name = named_in_full(record.told, surname)
        return [name] if name is not None else []
    return names_in(words) or absentees.trailing(words)


def _named_present(record: Record) -> FieldValue:
    """How many a list of those present names, or a sentence."""
    listed = _number_of_names(record, "present")
    match = _CAME.search(record.told) if listed.value is None else None
    names = names_in(match["names"]) if match else []
    if listed.value is None and match is None:
        return apart(record) or listed
    if match is None or len(names) != len(re.split("[、和]", match["names"])):
        return listed
    return record.field(len(names), *match.span(), 0.7)


def _number_of_names(record: Record, field: str) -> FieldValue:
    """How many a list names, where nobody is counted; nothing for 全体党员 or a list that ends in 等."""
    listed = names_under(record, field)
    if listed is None or not listed.value or any(_is_open(record, s) for s in record.under(field)):
        return FieldValue()
    return FieldValue(len(listed.value), listed.source, listed.evidence, 0.7)


def _is_open(record: Record, stretch: Stretch) -> bool:
    return _OPEN_LIST.search(_list_part(record.value(stretch)[:_LIST_CHARACTERS])) is not None
