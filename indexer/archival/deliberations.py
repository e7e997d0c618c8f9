"""What a meeting was about and what it decided: 议题 and 决议, from labels, headings and sentences."""

from __future__ import annotations

import re

from indexer.documents import FieldValue

from .itemised import items
from .minutes_labels import Stretch
from .paper import plain
from .record import Record

_NUMERAL = "一二三四五六七八九十"
_EDGES = " \t\n。．.;；:：,，、"
#: 下面研究…; 第一个议题是…; 会议传达学习了…; a heading 一、… in the account.
_TURN = re.compile(
    r"(?:下面|现在|接下来|首先|其次|最后|第[一二三四五六]项?(?:议题)?(?:是|:)?),?(?:由.{2,12})?"
    r"(?P<a>(?:进行|开展|研究|讨论|审议|通报|传达|学习|宣读|安排|部署|确定|布置|听取|组织|推荐|评议|选举|总结|商议|表决)[^。;\n]{3,50})"
    r"|(?:^|\n)(?:议题[一二三四五六\d]|第[一二三四五六]个?(?:议题|议程))[:、,是]?\s?(?P<b>[^。\n]{4,60})"
    r"|会议(?P<c>(?:传达学习|传达|学习|研究|讨论|听取|审议|通报|部署|安排)了?[^。;\n]{4,60})"
)
_HEADING = re.compile(
    rf"(?:^|\n)[{_NUMERAL}]{{1,2}}、(?P<a>[^。:\n]{{4,40}})(?=[。\n]|$)"
    rf"|(?:^|\n)[{_NUMERAL}]{{1,2}}、(?P<b>(?:研究|讨论|审议|传达|学习|听取|通报|关于)[^。:,\n]{{3,40}})(?=[,。\n]|$)"
)
#: What a record's account begins with, where it has no 议题: 会议内容：讨论接收张三为预备党员。
_MATTER = re.compile(
    r"(?:讨论|研究|审议|学习|传达|通报|安排|部署|选举|听取|表决|推荐|评议|确定|布置)[^。:\n]{3,50}(?=[。\n]|$)"
)
#: 会议审议了经费安排，同意列支: what was dealt with, before what was decided.
_DEALT = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、)?(?:会议|大会|支委会)?(?:审议|研究|讨论|听取|传达|学习)[^,]*,(?=.{0,8}(?:同意|决定|议定|通过|明确))"
)
#: What an arrow points to in notes: …撞了晚课。→ 帮学岗增加测量学.
_POINTED = re.compile(r"→\s?(?P<a>[^。\n→]{4,80})")
_AGREED = (
    "一致(?:同意|通过|决定|表决通过|赞成)|表决通过|全票通过|无记名投票[^。\\n]{0,30}(?:通过|同意|当选)|形成(?:如下|以下)?决议|"
    "会议(?:研究)?(?:决定|同意|议定|通过|明确)|研究决定|讨论决定|决定:|审议通过(?:了)?|全部赞成|都?同意,?没有|没有不同意见|无异议|"
    "举手(?:表决)?通过|鼓掌通过|形成一致意见|均表示同意|(?:当选|选举产生)|(?<=[,:。])同意(?!见)"
)
_RESOLVED = re.compile(rf"[^。;\n]{{0,80}}?(?:{_AGREED})[^。\n]{{0,160}}[。\n]?")
#: 高峰：归纳一下，…: what the chair sums up is what was decided.
_SUMMED = re.compile(
    r"(?:归纳一下|总结一下|综合大家的?意见|综合各位意见|小结一下|我总结|集中大家的?意见|就这么定了?|这样定)[,:]?\s?(?P<a>[^\n]{6,200})"
)
#: The same as the sentence that ends what was summed up.
_WENT = re.compile(
    r"(?<=[。；;])(?:经表决|经讨论|经举手表决|与会人员|到会人员|大家|全体党员|参会人员)[^。]{0,16}(?:同意|赞成|通过|意见|异议)$"
)
_MOST, _SHORTEST = 20, 4


def topics(record: Record) -> FieldValue:
    """议题 as a list: what its label lists, else what the account turns to."""
    for stretch in record.under("topics"):
        listed = items(record.passage, stretch.start, stretch.end, cell=_in_cell(record, stretch))
        if listed:
            return record.field(listed, stretch.label, min(stretch.end, stretch.start + 160), 0.9)
    for stretch in record.under("content"):
        match = _MATTER.match(record.passage.text, stretch.start, stretch.end)
        if match:
            return record.field([record.passage.words(*match.span())], stretch.label, match.end(), 0.75)
    for pattern, confidence in ((_TURN, 0.7), (_HEADING, 0.6)):
        found = _told(record, pattern)
        if found:
            texts = [_matter(record.passage.words(*span)) for span in found]
            return record.field(list(dict.fromkeys(texts)), *found[0], confidence)
    return FieldValue()


def _matter(text: str) -> str:
    """审议了经费安排，同意列支 → 审议经费安排."""
    return re.sub(r"^([\u4e00-\u9fff]{2,4})了", r"\1", re.split("[,，]", text)[0]).strip(_EDGES)


def resolutions(record: Record) -> FieldValue:
    """决议 as a list: what labels list, else the sentences in which something is agreed."""
    listed: list[str] = []
    where: tuple[int, int] | None = None
    for stretch in record.under("resolutions"):
        told = items(
            record.passage, stretch.start, stretch.end, cell=_in_cell(record, stretch), sentences=True
        )
        found = [item for item in told if len(item) >= _SHORTEST and item not in listed]
        listed += found
        if found and where is None:
            where = (stretch.label, min(stretch.end, stretch.start + 160))
    if where is not None:
        return record.field(listed[:_MOST], *where, 0.9)
    return _sentences(record)


def _in_cell(record: Record, stretch: Stretch) -> bool:
    """Whether a label stands in a table's cell, its value in the next."""
    return record.passage.text[stretch.start - 1 : stretch.start] == "\t"


def _sentences(record: Record) -> FieldValue:
    text = record.passage.text
    summed = [match.span("a") for pattern in (_POINTED, _SUMMED) for match in pattern.finditer(text)]
    spans = summed or [match.span() for match in _RESOLVED.finditer(text) if len(match[0].strip()) >= 8]
    if not spans:
        return FieldValue()
    texts = [_decision(record.passage.words(*span)) for span in spans[:_MOST]]
    return record.field(texts, *spans[0], 0.75)


def _decision(text: str) -> str:
    """What was decided, without what it was about and how the vote went."""
    told = text.strip(_EDGES)
    dealt = _DEALT.match(plain(told))
    return _WENT.sub("", told[dealt.end() :] if dealt else told).strip(_EDGES)


def _told(record: Record, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    spans = []
    for match in pattern.finditer(record.passage.text):
        name = next(name for name, value in match.groupdict().items() if value)
        spans.append(match.span(name))
    return spans[:_MOST]
