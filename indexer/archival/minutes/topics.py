"""What a meeting was about: 议题, from labels, from what the account says it turns to, from its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.documents import FieldValue

from ..numerals import number
from ..persons import is_name
from .itemised import EDGES, items, numbered_paragraphs
from .labels import Stretch
from .record import Record

_MATTERS = (
    "进行|开展|研究|讨论|审议|通报|传达|学习|宣读|安排|部署|确定|布置|听取|组织|推荐|评议|选举|总结|商议|"
    "表决|分析|研判|商量|酝酿"
)
#: 下面研究…; 第一个议题是…; 会议传达学习了….
_TURN = re.compile(
    r"(?:下面|现在|接下来|首先|其次|然后|随后|接着|最后|第[一二三四五六]项?(?:议题)?(?:是|:)?),?(?:由.{2,12})?"
    rf"(?P<a>(?:{_MATTERS})[^。;\n]{{3,50}})"
    r"|(?:^|[\n。])(?:议题[一二三四五六\d]|第[一二三四五六](?:个?(?:议题|议程)|件(?:事情?)?|个(?=,)))[:、,是]?\s?(?P<b>[^。\n]{4,60})"
    r"|会[议上](?P<c>(?:传达学习|传达|学习|研究|讨论|听取|审议|通报|部署|安排)了?[^。;\n]{4,60})"
    r"|会议(?P<d>确定(?!由|为|了)[^,。;:\n]{4,40})(?=:)"
)
#: 两个议题，…；…。 议题两个：…；…。
_LISTED = re.compile(
    r"(?:[一二两三四五六\d][个项](?:议题|议程|事项)|(?:研究|讨论|商量|商议|通气)了?[一二两三四五六\d]件事情?(?=:)|(?:议题|议程)(?:共?有?)[一二两三四五六\d][个项])(?:,?(?:是|即|为|分别是))?[:,](?P<a>[^。\n]{4,160})"
)
#: 会议研究了大型仪器购置、宿舍维修两个议题: as many as are counted.
_COUNTED = re.compile(
    r"(?:研究|讨论|审议|商议|听取)了?(?P<a>[^。;:,\n]{4,120}?)(?P<n>[两二三四五六])[个项](?:议题|议程|事项)"
)
#: 议题①…②…, with no colon.
_BARE = re.compile(r"(?:议题|议程|研究事项)\s?(?=①)(?P<a>[^\n]{4,200})")
#: 召开支委会，…，研究品牌经费使用。纪要如下: what the first sentence ends with.
_PURPOSE = re.compile(
    rf"召开[^,。\n]{{2,30}}会议?,(?:专题)?(?P<b>(?:{_MATTERS})[^。;:\n]{{4,100}})。"
    rf"|[,，](?:专题)?(?P<a>(?:{_MATTERS})[^,。;\n]{{4,50}})。(?:现|纪要|会议|一、)"
)
#: What a record's account begins with, where it has no 议题: 会议内容：讨论接收张三为预备党员。
_MATTER = re.compile(rf"(?:[书记]{{2}}|支书)?(?:讲党课|{_MATTERS})[^。:\n]{{3,50}}(?=[。\n]|$)")
#: 主要内容：电动车棚怎么建: a phrase alone, and then what was said of it.
_ALONE = re.compile(r"[\s:]*(?P<a>[\u4e00-\u9fffA-Za-z\d“”《》·]{6,24})(?=\n)")
#: A numbered paragraph that names a matter, up to its first mark; one that goes on by a comma or a colon must
#: begin like one.
_PHRASE = re.compile(r"(?:[^。,:;()\n-]|\([^()\n]*\)){3,40}")
_BEGINS = re.compile(
    rf"(?:集体|专题|民主|小组|支委会){{0,2}}(?:{_MATTERS}|通过|关于|审定|汇报|成立|谋划|动员|发展|学)"
)
#: What is no matter: what somebody said, what comes next, how it ended, a label.
_NO_MATTER = re.compile(
    r"下次|散会|结束|休会|国歌|合影|清点|出发|发言$|表态$|讲话$|点评$|来了|认为|同意|没有|"
    r"^(?:与会|到会|大家|会议|大会)(?:一致|认为|强调|指出|要求)|"
    r"^(?:会议|讨论|活动|表决|发言|主要)?(?:情况|内容|过程|记录|议程|主题|时间|地点|人员)$"
)
_SAYS = re.compile(
    r"(?:同志|书记|委员)?(?:说|问|提|讲|谈|念|报|答|介绍|通报|汇报|表示|表态|发言|补充|宣读|作|代表|领)"
)
_WHO = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,3}?)(?:同志|书记)?(?=传达|学习|领学)")
#: What introduces points that somebody made, not the matters of the meeting.
_POINTS = re.compile(
    r"(?:要求|强调|指出|讲|意见|提出|建议|措施|安排|做法|问题|收获|体会|职责|分工|承诺|流程|程序|步骤|如下几点)[^。\n]{0,8}:$"
)
_DONE = re.compile(rf"(?:{_MATTERS})了.{{3}}")
_FURTHER = re.compile("(?:研究|讨论|审议|通报|传达|学习|部署|听取|安排).{4}")
#: What goes on from a matter that was not introduced so.
_GOES_ON = re.compile("然后|随后|接着|最后")
_MOST, _OPENING = 20, 400


def topics(record: Record) -> FieldValue:
    """议题 as a list: what its label lists, else what the account turns to, or its numbered paragraphs."""
    return _labelled(record) or _content(record) or _told(record) or _headings(record) or FieldValue()


def _labelled(record: Record) -> FieldValue | None:
    for stretch in record.under("topics"):
        cell = record.in_cell(stretch)
        words = re.search("议|事", stretch.words) is not None
        listed = items(record.passage, stretch.start, stretch.end, cell=cell, words=words)
        found = [topic for one in listed if (topic := _of_item(one))]
        if found:
            return record.field(found, stretch.label, min(stretch.end, stretch.start + 160), 0.9)
    return None


def _of_item(text: str) -> str:
    """年度计划。夜校照旧。 → 年度计划: what an item is about, without what was said of it."""
    return re.split(r"。(?=.)|(?<=.{4})[:：](?=.{4})", text)[0].strip(EDGES)


def _content(record: Record) -> FieldValue | None:
    for stretch in record.under("content"):
        phrase = _ALONE.match(record.passage.text, stretch.start, stretch.end)
        if phrase and stretch.words.endswith("内容") and not stretch.words.startswith("学习"):
            return record.field([record.passage.words(*phrase.span("a"))], stretch.label, phrase.end(), 0.7)
        match = _MATTER.match(record.passage.text, stretch.start, stretch.end)
        if match:
            return record.field([record.passage.words(*match.span())], stretch.label, match.end(), 0.75)
    return None


def _told_in_a_row(record: Record) -> FieldValue | None:
    """议题两个：…；…: what the account names in one sentence."""
    for pattern in (_LISTED, _BARE):
        match = pattern.search(record.told)
        listed = items(record.passage, *match.span("a"), words=False) if match else []
        if match and listed:
            return record.field(listed, *match.span(), 0.8)
    return None


def _told(record: Record) -> FieldValue | None:
    """What the account says that the meeting turns to, one matter after the other."""
    counted = _counted(record)
    if counted is not None:
        return counted
    spans = list(_turns(record))
    in_a_row = _told_in_a_row(record) if len(spans) < 2 else None
    if in_a_row is not None:
        return in_a_row
    headings = _headings(record)
    if not spans or (headings is not None and len(headings.value) > len(spans)):
        return None
    texts = [text for span in spans for text in _matters(record.passage.words(*span))][:_MOST]
    return record.field(list(dict.fromkeys(texts)), *spans[0], 0.7)


def _counted(record: Record) -> FieldValue | None:
    match = _COUNTED.search(record.passage.text[:_OPENING])
    matters = record.passage.words(*match.span("a")).split("、") if match else []
    if match is None or len(matters) != number(match["n"]):
        return None
    return record.field([one.strip(EDGES) for one in matters], *match.span(), 0.8)


def _turns(record: Record) -> Iterator[tuple[int, int]]:
    matches = list(_TURN.finditer(record.passage.text))
    if matches and all(_GOES_ON.match(match[0]) for match in matches):
        return
    if len(matches) == 1 and matches[0]["b"]:
        return  # the third of three, the others told in other words
    for match in matches:
        yield match.span(next(name for name, value in match.groupdict().items() if value))
    if not matches:
        yield from _purposes(record)


def _purposes(record: Record) -> Iterator[tuple[int, int]]:
    """What the sentence that says who presided goes on to: …召开支委会，传达会议精神，部署创建工作。"""
    purpose = _PURPOSE.search(record.passage.text[:_OPENING])
    if purpose is None:
        return
    name = "a" if purpose["a"] else "b"
    at = purpose.start(name)
    for clause in purpose[name].split(","):
        if at == purpose.start(name) or _FURTHER.match(clause):
            yield at, at + len(clause)
        at += len(clause) + 1


def _matters(text: str) -> Iterator[str]:
    """审议了经费安排，研究了人选，同意列支 → 审议经费安排, 研究人选."""
    first, *more = re.split("[,，]", text)
    for clause in (first, *(clause for clause in more if _DONE.match(clause))):
        yield re.sub(r"^([\u4e00-\u9fff]{2,4})了", r"\1", clause).strip(EDGES)


def _headings(record: Record) -> FieldValue | None:
    """The numbered paragraphs of the account that begin with a matter: 一、讨论党小组划分。支部现有…."""
    found: list[tuple[int, int]] = []
    paragraphs = numbered_paragraphs(record.passage, _points(record))
    for start, end in paragraphs:
        phrase = _PHRASE.match(record.passage.text, start, end)
        if phrase and _is_matter(phrase[0], record.passage.text[phrase.end() : phrase.end() + 1]):
            found.append((start + _after_name(phrase[0]), phrase.end()))
    if not found or 2 * len(found) < len(paragraphs):
        return None
    texts = [record.passage.words(*span).strip(EDGES) for span in found[:_MOST]]
    return record.field(list(dict.fromkeys(texts)), *found[0], 0.6)


def _after_name(phrase: str) -> int:
    """Where a phrase goes on behind who did it: 张敏同志传达上级通知."""
    match = _WHO.match(phrase)
    return match.end() if match and is_name(match["name"]) else 0


def _is_matter(phrase: str, mark: str) -> bool:
    if _NO_MATTER.search(phrase) or any(
        is_name(phrase[:size]) and _SAYS.match(phrase, size) for size in (3, 2)
    ):
        return False
    return mark in ("。", "\n", "") or _BEGINS.match(phrase) is not None


def _points(record: Record) -> list[tuple[int, int]]:
    """Where numbered paragraphs are no matters: under 决议 or other labels, behind 提出三点要求：."""
    other = ("resolutions", "votes", "absent", "attending", "present", "signature")
    spans = [
        (stretch.label, stretch.end) for stretch in record.under(*other) if _begins_list(record, stretch)
    ]
    return spans + list(_introduced(record))


def _begins_list(record: Record, stretch: Stretch) -> bool:
    """Whether a list stands there, but not one of decisions each under its matter: 一、关于造林。同意…."""
    text = record.passage.text[stretch.start : stretch.start + 60]
    return re.match(r"\W{0,4}[(（]?[一1①](?!、关于[^。\n]{3,40}。.)", text) is not None


def _introduced(record: Record) -> Iterator[tuple[int, int]]:
    lines = record.view.lines
    for at, line in enumerate(lines):
        if _POINTS.search(line.text):
            yield line.start, lines[-1].end if at + 1 < len(lines) else line.end
