"""What a document is dated by: the meeting's date for minutes, else 成文日期, the name, the folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.documents import Evidence, FieldSource, FieldValue

from .dates import Moment, find_dates, find_dates_in_name, possible
from .life_columns import in_column_of_lives
from .minutes.date import meeting_date
from .nearby_year import year_nearby
from .paper import plain
from .rule_years import without_rule_years
from .signed_date import signed_date
from .view import View
from .years import Vote

#: Days in the life of somebody or something, not of the paper.
_OTHERS = re.compile(r"出生|入党|生于|成立|参加工作|转正|《|根据|生日")
_DAY = re.compile(r"(\d{1,2})[日号](?!常)")
_DUE = re.compile("之?以?前|内")
#: Papers dated by the meeting or activity they record; all others by their signing.
_NEWS, _LEAD = "新闻简报", 60
_RECORDING = frozenset({"会议记录", "会议纪要", "签到表", "照片", "讲稿", "决议", "表决票"})


@dataclass(frozen=True, slots=True)
class Dated:
    """The dates read from a document's text: of the meeting it records, and of its signing."""

    meeting: FieldValue
    signed: FieldValue


def dates_in_text(view: View, role: str | None) -> Dated:
    return Dated(meeting_date(view, recording=role in _RECORDING), signed_date(view))


def document_date(
    view: View, dated: Dated, role: str | None, doc_no: FieldValue, title: FieldValue
) -> FieldValue:
    """The document's date as ISO text, to the precision that is known.

    Records carry the date of what they record; other papers that of their signing, else the date in
    their name, else the inventory's, the one they set, their number's year, their folder's.
    """
    if view.is_book:
        return _of_a_book(view, dated)
    recording = role in _RECORDING or role is None
    order = (dated.meeting, dated.signed) if recording else (dated.signed,)
    text = next((value for value in order if value.value), None)
    if text is not None:
        return _sharpened(text, view)
    return (
        _listed(view)
        or _named(view, 3)
        or (_told_of(view, title) if role == _NEWS else None)
        or _named(view, 2)
        or _set(dated)
        or _titled(title, 2)
        or _in_folders(view, 2)
        or _numbered(doc_no)
        or _only_day(view)
        or _named(view, 1)
        or _in_folders(view, 1)
        or _titled(title, 1)
        or FieldValue()
    )


def _of_a_book(view: View, dated: Dated) -> FieldValue:
    """A year's records are dated by their year."""
    year = view.name_year or view.folder_year
    if year is not None:
        return FieldValue(f"{year:04d}", FieldSource.NAME, Evidence(view.stem), 0.8)
    first = dated.meeting
    return (
        FieldValue(str(first.value)[:4], first.source, first.evidence, 0.7) if first.value else FieldValue()
    )


def date_votes(dated: Dated, date: FieldValue) -> list[Vote]:
    """What the dates in the text say about the year; where it has none, the document's wherever found."""
    found = (
        (dated.meeting, 30, "会议时间"),
        (dated.signed, 35, "成文日期"),
        (FieldValue() if dated.meeting.value or dated.signed.value else date, 58, "文件日期"),
    )
    return [
        Vote(
            int(str(value.value)[:4]),
            order,
            value.source,
            value.evidence,
            value.confidence,
            place,
            str(value.value),
        )
        for value, order, place in found
        if value.value
    ]


def _told_of(view: View, title: FieldValue) -> FieldValue | None:
    """The day that a piece of news begins with: 7月12日，…; its year comes from nearby."""
    at = view.head.text.find(plain(str(title.value or "")))
    begin = max(at, 0) + (len(plain(str(title.value or ""))) if at >= 0 else 0)
    moment = next(iter(find_dates(view.head.text[begin : begin + _LEAD])), None)
    if moment is None or moment.day is None:
        return None
    start, end = begin + moment.start, begin + moment.end
    year = moment.year or year_nearby(view, start, moment.month)
    if year is None or _DUE.match(view.head.text[end:]):
        return None
    evidence = view.head.evidence(start, end)
    return FieldValue(moment.in_year(year).iso, FieldSource.EXTRACTED, evidence, 0.65)


def _set(dated: Dated) -> FieldValue | None:
    """The date a notice sets, where nothing says when the notice itself was written."""
    if not dated.meeting.value:
        return None
    return FieldValue(dated.meeting.value, dated.meeting.source, dated.meeting.evidence, 0.6)


def _only_day(view: View) -> FieldValue | None:
    """The one day that the text names, where it names no other."""
    text = view.head.text[:3000]
    days = {m.iso: m for m in find_dates(text) if m.year and m.day and not in_column_of_lives(text, m.start)}
    if len(days) != 1:
        return None
    moment = next(iter(days.values()))
    around = view.head.text[max(0, moment.start - 8) : moment.start], view.head.text[moment.end :][:2]
    if _OTHERS.search(around[0]) or _DUE.match(around[1]):
        return None
    evidence = view.head.evidence(moment.start, moment.end)
    return FieldValue(moment.iso, FieldSource.EXTRACTED, evidence, 0.55)


def _numbered(doc_no: FieldValue) -> FieldValue | None:
    """The year in 湘组发〔2018〕6号."""
    text = str(doc_no.value or "")
    year = text.partition("〔")[2][:4]
    return FieldValue(year, doc_no.source, doc_no.evidence, 0.55) if year.isdigit() else None


def _listed(view: View) -> FieldValue | None:
    moments = find_dates_in_name((view.subject.manifest or {}).get("date", ""))
    if moments and moments[0].year:
        return FieldValue(moments[0].iso, FieldSource.MANIFEST, None, 0.9)
    return None


def _titled(title: FieldValue, least: int) -> FieldValue | None:
    """The date in a title, of at least so much precision: 逐章学习打卡表（2024年5月）."""
    if title.source is FieldSource.NAME:
        return None
    text = without_rule_years(plain(str(title.value or "")))
    moment = next((m for m in find_dates(text) if m.year and m.precision >= least), None)
    sure = 0.6 if least > 1 else 0.4
    return FieldValue(moment.iso, title.source, title.evidence, sure) if moment else None


def _named(view: View, least: int) -> FieldValue | None:
    """The most precise date in the name, of at least so much precision; a day without a year takes the
    year of the name or a folder."""
    for moment in sorted(view.name_dates, key=lambda m: -m.precision):
        if moment.precision < least:
            break
        year = moment.year or view.year_of(moment.month)
        if year is not None:
            named = moment.in_year(year)
            confidence = 0.85 if moment.year else 0.7
            return _finer_folder(view, named) or FieldValue(
                named.iso, FieldSource.NAME, Evidence(view.stem), confidence
            )
    return None


def _finer_folder(view: View, named: Moment) -> FieldValue | None:
    """A folder named for the day (2021.6.3支委会) dates what lies in it, when the name says less.

    A chat's or a phone's stamp on a picture (微信图片_20210604083012) tells when it was sent.
    """
    if named.precision >= 3 and not view.stamped:
        return None
    for at in range(2):
        for found in view.folder_dates[at] if at < len(view.folder_dates) else ():
            agrees = found.year in (None, named.year) and found.month is not None
            if agrees and found.day is not None and named.month in (None, found.month):
                iso = found.in_year(found.year or named.year or 0).iso
                return FieldValue(iso, FieldSource.FOLDER, Evidence(view.folders[at]), 0.75)
    return None


def _in_folders(view: View, least: int) -> FieldValue | None:
    """The most precise date that a folder carries, of at least so much precision."""
    dated = [(m, view.folders[at]) for at, found in enumerate(view.folder_dates) for m in found]
    best = max(dated, key=lambda pair: pair[0].precision, default=None)
    if best is None or best[0].precision < least:
        return None
    year = best[0].year or view.year_of(best[0].month)
    if year is None:
        return None
    moment = _with_day(view, best[0].in_year(year))
    confidence = {3: 0.75, 2: 0.6, 1: 0.4}[moment.precision]
    return FieldValue(moment.iso, FieldSource.FOLDER, Evidence(best[1]), confidence)


def _with_day(view: View, month: Moment) -> Moment:
    """A month's folder and a name or folder in it that begins with a day: 2021年/06月/30日大会记录.txt."""
    for name in (view.stem, *view.folders[:2]):
        day = _DAY.match(name)
        if day and month.precision == 2 and possible(month.year or 0, month.month or 0, int(day[1])):
            return replace(month, day=int(day[1]))
    return month


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
