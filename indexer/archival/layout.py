"""What the lines at the top of a paper are: furniture of a 公文, labels, the title, the first sentence."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from .dates import find_dates
from .written_number import NUMBER

_FURNITURE = re.compile(
    r"(?:份号:?)?\d{6}|\d{1,3}|-\s?\d+\s?-|第\s?\d+\s?页(?:,?\s?共\s?\d+\s?页)?|共\s?\d+\s?页|特急|加急|平急|急件|特提|紧急|"
    r"[\[(]?附\s?件\s?[\d一二三四五六七八九十]{0,3}[\])]?\s?:?|签发人?:.*|[-_=*★☆·.~—\s]+|\(?此件.{1,12}\)?|[\[(]?(?:内部(?:资料|文件|材料)?|注意保存|不得外传|工作秘密|普通商密|核心商密|商业秘密).{0,12}|"
    r"(?:绝密|机密|秘密)(?:[★*\s\d].{0,10}|[级件]|文件|材料)?|.{2,24}(?:(?<!汇)编印?|主办|承办|编辑部?)|[\[(](?:试行|草案|征求意见稿|讨论稿|送审稿|公章|盖章|印章|红头)[\])]|Page\s?\d+.*|\d+/\d+|编号:?.{0,20}|No\.?\s?\d+|档号:.*|第\s?\d+\s?期|\(?(?:总)?第.{1,6}期\)?|样表|模板|示例"
)
_LETTERHEAD = re.compile(
    r".{2,40}(?:文件|委员会|党委|党组|办公室|组织部|宣传部|纪委|工委|总支部?|支部|局|站|公司|中心|医院|学院|大学|简报|信息|动态|会议纪要|函)"
)
_LABEL = re.compile(
    r"[\[(【]?(?:会\s?议\s?)?(?:时\s?间|日\s?期|地\s?点|主\s?持(?:人|者)?|记\s?录\s?(?:人|员|者)?|出\s?席|列\s?席|缺\s?席|请\s?假|应\s?到|实\s?到|应出席|实出席|应参会|实参会|参\s?会|参\s?加|到\s?会|议\s?题|主\s?题|内\s?容|名\s?称|单\s?位|部\s?门|姓\s?名|支\s?部(?:名称)?|类\s?型|性别|填表|制表|填报|主\s?讲|授课|编\s?号|党支部(?:名称)?|会标|年\s?月\s?日|题目|议程|人数|谈话|活动|被谈|作者|单位名称|申请人|报告人|汇报人|讲课|听课)[^:,。]{0,10}:"
)
_LABEL_LIKE = re.compile(
    r"[甲乙丙]方[^:]{0,8}:|[\u4e00-\u9fff]{0,8}(?:日期|时间|地点|单位|人|部门|编号|电话|人数|名称|对象|地址|要求|范围|期限|方式|情况|支部|姓名|职务):(?=.)"
    r"|(?:发件人|收件人|抄送人?|主题|From|To|Subject|Date):"
)
#: 主题党日纪实：行走水利枢纽 is a title, its kind before it.
_HEADED = re.compile(
    r"[^:,。]{0,16}(?:纪实|讲稿|简讯|简报|消息|心得|体会|报道|快讯|通讯|侧记|倡议书|案例|感悟):(?=.{4})"
)
_SENTENCE = re.compile(r"[。;!?]|,.{12,},|(?<!\d),.{16,}")
_SENTENCE_MARK = re.compile(r"[《,。;]")
_ADDRESSEE = re.compile(r".{2,80}(?<!附件):$")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十百\d]{1,4}[章节条部篇]|\d{1,2}[.、](?!\d)|[①-⑳])"
)
_GREETING = re.compile(r"^(?:敬爱的|尊敬的|亲爱的|同志们|各位|大家好|老师们)")


class Kind(Enum):
    """What a line at the top of a paper is."""

    FURNITURE = auto()
    LETTERHEAD = auto()
    NUMBER = auto()
    LABEL = auto()
    ADDRESSEE = auto()
    DATE = auto()
    ROW = auto()
    HEADING = auto()
    SENTENCE = auto()
    TITLE = auto()


@lru_cache(maxsize=512)
def kind_of(text: str) -> Kind:
    """What one plain line is, taken by itself."""
    if _FURNITURE.fullmatch(text.strip("\t ")):
        return Kind.FURNITURE
    number = NUMBER.search(text) if "号" in text else None
    if (
        number
        and (number.end() - number.start()) >= len(text) * 0.45
        and not _SENTENCE_MARK.search(text)
        and not text.startswith("(")
    ):
        return Kind.NUMBER
    if (_LABEL.match(text) or _LABEL_LIKE.match(text)) and not _HEADED.match(text):
        return Kind.LABEL
    if "\t" in text.strip("\t"):
        return Kind.ROW
    if _is_date(text) or _is_issue_line(text):
        return Kind.DATE
    if _HEADING.match(text):
        return Kind.HEADING
    if _GREETING.match(text) or (_ADDRESSEE.fullmatch(text) and not text.startswith("关于")):
        return Kind.ADDRESSEE
    if len(text) > 60 or _SENTENCE.search(text):
        return Kind.SENTENCE
    if _LETTERHEAD.fullmatch(text) and text.endswith(("文件", "简报", "工作动态")):
        return Kind.LETTERHEAD
    return Kind.TITLE


def is_organisation(text: str) -> bool:
    """Whether a line is the name of a body and nothing else (a letterhead, a signature)."""
    return bool(_LETTERHEAD.fullmatch(text)) and not re.search(
        r"关于|会议|的|记录|总结|名单|年度|召开|计划", text
    )


def _is_issue_line(text: str) -> bool:
    """Whether a line is the body that puts out a bulletin and the day: 机关党委办公室 2022年8月15日."""
    dates = find_dates(text) if len(text) <= 40 else []
    if len(dates) != 1 or dates[0].day is None or text[dates[0].end :].strip():
        return False
    return is_organisation(re.sub(r"(?:编印?|主办|印发)$", "", text[: dates[0].start].strip()))


def _is_date(text: str) -> bool:
    dates = find_dates(text)
    if not dates or len(text) > 30:
        return False
    rest = text[: dates[0].start] + text[dates[-1].end :]
    return len(re.sub(r"[\s()\-~至到星期周一二三四五六日上下午晚中:\d时分点号]", "", rest)) == 0
