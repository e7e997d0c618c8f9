"""The labels of a meeting record (时间, 主持人, 应到 …) and the stretches of text that follow them.

Records write them as lines, run together (主持：王光豪记录：樊炫腾), or as cells of a table; the text is
therefore cut at known labels, not at line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..paper import Passage

_MEETING = "(?:本次)?(?:会议|开会|活动|大会|党课|学习|召开|召集|举行|开展|上课|授课|谈话|集中学习|培训)?的?"
_WHOM = "人员|人数|名单|情况|对象|党员|委员|支委|同志|领导"
#: 请假4名: before its names.
_SO_MANY = "(?:\\s?\\d{1,3}\\s?[人名位])?"
_WHO = f"(?:会?(?:{_WHOM})(?:名单|情况|人数|数|签到)?|党员人数|人|者|单位)?{_SO_MANY}"
_SIGNED = r"(?:\([^()\n]{1,12}\))?"
_LABELS = {
    "name": "(?:会议|活动)名称|会标|会名",
    "type": "(?:会议|活动|组织生活)(?:类型|类别|性质|形式|种类)|类型|类别",
    "time": f"{_MEETING}(?:时间|日期)(?:及地点)?|起止(?:时间)?",
    "place": f"{_MEETING}(?:地点|地址|会址|场所|会场|地方|位置)",
    "host": (
        f"{_MEETING}主持(?:人|者)?(?:姓名|及职务|、职务)?|召集人?|(?:会议)?主席|"
        "(?:党小组)?(?:组长|书记|副书记|主任|支书)\\(主持人?\\)"
    ),
    "recorder": f"{_MEETING}[记纪]录(?:人员?|员|者)?(?:姓名|及职务)?|(?:记录)?整理人?|执笔人?|书记员|记",
    "expected": (
        f"(?:本?支部)?应(?:该)?(?:到|出席|参会|参加|参与|参学){_WHO}|本?支部党员(?:总数|总人数|人数)|党员总数"
    ),
    "present": (
        f"实际?(?:到|出席|参会|参加|参与|参学){_WHO}|"
        f"(?:出席|参会|参加|到会|到课|到场|与会|出勤|参学|参与)(?:会议|活动|学习|党课)?{_WHO}|参加的(?:人|党员)?(?:有)?|(?:听课)?人数|到|人"
    ),
    "attending": f"(?:邀请|应邀)?列席(?:会议|指导)?{_WHO}|特邀{_WHO}|邀请{_WHO}",
    "absent": (
        "缺|(?:缺席|请假|未到会?|缺勤|未参[会加]|因(?:公|事|病|故)(?:请假|缺席)?|缺席请假|请假缺席|缺席[、/及和]请假|请假[、/及和]缺席)"
        f"{_WHO}(?:[及、和](?:缺席|请假|未到|缺勤)?(?:原因|事由|理由))?"
    ),
    "speaker": "(?:主讲|授课|讲课|党课主讲|宣讲|上课|领学|辅导)(?:人员?|者|教师)?(?:及职务|姓名)?",
    "topics": (
        f"{_MEETING}(?:主要|中心)?(?:议题|议程|主题)(?:内容)?|党课题目|题目|议事内容|"
        "讨论(?:议题|事项)|研究(?:议题|事项)|审议事项|会议事项|说的事|议的事|商议事项|事"
    ),
    "resolutions": (
        "(?:会议|大会|支委会|支部大会)?(?:形成(?:的)?)?(?:决议|决定|议定)(?:事项|内容|情况)?(?:如下)?|"
        "(?:会议)?(?:表决|审议|票决|讨论|研究)(?:结果|结论|决定)|会议(?:结论|结果)|决议情况|(?:会议)?(?:形成|达成|作出)(?:以下|如下)"
        "(?:决议|决定|意见|共识)|"
        "会议(?:一致)?(?:决定|同意|通过|议定)(?:如下|以下(?:事项|内容))?|定了|(?:讨论|研究|议定)[及和与]决定|最后决定|结论|(?:散会前|最后|当场)(?:议?定|决定)|结果|(?:推荐|表决|评议|选举)结果|决定事项|议定事项"
    ),
    "votes": "(?:表决|投票|选举)(?:情况|方式|过程)",
    "content": (
        f"{_MEETING}(?:主要|具体)?(?:内容|过程|情况|纪实|摘要|纪要|发言|实录)(?:记录|摘要|及发言|要点)?|讨论(?:情况|发言|记录)?|"
        "讨论要点|过程|经过|要点|(?:讨论)?发言(?:情况|摘要|记录|要点|内容)?|会议[记纪]录|学习(?:内容|资料|材料|篇目)|党课内容|记录(?:内容|摘要)|党员讨论"
    ),
    "signature": (
        "(?:主持人|记录人|参会人员|与会人员|到会人员|审核人?|支部书记|书记|审阅人?|负责人|本人|签名|签字)签[名字]|签[名字]|签到(?:情况|人员|表)?|审核人?|审阅|备注|"
        "附件|照片|填表人|联系(?:人|电话)|抄送|单位|党支部(?:名称)?|支部(?:名称)?|党组织(?:名称)?|届次|序号|姓名|(?:缺席|请假)(?:原因|事由)|原因|(?:会议)?编号|出席情况|到会情况|(?:支部)?书记|年度|会议要求"
    ),
}
_ENDS = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()) + f"){_SIGNED}$"
)
_NUMBERED = re.compile(
    r"^[\[<*#]*(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十\d]{1,2}\))?[\[<*#]*"
)
_LONGEST, _SPACED = 18, 100
#: Labels of one character, parted from their values by blanks.
_SHORT = frozenset("记到缺")
#: What may end a label beside a Chinese character: （时间）, [地点], 主持人*.
_MAY_END = frozenset(")]>* :")
#: Words that a colon follows in a sentence: 会议强调: is no label, and neither is what 学习… says.
_MARK = re.compile(r"[:\t\n]")
#: What makes 时间 another time than the meeting's.
_OTHER_TIME = re.compile(
    r"(?:成立|入党|出生|入团|工作|转正|任职|发现|申请|确定|考察|毕业|截止|完成|填报|填表|制表|印发|到期|起止|办理|整改|登记"
    r"|转出|转入|发放|加入|批准|分子|公示|报名|上报|签发|领取)$"
)
#: What may follow a count with nothing between: 应到5人实到4人请假：….
_OF_PEOPLE = frozenset({"host", "recorder", "expected", "present", "attending", "absent"})
_BRACKETED = re.compile(r"\[([^\[\]\n]{2,12})\]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What follows a label, up to the next label: its field, the label's and the value's place.

    ``words`` is the label itself.
    """

    field: str
    words: str
    label: int
    start: int
    end: int


def stretches(passage: Passage, limit: int = 8_000) -> list[Stretch]:
    """The labelled values of a record, in order."""
    text = passage.text[:limit]
    found = sorted({label[2]: label for label in _labels(passage, text)}.values(), key=lambda label: label[2])
    result: list[Stretch] = []
    for at, (field, words, start, value) in enumerate(found):
        end = found[at + 1][2] if at + 1 < len(found) else len(text)
        result.append(Stretch(field, words, start, min(value, end), end))
    return result


def _labels(passage: Passage, text: str) -> Iterator[tuple[str, str, int, int]]:
    cell = 0
    for mark in _MARK.finditer(text + "\n"):
        at = mark.start()
        window = text[max(cell, at - _LONGEST) : at]
        if mark[0] == ":":
            found = label_at_end(window)
            if found is not None and _stands_free(passage, cell, at - len(found[1]), found):
                yield found[0], found[1], at - len(found[1]), at + 1
        else:
            yield from _cell_label(passage, text[cell:at], cell, mark[0])
        if mark[0] != ":":
            cell = at + 1
    for match in _BRACKETED.finditer(text):
        found = label_at_end(match[1])
        if found is not None and found[1] == match[1]:
            yield found[0], found[1], match.start(), match.end()


def _stands_free(passage: Passage, cell: int, label: int, found: tuple[str, str]) -> bool:
    """成立时间: is no 时间:, and 事 and 缺 are labels only where nothing stands before them."""
    field, words = found
    before = passage.text[cell:label]
    if not before or not "\u4e00" <= before[-1] <= "\u9fff":
        return True
    if len(words) == 1 and label not in passage.gaps:
        return False
    if label in passage.gaps or (field in _OF_PEOPLE and before[-1] in "人名位"):
        return field != "time" or not _OTHER_TIME.search(before)
    return ":" in before and not (field == "time" and _OTHER_TIME.search(before))


def _cell_label(passage: Passage, cell: str, start: int, mark: str) -> Iterator[tuple[str, str, int, int]]:
    """A cell or line that is a label and nothing else, or labels parted from their values by blanks."""
    last = cell[-1:]
    bare = _NUMBERED.sub("", cell).strip("]> *") if last >= "\u4e00" or last in _MAY_END else ""
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1]
    if 2 <= len(bare) <= _LONGEST and ":" not in cell:
        found = label_at_end(bare)
        if found is not None and found[1] == bare:
            yield found[0], bare, start, start + len(cell) + 1
            return
    yield from _spaced_labels(passage, cell, start)


def _spaced_labels(passage: Passage, cell: str, start: int) -> Iterator[tuple[str, str, int, int]]:
    """主持人 王光豪 记录人 张敏: a label runs to the farthest blank it can; the first begins the line."""
    gaps = [gap - start for gap in passage.gaps_between(start + 1, start + min(len(cell), _SPACED))]
    if not gaps and ":" not in cell:
        return
    ends = sorted({*gaps, *(at for at, character in enumerate(cell) if character == ":")}, reverse=True)
    done = 0
    for begin in (0, *gaps):
        if begin < done:
            continue
        end = next((e for e in ends if _may_label(cell, begin, e, gaps) and _is_label(cell[begin:e])), None)
        if end is None and begin == 0:
            return
        if end is not None:
            done = end
            found = label_at_end(cell[begin:end])
            if found is not None and cell[end] != ":":
                yield found[0], found[1], start + begin, start + end


def _may_label(cell: str, begin: int, end: int, gaps: list[int]) -> bool:
    """Whether a label may run from ``begin`` to ``end``: 记 alone where what follows is a word of its own."""
    if end - begin == 1 and cell[begin] in _SHORT:
        return not any(end < gap < end + 2 for gap in gaps) and cell[end] != ":"
    return 2 <= end - begin <= _LONGEST


def _is_label(text: str) -> bool:
    found = label_at_end(text)
    return found is not None and found[1] == text


@lru_cache(maxsize=8192)
def label_at_end(window: str) -> tuple[str, str] | None:
    """The longest label that ends a short text, and its field."""
    match = _ENDS.search(window)
    if match is None:
        return None
    field = next(name for name in _LABELS if match[name] is not None)
    return field, match[0]
