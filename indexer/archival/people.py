"""人名 of a document: hosts, recorders, attendants, speakers, signers, and the names on a roster."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from indexer.documents import Evidence, FieldSource, FieldValue

from .dates import find_dates
from .minutes.attendance import attendants
from .minutes.record import Record
from .named_people import comrades_in, named_in
from .names import extension_cut
from .persons import is_name, names_in
from .tables import roster
from .view import View

#: Labels in papers other than minutes that a person's name follows.
_LABEL = re.compile(
    r"(?:谈话人|被谈话?人|谈话对象|对象|主讲人?|授课人|讲课人|宣讲人|申请人|汇报人|述职人|承诺人|责任人|培养联系人|入党介绍人|介绍人|撰稿人?"
    r"|作者|整理人?|发言人|姓名|签发人|审核人?|监票人|总监票人|计票人|报告人|支部书记|党支部书记|书记|请战人|倡议人|领款人|领取人"
    r"|经手人|慰问对象|被慰问人|考察对象|积极分子|发展对象|预备党员|候选人|当选人|推荐人|被推荐人|心得人|学习人|执笔人?)"
    r"(?:\([^()\n]{1,8}\))?\s?[:\t]\s?"
)
#: How much follows a label; 候选人 may head a row of cells.
_AFTER_LABEL, _ROW_LABEL = 60, "候选人"
#: 承诺人　石开泰: a label parted from the name by a blank, at a line's beginning.
_SPACED = re.compile(
    r"(?:承诺人|申请人|汇报人|述职人|领款人|经手人|谈话人|责任人|报告人|倡议人|签名|签字|本人签[名字])(?:\([^()]{1,8}\))?\s+"
    r"(?P<name>[\u4e00-\u9fff]{2,4})(?:\s|\(|$)"
)
#: 听课感想 沈佳: the name that a file's name ends with.
_ENDING = re.compile(
    r"(?:心得(?:体会)?|体会|感想|感悟|申请书?|思想汇报|自传|总结|发言稿?|剖析材料?|对照检查(?:材料)?|承诺书|报告|志愿书)"
    r"[-_ \u3000—(]*(?P<name>[\u4e00-\u9fff]{2,4})\)?$"
)
#: A signature alone at the end: 质检　沈佳　7月2日.
_LAST, _SIGNED, _PARTS = 3, 20, 2
#: 撰稿：谭小雅　审核：田军: where the next label begins.
_NEXT_LABEL = re.compile(r"\s[\u4e00-\u9fff]{2,6}:")
_SPEAKER = re.compile(r"(?:^|\n)(?P<name>[\u4e00-\u9fff]{2,4})(?:\((?:主持人?|[^()\n]{1,10})\)|同志|书记)?:")
#: 张敏转正申请, 王光豪微党课: a name that a file's name begins with.
_LEADING = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?:书记)?"
    r"(?=入党|转正|思想|自传|心得|述职|对照|个人|微?党课|的|谈|发言|申请|政审|函调|检视|剖析|承诺|事迹|简历)"
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
    yield from _signed(view)
    yield from _authors(view)
    yield from _on_roster(view)
    yield from _in_path(view)
    for name, (start, end) in named_in(view.head.text[:_TOLD_CHARACTERS]):
        yield name, view.head.evidence(start, end)


def _in_path(view: View) -> Iterator[tuple[str, Evidence | None]]:
    """心得-乔志坚, 谈心谈话（方既明-隋远峰）, 周海棠/入党申请书: names of their own in names and folders."""
    ending = _ENDING.search(extension_cut(view.name))
    if ending is not None:
        yield ending["name"], Evidence(view.stem)
    for part in (view.stem, *view.folders[:2]):
        pieces = [part, *re.split(r"[-_—()\[\]·、,+&\s]+|与|同志", part)]
        yield from ((piece, Evidence(part)) for piece in pieces if is_name(piece))
    leading = _LEADING.match(view.clean)
    if leading and is_name(leading["name"]):
        yield leading["name"], Evidence(view.stem)
    yield from ((name, Evidence(view.stem)) for name in comrades_in(view.stem))


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
    text = view.head.text[:_READ]
    labels = list(_LABEL.finditer(text))
    for at, label in enumerate(labels):
        following = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        value = text[label.end() : min(following, label.end() + _AFTER_LABEL)].split("\n")[0]
        if not label[0].startswith(_ROW_LABEL):
            value = value.split("\t")[0]
        end = label.end() + len(value)
        for name in names_in(_NEXT_LABEL.split(view.head.spaced(label.end(), end))[0]):
            yield name, view.head.evidence(label.start(), end)


def _signed(view: View) -> Iterator[tuple[str, Evidence | None]]:
    """承诺人　石开泰 anywhere, and a name that stands alone at the end or before the day."""
    for line in (line for line in view.lines if len(line.text) < _AFTER_LABEL):
        match = _SPACED.match(view.head.spaced(line.start, line.end))
        if match is not None:
            yield match["name"], view.head.evidence(line.start, line.end)
    for line in view.tail.lines[-_LAST:]:
        if len(line.text) <= _SIGNED and not re.search("[:。;,\t]", line.text):
            words = [w for w in view.tail.spaced(line.start, line.end).split(" ") if not find_dates(w)]
            if len(words) <= _PARTS and words and is_name(words[-1]):
                yield words[-1], view.tail.evidence(line.start, line.end)


def _authors(view: View) -> Iterator[tuple[str, Evidence | None]]:
    """(第一党支部书记　王光豪) under a lesson's title."""
    for line in view.lines[1:4]:
        if len(line.text) <= 24 and not re.search("[\t:。;!?]", line.text):
            spaced = view.head.spaced(line.start, line.end).strip("() ")
            if _AUTHOR.search(spaced):
                for name in names_in(spaced):
                    yield name, view.head.evidence(line.start, line.end)


def _on_roster(view: View) -> Iterator[tuple[str, Evidence | None]]:
    names, heading = roster(view.head)
    for name in names:
        yield name, view.head.evidence(heading.start, heading.end) if heading else None
