"""材料类型: what kind of paper a document is, by the word that ends its title or name, else by its looks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.documents import Evidence, FieldSource, FieldValue

from .looks import PICTURES, kind_by_looks, kind_of_table
from .news import is_news
from .paper import plain
from .record_signs import keeps_meeting
from .title import written_title
from .view import View

# What may follow the word that tells the kind: brackets, a person's name, numbers.
_SUFFIX = re.compile(
    r"(?:\s*[\[(][^\[\]()]{0,40}[\])]|\s+[\u4e00-\u9fff]{2,3}|-[\u4e00-\u9fff·&、]{2,8}|[\d\s_.:,、-]+)$"
)
#: 会议记录汇编 is of the kind that it collects.
_COLLECTION = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:汇编|合订本|合集|汇总本|集锦|(?<=记录|纪要)汇总)(?=$|[(\[\d_-])"
)
#: 简讯：…, 党课讲稿：…: a kind that is named before the title.
_BEFORE = re.compile(r"^([\u4e00-\u9fff]{2,6})[:_-](?=.{4})")
#: Words that end in a kind's single character and are not of it: 信函, 来函, 指令.
_NOT_SINGLE = frozenset("信来指命司口")
#: 田间地头学条例 is no rule.
_ABOUT_A_RULE = re.compile(r"(?<![大中小科文医化])(?<=[学读讲习])(?:党章|党规|党纪|条例|准则)(?=$|[(])")
#: Where a text stands, not what it is: 通知截图文字.
_FORM = re.compile(r"(?:截图文字|截图|文字版?|照片版|打印版|电子版|扫描件)$")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
#: The head of a bulletin, whatever its article is called.
_BULLETIN = re.compile(r".{0,30}(?:简报|快讯|工作动态|党建动态|信息专报|通讯)(?:\(?第?.{0,12}期.{0,12})?")
_PICTURE, _RECORD, _REPORT, _NEWS = "照片", "会议记录", "报告", "新闻简报"
#: The number under the head of a bulletin.
_ISSUE = re.compile(r"\(?(?:总)?第.{1,4}期\)?")
#: What a book of records may be called as well.
_LISTS = frozenset({None, "清单台账", "报表", "登记表"})
#: 会议材料, 政治生日, 七一党课: what a record may be called as well.
_SAY_LITTLE = frozenset({None, "学习材料", "清单台账", "讲稿"})
_TABLES = frozenset({"清单台账", "报表", "登记表", "名册", "凭证"})
#: What stands under pictures, whose titles are of the picture's kind.
_CAPTIONS = re.compile(r"照片\d|图\d|\d\.jpg|合影|[左右]起|(?:左|右|中)\)|摄(?:影|于|$)", re.MULTILINE)
_LONGEST_WORD = 10
#: A title of so few characters beside what it quotes is what it quotes: 《…工作细则》(2014年).
_LEAST_TOLD = 8
_LITTLE_TEXT = 80


def role(view: View, title: FieldValue) -> FieldValue:
    """The kind of paper, by its words and looks; a record where those say little and somebody presided and
    somebody wrote."""
    found = _told(view, title)
    if found.value in _SAY_LITTLE and not view.is_book and keeps_meeting(view):
        return FieldValue(_RECORD, evidence=view.head.evidence(0, 80), confidence=0.75)
    return found


def _told(view: View, title: FieldValue) -> FieldValue:
    """The title in the text decides before the file's name, the name before the looks."""
    words = view.unit.taxonomy.role_words
    if view.book:
        return FieldValue(_RECORD, title.source, Evidence(view.book), 0.85)
    if any(_BULLETIN.fullmatch(line.text) for line in view.lines[:3]):
        return FieldValue(_NEWS, evidence=view.head.evidence(0, 80), confidence=0.9)
    written = plain(str(title.value or "")) if title.source is not FieldSource.NAME else ""
    from_title = _believed(view, kind_at_end(written, words)) if written else None
    if from_title is None and written:
        from_title = _believed(view, kind_at_end(_subtitle(view), words))
    if from_title in (None, _REPORT) and any(_ISSUE.fullmatch(line.text) for line in view.lines[:4]):
        return FieldValue(_NEWS, evidence=view.head.evidence(0, 80), confidence=0.8)
    if from_title == _REPORT:
        from_title = kind_of_table(view) or from_title
    if from_title in _TABLES and is_news(view, written):
        from_title = None  # 三个支部比着晒台账 is no list
    if view.is_book and from_title in _LISTS:
        return FieldValue(_RECORD, title.source, title.evidence, 0.8)
    from_name = _believed(view, kind_at_end(view.stem, words))
    if view.subject.doc_type in PICTURES and from_name is None and len(view.head.text) < _LITTLE_TEXT:
        return FieldValue(_PICTURE, FieldSource.EXTRACTED, Evidence(view.name), 0.85)
    if from_title is not None and (title.confidence >= 0.6 or from_name is None):
        agreed = from_name in (None, from_title)
        return FieldValue(from_title, title.source, title.evidence, 0.92 if agreed else 0.8)
    if from_name in (None, _REPORT) and from_title is None and written and is_news(view, written):
        return FieldValue(_NEWS, title.source, title.evidence, 0.6)
    if from_name is not None:
        return FieldValue(from_name, FieldSource.NAME, Evidence(view.stem), 0.85)
    heading = written_title(view) if not written else None
    from_heading = kind_at_end(plain(str(heading.value)), words) if heading is not None else None
    if heading is not None and from_heading is not None and heading.confidence >= 0.6:
        return FieldValue(from_heading, heading.source, heading.evidence, 0.7)
    return kind_by_looks(view, written) or _by_folder(view) or FieldValue()


def _subtitle(view: View) -> str:
    """The line under the title that a dash begins; empty where there is none."""
    return next((line.text for line in view.lines[1:4] if line.text.startswith("-")), "")


def _believed(view: View, kind: str | None) -> str | None:
    """A page of text that is called 照片 is a picture's only where captions stand on it."""
    written = view.subject.doc_type not in PICTURES and len(view.head.text) >= _LITTLE_TEXT
    return None if kind == _PICTURE and written and not _CAPTIONS.search(view.head.text) else kind


def kind_at_end(text: str, words: Mapping[str, str]) -> str | None:
    """The kind whose word stands last in a title, bracketed additions and names aside."""
    text = _ABOUT_A_RULE.sub("", _FORM.sub("", text))
    stripped = _COLLECTION.sub("", text)
    while True:
        found = _last_word(stripped, words)
        if found is not None and found[1] == len(stripped):
            return found[0]
        shorter = _SUFFIX.sub("", stripped)
        if shorter == stripped or not shorter:
            break
        stripped = shorter
    before = _BEFORE.match(text)
    named = kind_at_end(before[1], words) if before else None
    unquoted = _QUOTED.sub("", stripped)
    if len(unquoted) <= _LEAST_TOLD:
        unquoted = text
    found = _last_word(unquoted, words) or _last_word(_QUOTED.sub("", text), words)
    return named or (found[0] if found is not None else None)


def _last_word(text: str, words: Mapping[str, str]) -> tuple[str, int] | None:
    """The kind of the word that ends last, the longest of those, and its end."""
    single = words.get(text[-1:])
    if single is not None and text[-2:-1] not in _NOT_SINGLE and words.get(text[-2:]) is None:
        return single, len(text)
    for end in range(len(text), 1, -1):
        for start in range(max(0, end - _LONGEST_WORD), end - 1):
            kind = words.get(text[start:end])
            if kind is not None:
                return kind, end
    return None


def _by_folder(view: View) -> FieldValue | None:
    words = view.unit.taxonomy.role_words
    for folder in view.folders[:2]:
        found = _believed(view, kind_at_end(folder, words))
        if found is not None:
            return FieldValue(found, FieldSource.FOLDER, Evidence(folder), 0.55)
    return None
