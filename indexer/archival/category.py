"""类别: what business a document belongs to, by evidence words weighed by where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.documents import Evidence, FieldSource, FieldValue

from .folders import keeps_sent_papers
from .issuer import Level
from .paper import plain
from .second_subject import second_subject
from .taxonomy import Taxonomy
from .view import View
from .weighing import GUESS, NAME, TITLE, Point, Weighed, best_second, confidence_of, points_of, score_of

#: How near the best another category must be for precedence to decide between them.
NEAR = 0.8
#: What a record of a meeting (02) takes off the businesses it merely deals with.
_DEALT_WITH = {"05": 0.75} | dict.fromkeys(("06", "07", "08", "09", "10", "11", "12"), 0.65)
_RECORDS = frozenset({"会议记录", "会议纪要", "签到表", "照片"})
#: 制度 are kept together (11) whatever they are about, but for those that belong to one event.
_OWN_BUSINESS = re.compile(r"选举办法|考核|评分|评比|考评|评议办法|方案")
_NATIONAL = re.compile(
    r"^《?(?:中国共产党|中共).*(?:条例|细则|规定|准则|规则|办法|章程)》?(?:\([^()]*\))?$|^中共中央"
)
_RULES, _STUDIED = ("11", "制度汇编"), ("07", "理论学习")
_OF_A_RULE = re.compile(r"(?:条例|细则|(?<!八项)规定|准则|办法|党章|章程)》?(?:\([^()]*\))?.{2,}")
#: What a reader is told of where a word stands, and how many words.
_PLACES = {"title": "题名、文件名", "folder": "文件夹", "text": "正文"}
_TOLD_WORDS = 4
_FROM_ABOVE, _OWN = ("11", "上级来文"), ("11", "本级发文")
#: Under this score nothing has been said.
_LEAST = 4.0
#: Where papers of a kind mostly belong.
_USUAL = {
    "新闻简报": ("09", "信息报道"),
    "心得体会": ("07", "心得体会"),
    "学习材料": ("07", "理论学习"),
    "申请书": ("05", "入党申请人"),
    "名册": ("05", "名册统计"),
    "制度": _RULES,
    "计划": ("12", "计划要点"),
    "总结": ("12", "总结述职"),
    "讲稿": ("02", "党课"),
    "会议记录": ("02", None),
    "会议纪要": ("02", None),
    "表决票": ("01", "换届选举"),
    "函": ("11", "本级发文"),
}
#: What lists and reports of a category mostly are, where they do not say.
_USUAL_SECOND = {"06": "收缴", "05": "名册统计", "07": "理论学习"}
#: Whatever was talked about, an entry of such a book is a meeting's.
_BOOK_OF_MEETINGS = re.compile(r"会议|支委|党员大会|三会一课|会\W{0,2}[记纪]录")
#: The businesses that bodies above are there for.
_TRADES = {
    "08": re.compile("纪委|纪检|监委|巡察|巡视"),
    "09": re.compile("文明|宣传部"),
    "10": re.compile("统战部"),
}
_GROUPS = ("工会", "共青团", "妇联")
_GROUP = re.compile(
    r"[^:、,。]{0,24}(?:(?P<工会>工会(?:委员会)?)|(?P<共青团>(?<!兵)团委|团总支|共青团.{0,20}委员会)|(?P<妇联>妇联|妇委会|妇女联合会))"
    r"(?:文件)?(?:\s?(?:19|20)?\d{2}年\d{1,2}月\d{1,2}日)?"
)
_SHEETS = frozenset({"清单台账", "报表", "名册", "登记表"})
#: From this score on a word in a title or name tells the business of the unit's own paper.
_TELLING = 25.0


@dataclass(frozen=True, slots=True)
class Sorted:
    """The three category fields."""

    category: FieldValue
    subcategory: FieldValue
    secondary: FieldValue


def categorise(
    view: View, title: FieldValue, role: str | None, level: Level, topics: Sequence[str] = ()
) -> Sorted:
    """Category, second level and secondary category; ``level`` says whose paper it is, ``topics`` what a
    meeting dealt with."""
    taxonomy = view.unit.taxonomy
    rules = list(_rules(title, role, view))
    points = [*points_of(view, title, taxonomy), *rules]
    scores = _scores(points, role)
    weighed = Weighed(points, scores, _ranked(points, scores, taxonomy))
    kept = _by_kind(role, plain(str(title.value or "")) or view.stem)
    weighed.ranked.sort(key=lambda code: kept is not None and code != kept[0])
    kept_as = _kept_as(view, points, role, level)
    if kept_as is not None and taxonomy.category_name(kept_as[0]) is not None:
        return _sent(weighed, *kept_as, sender=view.lines[0].text if view.lines else "")
    if not weighed.ranked or scores[weighed.ranked[0]] < _LEAST or _hardly_said(weighed, role):
        return _by_role(view, role)
    if level is Level.UNIT:
        weighed.ranked.sort(key=lambda code: code == _OWN[0])
    best = weighed.ranked[0]
    return Sorted(
        replace(weighed.value(best, confidence_of(scores[best])), rule=_told(weighed, weighed.ranked)),
        _second(points, best, view, role),
        second_subject(weighed, taxonomy, role, topics),
    )


def _hardly_said(weighed: Weighed, role: str | None) -> bool:
    """Whether a piece of news only mentions, somewhere in its text, a business in passing."""
    best = weighed.ranked[0]
    return role == "新闻简报" and weighed.scores[best] < GUESS and not weighed.is_named(best)


def _by_role(view: View, role: str | None) -> Sorted:
    """What papers of a kind mostly belong to, where no word says what they are about: hardly a guess."""
    code, second = _USUAL.get(role or "", (None, None))
    if code is None or view.unit.taxonomy.category_name(code) is None:
        return Sorted(FieldValue(), FieldValue(), FieldValue())
    rule = f"没有说明内容的词，按材料类型“{role}”"
    return Sorted(
        FieldValue(code, confidence=0.2, rule=rule), FieldValue(second, confidence=0.2), FieldValue()
    )


def _kept_as(view: View, points: list[Point], role: str | None, level: Level) -> tuple[str, str] | None:
    """Papers from above are kept together; the unit's own by their business, but where a folder keeps
    what it has sent out, or where no business is named."""
    if level is Level.ABOVE:
        return _FROM_ABOVE
    if level is not Level.UNIT or role in _RECORDS:
        return None
    business = any(p.zone == "title" and p.code != _OWN[0] and p.score >= _TELLING for p in points)
    return None if business and not any(map(keeps_sent_papers, view.folders)) else _OWN


def _by_kind(role: str | None, text: str) -> tuple[str, str] | None:
    """Where rules, and what is drawn from them to be studied, are kept whatever they are about."""
    if role == "制度" and not _OWN_BUSINESS.search(text) and not _NATIONAL.search(text):
        return _RULES
    return _STUDIED if role == "学习材料" and _OF_A_RULE.search(text) else None


def _rules(title: FieldValue, role: str | None, view: View) -> Iterator[Point]:
    text = plain(str(title.value or "")) or view.stem
    kept = _by_kind(role, text) or (_RULES if _NATIONAL.search(text) else None)
    if kept is not None:
        evidence = title.evidence or Evidence(text)
        yield Point(*kept, text, 10 * TITLE * 1.4, "title", evidence, title.source)
    yield from _of_a_group(view)
    if _BOOK_OF_MEETINGS.search(view.book):
        yield Point("02", None, view.book, 10 * NAME, "title", Evidence(view.book), FieldSource.EXTRACTED)


def _of_a_group(view: View) -> Iterator[Point]:
    """What 工会, 团委 or 妇联 puts out is theirs, whatever it is about."""
    for line in (*view.lines[:1], *view.tail.lines[-3:]):
        match = _GROUP.fullmatch(line.text)
        if match:
            second = next(name for name in _GROUPS if match[name])
            told = Evidence(line.text, line.page)
            yield Point("10", second, line.text, 10 * TITLE * 1.4, "title", told, FieldSource.EXTRACTED)
            return


def _scores(points: list[Point], role: str | None) -> dict[str, float]:
    by_code: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        by_code[point.code].append(point)
    scores = {code: score_of(own) for code, own in by_code.items()}
    if role in _RECORDS and any(point.zone == "title" and point.second for point in by_code.get("02", ())):
        return {code: score * _DEALT_WITH.get(code, 1.0) for code, score in scores.items()}
    return scores


def _ranked(points: list[Point], scores: dict[str, float], taxonomy: Taxonomy) -> list[str]:
    """Categories, best first; those that title, name or folders bring near the best by precedence."""
    ranked = sorted(scores, key=lambda code: -scores[code])
    if not ranked:
        return []
    named = {point.code for point in points if point.zone != "text"}
    if ranked[0] not in named:
        return ranked
    near = [code for code in ranked if code in named and scores[code] >= NEAR * scores[ranked[0]]]
    if len(near) > 1:
        near.sort(key=lambda code: _order(code, points, taxonomy))
    return near + [code for code in ranked if code not in near]


def _order(code: str, points: list[Point], taxonomy: Taxonomy) -> int:
    """The place of a category in the order of precedence, which may rank a second level on its own."""
    second = best_second(points, code)
    listed = taxonomy.precedence
    return next((listed.index(value) for value in (f"{code}.{second}", code) if value in listed), len(listed))


def _sent(weighed: Weighed, code: str, second: str, *, sender: str) -> Sorted:
    """A paper sent by a body: kept with such papers, what it is about as the secondary category; of
    several subjects nearly as loud the sender's own."""
    scores = weighed.scores
    topics = [other for other in weighed.ranked if other != code]
    if second == _OWN[1]:
        topics = [other for other in topics if weighed.is_named(other)]
    loud = NEAR * max((scores[other] for other in topics), default=0.0)
    own = {other for other, trade in _TRADES.items() if trade.search(sender) and scores.get(other, 0) >= loud}
    topics.sort(key=lambda other: other not in own)
    secondary = weighed.value(topics[0], confidence_of(scores[topics[0]])) if topics else FieldValue()
    rule = f"由发文的级别归入{second}"
    if topics:
        rule += "；内容：" + _told(weighed, topics)
    return Sorted(
        FieldValue(code, confidence=0.85, rule=rule), FieldValue(second, confidence=0.85), secondary
    )


def _told(weighed: Weighed, ranked: Sequence[str]) -> str:
    """The score of the category chosen with the words that made most of it, and the next one's."""
    strongest: dict[str, Point] = {}
    for point in sorted(weighed.points, key=lambda point: -point.score):
        if point.code == ranked[0]:
            strongest.setdefault(point.word, point)
    words = "、".join(
        f"“{word}”（{_PLACES[point.zone]} {point.score:.0f}）"
        for word, point in list(strongest.items())[:_TOLD_WORDS]
    )
    scores = weighed.scores
    following = f"；其次 {ranked[1]}，{scores[ranked[1]]:.0f} 分" if len(ranked) > 1 else ""
    return f"{ranked[0]} 得 {scores[ranked[0]]:.0f} 分：{words}{following}"


def _second(points: list[Point], code: str, view: View, role: str | None) -> FieldValue:
    levels = next((c.second for c in view.unit.taxonomy.categories if c.code == code), ())
    own = [p for p in points if p.code == code]
    best = role if role in levels else best_second(own, code)
    if best is None:
        usual = _USUAL_SECOND.get(code) if role in _SHEETS or code == "07" else None
        return FieldValue(usual, confidence=0.3) if usual in levels else FieldValue()
    saying = [p for p in own if p.second == best] or own
    strongest = max(saying, key=lambda p: p.score)
    return FieldValue(best, strongest.source, strongest.evidence, round(confidence_of(score_of(saying)), 2))
