"""What a meeting decided: 决议, from labels, and from the sentences in which something is agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.documents import FieldValue

from ..paper import plain
from ..persons import is_name
from .itemised import EDGES, items
from .record import Record

#: 会议审议了经费安排，同意列支: what was dealt with, before what was decided.
_DEALT = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、)?(?:会议|大会|支委会)?(?:审议|研究|讨论|听取|传达|学习)[^,]*,(?=.{0,8}(?:同意|决定|议定|通过|明确))"
)
#: What was told in the same sentence before a decision.
_LONG_BEFORE = re.compile(
    r"^[^;]{20,}?,(?=(?:大家)?(?:一致(?:同意|决定|通过)|研究决定|讨论决定|决定|会议决定|议定))"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、](?!\d)|[①-⑳])"
)
#: What an arrow points to in notes: …撞了晚课。→ 帮学岗增加测量学.
_POINTED = re.compile(r"→\s?(?P<a>[^。\n→]{4,80})")
_AGREED = (
    "一致(?:同意|通过|决定|表决通过|赞成)|表决通过|全票通过|无记名投票[^。\\n]{0,30}(?:通过|同意|当选)|形成(?:如下|以下)?决议|"
    "会议(?:研究)?(?:决定|同意|议定|通过|明确)|研究决定|讨论决定|决定:|审议通过(?:了)?|全部赞成|都?同意,?没有|没有不同意见|无异议|"
    "(?<=,)决定(?=[^,。;:]{4})|[\\d一二三四五六七八九十]+个?[人票](?:一致)?同意(?=[^,。;:]{4})|投票方式推荐|"
    "举手(?:表决)?通过|鼓掌通过|形成一致意见|均表示同意|(?:当选|选举产生)|(?<=[,:。])同意(?!见|[\\d一二三四五六七八九十]+[人票])"
)
_RESOLVED = re.compile(rf"[^。;\n\t]{{0,80}}?(?:{_AGREED})[^。\n]{{0,160}}[。\n]?")
#: 定：…; 所以定了…; 大家一致意见：…: what notes say was settled.
_SETTLED = re.compile(
    r"(?:^|(?<=[\n。;,]))(?:所以|后来|最后|当场|会上|会议|大会|支委会|支部|大家|都)?(?:商|议|研究|讨论)?"
    r"(?:定(?::|了[:,]?|下来[:,]?|(?=支部|由|让|先|把|从|每|派|去))|一致(?:的)?意见[:是])(?P<a>[^。\n]{4,160})"
)
#: 高峰：归纳一下，…: what the chair sums up is what was decided.
_SUMMED = re.compile(
    r"(?:归纳一下|总结一下|综合大家的?意见|综合各位意见|小结一下|我总结|集中大家的?意见|就这么定了?|这样定)[,:]?\s?(?P<a>[^\n]{6,200})"
)
#: The same as the sentence that ends what was summed up.
_WENT = re.compile(
    r"(?<=[。；;])(?:经表决|经讨论|经举手表决|与会人员|到会人员|大家|全体党员|参会人员)[^。]{0,16}(?:同意|赞成|通过|意见|异议)$"
)
#: What is no decision: an opinion, another meeting's, a heading, who counts the votes; mere assent.
_NO_DECISION = re.compile(
    r"同意[^,。;]{0,8}的?(?:意见|看法|说法|建议|观点)|汇报[^,。;]{0,12}(?:意见|情况):|"
    r"(?:纪要|决议|意见|决定)?如下$|(?:通过|推[选举]|产生).{0,6}(?:监票|计票)"
)
_ASSENT = re.compile(
    r"(?:会上|大家|与会.{0,2}|到会.{0,2}|全体(?:党员)?|参会.{0,2})?(?:都|均|一致)?"
    r"(?:没有不同意见|无异议|无其他意见|一致(?:同意|通过|赞成)|同意|赞成|通过|[,，])+"
)
#: What an election votes on before it elects.
_PROCEDURE = re.compile(r"(?:工作)?报告|选举办法|办法|监票|计票|鼓掌|议程|草案|名单")
_ELECTED = re.compile("当选|选举产生")
_FORMAL = re.compile("决议")
_MOST, _SHORTEST, _LEAST = 20, 4, 6


def resolutions(record: Record) -> FieldValue:
    """决议 as a list: what labels list, else the sentences in which something is agreed or settled."""
    listed: list[str] = []
    where: tuple[int, int] | None = None
    formal = False
    for stretch in record.under("resolutions"):
        cell = record.in_cell(stretch)
        told = items(record.passage, stretch.start, stretch.end, cell=cell, sentences=True)
        told = [re.sub(r"^关于[^。]{3,40}。(?=.)", "", item) for item in told]
        found = [item for item in told if len(item) >= _SHORTEST and item not in listed]
        listed += found
        formal = formal or bool(found and _FORMAL.search(stretch.words))
        if found and where is None:
            where = (stretch.label, min(stretch.end, stretch.start + 160))
    if where is None:
        return _sentences(record)
    more = [] if formal else [text for text, _ in _settled(record) if not _told_already(text, listed)]
    return record.field([*listed, *more][:_MOST], *where, 0.9)


def _told_already(text: str, listed: list[str]) -> bool:
    return any(text in one or one in text for one in listed)


def _settled(record: Record) -> Iterator[tuple[str, tuple[int, int]]]:
    """What notes say was settled, each matter of it."""
    for match in _SETTLED.finditer(record.passage.text):
        for text in re.split("[;；]", record.passage.words(*match.span("a"))):
            if len(text.strip(EDGES)) >= _SHORTEST:
                yield text.strip(EDGES), match.span("a")


def _sentences(record: Record) -> FieldValue:
    text = record.passage.text
    summed = [match.span("a") for pattern in (_POINTED, _SUMMED) for match in pattern.finditer(text)]
    told = [(_decision(record.passage.words(*span)), span) for span in summed]
    if not told:
        agreed = [match.span() for match in _RESOLVED.finditer(text) if _decides(match[0])]
        told = [(_decision(record.passage.words(*span)), span) for span in agreed]
        told = _elected(told)
        kept = [text for text, _ in told]
        told += [(text, span) for text, span in _settled(record) if not _told_already(text, kept)]
        told.sort(key=lambda one: one[1])
    if not told:
        return FieldValue()
    return record.field([text for text, _ in told[:_MOST]], *told[0][1], 0.75)


def _decides(sentence: str) -> bool:
    """Whether a sentence in which something is agreed says what: no opinion, no mere assent."""
    text = _NUMBERED.sub("", sentence.strip(EDGES))
    if len(text) < _LEAST or _NO_DECISION.search(text) or _ASSENT.fullmatch(text):
        return False
    speaker, colon, said = text.partition(":")
    return not (colon and is_name(speaker) and said.startswith("同意"))


def _elected(told: list[tuple[str, tuple[int, int]]]) -> list[tuple[str, tuple[int, int]]]:
    """Where somebody was elected, without the votes on report, rules and tellers that come before it."""
    if not any(_ELECTED.search(text) for text, _ in told):
        return told
    return [one for one in told if _ELECTED.search(one[0]) or not _PROCEDURE.search(one[0])]


def _decision(text: str) -> str:
    """What was decided, without its number, what it was about and how the vote went."""
    told = text.strip(EDGES)
    number = _NUMBERED.match(plain(told))
    told = told[number.end() :] if number else told
    dealt = _DEALT.match(plain(told)) or _LONG_BEFORE.match(plain(told))
    return _WENT.sub("", told[dealt.end() :] if dealt else told).strip(EDGES)
