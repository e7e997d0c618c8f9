"""How a branch is written: 第一党支部, 一支部, 1支部, 机关第一支部, 党支部(一), 退休党支部.

A mention is read before any segmenter sees it: what stands before the number, and the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..numerals import chinese, number

_HAN = "\u4e00-\u9fff"
# What makes 支部 part of another word: 支部大会, 支部书记, 支部手册 …, or no branch at all (这支部队).
_OTHER_WORD = re.compile(
    "队|署|门|长|分|落|大会|党员|书记|副书记|手册|工作|建设|换届|标准|班子|活动|生活|品牌|规范|达标|设置|组织|考核|考评|评|"
    "述职|学习|主题|支委|委员(?!会)|委员会?(?:议|工作|分工|选举|换届)|会|名[册单称]|数|选举|设立|成立|联建|共建|结对|堡垒|阵地|台账|资料|简介|信息|总数|"
    "制度|职责|基本|情况|讨论|推荐|意见|党课|党费|决议|三会|推优|集中|内|里|研究|召开|开展|要|应|可|必须|先后|全年|年度|计划|总结|"
    "五化|升级|创建|档案|负责|管理|达|如何|为单位|纪实|综合|量化|积分|指导|联系|联络|团|政治|理论|机构|委会"
)
_BRANCH = re.compile(
    r"支部(?P<committee>委员会(?!会?议|工作|分工))?|(?<=[一二三四五六七八九十])支(?=委(?:会|员会))"
)
_PARENTHESISED = re.compile(
    r"[\[(]第?([一二三四五六七八九十]{1,3}|\d{1,2})[\])]|第?([一二三四五六七八九十]{1,2})(?=$|[-_/\s.,:)\]\d]|支?委员会)|第?(\d{1,2})(?=$|[-_/\s.,:)\]]|支?委员会)"
)
_BEFORE = re.compile(rf"[{_HAN}A-Za-z0-9·〇“”\"()]{{0,32}}$")
_KIND = re.compile(r"(?:(直属|联合|临时|流动|功能型)?党?(联合|直属|临时)?|党总支(?!部)|总)$")
_ORDINAL = re.compile(
    r"(?:第\s?([一二三四五六七八九十]{1,3}|\d{1,2})|(?<![一二三四五六七八九十百\d第.高初])([一二三四五六七八九十]{1,3}|\d{1,2})|[(]([一二三四五六七八九十]{1,2}|\d{1,2})[)])$"
)
#: A count before 党支部 is not its number: 5个党支部, 全部12党支部 is not written.
_COUNT = re.compile(r"(?:[个名各两几多余]|所有|每个|全体|以上)$")
# Where the words of a sentence or a name end and the branch's own begin.
_CUT = re.compile(
    r"关于|同意|通过|成立|第[一二三四五六七八九十]{1,3}条|每人|每名|联系|一个|召开|报送|转发|印发|批准|设立|建立|申请|撤销|调整|选举|补选|恳请|参加|参观|前往|赴|携手|联合(?!党?$)|带领|组织(?!部)|开展|"
    r"附件|根据|经过?(?=中共|本)|我[局站所校院]|会议由|记录|单位[::]?|名称|姓名|部门|主办|承办|时间|地点|主持|"
    r"兹?证明|今?收到|今?领到|现将|今年|去年|须报|负责|我是|应到|实到|缺席|列席|出席|内容[::]?|"
    r"年度|\d{5,8}|[12][09]\d\d年?度?(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月份?(?:\d{1,2}日)?|第[一二三四1-4]季度|上半年|下半年|"
    r"[的与及给由致、]|和(?!平|谐|顺|田|县|气|林|美|悦|睦|硕|龙|静)|是(?=中共)|在(?=中共)|对(?!外)|向(?!阳|前|东|荣|上|群)|^\d{1,8}(?=\D|$)|[()“”\"]"
)
#: Prefixes that tell the unit's own branches apart by nothing: 机关第一支部 is 第一支部.
PLAIN_PREFIX = re.compile(r"(?:直属|县直|市直|局|本级)?(?:机关)?(?:党委|党总支|总支)?")
ORGANISATION = re.compile(
    r".*(?:委员会|党委|党组|总支|站|局|委|公司|集团|中心|医院|县|市|区|镇|乡|街道|社区|村|学院|大学|学校|厂|所|院|处|科|(?<!关)系|队|行|社|协会|商会)"
)
#: Places whose names differ by one character; fewer characters than so abbreviate too many names.
_PLACES, _SHORTEST = ("村", "社区", "镇", "乡", "街道", "县", "市"), 3
_NUMERALS = re.compile(r"[一二三四五六七八九十]")
#: 图书馆与信息中心 is one body, 路灯所党支部与环卫所 are two.
_JOINT = re.compile(
    rf"(?:^|(?<=中共)|(?<=学院|大学|公司|医院)|(?<=[局所站]))[{_HAN}]{{2,6}}(?<!支部)(?<!党委)(?<!工会)[与及和]"
    rf"[{_HAN}]{{2,8}}(?:中心|[处科室部办馆所院系局])$"
)
_WEEKDAY = re.compile(r"周[一二三四五六日]|(?<=星)期[一二三四五六日]")
_OUTLINE = re.compile(r"\d\.\d{1,2}\s?$")
_SESSION = re.compile(r"党员|大会|书记|委员|手册|换届|设置|建设|班子|基本|标准|规范|制度|概况|简介")
#: 团支部 is no 党支部; 集团支部 and 剧团支部 may be one.
_YOUTH = re.compile(r"(?<!集)(?<!剧)(?<!乐)(?<!舞)(?<!兵)(?<!艺术)(?<!文工)团$")
_FORMAL = re.compile(r"^(?:中共|中国共产党)")
_GENERIC = re.compile(
    r"(?:(?:我|本|各|该|全|每|某|新|好|新一届|上一?届|本届|历届|下一?届|首届|原|贵|全体|所有|所属|下属|下设|基层|兄弟|结对|共建|先进|优秀|示范|样板|标杆|过硬|一流|最强|红旗|"
    r"五星级?|四星级?|三星级?|星级|[五四]强|[五四三]好|五化|标准化|规范化|智慧|品牌|模范|特色|后进|薄弱|软弱涣散|相关|有关|其他|其它|两个|几个|多个|"
    r"学习型|服务型|创新型|党建|党员|入党|党内|党务|中共|党|同级|上级|下级|所在|原所在|转入|转出|接收|单位|部门|农村|社区|机关企事业|国企|高校|"
    r"优秀党|先锋|堡垒|达标|合格|建强|做强|抓好|加强|推进|提升|打造|创建|争创|评选|表彰|命名|授予|年度|季度|每月|个|支委|正式|预备|会议|"
    r"总|党总|入驻|领办|特此|现任|担任|任命|责任|完善|优化|推动|落实|深化|围绕|夯实|聚焦|强化|实现|坚持|任)+)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A branch as written. ``before`` is what stands before its number (or before 党支部 where it has
    none), with everything that may belong to the sentence; ``own`` the part that can be its own name.
    ``firm`` is False where a word after it makes the name less sure (讨论支部工作计划)."""

    before: str
    own: str
    ordinal: int | None
    kind: str
    start: int
    end: int
    firm: bool = True

    @property
    def words(self) -> str:
        """What names it where it has no number: 退休, 场站票务联合."""
        return self.own + ("" if self.own.endswith(self.kind) else self.kind)

    @property
    def formal(self) -> str:
        """第一党支部, 学生第一党支部, 退休党支部."""
        middle = f"第{chinese(self.ordinal)}" if self.ordinal is not None else ""
        return f"{self.own}{middle}{self.kind}党支部"


def mentions(text: str) -> Iterator[Mention]:
    """Every branch named in plain text. 各党支部, 本支部, 支部大会, 党总支 are none."""
    for match in _BRANCH.finditer(text):
        found = _read(text, match)
        if found is not None:
            yield found


def _read(text: str, match: re.Match[str]) -> Mention | None:
    before = _context(text[max(0, match.start() - 33) : match.start()])
    after = text[match.end() : match.end() + 6]
    if _YOUTH.search(before) or _is_outlined(text, match.start()):
        return None
    numbered = None if match["committee"] else _PARENTHESISED.match(text, match.end())
    if numbered is not None:
        return _mention(
            before, number(next(g for g in numbered.groups() if g)), match.start(), numbered.end()
        )
    kind = _KIND.search(before)
    stem = before[: kind.start()] if kind else before
    ordinal = _ORDINAL.search(stem)
    if ordinal is not None and not _COUNT.search(before):
        written = next(g for g in ordinal.groups() if g)
        if written.isascii() and len(stem) == match.start() == ordinal.end() and _is_listed(written, after):
            return None
        value = number(written)
        return _mention(before, value, match.start(), match.end(), cut=ordinal.start())
    if before.endswith("总") or _COUNT.search(stem) or after.startswith(("队", "署")):
        return None
    firm = bool(match["committee"]) or not _OTHER_WORD.match(after)
    found = _mention(before, None, match.start(), match.end(), firm=firm)
    return found if is_name(found.own + found.kind) else None


def _is_outlined(text: str, at: int) -> bool:
    """1.1.1支部班子架构 is a heading's number."""
    return bool(_OUTLINE.search(text[max(0, at - 12) : at]))


def _is_listed(number: str, after: str) -> bool:
    """02支部资料 is the second folder, 6支部大会决议 the sixth paper of a list."""
    return bool(_OTHER_WORD.match(after)) and (number.startswith("0") or bool(_SESSION.match(after)))


def _context(before: str) -> str:
    """What may be a part of the name; 周五一支部 is no fifty-first."""
    found = _BEFORE.search(before)
    return _WEEKDAY.sub("、、", found[0]) if found else ""


def _mention(
    before: str, ordinal: int | None, at: int, end: int, *, cut: int | None = None, firm: bool = True
) -> Mention:
    kind = _KIND.search(before)
    stem = before[:cut] if cut is not None else (before[: kind.start()] if kind else before)
    special = "".join(g for g in (kind.groups() if kind else ()) if g)
    stem = re.sub(r"(?:党|支)$", "", stem)
    own = own_part(stem)
    start = at - len(before) + (len(stem) - len(own))
    return Mention(stem, own, ordinal, special, start, end, firm)


def own_part(stem: str) -> str:
    """What remains of the words before a branch's number once the sentence's own words are cut."""
    joint = _JOINT.search(stem)
    at = 0
    for match in _CUT.finditer(stem):
        if joint is None or match.end() <= joint.start() or match[0] not in "与及和":
            at = match.end()
    own = _FORMAL.sub("", stem[at:])
    return "" if len(own) < 2 or _GENERIC.fullmatch(own) else own


def is_name(own: str) -> bool:
    """Whether words before 党支部 can name a branch (退休, 养护, 某某村); 各, 本, 先进基层 cannot."""
    return len(own) >= 2 and not _GENERIC.fullmatch(own) and not own.isdigit()


def bare_name(folder: str) -> str:
    """A plain folder name without numbering and without what it says of its content: 03退休资料 → 退休,
    B输电 → 输电; nor whose it is: 一大队-邹敏 → 一大队."""
    return re.sub(
        rf"^(?:\d{{1,3}}(?:\.\d{{1,2}})*|[A-Z]\d{{0,2}})(?:[.、_-]|(?=[{_HAN}]))|(?:党员|资料|材料|档案|文件)$|[-_—][{_HAN}]{{2,3}}$",
        "",
        folder,
    )


@lru_cache(maxsize=16384)
def skeleton(words: str) -> str:
    """The words of a name with its numerals written one way: 第1网格, 第一网格 and 一网格 are the same."""
    text = re.sub(r"\d{1,2}", lambda match: chinese(int(match[0])), words)
    return re.sub(r"第(?=[一二三四五六七八九十])", "", text)


def is_abbreviation(short: str, long: str) -> bool:
    """Whether a skeleton is another in short: its characters in their order, every numeral kept
    (一分公司 of 一运营分公司, 票务 of 场站票务联合; 一分公司 of 二运营分公司 is not)."""
    if not 2 <= len(short) < len(long):
        return False
    rest = iter(long)
    numerals = [_NUMERALS.findall(text) for text in (short, long)]
    return numerals[0] == numerals[1] and all(character in rest for character in short)


def is_short_for(short: str, long: str) -> bool:
    """Whether a skeleton is surely another in short, no folder saying so: 调控中心 of 电力调度控制中心. Two
    characters are short for too much, and 石桥村 and 石板桥村 are two villages."""
    return len(short) >= _SHORTEST and not short.endswith(_PLACES) and is_abbreviation(short, long)


def may_abbreviate(short: str, long: str) -> bool:
    """``is_abbreviation`` for two names of branches: two characters must begin the long one or stand in it
    together (恒佳 of 清陵恒佳机电有限公司), and two places are never the same."""
    if not is_abbreviation(short, long) or (short.endswith(_PLACES) and long.endswith(_PLACES)):
        return False
    return len(short) >= _SHORTEST or short[0] == long[0] or short in long
