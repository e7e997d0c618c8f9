"""应到、实到、列席、缺席 of a meeting: counts and names, from labels, tables and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.documents import FieldValue

from .numerals import number
from .persons import names_in, trusted
from .record import Record
from .tables import Attendance, attendance

_NUMBER = r"(\d{1,4}|[一二三四五六七八九十百]{1,4})"
_AFTER_NUMBER = r"\s?(?=[人名位\n\t,，。;、(]|$)"
_BETWEEN = r"[^\d\n,。;:(一二三四五六七八九十]{0,12}[:\s\t]{0,2}"
_COUNT = re.compile(rf"(?:共计?|合计|总计)?\s?{_NUMBER}\s?(?=[人名位]|$|[\s,，。;、(/])")
_PEOPLE = re.compile(rf"(?:共计?|合计|总计|等)?\s?{_NUMBER}\s?(?=[人名位])")
_EXPECTED = re.compile(
    rf"应(?:该)?(?:到|出席|参会|参加|参与){_BETWEEN}{_NUMBER}{_AFTER_NUMBER}|应(?:到)?\s?(\d{{1,3}})\s?[,、/]?\s?实"
)
_PRESENT = re.compile(
    rf"(?<!应)(?:实际?(?:到|出席|参会|参加|参与)|出席(?:会议)?的?|到会的?){_BETWEEN}{_NUMBER}{_AFTER_NUMBER}"
    r"|应(?:到)?\s?\d{1,3}\s?[,、/]?\s?实(?:到)?\s?(\d{1,3})"
    rf"|(?<![应未不该])(?:到了|来了|到场|参加|参加的?有|到会|与会)(?:的)?(?:党员|人员)?(?:有|共|约)?\s?{_NUMBER}\s?(?:个|人|名|位)"
    rf"|{_NUMBER}\s?(?:个)?人?(?:全部)?(?:到齐|全到)"
    rf"|(?:共|(?<!应到)(?<!应)){_NUMBER}\s?[名位人](?:党员|同志|同学|支委|委员|老师|老同志|群众)?(?:都在|全到|参加|到会|参会|出席|与会|来到|在[^,。\n]{{2,24}}(?:开展|参观|举行|集合))"
    rf"|一共(?:有|来了)?{_NUMBER}[人名位]"
)
_ABSENT_WORD = r"(?:缺席|请假|未到会?|缺勤|未参会)"
_ABSENT = re.compile(rf"{_ABSENT_WORD}(?:人员|党员|人数|人)?[:\s\t]{{0,2}}{_NUMBER}{_AFTER_NUMBER}")
#: 缺席2人(刘洋因病请假,孙伟因公出差)
_ABSENT_LIST = re.compile(
    rf"(?:{_ABSENT_WORD}(?:人员|党员|委员|同志)?(?:共?{_NUMBER}\s?[人名位])?:?|实到:?\s?\d{{1,3}}\s?[人名位]?)\s?"
    r"[(](?P<names>[^()\n]{2,80})[)]"
)
#: 李四因公出差请假; 张三、王五同志因参加培训未能参加; 孙伟因公出差
_ABSENT_TOLD = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,6}(?:[、和,][\u4e00-\u9fff]{2,4}){0,8}?)(?:等)?(?:\d{1,2}[名人位])?(?:同志)?(?:均|分别)?"
    r"(?:因[^,。;)\n]{1,16}?(?:请假|缺席|未到|未能|不能|未参|没来|没到)|因(?:公|病|事)(?:出差|外出|住院)?(?=[,;、)。])|请(?:病|事|公|年休|产|探亲|婚|丧)假)"
)
_REASON = re.compile(
    r"因[^、,;]{1,12}(?=[、,;]|$)|请假|缺席|病假|事假|公假|出差|外出|(?:出差|外出|值班|学习|回家|探亲|做).{0,8}$"
)
_NONE = re.compile(
    r"^[\s:]*(?:无|没有|无人|0\s?人?|零人?|/|-+|无缺席|无列席|全勤|全部到会|无请假)[。.;,\s]*(?=$|[\t\n(])"
)
#: 段立新同志春运值班请假; 谷丰收、史学锋请假; 宋大江病假: no 因 before the reason.
_ABSENT_SHORT = re.compile(
    r"(?:^|(?<=[,;。、)\n\s]))(?P<names>[^,。;:\n()]{2,30}?(?:请假|缺席|未到会?|没来|没到|未能到会|未参会|[病事公产婚丧]假))"
    r"(?=[,。;、()\n\s]|$)"
)
_ANY_ABSENT = re.compile("假|缺席|未到|没来|没到|未能|缺勤|未参|不能|实到|因[公病事]")
#: Both counts; what follows them may tell who was missing: 应到5人，实到4人，邵长河同志到市里参加培训.
_BOTH = re.compile(
    rf"应(?:到会?|出席)?(?:人数|党员|委员)?:?\s?{_NUMBER}\s?[人名位]?[,、/;\s]{{0,2}}(?:其中[^,]{{0,12}},)?实(?:到会?|际?出席)?(?:人数|党员|委员)?:?\s?{_NUMBER}\s?[人名位]?"
)
_AWAY = re.compile(
    r"因|请|假|缺|差|外出|培训|学习|值班|住院|医院|援|休|病|奔丧|外训|下乡|驻|去|在外|未|没|开会|出车|上课|手术|探亲|到.{1,8}(?:参加|办|开)"
)
_NO_NAMES_END = frozenset("因回赴去在到随请外病事出上下未没")
_RETURNED = re.compile(r"[回赴去在到因随]")
_THERE = re.compile(r"主持|记录|列席|介绍|汇报|报告|传达|领学|宣读|发言|通报|讲")
#: A list that names some of those present only.
_OPEN_LIST = re.compile(r"全体|等(?!\d)|其他|其余|党员代表|[\d一二三四五六七八九十]{1,3}[名位](?![(])")
_LIST_CHARACTERS, _MOST_TOLD = 600, 8


def expected(record: Record) -> FieldValue:
    """应到: a count."""
    return (
        _count(record, "expected", _EXPECTED)
        or _in_table(record, lambda table: len(table.listed))
        or _number_of_names(record, "expected")
    )


def present(record: Record) -> FieldValue:
    """实到: a count; where only a list is given, the number of its names."""
    return (
        _count(record, "present", _PRESENT)
        or _in_table(record, lambda table: len(table.present))
        or _number_of_names(record, "present")
    )


def attending(record: Record) -> FieldValue:
    """列席: names; a count where no names are given; an empty list for 无."""
    return names_under(record, "attending") or _count(record, "attending", None) or FieldValue()


def absent(record: Record) -> FieldValue:
    """缺席, 请假: names; a count where no names are given; an empty list for 无."""
    tabled = _in_table(record, lambda table: list(table.absent))
    if tabled is not None:
        return tabled  # 请假 in a signature's place is no label there
    listed = names_under(record, "absent")
    if listed is not None and listed.value:
        return _completed(record, listed)
    return _absent_told(record) or listed or _count(record, "absent", _ABSENT) or FieldValue()


def attendants(record: Record) -> FieldValue:
    """The names that a record or a sign-in sheet lists as present."""
    listed = names_under(record, "present")
    return listed or _in_table(record, lambda table: list(table.present)) or FieldValue()


def _in_table(record: Record, said: Callable[[Attendance], object]) -> FieldValue | None:
    table = attendance(record.passage)
    return record.field(said(table), table.start, table.end, 0.88) if table is not None else None


def counts_anybody(text: str) -> bool:
    """Whether plain text counts who should have come or who came."""
    return bool(_EXPECTED.search(text) or _PRESENT.search(text))


def names_under(record: Record, field: str) -> FieldValue | None:
    """The names that stand after a label; an empty list where it says 无."""
    names: list[str] = []
    where: tuple[int, int] | None = None
    for stretch in record.under(field):
        value = record.value(stretch)[:_LIST_CHARACTERS]
        if _NONE.match(value):
            return record.field([], stretch.label, min(stretch.end, stretch.start + 4), 0.9)
        found = [name for name in trusted(_list_part(value)) if name not in names]
        if found:
            names += found
            where = where or (stretch.label, stretch.end)
    return record.field(names, *where, 0.9) if where is not None else None


def _list_part(value: str) -> str:
    """The lines of a value that are a list of names, up to the first sentence."""
    lines: list[str] = []
    for line in value.split("\n"):
        if lines and (
            re.search(r"[。!?:]|会议|议题|内容|^[一二三四五六七八九十\d]+[、.]", line) or len(line) > 120
        ):
            break
        lines.append(line)
    return "\n".join(lines)


def _completed(record: Record, listed: FieldValue) -> FieldValue:
    """A labelled list with what 请假3人(丁一、白鹭) adds to it."""
    told = _absent_told(record)
    if told is None or not set(listed.value) < set(told.value):
        return listed
    return told


def _absent_told(record: Record) -> FieldValue | None:
    names: list[str] = []
    where: tuple[int, int] | None = None
    if not _ANY_ABSENT.search(record.told):
        return _beside_counts(record)
    for match in _ABSENT_SHORT.finditer(record.told):
        found = [n for part in re.split("[、和]", match["names"]) for n in _leading(part) if n not in names]
        names += found
        where = where or (match.span() if found else None)
    for pattern in (_ABSENT_LIST, _ABSENT_TOLD):
        for match in pattern.finditer(record.told):
            listed = _REASON.sub("、", match["names"])
            found = [name for name in names_in(listed) or _trailing(listed) if name not in names]
            if found:
                names += found
                where = where or match.span()
    if where is None:
        return _beside_counts(record)
    return record.field(names, *where, 0.85)


def _beside_counts(record: Record) -> FieldValue | None:
    """Whom the words behind the counts tell to be elsewhere, where they are as many as were missing."""
    for match in _BOTH.finditer(record.told):
        due, came = (number(group) for group in match.groups())
        if due is None or came is None or not 0 < due - came <= _MOST_TOLD:
            continue
        clauses = re.split(
            r"[,;。]", record.told[match.end() : match.end() + 80].split("\n")[0].lstrip(",;、。( ")
        )
        names: list[str] = []
        for clause in clauses:
            if not _AWAY.search(clause) or _THERE.search(clause):
                break
            names += [name for part in re.split("[、和]", clause) for name in _leading(part)]
        if len(names) == due - came:
            return record.field(names, match.start(), match.end() + 40, 0.8)
    return None


def _leading(text: str) -> list[str]:
    """段立新同志春运值班 → 段立新; 展鹏援沪 → 展鹏."""
    marked = re.match(r"([\u4e00-\u9fff]{2,4}?)(?:同志|书记|委员|\(|$)", text)
    if marked and names_in(marked[1]):
        return names_in(marked[1])
    cut = [
        (name, text[size:])
        for size in (3, 2)
        for name in names_in(text[:size])
        if len(name) == size and not (size == 3 and name[-1] in _NO_NAMES_END)
    ]
    away = next(([name] for name, rest in cut if _AWAY.match(rest) or _RETURNED.match(rest)), None)
    return away or [name for name, _ in cut[:1]]


def _trailing(text: str) -> list[str]:
    """其中罗岩 → 罗岩."""
    return [name for size in (3, 2) for name in names_in(text[-size:]) if len(name) == size][:1]


def _count(record: Record, field: str, pattern: re.Pattern[str] | None) -> FieldValue | None:
    match = pattern.search(record.told) if pattern else None
    value = number(next(group for group in match.groups() if group)) if match else None
    if match and value is not None:
        return record.field(value, *match.span(), 0.92)
    for stretch in record.under(field):
        line = record.first_line(stretch)
        found = None if line.startswith(("应", "实")) else (_COUNT.match(line) or _PEOPLE.search(line[:40]))
        value = number(found[1]) if found else None
        if value is not None:
            return record.field(value, stretch.label, min(stretch.end, stretch.start + 12), 0.9)
    return None


def _number_of_names(record: Record, field: str) -> FieldValue:
    """How many a list names, where nobody is counted; nothing for 全体党员 or a list that ends in 等."""
    listed = names_under(record, field)
    if (
        listed is None
        or not listed.value
        or listed.evidence is None
        or _OPEN_LIST.search(listed.evidence.text)
    ):
        return FieldValue()
    return FieldValue(len(listed.value), listed.source, listed.evidence, 0.7)
