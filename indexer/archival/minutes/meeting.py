"""The meeting that a record keeps: kind, date, place, host, recorder, attendance, topics, resolutions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from indexer.documents import MEETING_FIELDS, FieldValue

from ..tables import attendance
from ..view import View
from .attendance import absent, attending, expected, present
from .entries import entry_among
from .head_counts import counts_anybody
from .kind import kind_of_meeting
from .names import host, names_a_host, recorder
from .place import place
from .record import Record
from .resolutions import resolutions
from .topics import topics

_RECORDS = frozenset({"会议记录", "会议纪要"})
_HEAD = frozenset({"place", "host", "recorder", "expected", "present", "absent", "attending"})
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
        counted = counts_anybody(view.head.text[:1500])
        return bool(fields & {"time", *_HEAD}) or counted or attendance(view.head) is not None
    if role in _RECORDS:
        text = view.head.text[:1500]
        told = names_a_host(text) or counts_anybody(text)
        entry = entry_among(view.head, view.lines[:3])
        return bool(fields & {"time", "topics", *_HEAD}) or told or entry is not None
    return role is None and len(fields & _HEAD) >= 3


def meeting(view: View, title: FieldValue, dated: FieldValue) -> dict[str, FieldValue]:
    """Every field of ``MEETING_FIELDS`` for a record; what it does not say has no value.

    ``expected`` and ``present`` are counts. ``attending`` (列席) and ``absent`` are names where the record
    lists them, else a count. ``topics`` and ``resolutions`` are lists.
    """
    record = Record(view)
    readers: dict[str, Callable[[Record], FieldValue]] = {
        "place": place,
        "host": host,
        "recorder": recorder,
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
