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
    r"(?:\([^()\n]{1,8}\))?\s?[:\t]\s?(?P<names>[^\n\t:]{2,60})"
)
_SPEAKER = re.compile(r"(?:^|\n)(?P<name>[\u4e00-\u9fff]{2,4})(?:\((?:主持人?|[^()\n]{1,10})\)|同志|书记)?:")
#: What stands before 同志: 授予冯建社, 常有福、甘露等五名.
_COMRADES = re.compile(
    r"(?P<names>(?:[\u4e00-\u9fff]{2,12}[、和])?(?:[\u4e00-\u9fff]{2,4}[、和]){0,12}[\u4e00-\u9fff]{2,10}?)等?"
    r"(?:[\d一二三四五六七八九十]{1,3}[名位])?$"
)
_COMRADE, _BEFORE = "同志", 60
#: 蓝田玉,纪宝成,温静: three names or more in a row.
_ROW = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{2,4}[、,]\s?){2,}[\u4e00-\u9fff]{2,4}(?=[等。;,.\s(同七八九十一二三四五六两\d]|$)"
)
#: 张敏转正申请, 王光豪微党课: a name that a file's name begins with.
_LEADING = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?:书记)?"
    r"(?=入党|转正|思想|自传|心得|述职|对照|个人|微?党课|的|谈|发言|申请|政审|函调|检视|剖析|承诺|事迹|简历)"
)
#: What ends before the name: 关于檀溪同志, 授予冯建社.
_WORDS_BEFORE = re.compile(
    r"^.*(?:关于|授予|推荐|接收|吸收|确定|发展|同意|讨论|任命|选举|批准|表彰|研究|由|对|给|向|请|经|是|为|以及|其中|[与和将])(?=.{2})"
)
_AUTHOR = re.compile(r"书记|党员|委员|作者|支部|^[\u4e00-\u9fff ]{2,5}$")
_MEETING = ("host", "recorder")
_AROUND = ("attending", "absent")
_MOST = 300
_READ, _TOLD_CHARACTERS = 8_000, 4_000


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
    yield from _in_path(view)
    yield from _told(view)


def _in_path(view: View) -> Iterator[tuple[str, Evidence | None]]:
    """心得-乔志坚, 谈心谈话（方既明-隋远峰）, 周海棠/入党申请书: names of their own in names and folders."""
    for part in (view.stem, *view.folders[:2]):
        pieces = [part, *re.split(r"[-_—()\[\]·、,+&\s]+|与|同志", part)]
        yield from ((piece, Evidence(part)) for piece in pieces if is_name(piece))
    leading = _LEADING.match(view.clean)
    if leading and is_name(leading["name"]):
        yield leading["name"], Evidence(view.stem)
    for names, _ in _comrades(view.stem):
        yield from ((name, Evidence(view.stem)) for name in names)


def _told(view: View) -> Iterator[tuple[str, Evidence | None]]:
    """张三同志, 张三、李四等五名同志, and names in a row."""
    text = view.head.text[:_TOLD_CHARACTERS]
    for names, at in _comrades(text):
        yield from ((name, view.head.evidence(max(0, at - _BEFORE), at)) for name in names)
    for match in _ROW.finditer(text):
        names = [part.strip() for part in re.split("[、,]", match[0])]
        if sum(map(is_name, names)) == len(names):
            yield from ((name, view.head.evidence(*match.span())) for name in names)


def _comrades(text: str) -> Iterator[tuple[list[str], int]]:
    """The names before each 同志, and where it stands."""
    at = text.find(_COMRADE)
    while at >= 0:
        match = _COMRADES.search(text[max(0, at - _BEFORE) : at])
        if match:
            yield [name for part in re.split("[、和]", match["names"]) for name in _ending(part)], at
        at = text.find(_COMRADE, at + 2)


def _ending(text: str) -> list[str]:
    """The name that ends a run of words (授予冯建社 → 冯建社)."""
    text = _WORDS_BEFORE.sub("", text)
    if is_name(text):
        return [text]
    return next(([text[-size:]] for size in (3, 2) if len(text) > size and is_name(text[-size:])), [])


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
