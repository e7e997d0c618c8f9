"""How many should have come to a meeting and how many came, as labels, sentences and lists count them."""

from __future__ import annotations

import re

from indexer.documents import FieldValue

from ..numerals import number
from .record import Record

#: A number of people, one group.
NUMBER = r"(\d{1,4}|[一二三四五六七八九十百廿卅]{1,4})"
AFTER_NUMBER = r"\s?(?=[人名位\n\t,，。;、(]|$)"
_WHO = "党员|同志|同学|支委|委员|老师|老同志|群众|组员|人员"
_BETWEEN = r"[^\d\n,。;:(一二三四五六七八九十廿卅]{0,12}[:\s\t]{0,2}"
_COUNT = re.compile(rf"(?:共计?|合计|总计)?\s?{NUMBER}\s?(?=[人名位]|$|[\s,，。;、(/])")
_PEOPLE = re.compile(rf"(?:共计?|合计|总计|等)?\s?{NUMBER}\s?(?=[人名位])")
_APART = re.compile(rf"(?:^|(?<=[\s,]))共?{NUMBER}人(?=[\s,][\u4e00-\u9fff]{{2,3}}(?:同志)?(?:主持|[记纪]))")
#: 学生党员27人,积极分子59人,共86人
_TOTAL = re.compile(rf"(?<=[人名位]),?(?:共计?|合计|总计|计){NUMBER}\s?(?=[人名位])")
#: 应到/实到	11/9; 应到38到会31: both in one.
_BOTH = (
    r"应到(?:会)?(?:人数|党员|委员)?\s?[/、(]\s?实到(?:会)?(?:人数|党员|委员)?\)?[:\s]{0,2}%s\s?[人名]?\s?[/、,(]\s?%s",
    r"应(?:到会?)?\s?%s\s?[人名]?[,、/;]?\s?(?:实到?会?|到会?)\s?%s",
)
_ONE, _ANY = r"(\d{1,3})", r"\d{1,3}"
#: 全组6人到齐: as many as there are.
_ALL = (
    rf"(?:全(?:组|体|支部?|部)|本组|小组)(?:共有?)?(?:{_WHO})?{NUMBER}[人名位](?:{_WHO})?(?:都|全部?|均)?"
    "(?:到齐|到了|全到|到会|参加)"
)
EXPECTED = re.compile(
    "|".join(
        (
            rf"应\s?(?:该)?(?:到|出席|参会|参加|参与){_BETWEEN}{NUMBER}{AFTER_NUMBER}",
            *(both % (_ONE, _ANY) for both in _BOTH),
            rf"(?:有表决权的?(?:正式)?|全村|现有|共有|支部)?党员{NUMBER}[人名](?=[^。\n]{{0,10}}(?:到会|实到|出席))",
            _ALL,
        )
    )
)
PRESENT = re.compile(
    "|".join(
        (
            rf"(?<!应)(?:实\s?际?(?:到|出席|参会|参加|参与)|出席(?:会议)?的?|到会的?){_BETWEEN}{NUMBER}{AFTER_NUMBER}",
            *(both % (_ANY, _ONE) for both in _BOTH),
            r"(?<![应未不该])(?:到了|来了(?!一[位个名])|到场|到课|参加|参加的?有|到会|与会)"
            rf"(?:的)?(?:党员|人员)?(?:有|共|约)?\s?{NUMBER}\s?(?:个|人|名|位)",
            rf"(?<![\u4e00-\u9fff])(?<![应实]\n)到\s?{NUMBER}\s?[人名位]",
            rf"{NUMBER}\s?(?:个)?(?:[名位人])?(?:{_WHO})?(?:全部|都|全|均)?"
            r"(?:到齐|全到|都到(?=[了齐会]|[,。\n])|齐了|在线)",
            rf"(?:共|(?<!应到)(?<!应)){NUMBER}\s?[名位人](?:{_WHO})?(?:都在|全到|参加|到会|参会|出席|与会|来到|"
            r"在[^,。\n]{2,24}?(?:开展|参观|举行|集合|集中|开会|学习|活动|碰头|见面|座谈))",
            rf"一共(?:有|来了)?{NUMBER}[人名位]",
            rf"到的?人(?:员|有)?:?[^。\n\d:]{{2,60}}?共{NUMBER}[人名位]",
        )
    )
)


def apart(record: Record) -> FieldValue | None:
    """塔机停放场 6人 关小强主持: a count set apart by blanks beside who presided."""
    for line in record.view.lines[:3]:
        match = _APART.search(record.passage.spaced(line.start, line.end))
        value = number(match[1]) if match else None
        if value is not None:
            return record.field(value, line.start, line.end, 0.7)
    return None


def counts_anybody(text: str) -> bool:
    """Whether plain text counts who should have come or who came."""
    return bool(EXPECTED.search(text) or PRESENT.search(text))


def count(record: Record, field: str, pattern: re.Pattern[str] | None) -> FieldValue | None:
    """The number that a sentence or, after the label of ``field``, a value tells."""
    headed = _under(record, field, "人数")
    match = pattern.search(record.told) if pattern and headed is None else None
    value = number(next(group for group in match.groups() if group)) if match else None
    if match and value is not None:
        return record.field(value, *match.span(), 0.92)
    return headed or _under(record, field, "")


def _under(record: Record, field: str, ending: str) -> FieldValue | None:
    """The number after a label of ``field`` that ends so."""
    for stretch in (one for one in record.under(field) if one.words.endswith(ending)):
        line = record.first_line(stretch)
        other = re.match("[应实][到出参际]", line)
        found = (
            None if other else (_TOTAL.search(line[:60]) or _COUNT.match(line) or _PEOPLE.search(line[:40]))
        )
        value = number(found[1]) if found else None
        if value is not None:
            return record.field(value, stretch.label, min(stretch.end, stretch.start + 12), 0.9)
    return None
