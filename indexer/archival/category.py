"""类别: what business a document belongs to, by evidence words weighed by where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.documents import Evidence, FieldSource, FieldValue

from .folders import keeps_sent_papers
from .issuer import Level
from .kinds import kind_in
from .paper import plain
from .persons import is_name
from .taxonomy import Found, Taxonomy
from .view import TOP_CHARACTERS, View

#: How much a word counts by where it stands. A mention in the body must not outweigh a title.
TITLE, NAME, INNER_FOLDER, OUTER_FOLDER, TOP, BODY = 5.0, 4.5, 2.5, 1.5, 1.2, 0.3
_BODY_CHARACTERS = 1_500
#: The scores at which a category is taken for granted, and under which it is only a guess.
SURE, GUESS = 40.0, 12.0
#: How much the words that end a title add for a second level.
_LATE = 0.05
#: How near the best another category must be for precedence to decide between them.
NEAR = 0.8
#: How much the further words of one place add to its best one.
_MORE = {"title": 0.1, "folder": 0.2, "text": 0.25}
#: What a record of a meeting (02) takes off the businesses it merely deals with.
_DEALT_WITH = {"05": 0.75} | dict.fromkeys(("06", "07", "08", "09", "10", "11", "12"), 0.65)
_RECORDS = frozenset({"会议记录", "会议纪要", "签到表", "照片"})
#: 制度 are kept together (11) whatever they are about, but for those that belong to one event.
_OWN_BUSINESS = re.compile(r"选举办法|考核|评分|评比|考评|评议办法|方案")
_NATIONAL = re.compile(
    r"^《?(?:中国共产党|中共).*(?:条例|细则|规定|准则|规则|办法|章程)》?(?:\([^()]*\))?$|^中共中央"
)
#: 学习《…条例》 is not the rule itself; 关于印发《…办法》的通知 is.
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_ASIDES = re.compile(rf"{_BRACKETS.pattern}|(?<=[^\s])《[^》]*》")
_PASSED_ON = re.compile(r"印发|转发|批转|颁发|下发")
_RULES = ("11", "制度汇编")
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
_SHEETS = frozenset({"清单台账", "报表", "名册", "登记表"})
#: From this score on a word in a title or name tells the business of the unit's own paper.
_TELLING = 25.0


@dataclass(frozen=True, slots=True)
class Sorted:
    """The three category fields."""

    category: FieldValue
    subcategory: FieldValue
    secondary: FieldValue


@dataclass(frozen=True, slots=True)
class _Point:
    """What one evidence word in one place (``title``, ``folder``, ``text``) says for a category; ``late``
    (0 to 1) is where in a title it ends, for what a title ends in says most of its second level."""

    code: str
    second: str | None
    word: str
    score: float
    zone: str
    evidence: Evidence
    source: FieldSource
    late: float = 0.0


def categorise(view: View, title: FieldValue, role: str | None, level: Level) -> Sorted:
    """Category, second level and secondary category; ``level`` says whose paper it is."""
    taxonomy = view.unit.taxonomy
    points = [*_points(view, title, taxonomy), *_rules(title, role, view)]
    scores = _scores(points, role)
    ranked = _ranked(points, scores, taxonomy)
    kept_as = _kept_as(view, points, role, level)
    if kept_as is not None and taxonomy.category_name(kept_as[0]) is not None:
        return _sent(points, scores, ranked, *kept_as)
    if not ranked or scores[ranked[0]] < _LEAST:
        return _by_role(view, role)
    if level is Level.UNIT:
        ranked.sort(key=lambda code: code == _OWN[0])
    best = ranked[0]
    secondary = _secondary(points, scores, ranked[1:], scores[best])
    if level is Level.UNIT and taxonomy.category_name(_OWN[0]) is not None:
        secondary = FieldValue(_OWN[0], confidence=0.7)
    return Sorted(
        replace(_value(points, best, _confidence(scores[best])), rule=_told(points, scores, ranked)),
        _second(points, best, view, role),
        secondary,
    )


def _by_role(view: View, role: str | None) -> Sorted:
    """What papers of a kind mostly belong to, where no word says what they are about: hardly a guess."""
    code, second = _USUAL.get(role or "", (None, None))
    if code is None or view.unit.taxonomy.category_name(code) is None:
        return Sorted(FieldValue(), FieldValue(), FieldValue())
    rule = f"没有说明内容的词，按材料类型“{role}”"
    return Sorted(
        FieldValue(code, confidence=0.2, rule=rule), FieldValue(second, confidence=0.2), FieldValue()
    )


def _kept_as(view: View, points: list[_Point], role: str | None, level: Level) -> tuple[str, str] | None:
    """Papers from above are kept together; the unit's own by their business, but where a folder keeps
    what it has sent out, or where no business is named."""
    if level is Level.ABOVE:
        return _FROM_ABOVE
    if level is not Level.UNIT or role in _RECORDS:
        return None
    business = any(p.zone == "title" and p.code != _OWN[0] and p.score >= _TELLING for p in points)
    return None if business and not any(map(keeps_sent_papers, view.folders)) else _OWN


def _points(view: View, title: FieldValue, taxonomy: Taxonomy) -> Iterator[_Point]:
    text = plain(str(title.value or ""))
    if title.source is not FieldSource.NAME:
        yield from _named(text, TITLE, taxonomy, title.evidence or Evidence(text), title.source)
    yield from _named(view.stem, NAME, taxonomy, Evidence(view.stem), FieldSource.NAME)
    if view.book:
        yield from _named(view.book, NAME, taxonomy, Evidence(view.book), FieldSource.EXTRACTED)
    for depth, folder in enumerate(view.folders[:4]):
        weight = _folder_weight(view, depth)
        for found in _distinct(taxonomy.words.find(folder)):
            yield from _claims(found, weight, "folder", Evidence(folder), FieldSource.FOLDER)
    yield from _in_text(view, taxonomy)


def _folder_weight(view: View, depth: int) -> float:
    """A folder made for one meeting (2021.6.3支委会) says as much as a name, one over a person's more."""
    if depth > 0:
        return NAME * 1.3 if is_name(view.folders[depth - 1]) else OUTER_FOLDER
    own = any(moment.month for moment in view.folder_dates[0]) and kind_in(view.folders[0])
    return NAME if own else INNER_FOLDER


def _named(
    text: str, weight: float, taxonomy: Taxonomy, evidence: Evidence, source: FieldSource
) -> Iterator[_Point]:
    """Words in a title or name; what stands in brackets, or names a paper dealt with, says half as much."""
    asides = _BRACKETS if _PASSED_ON.search(text) else _ASIDES
    brackets = [match.span() for match in asides.finditer(text)]
    for found in _distinct(taxonomy.words.find(text)):
        aside = any(a < found.start < b for a, b in brackets)
        claims = _claims(found, weight * (0.5 if aside else 1.0), "title", evidence, source)
        yield from (replace(point, late=found.end / len(text)) for point in claims)


def _in_text(view: View, taxonomy: Taxonomy) -> Iterator[_Point]:
    middle, end = TOP_CHARACTERS, TOP_CHARACTERS + _BODY_CHARACTERS
    for start, stop, weight in ((0, middle, TOP), (middle, end, BODY)):
        for found in _distinct(taxonomy.words.find(view.head.text[start:stop])):
            evidence = view.head.evidence(start + found.start, start + found.end)
            sooner = 1.5 - found.start / (stop - start)
            yield from _claims(found, weight * sooner, "text", evidence, FieldSource.EXTRACTED)


def _rules(title: FieldValue, role: str | None, view: View) -> Iterator[_Point]:
    text = plain(str(title.value or "")) or view.stem
    if (role == "制度" and not _OWN_BUSINESS.search(text)) or _NATIONAL.search(text):
        evidence = title.evidence or Evidence(text)
        yield _Point(*_RULES, text, 10 * TITLE * 1.4, "title", evidence, title.source)
    if _BOOK_OF_MEETINGS.search(view.book):
        yield _Point("02", None, view.book, 10 * NAME, "title", Evidence(view.book), FieldSource.EXTRACTED)


def _distinct(found: Sequence[Found]) -> list[Found]:
    return list({item.word: item for item in reversed(found)}.values())


def _claims(
    found: Found, weight: float, zone: str, evidence: Evidence, source: FieldSource
) -> Iterator[_Point]:
    for code, second, strength in found.claims:
        yield _Point(code, second, found.word, strength * weight, zone, evidence, source)


def _scores(points: list[_Point], role: str | None) -> dict[str, float]:
    by_code: dict[str, list[_Point]] = defaultdict(list)
    for point in points:
        by_code[point.code].append(point)
    scores = {code: _score(own) for code, own in by_code.items()}
    if role in _RECORDS and any(point.zone == "title" and point.second for point in by_code.get("02", ())):
        return {code: score * _DEALT_WITH.get(code, 1.0) for code, score in scores.items()}
    return scores


def _score(points: list[_Point]) -> float:
    """The best word of title or name, of the folders and of the text; further words of each add little."""
    total = 0.0
    for zone, more in _MORE.items():
        words: dict[str, float] = {}
        for point in points:
            if point.zone == zone:
                words[point.word] = max(point.score, words.get(point.word, 0.0))
        values = sorted(words.values(), reverse=True)
        if values:
            total += values[0] + more * sum(values[1:5])
    return total


def _ranked(points: list[_Point], scores: dict[str, float], taxonomy: Taxonomy) -> list[str]:
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


def _order(code: str, points: list[_Point], taxonomy: Taxonomy) -> int:
    """The place of a category in the order of precedence, which may rank a second level on its own."""
    second = _best_second(points, code)
    listed = taxonomy.precedence
    return next((listed.index(value) for value in (f"{code}.{second}", code) if value in listed), len(listed))


def _sent(
    points: list[_Point], scores: dict[str, float], ranked: list[str], code: str, second: str
) -> Sorted:
    """A paper sent by a body: kept with such papers, what it is about as the secondary category."""
    topics = [other for other in ranked if other != code]
    secondary = _value(points, topics[0], _confidence(scores[topics[0]])) if topics else FieldValue()
    rule = f"由发文的级别归入{second}"
    if topics:
        rule += "；内容：" + _told(points, scores, topics)
    return Sorted(
        FieldValue(code, confidence=0.85, rule=rule), FieldValue(second, confidence=0.85), secondary
    )


def _told(points: list[_Point], scores: dict[str, float], ranked: list[str]) -> str:
    """The score of the category chosen with the words that made most of it, and the next one's."""
    strongest: dict[str, _Point] = {}
    for point in sorted(points, key=lambda point: -point.score):
        if point.code == ranked[0]:
            strongest.setdefault(point.word, point)
    words = "、".join(
        f"“{word}”（{_PLACES[point.zone]} {point.score:.0f}）"
        for word, point in list(strongest.items())[:_TOLD_WORDS]
    )
    following = f"；其次 {ranked[1]}，{scores[ranked[1]]:.0f} 分" if len(ranked) > 1 else ""
    return f"{ranked[0]} 得 {scores[ranked[0]]:.0f} 分：{words}{following}"


def _secondary(points: list[_Point], scores: dict[str, float], others: list[str], best: float) -> FieldValue:
    """The next category, where a title, a name or a folder speaks for it."""
    named = {point.code for point in points if point.zone != "text" and point.score >= GUESS}
    code = next((c for c in others if c in named and scores[c] >= 0.35 * best), None)
    return _value(points, code, _confidence(scores[code]) * 0.9) if code else FieldValue()


def _value(points: list[_Point], code: str, confidence: float) -> FieldValue:
    strongest = max((p for p in points if p.code == code), key=lambda p: p.score)
    return FieldValue(code, strongest.source, strongest.evidence, round(confidence, 2))


def _best_second(points: list[_Point], code: str) -> str | None:
    by_second: dict[str, list[_Point]] = defaultdict(list)
    for point in points:
        if point.code == code and point.second is not None:
            by_second[point.second].append(replace(point, score=point.score * (1 + _LATE * point.late)))
    return max(by_second, key=lambda second: _score(by_second[second]), default=None)


def _second(points: list[_Point], code: str, view: View, role: str | None) -> FieldValue:
    levels = next((c.second for c in view.unit.taxonomy.categories if c.code == code), ())
    own = [p for p in points if p.code == code]
    best = role if role in levels else _best_second(own, code)
    if best is None:
        usual = _USUAL_SECOND.get(code) if role in _SHEETS or code == "07" else None
        return FieldValue(usual, confidence=0.3) if usual in levels else FieldValue()
    saying = [p for p in own if p.second == best] or own
    strongest = max(saying, key=lambda p: p.score)
    return FieldValue(best, strongest.source, strongest.evidence, round(_confidence(_score(saying)), 2))


def _confidence(score: float) -> float:
    if score >= SURE:
        return min(0.97, 0.85 + (score - SURE) / 400)
    if score < GUESS:
        return 0.3 * score / GUESS
    return 0.3 + 0.55 * (score - GUESS) / (SURE - GUESS)
