"""What a document is dated by: the meeting's date for minutes, else 成文日期, the name, the folder."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.documents import Evidence, FieldSource, FieldValue

from .dates import Moment, find_dates, find_dates_in_name
from .layout import Kind, kind_of
from .minutes_labels import Stretch
from .paper import Passage
from .view import View
from .years import Vote

#: Times that are not the meeting's: of filling in, printing, joining.
_OTHER_TIME = re.compile(r"填|制表|印|出生|入党|转正|截止|报名|公示|申请|签发|成文|工作时间|上报|报送|完成")
_HELD = re.compile(
    r"^.{0,45}?(?:召开|举行|举办|开展|组织|进行|在.{2,20}(?:会议室|党员活动室|办公室|广场|基地))"
)
_PLANNED = re.compile(r"(?:拟|定|将|计划|准备|安排)(?:于|在)?$")
_SIGNED_LABEL = re.compile(
    r"(?:成文日期|印发日期|签发日期|发文日期|落款日期|申请日期|填表日期|填表时间|填报时间|填报日期|制表日期|制表时间|日期)\s?[:\t]\s?"
)
_NOT_OWN = re.compile(
    r"(?:出生|入党|生日|参加工作|加入|转正|截止|截至|于|从|自|由|在|到|至|根据|按照|入职)\s*$"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """The dates read from a document's text: of the meeting it records, and of its signing."""

    meeting: FieldValue
    signed: FieldValue


def dates_in_text(view: View) -> Dated:
    return Dated(_meeting_date(view), _signed_date(view))


#: Papers dated by the meeting or activity they record; all others by their signing.
_RECORDING = frozenset({"会议记录", "会议纪要", "签到表", "照片", "讲稿", "决议", "表决票"})


def document_date(view: View, dated: Dated, role: str | None) -> FieldValue:
    """The document's date as ISO text, to the precision that is known.

    Records carry the date of what they record; other papers that of their signing, else the date in
    their name, else the inventory's, else their folder's.
    """
    recording = role in _RECORDING or role is None
    order = (dated.meeting, dated.signed) if recording else (dated.signed,)
    text = next((value for value in order if value.value), None)
    if text is not None:
        return _sharpened(text, view)
    return _listed(view) or _named(view) or _later(dated) or _in_folders(view) or FieldValue()


def _later(dated: Dated) -> FieldValue | None:
    """The date a notice sets, where nothing says when the notice itself was written."""
    if not dated.meeting.value:
        return None
    return FieldValue(dated.meeting.value, dated.meeting.source, dated.meeting.evidence, 0.6)


def date_votes(dated: Dated) -> list[Vote]:
    """What the dates in the text say about the year."""
    votes = []
    for value, order, place in ((dated.meeting, 30, "会议时间"), (dated.signed, 35, "成文日期")):
        if value.value:
            votes.append(
                Vote(int(str(value.value)[:4]), order, value.source, value.evidence, value.confidence, place)
            )
    return votes


def _meeting_date(view: View) -> FieldValue:
    """The date after 时间: (or in the cell beside it), else the one that opens the account."""
    for stretch in view.labelled:
        if (
            stretch.field in ("time", "name")
            and stretch.label < 4000
            and not _OTHER_TIME.search(stretch.words)
        ):
            found = _in_stretch(view, stretch)
            if found is not None:
                return found
    return _opening_date(view)


def _in_stretch(view: View, stretch: Stretch) -> FieldValue | None:
    text = view.head.text[stretch.start : min(stretch.end, stretch.start + 60)].split("\n\n")[0]
    moments = find_dates(text)
    if not moments:
        return None
    moment = max(moments, key=lambda m: m.precision) if stretch.field == "name" else moments[0]
    year = moment.year or next((m.year for m in moments if m.year), None) or _year_nearby(view, stretch.label)
    if year is None or (stretch.field == "name" and moment.precision < 3 and moment.day is None):
        return None
    iso = moment.in_year(year).iso
    evidence = view.head.evidence(stretch.label, stretch.start + moment.end)
    return FieldValue(iso, FieldSource.EXTRACTED, evidence, 0.95 if moment.year else 0.75)


def _opening_date(view: View) -> FieldValue:
    """2021年6月3日上午，第一党支部在…召开…: the first day named where an account begins."""
    text = view.head.text[:700]
    for moment in find_dates(text):
        if moment.day is None:
            continue
        if _PLANNED.search(text[: moment.start]) or not _HELD.search(
            text[moment.end : moment.end + 60].split("\n")[0]
        ):
            continue
        year = moment.year or _year_nearby(view, moment.start)
        if year is not None:
            evidence = view.head.evidence(moment.start, moment.end)
            return FieldValue(moment.in_year(year).iso, FieldSource.EXTRACTED, evidence, 0.85)
    return FieldValue()


def _year_nearby(view: View, before: int) -> int | None:
    """The year for 6月3日: the last one named before it, else the name's, else a folder's."""
    earlier = [m.year for m in find_dates(view.head.text[max(0, before - 400) : before]) if m.year]
    named = [m.year for m in view.name_dates if m.year]
    foldered = [m.year for folder in view.folders for m in find_dates_in_name(folder) if m.year]
    return next(iter([*earlier[-1:], *named, *foldered]), None)


def _signed_date(view: View) -> FieldValue:
    """成文日期: the date line that ends the paper, or stands under the title, or is so labelled."""
    for passage, lines in ((view.tail, view.tail.lines[-25:][::-1]), (view.head, view.lines[:12])):
        for line in lines:
            found = _date_line(passage, line.text, line.start)
            if found is not None:
                return found
    return FieldValue()


def _date_line(passage: Passage, text: str, start: int) -> FieldValue | None:
    label = _SIGNED_LABEL.search(text)
    if label:
        moments = find_dates(text[label.end() : label.end() + 30])
        if moments and moments[0].year and moments[0].start <= 3:
            end = start + label.end() + moments[0].end
            return FieldValue(
                moments[0].iso, FieldSource.EXTRACTED, passage.evidence(start + label.start(), end), 0.9
            )
    moments = find_dates(text)
    if not moments or moments[-1].year is None or moments[-1].precision < 2 or len(text) > 60:
        return None
    last = moments[-1]
    before, after = text[: last.start], text[last.end :]
    if kind_of(text) is Kind.DATE or _closes(before, after):
        return FieldValue(last.iso, FieldSource.EXTRACTED, passage.evidence(start, start + len(text)), 0.9)
    return None


def _closes(before: str, after: str) -> bool:
    """XX党支部 2021年6月3日 (a signature's line), or a date in brackets; 印发 lines count as well."""
    if re.fullmatch(r"\s*(?:印发|印|发布|通过|\)|\(公章\)|\(盖章\))?\s*", after) is None:
        return False
    signed = re.search(
        r"(?:委员会|支部|党委|办公室|组织部|党组|总支|局|站|公司|医院|学院|中心|科|部|社|人|:|\()\s*(?:\([^)]{1,6}\))?$",
        before,
    )
    return bool(signed) and not _NOT_OWN.search(before)


def _listed(view: View) -> FieldValue | None:
    moments = find_dates_in_name((view.subject.manifest or {}).get("date", ""))
    if moments and moments[0].year:
        return FieldValue(moments[0].iso, FieldSource.MANIFEST, None, 0.9)
    return None


def _named(view: View) -> FieldValue | None:
    """The most precise date in the name; a day without a year takes the year of the name or a folder."""
    moments = sorted(view.name_dates, key=lambda m: -m.precision)
    for moment in moments:
        year = moment.year or next((m.year for m in moments if m.year), None) or _folder_year(view)
        if year is not None:
            iso = moment.in_year(year).iso
            finer = _finer_folder(view, year, moment)
            return finer or FieldValue(
                iso, FieldSource.NAME, Evidence(view.stem), 0.85 if moment.year else 0.7
            )
    return None


def _finer_folder(view: View, year: int, moment: Moment) -> FieldValue | None:
    """A folder named for the day (2021.6.3支委会) dates what lies in it, when the name says less."""
    if moment.precision >= 3:
        return None
    for folder in view.folders[:2]:
        for found in find_dates_in_name(folder):
            same = (found.year or year) == year and found.precision > moment.precision
            if same and moment.month in (None, found.month):
                return FieldValue(found.in_year(year).iso, FieldSource.FOLDER, Evidence(folder), 0.75)
    return None


def _folder_year(view: View) -> int | None:
    return next((m.year for folder in view.folders for m in find_dates_in_name(folder) if m.year), None)


def _in_folders(view: View) -> FieldValue | None:
    best: tuple[int, str, Moment] | None = None
    for depth, folder in enumerate(view.folders):
        for moment in find_dates_in_name(folder):
            if best is None or moment.precision > best[2].precision:
                best = (depth, folder, moment)
    if best is None:
        return None
    year = best[2].year or _folder_year(view)
    if year is None:
        return None
    confidence = {3: 0.75, 2: 0.6, 1: 0.4}[best[2].precision]
    return FieldValue(best[2].in_year(year).iso, FieldSource.FOLDER, Evidence(best[1]), confidence)


def _sharpened(value: FieldValue, view: View) -> FieldValue:
    """A text date known to the month takes its day from a name that agrees."""
    iso = str(value.value)
    if len(iso) >= 10:
        return value
    for moment in view.name_dates:
        finer = moment.iso or ""
        if len(finer) > len(iso) and finer.startswith(iso):
            return FieldValue(finer, FieldSource.NAME, Evidence(view.stem), 0.8)
    return value
