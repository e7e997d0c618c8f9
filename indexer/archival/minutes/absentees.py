"""Who was missing from a meeting, as sentences tell it: 李四因公出差请假; 缺席2人（刘洋病假、孙伟）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.documents import FieldValue

from ..numerals import number
from ..persons import is_name, names_in, trusted
from .head_counts import AFTER_NUMBER, NUMBER
from .record import Record

_WORD = r"(?:缺席|请假|未到会?|缺勤|未参[会加]|未出席|没来的?|没到的?)"
#: 请假4人: a count alone.
COUNTED = re.compile(rf"(?<!无人){_WORD}(?:人员|党员|人数|人)?[:\s\t]{{0,2}}{NUMBER}{AFTER_NUMBER}(?!、)")
_SO_MANY = NUMBER.replace("(", "(?P<count>", 1)
#: 缺席2人(刘洋因病请假,孙伟因公出差)
_LIST = re.compile(
    rf"(?P<word>{_WORD}(?:人员|党员|委员|同志)?(?:共?{_SO_MANY}\s?[人名位]?)?:?|(?:实到|实际?(?:参会|参加|出席|到会)|(?<!应)(?:到会|参会|出席|参加))(?:人员|人数)?[:\t]?\s?(?:党员)?\d{{1,3}}\s?[人名位]?)\s?"
    r"[(](?P<names>[^()\n]{2,80})[)]"
)
#: 李四因公出差请假; 张三、王五同志因参加培训未能参加; 孙伟因公出差
_TOLD = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,6}(?:[、和,][\u4e00-\u9fff]{2,4}){0,8}?)(?:等)?(?:\d{1,2}[名人位])?(?:同志)?(?:均|分别)?"
    r"(?:因[^,。;)\n]{1,16}?(?:请假|缺席|未到|未能|不能|未参|没来|没到)|因(?:公|病|事)(?:出差|外出|住院)?(?=[,;、)。])|请(?:病|事|公|年休|产|探亲|婚|丧)假)"
)
_REASON = re.compile(
    r"因[^、,;]{1,12}(?=[、,;]|$)|请假|缺席|病假|事假|公假|出差|外出|(?:出差|外出|值班|学习|回家|探亲|做).{0,8}$"
)
#: 段立新同志春运值班请假; 谷丰收、史学锋请假; 宋大江病假: no 因 before the reason.
_SHORT = re.compile(
    r"(?:^|(?<=[,;。、()\n\s]))(?P<names>[^,。;:\n\s()]{2,30}?(?:请假|缺席|未到会?|没来|没到|没去|未能到会|未参会|[病事公产婚丧]假)(?:[看去回到陪办带住][\u4e00-\u9fff]{1,6})?)"
    r"(?=[,。;、.()\n\s]|$)"
)
#: 应到5实到4请假王光豪(出差): no mark between.
_RUN_ON = re.compile(
    r"(?:请假|缺席)的?(?:人员|有|是)?(?P<names>[\u4e00-\u9fff]{2,4}(?:[、和][\u4e00-\u9fff]{2,4}){0,8})(?=[(,。;\n]|$)"
)
_ANY = re.compile("假|未归|缺席|未到|没来|没到|没去|未能|缺勤|未参|未出席|不能|实到|到会|因[公病事]")
#: Both counts; what follows them may tell who was missing: 应到5人，实到4人，邵长河同志到市里参加培训.
_BOTH = re.compile(
    rf"(?:应(?:到会?|出席|参[加会])?(?:人数|党员|委员)?|党员):?\s?{NUMBER}\s?[人名位]?[,、/;\s]{{0,2}}(?:其中[^,]{{0,12}},)?"
    rf"(?:实(?:到会?|际?出席|际?参[加会])?|到会|参加)(?:人数|党员|委员)?:?\s?{NUMBER}\s?[人名位]?"
)
_AWAY = re.compile(
    r"因|请|假|缺|差|外出|外地|培训|学习|值班|[夜白早晚中倒加]班|住院|医院|援|休|病|养|奔丧|外训|下乡|驻|去|在外|在.{1,8}(?:开会|培训|学习|出差|值班|值守|住院|办事)|未|没|开会|出车|发货|上课|手术|探亲"
    r"|陪|送|带|守|照顾|到.{1,8}(?:参加|办|开)"
)
_NO_NAMES_END = frozenset("因回赴去在到随请外病事产婚丧休带出上下未没")
_RETURNED = re.compile(r"[回赴去在到因随]")
_THERE = re.compile(r"主持|记录|列席|介绍|汇报|报告|传达|领学|宣读|发言|通报|讲")
_MOST, _LONG_NAME = 8, 4


def told(record: Record) -> FieldValue | None:
    """The names that sentences tell to be missing; None where they tell none."""
    if not _ANY.search(record.told) and not _LIST.search(record.told):
        return None
    names: list[str] = []
    where: tuple[int, int] | None = None
    for found, span in (*_short(record), *_listed(record), *_run_on(record)):
        new = [name for name in found if name not in names]
        names += new
        where = where or (span if new else None)
    names.sort(key=record.told.find)
    return record.field(names, *where, 0.85) if where is not None else _beside_counts(record)


def _short(record: Record) -> Iterator[tuple[list[str], tuple[int, int]]]:
    for line in record.view.lines:
        if line.start > len(record.told):
            return
        for match in _SHORT.finditer(record.passage.spaced(line.start, line.end)):
            parts = re.split("[、和]", match["names"])
            yield [name for part in parts for name in leading(part) or trailing(part)], (line.start, line.end)


def _listed(record: Record) -> Iterator[tuple[list[str], tuple[int, int]]]:
    for match in _LIST.finditer(record.told):
        listed = record.passage.spaced(*match.span("names"))
        parts = re.split(r"[、,和;\s]", listed)
        gone = _ANY.search(listed) or any(_gone(part, name) for part in parts for name in leading(part))
        if not re.match(_WORD, match["word"]) and not gone:
            continue  # those who came
        every = match["count"] is not None and number(match["count"]) == len(parts)
        away = [
            name for part in parts for name in leading(part) if every or is_name(part) or _gone(part, name)
        ]
        believed = trusted(listed) if all(len(part) <= _LONG_NAME for part in parts) else away
        yield believed or away or names_in(_REASON.sub("、", match["names"])), match.span()
    for match in _TOLD.finditer(record.told):
        listed = _REASON.sub("、", match["names"])
        yield names_in(listed) or trailing(listed), match.span()


def _run_on(record: Record) -> Iterator[tuple[list[str], tuple[int, int]]]:
    for match in _RUN_ON.finditer(record.told):
        names = re.split("[、和]", match["names"])
        if all(map(is_name, names)):
            yield names, match.span()


def _gone(part: str, name: str) -> bool:
    return part.startswith(name) and _AWAY.match(part, len(name)) is not None


def _beside_counts(record: Record) -> FieldValue | None:
    """Whom the words behind the counts tell to be elsewhere, where they are as many as were missing."""
    for match in _BOTH.finditer(record.told):
        due, came = (number(group) for group in match.groups())
        if due is None or came is None or not 0 < due - came <= _MOST:
            continue
        behind = record.passage.spaced(match.end(), min(len(record.told), match.end() + 80))
        names: list[str] = []
        for clause in re.split(r"[,;。\s]", behind.split("\n")[0].lstrip(",;、。( ")):
            if not _AWAY.search(clause) or _THERE.search(clause):
                break
            names += [name for part in re.split("[、和]", clause) for name in leading(part)]
        if len(names) == due - came:
            return record.field(names, match.start(), match.end() + 40, 0.8)
    return None


def leading(text: str) -> list[str]:
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


def trailing(text: str) -> list[str]:
    """其中罗岩 → 罗岩."""
    return [name for size in (3, 2) for name in names_in(text[-size:]) if len(name) == size][:1]
