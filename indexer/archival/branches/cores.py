"""What people leave of a branch's name in talk: 征管 of 征管科, 高一 of 高一年级, 老干 of 离退休干部."""

from __future__ import annotations

import re
from functools import lru_cache

from .names import skeleton

_RETIRED = re.compile(r"老干部?(?!局)|离退休|(?<!离)退休")
#: What kind of body or people a name ends with: it tells no two branches of a unit apart, as a rule.
_TAIL = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:(?:教研|备课)?组|年级|科室?|股室?|处室?|室|部|系|队|教师|教职工|职工|干部|人员|党员|同志)$"
)
#: People whom a body looks after: 学生处 is not the students.
_PEOPLE = frozenset({"学生", "教师", "教工", "职工", "青年", "干部", "党员", "团员"})
#: What every unit has: none of these is another branch's name in short.
_ANYWHERE = frozenset(
    {"机关", "局机关", "本部", "总部", "教职工", "后勤", "行政", "基层", "联合", "流动", "临时", "直属"}
)
#: Matters that folders are named for, whatever body is called after one.
_MATTERS = re.compile(
    "宣传|组织|人事|财务|纪检|纪律|监察|统战|工会|教育|学习|党务|党建|行政|办公|综合|会议|档案|信息|党员|发展|制度|文件|活动|"
    "培训|考核|党费|廉政"
)


def is_same_in_talk(one: str, other: str) -> bool:
    """Whether two names' words differ only by what one of them leaves unsaid: 退休 and 退休教师 do, 征管科
    and 征管处 are two bodies."""
    a, b = _in_talk(one), _in_talk(other)
    core = core_of(one)
    return len(core) >= 2 and core == core_of(other) and core in (a, b) and (core not in _PEOPLE or a == b)


def may_name_a_folder(words: str) -> bool:
    """Whether a folder of such a name is not rather a matter's (宣传, 人事)."""
    return _MATTERS.fullmatch(words) is None


@lru_cache(maxsize=16384)
def core_of(words: str) -> str:
    """What is left of a name's words without what kind of body or people it is."""
    words = _in_talk(words)
    while (shorter := _TAIL.sub("", words)) != words:
        words = shorter
    return words


@lru_cache(maxsize=16384)
def _in_talk(words: str) -> str:
    return _RETIRED.sub("退休", skeleton(words))


def is_of_people(words: str) -> bool:
    """Whether words before 支部 are only a kind of people, as each department of a school has them."""
    return words in _PEOPLE


def is_telling(words: str) -> bool:
    """Whether words before 支部 tell more than what people it has: 机关, 学生 are short for nothing."""
    return words not in _PEOPLE and words not in _ANYWHERE
