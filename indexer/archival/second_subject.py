"""类别二: what a paper deals with besides its own business. Most papers deal with one; then there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.documents import Evidence, FieldValue

from .paper import plain
from .taxonomy import Found, Taxonomy
from .weighing import TITLE, Weighed, best_second, confidence_of

_MEETINGS, _RULES = "02", "11"
_MINUTES = frozenset({"会议记录", "会议纪要"})
#: Businesses that a branch's meeting decides on, and that are looked for under their own name too.
_DECIDED_ON = ("01", "05", "06", "08", "09")
#: Businesses whose decisions are taken by an assembly: 换届选举大会, 接收预备党员大会.
_BY_ASSEMBLY = ("01", "05")
_ASSEMBLY = re.compile(r"大会|支委会|支部(?:委员会?|党员)?.{0,4}会议?|党员会")
#: Items that open a meeting and are seldom what it was called for.
_OPENING = re.compile(r"学习|传达|通报|精神|小结|总结")
#: Ways of working that rules are about whatever business they order.
_NOT_OF_RULES = frozenset({_MEETINGS, _RULES, "08", "12"})
_STUDY, _NOT_STUDIED = "07", frozenset({"07", "09", "11", "12"})
_RECOMMENDED = re.compile(r"推优|推荐.*积极分子")
_YOUTH, _MEMBERS = "10", "05"
_HINT, _ON_THE_WAY = 2.0, frozenset({"入党申请人", "积极分子", "发展对象", "预备党员与转正"})
#: From this score on a word in a title or a folder made for it tells a business.
_TELLING = 24.0
#: How sure a topic of the agenda makes it.
_BY_AGENDA = 0.75


def second_subject(
    weighed: Weighed, taxonomy: Taxonomy, role: str | None, topics: Sequence[str]
) -> FieldValue:
    """The second category: what a meeting decided on, the meeting that took a decision, what a rule orders,
    what is studied, whose proposal a candidate is. No value where a paper has one subject only."""
    best = weighed.ranked[0]
    if best == _MEETINGS and role in _MINUTES:
        return _named(weighed, _decided_apart(weighed)) or _on_the_agenda(taxonomy, topics)
    if best in _BY_ASSEMBLY and role in _MINUTES and _is_of_an_assembly(weighed):
        return _existing(taxonomy, FieldValue(_MEETINGS, confidence=0.7))
    if best == _RULES and role == "制度":
        codes = [code for code in weighed.ranked if code not in _NOT_OF_RULES]
        return _named(weighed, codes, 10 * TITLE * 0.9) or FieldValue()
    if best == _STUDY and role == "学习材料":
        return _named(weighed, [code for code in weighed.ranked if code not in _NOT_STUDIED]) or FieldValue()
    if best in (_YOUTH, _MEMBERS) and any(_RECOMMENDED.search(_of(p.evidence)) for p in weighed.points):
        return _named(weighed, [_YOUTH if best == _MEMBERS else _MEMBERS]) or FieldValue()
    return FieldValue()


def _decided_apart(weighed: Weighed) -> list[str]:
    """The businesses a title may name beside a meeting; a 党小组 is named as the one that meets."""
    of_a_group = best_second(weighed.points, _MEETINGS) == "党小组会"
    return [code for code in _DECIDED_ON if not (of_a_group and code == "01")]


def _of(evidence: Evidence | None) -> str:
    return plain(evidence.text) if evidence is not None else ""


def _existing(taxonomy: Taxonomy, value: FieldValue) -> FieldValue:
    return value if taxonomy.category_name(str(value.value)) is not None else FieldValue()


def _named(weighed: Weighed, codes: Sequence[str], least: float = _TELLING) -> FieldValue | None:
    """The first category, by score, of those that title, name or a folder tells loudly."""
    for code in sorted(codes, key=lambda code: -weighed.scores.get(code, 0.0)):
        if weighed.is_named(code, least):
            return weighed.value(code, 0.9 * confidence_of(weighed.scores[code]))
    return None


def _is_of_an_assembly(weighed: Weighed) -> bool:
    return any(_ASSEMBLY.search(_of(p.evidence)) for p in weighed.points if p.zone == "title")


def _on_the_agenda(taxonomy: Taxonomy, topics: Sequence[str]) -> FieldValue:
    """What the first item is about that a meeting was called for."""
    items = [plain(topic) for topic in topics]
    for item in items:
        if _OPENING.search(item) and item != items[-1]:
            continue
        found = next(_decided_on(taxonomy.words.find(item)), None)
        return FieldValue(found, evidence=Evidence(item), confidence=_BY_AGENDA) if found else FieldValue()
    return FieldValue()


def _decided_on(found: Sequence[Found]) -> Iterator[str]:
    """The businesses that the words of an item name; of members' only who is to become one."""
    for item in found:
        for code, second, strength in item.claims:
            if code in _DECIDED_ON and strength > _HINT and (code != _MEMBERS or second in _ON_THE_WAY):
                yield code
