"""What a meeting was about and what it decided: 议题 and 决议, from labels, headings and sentences."""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.documents import FieldValue

from .minutes_labels import Stretch
from .record import Record

_NUMERAL = "一二三四五六七八九十"
_ITEM = re.compile(
    rf"(?:^|[\n\t;。,:])\s?(?:\(?(?:\d{{1,2}}|[{_NUMERAL}]{{1,2}})\)|\d{{1,2}}[.、](?!\d)"
    rf"|[{_NUMERAL}]{{1,2}}[、.]|[①-⑳]|议题[{_NUMERAL}\d]{{1,2}}[:、]?|第[{_NUMERAL}]项[:、]?)"
)
_MARK = re.compile(
    rf"^[\n\t;。,:]?\s?(?:\(?(?:\d{{1,2}}|[{_NUMERAL}]{{1,2}})\)|\d{{1,2}}[.、]|[{_NUMERAL}]{{1,2}}[、.]|[①-⑳]"
    rf"|议题[{_NUMERAL}\d]{{1,2}}[:、]?|第[{_NUMERAL}]项[:、]?)"
)
_NOTHING = re.compile(r"(?:无|没有|略|/|-+)[。.]?")
_EDGES = " \t\n。．.;；:：,，、"
#: 下面研究…; 第一个议题是…; 会议传达学习了…; a heading 一、… in the account.
_TURN = re.compile(
    r"(?:下面|现在|接下来|首先|其次|最后|第[一二三四五六]项?(?:议题)?(?:是|:)?),?(?:由.{2,12})?"
    r"(?P<a>(?:进行|开展|研究|讨论|审议|通报|传达|学习|宣读|安排|部署|确定|布置|听取|组织|推荐|评议|选举|总结|商议|表决)[^。;\n]{3,50})"
    r"|(?:^|\n)(?:议题[一二三四五六\d]|第[一二三四五六]个?(?:议题|议程))[:、,是]?\s?(?P<b>[^。\n]{4,60})"
    r"|会议(?P<c>(?:传达学习|传达|学习|研究|讨论|听取|审议|通报|部署|安排)了?[^。;\n]{4,60})"
)
_HEADING = re.compile(rf"(?:^|\n)[{_NUMERAL}]{{1,2}}、(?P<a>[^。\n]{{4,40}})(?=[。\n]|$)")
_AGREED = (
    "一致(?:同意|通过|决定|表决通过|赞成)|表决通过|全票通过|无记名投票[^。\\n]{0,30}(?:通过|同意|当选)|形成(?:如下|以下)?决议|"
    "会议(?:研究)?(?:决定|同意|议定|通过|明确)|研究决定|讨论决定|决定:|审议通过(?:了)?|全部赞成|都?同意,?没有|没有不同意见|无异议|"
    "举手(?:表决)?通过|鼓掌通过|形成一致意见|均表示同意|(?:当选|选举产生)"
)
_RESOLVED = re.compile(rf"[^。;\n]{{0,80}}?(?:{_AGREED})[^。\n]{{0,160}}[。\n]?")
#: 高峰：归纳一下，…: what the chair sums up is what was decided.
_SUMMED = re.compile(
    r"(?:归纳一下|总结一下|综合大家的?意见|综合各位意见|小结一下|我总结|集中大家的?意见|就这么定了?|这样定)[,:]?\s?(?P<a>[^\n]{6,200})"
)
#: A line that tells how the vote went and not what was decided.
_VOTE = re.compile(
    r"(?:经(?:过)?(?:表决|讨论|举手表决)[,:]?)?(?:大家|到会(?:人员|党员)|与会(?:人员|党员)|全体(?:党员|人员)?|参会人员)"
    r"(?:都|均|全部|一致|表示)*(?:同意|赞成|通过)(?:,?没有.{0,8})?[。.]?$"
)
#: The same as the sentence that ends what was summed up.
_WENT = re.compile(
    r"(?<=[。；;])(?:经表决|经讨论|经举手表决|与会人员|到会人员|大家|全体党员|参会人员)[^。]{0,16}(?:同意|赞成|通过|意见|异议)$"
)
_MOST = 20


def topics(record: Record) -> FieldValue:
    """议题 as a list: what its label lists, else what the account turns to."""
    for stretch in record.under("topics"):
        items = _items(record, stretch, apart=True)
        if items:
            return record.field(items, stretch.label, min(stretch.end, stretch.start + 160), 0.9)
    for pattern, confidence in ((_TURN, 0.7), (_HEADING, 0.6)):
        found = _told(record, pattern)
        if found:
            texts = [record.passage.words(*span).strip(_EDGES) for span in found]
            return record.field(list(dict.fromkeys(texts)), *found[0], confidence)
    return FieldValue()


def resolutions(record: Record) -> FieldValue:
    """决议 as a list: what labels list, else the sentences in which something is agreed."""
    items: list[str] = []
    where: tuple[int, int] | None = None
    for stretch in record.under("resolutions"):
        found = [item for item in _items(record, stretch) if len(item) >= 4]
        items += [item for item in found if item not in items]
        if found and where is None:
            where = (stretch.label, min(stretch.end, stretch.start + 160))
    if where is not None:
        return record.field(items[:_MOST], *where, 0.9)
    return _sentences(record)


def _sentences(record: Record) -> FieldValue:
    text = record.passage.text
    summed = [match.span("a") for match in _SUMMED.finditer(text)]
    spans = summed or [match.span() for match in _RESOLVED.finditer(text) if len(match[0].strip()) >= 8]
    if not spans:
        return FieldValue()
    texts = [_WENT.sub("", record.passage.words(*span).strip(_EDGES)).strip(_EDGES) for span in spans[:_MOST]]
    return record.field(texts, *spans[0], 0.75)


def _told(record: Record, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    spans = []
    for match in pattern.finditer(record.passage.text):
        name = next(name for name, value in match.groupdict().items() if value)
        spans.append(match.span(name))
    return spans[:_MOST]


def _items(record: Record, stretch: Stretch, *, apart: bool = False) -> list[str]:
    """A value cut at its numbers (1. 一、 ①), else at its lines; one item where it has neither.

    ``apart``: semicolons part items too.
    """
    value = record.passage.text[stretch.start : stretch.end]
    spans = _numbered(value) or _by_lines(value)
    if apart and not _numbered(value):
        spans = [part for a, b in spans for part in _parts(value, a, b)]
    texts = [record.passage.words(stretch.start + a, stretch.start + b).strip(_EDGES) for a, b in spans]
    return [re.sub(r"\s+", "", text) for text in texts if len(text) >= 2 and not _NOTHING.fullmatch(text)][
        :_MOST
    ]


def _numbered(value: str) -> list[tuple[int, int]]:
    marks = [match.start() for match in _ITEM.finditer(value)]
    if not marks or (len(marks) == 1 and value[: marks[0]].strip()):
        return []
    bounds = [*marks, len(value)]
    spans = []
    for a, b in pairwise(bounds):
        mark = _MARK.match(value[a:b])
        begin = a + (mark.end() if mark else 0)
        closed = re.search(r"。\s*\n", value[begin:b])
        spans.append((begin, begin + closed.start() if closed else b))
    return spans


def _by_lines(value: str) -> list[tuple[int, int]]:
    """Short lines are items each; of long ones only the first belongs to the label."""
    spans: list[tuple[int, int]] = []
    at = 0
    for line in value.split("\n"):
        if line.strip():
            if spans and len(line) > 80:
                break
            if not _VOTE.match(line):
                spans.append((at, at + len(line)))
        at += len(line) + 1
    if any(b - a > 60 for a, b in spans[1:]):
        spans = spans[:1]
    return spans


def _parts(value: str, start: int, end: int) -> list[tuple[int, int]]:
    text = value[start:end]
    listed = all(2 <= len(part.strip()) <= 6 for part in re.split("[,、]", text.strip(_EDGES)))
    cuts = [start, *(start + m.end() for m in re.finditer("[,、;]" if listed else ";", text)), end]
    return [(a, b) for a, b in pairwise(cuts) if value[a:b].strip(" ;。")]
