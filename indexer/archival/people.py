"""人名 of a document: hosts, recorders, attendants, speakers, signers, and the names on a roster."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from indexer.documents import Evidence, FieldSource, FieldValue

from .attendance import attendants
from .persons import is_name, names_in
from .record import Record
from .tables import roster
from .view import View

#: Labels in papers other than minutes that a person's name follows.
_LABEL = re.compile(
    r"(?:谈话人|被谈话?人|谈话对象|主讲人?|授课人|讲课人|宣讲人|申请人|汇报人|述职人|承诺人|培养联系人|入党介绍人|介绍人|撰稿人?|作者|整理人?|"
    r"发言人|姓名|签发人|审核人?|监票人|总监票人|计票人|报告人|支部书记|党支部书记|书记|请战人|倡议人)"
    r"(?:\([^()\n]{1,8}\))?\s?[:\t]\s?(?P<names>[^\n:]{2,60})"
)
_SPEAKER = re.compile(r"(?:^|\n)(?P<name>[\u4e00-\u9fff]{2,4})(?:\((?:主持人?|[^()\n]{1,10})\)|同志|书记)?:")
_COMRADE = re.compile(r"(?:推荐|接收|吸收|确定|发展|同意|讨论)(?P<name>[\u4e00-\u9fff]{2,4}?)同志")
_AUTHOR = re.compile(r"书记|党员|委员|作者|支部|^[\u4e00-\u9fff ]{2,5}$")
_MEETING = ("host", "recorder")
_AROUND = ("attending", "absent")
_MOST = 300
_READ = 8_000


def people(view: View, fields: Mapping[str, FieldValue], record: Mapping[str, FieldValue]) -> FieldValue:
    """Everyone the document names in a part that matters, each once, hosts first."""
    found: dict[str, Evidence | None] = {}
    for name, evidence in _named(view, fields, record):
        if is_name(name):
            found.setdefault(name, evidence)
    names = list(found)[:_MOST]
    if not names:
        return FieldValue()
    return FieldValue(names, FieldSource.EXTRACTED, found[names[0]], 0.85)


def _named(
    view: View, fields: Mapping[str, FieldValue], record: Mapping[str, FieldValue]
) -> Iterator[tuple[str, Evidence | None]]:
    for key in _MEETING:
        yield from _of(record.get(key))
    if record or fields["role"].value == "签到表":
        yield from _of(attendants(Record(view)))
    for key in _AROUND:
        yield from _of(record.get(key))
    yield from _of(fields["signer"], "、")
    yield from _spoken(view, bool(record))
    yield from _labelled(view)
    yield from _authors(view)
    yield from _on_roster(view)
    for match in _COMRADE.finditer(view.stem + "\n" + str(fields["title"].value or "")):
        yield match["name"], fields["title"].evidence


def _of(field: FieldValue | None, separator: str | None = None) -> Iterator[tuple[str, Evidence | None]]:
    value = field.value if field is not None else None
    if isinstance(value, str):
        value = value.split(separator) if separator else [value]
    for name in value if isinstance(value, list) else []:
        yield name, field.evidence if field is not None else None


def _spoken(view: View, minutes: bool) -> Iterator[tuple[str, Evidence | None]]:
    for match in _SPEAKER.finditer(view.head.text[:_READ]) if minutes else ():
        yield match["name"], view.head.evidence(*match.span("name"))


def _labelled(view: View) -> Iterator[tuple[str, Evidence | None]]:
    for match in _LABEL.finditer(view.head.text[:_READ]):
        start, end = match.span("names")
        end = min(end, view.head.text.find("\t", start) if "\t" in match["names"] else end)
        for name in names_in(view.head.spaced(start, end)):
            yield name, view.head.evidence(match.start(), end)


def _authors(view: View) -> Iterator[tuple[str, Evidence | None]]:
    """(第一党支部书记　王光豪) under a lesson's title."""
    for line in view.lines[1:4]:
        if len(line.text) <= 24 and "\t" not in line.text and ":" not in line.text:
            spaced = view.head.spaced(line.start, line.end).strip("() ")
            if _AUTHOR.search(spaced):
                for name in names_in(spaced):
                    yield name, view.head.evidence(line.start, line.end)


def _on_roster(view: View) -> Iterator[tuple[str, Evidence | None]]:
    names, heading = roster(view.head)
    for name in names:
        yield name, view.head.evidence(heading.start, heading.end) if heading else None
