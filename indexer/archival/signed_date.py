"""成文日期: the date a paper was signed on, which ends it, or stands by its heading, or is so labelled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.documents import Evidence, FieldSource, FieldValue

from .dates import Moment, find_dates, find_dates_in_name
from .layout import Kind, is_organisation, kind_of
from .nearby_year import year_nearby
from .paper import Line, Passage
from .view import View

_LABEL = re.compile(
    r"(?:成文|印发|签发|发文|落款|申请|填表|填报|制表|编制|上报|发布|发表|刊发|报送|测评|评议|核定|公示|统计)(?:日期|时间)\s?[:\t]\s?|(?:^|[\s\t])日期\s?[:\t]\s?"
)
_BODY = re.compile(
    r"(?:委员会|支部|党委|办公室|组织部|宣传部|党组|总支部?|局|站|公司|医院|学院|学校|中心|科|部|社|纪委|监委|政府|小组|党办|村|队|厂|院|所|处|会)"
    r"(?:\([^)]{1,8}\))?$"
)
_SIGNER = re.compile(
    r"(?:人|者|签[名字]|书记|汇报|作者|撰稿|日期|时间)[^:]{0,6}:\s?[\u4e00-\u9fff ]{0,8}$|[:(]$"
)
_AFTER = re.compile(
    r"\s*(?:上旬|中旬|下旬|月?[初底末])?\s*"
    r"(?:发布|(?:[\u4e00-\u9fff]{2,14}会议?)?(?:审议|讨论)?通过|修订|修改|制定|\)|\((?:公章|盖章)\))?\s*"
)
#: 本制度自2021年10月20日起执行.
_IN_FORCE = re.compile(r"自(?P<a>[^。\n]{6,16}?)起(?:施行|执行|实施|生效)")
#: (机关党支部编印　2024年5月): a month is enough where it says so.
_MADE = re.compile(r"编印|编制|整理|编写|印制|制作")
_PRINTED = re.compile(r"\s*(?:印发|印)\s*")
_NOT_OWN = re.compile(
    r"(?:出生|入党|生日|参加工作|加入|转正|截止|截至|于|从|自|由|在|到|至|根据|按照|入职)\s*$"
)
_LONGEST = 60
_NAME_AND_DAY = re.compile(r"[一-龥]{2,4}\d{1,2}[.．]\d{1,2}")
_BESIDE_DAY = re.compile(r"[一-龥]{2,4}(?:报|讯|摄)?|[一-龥]{0,6}(?:日期|时间):?")


def signed_date(view: View) -> FieldValue:
    """The date of signing, to the precision written; no value where the text has none."""
    lines = [(view.head, line) for line in view.lines]
    if view.has_more:
        lines += [(view.tail, line) for line in view.tail.lines]
    return (
        _labelled(lines)
        or _mailed(view)
        or _under_a_body(lines)
        or _last_alone(view, _AFTER)
        or _by_the_heading(view)
        or _at_the_end(view)
        or _in_force(view)
        or _last_alone(view, _PRINTED)
        or _without_year(view)
        or FieldValue()
    )


_Placed = list[tuple[Passage, Line]]


def _labelled(lines: _Placed) -> FieldValue | None:
    for passage, line in [*lines[:20], *lines[20:][-12:]]:
        label = _LABEL.search(line.text)
        if label is None:
            continue
        moments = find_dates(line.text[label.end() : label.end() + 30])
        if moments and moments[0].year and moments[0].start <= 3:
            start, end = line.start + label.start(), line.start + label.end() + moments[0].end
            return FieldValue(moments[0].iso, evidence=passage.evidence(start, end), confidence=0.9)
    return None


def _mailed(view: View) -> FieldValue | None:
    """A mail's own date header."""
    sent = view.subject.metadata.get("created", "") if view.subject.doc_type in ("eml", "msg") else ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d.*", sent):
        return FieldValue(sent[:10], FieldSource.EXTRACTED, Evidence(sent), 0.95)
    return None


def _under_a_body(lines: _Placed) -> FieldValue | None:
    """The first date that stands under or beside the name of the body that signs."""
    for at, (passage, line) in enumerate(lines):
        moment = _closing(line.text, _AFTER)
        if moment is None:
            continue
        beside = line.text[: moment.start].strip()
        above = lines[at - 1][1].text.strip() if at else ""
        if _BODY.search(beside) or (not beside and _signs(above)):
            return _value(passage, line, moment, 0.93)
    return None


def _signs(text: str) -> bool:
    return (
        len(text) <= 40
        and (is_organisation(text) or bool(_BODY.search(text)))
        and not text.endswith("支委会")
    )


def _last_alone(view: View, after: re.Pattern[str]) -> FieldValue | None:
    """The last line that is a date, or ends in one behind a signer (申请人：赵敏 2020年5月4日)."""
    for line in view.tail.lines[-25:][::-1]:
        moment = _closing(line.text, after)
        if moment is None:
            continue
        beside = line.text[: moment.start].strip()
        if not beside or kind_of(line.text) is Kind.DATE or _BODY.search(beside) or _SIGNER.search(beside):
            return _value(view.tail, line, moment, 0.88)
    return None


def _by_the_heading(view: View) -> FieldValue | None:
    """(2021年2月20日), or 五支部 史静禾 2020.10.28, among the first lines."""
    for line in view.lines[:6]:
        moment = _closing(line.text.strip("()"), _AFTER)
        if moment is None and _MADE.search(line.text):
            moment = _only(line.text)
        if moment is None or len(line.text) > 30 or not (moment.day or _MADE.search(line.text)):
            continue
        if not re.search(r"[,。;:、]", line.text[: moment.start]):
            return _value(view.head, line, moment, 0.8)
    return None


def _at_the_end(view: View) -> FieldValue | None:
    """The date that ends the last cell or sentence: 经办：叶小满　2022年12月30日; 同意推荐。 2023年4月10日"""
    for line in view.tail.lines[-4:][::-1]:
        last = next(_reversed_dates(line.text), None)
        if last is None or last.year is None or last.day is None or line.text[last.end :].strip(" \t)。"):
            continue
        free = (
            last.start == 0
            or line.text[last.start - 1] in "\t。):;"
            or line.start + last.start in view.tail.gaps
        )
        if free and not _NOT_OWN.search(line.text[: last.start]):
            return FieldValue(
                last.iso,
                FieldSource.EXTRACTED,
                view.tail.evidence(line.start + last.start, line.end),
                0.8,
            )
    return None


def _in_force(view: View) -> FieldValue | None:
    """A rule without a signature is dated by the day it comes into force."""
    match = _IN_FORCE.search(view.tail.text)
    moment = next(iter(find_dates(match["a"])), None) if match else None
    if match is None or moment is None or moment.year is None:
        return None
    return FieldValue(moment.iso, FieldSource.EXTRACTED, view.tail.evidence(*match.span()), 0.7)


def _without_year(view: View) -> FieldValue | None:
    """6月7日 under a signature, 纪晓彤 3.8: the year comes from nearby."""
    for line in view.tail.lines[-4:][::-1]:
        found = find_dates_in_name(line.text) if _NAME_AND_DAY.fullmatch(line.text) else find_dates(line.text)
        if len(found) == 1 and found[0].day and found[0].year is None and len(line.text) <= 20:
            beside = (line.text[: found[0].start] + line.text[found[0].end :]).strip(" \t()")
            year = (
                year_nearby(view, len(view.head.text), found[0].month)
                if not beside or _BODY.search(beside) or _BESIDE_DAY.fullmatch(beside)
                else None
            )
            if year is not None:
                return _value(view.tail, line, found[0].in_year(year), 0.7)
    return None


def _closing(text: str, after: re.Pattern[str]) -> Moment | None:
    """The date that ends a line, known at least to the month."""
    if len(text) > _LONGEST:
        return None
    last = next(_reversed_dates(text), None)
    if last is None or last.year is None or last.month is None:
        return None
    if after.fullmatch(text[last.end :]) is None or _NOT_OWN.search(text[: last.start]):
        return None
    return last


def _only(text: str) -> Moment | None:
    """The one date of a line, known at least to the month: 党群部整理　2023年3月　培训用."""
    found = find_dates(text)
    return found[0] if len(found) == 1 and found[0].year and found[0].month else None


def _reversed_dates(text: str) -> Iterator[Moment]:
    yield from reversed(find_dates(text))


def _value(passage: Passage, line: Line, moment: Moment, confidence: float) -> FieldValue:
    return FieldValue(moment.iso, FieldSource.EXTRACTED, passage.evidence(line.start, line.end), confidence)
