"""News of a branch: told under a headline, from a day on, signed by who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .minutes.head_counts import counts_anybody
from .paper import plain
from .values import Branch
from .view import View

#: What names of records and files are made of; what remains of a headline is more.
_PARTS = re.compile(
    r"[\d\W年月日号第次一二三四五六七八九十上下半]|季度|年度|党总支|党?支部|党?小组|支委|委员会|全体|党员|大会|会议|会|主题|党日|活动"
    r"|记录|扩大|专题|学习|集中|理论|政治|组织|生活|民主|评议|党课|例会|工作|春节|国庆|材料|资料|文档|新建|附件"
)
_LEAST = 4
_PROSE = 40
#: How news begin: 7月12日，…; 近日; 连日来.
_LEAD = re.compile(
    r"[^。(\n]{0,24}(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号](?!之?前)|近日|日前|连日来|[^。,\n]{0,8}前夕"
)
#: Labels that open minutes of a meeting, not news.
_HEAD = frozenset({"place", "host", "recorder", "expected", "present", "attending", "absent", "topics"})
_SIGNED = re.compile(
    r"\((?!公章|盖章|略|完|附|待)(?:来源:|供稿:|作者:)?[\u4e00-\u9fff·、/ ]{2,16}(?:供稿|摄|文)?"
    r"(?:(?:(?:19|20)\d{2}年)?\d{1,2}月\d{1,2}日[报讯]?)?\)$|供稿$"
)
#: So many numbered items make a list of a text.
_ITEM, _LISTED = re.compile(r"^\d{1,2}[.、)]", re.MULTILINE), 3
_FIRST_PERSON = re.compile(r"我(?!们?[省市县区镇乡村院校局站所厂行])")


def is_news(view: View, title: str) -> bool:
    """Whether a text tells news under its headline: it begins with a day or is signed by its writer, and
    has none of the labels and counts that minutes open with."""
    text = view.head.text[:1500]
    if not is_headline(title, view.branches) or "\t" in text[:200] or len(text) < _PROSE:
        return False
    if {stretch.field for stretch in view.labelled if stretch.label < len(text)} & _HEAD or counts_anybody(
        text
    ):
        return False
    body = _below(text, title)
    if len(_ITEM.findall(body)) >= _LISTED:
        return False
    lines = [line.text for line in view.tail.lines[-2:]]
    if any(_SIGNED.search(line) for line in lines):
        return True
    return _LEAD.match(body) is not None and not _FIRST_PERSON.search(body[:80])


def is_headline(title: str, branches: Iterable[Branch]) -> bool:
    """Whether a title says more than whose meeting of what kind it was, and when."""
    rest = plain(title)
    for name in _names(tuple(branches)):
        rest = rest.replace(name, "")
    return len(_PARTS.sub("", rest)) >= _LEAST


@lru_cache(maxsize=32)
def _names(branches: tuple[Branch, ...]) -> tuple[str, ...]:
    written = {plain(name) for branch in branches for name in (branch.name, *branch.aliases)}
    return tuple(sorted(written, key=len, reverse=True))


def _below(text: str, title: str) -> str:
    """The text under its title."""
    at = text.find(plain(title))
    return text[at + len(plain(title)) :].lstrip() if at >= 0 else text
