"""The day of the meeting or activity that a paper records."""

from __future__ import annotations

import re

from indexer.documents import FieldSource, FieldValue

from ..dates import Moment, find_dates, find_dates_in_name, possible
from ..layout import Kind, kind_of
from ..nearby_year import year_nearby
from ..view import View
from .entries import entry_of
from .labels import Stretch

#: Times that are not the meeting's: of filling in, printing, joining.
_OTHER_TIME = re.compile(
    r"填|制表|印|发布|发表|刊发|更新|出生|入党|转正|截止|报名|公示|申请|签发|成文|工作时间|上报|报送|完成|入团|编制"
)
_PLACES = "会议室|党员活动室|办公室|广场|基地|礼堂|教室|党群服务中心|党员之家|村部|活动中心"
_HELD = re.compile(
    rf"^.{{0,45}}?(?:召开|举行|举办|开展|组织|进行|参观|集中|来到|赴|在.{{2,20}}(?:{_PLACES}))"
)
_PLANNED = re.compile(r"(?:拟|定|将|计划|准备|安排|截止|截至)(?:于|在)?$")
_FIGURES = re.compile(r"\s*(?P<m>1[0-2]|0?[1-9])[./-](?P<d>3[01]|[12]\d|0?[1-9])(?![\d./:])")
_DAY_ALONE = re.compile(
    r"(?P<d>3[01]|[12]\d|0?[1-9])[日号](?=[上下中]午|早|晚|[\d一二三四五六七八九十]+[点:时])"
)
#: 时间6月26号下午, 今天（11月9日）: what may stand before the day that a record's text begins with.
_BEFORE_DAY = re.compile(r"(?:会议|活动)?(?:时间|日期)|(?:今[天日晚]|昨[天晚]|本周.)\(?")
_FAR, _OPENING, _TOP, _OPENING_LINES = 4_000, 700, 5, 3


def meeting_date(view: View, *, recording: bool) -> FieldValue:
    """The date after 时间: (or in the cell beside it), else in the heading, else what opens the account.

    ``recording``: the paper is a record by its kind, so that a day that begins its text is the meeting's.
    """
    return (
        _labelled(view)
        or _entry(view)
        or _in_heading(view)
        or _opening(view)
        or (_first_words(view) if recording else None)
        or (_in_cell(view) if recording else None)
        or (_day_alone(view) if recording else None)
        or FieldValue()
    )


def _labelled(view: View) -> FieldValue | None:
    for stretch in view.labelled:
        if (
            stretch.field in ("time", "name")
            and stretch.label < _FAR
            and not _OTHER_TIME.search(stretch.words)
        ):
            found = _in_stretch(view, stretch)
            if found is not None:
                return found
    return None


def _in_stretch(view: View, stretch: Stretch) -> FieldValue | None:
    text = view.head.text[stretch.start : min(stretch.end, stretch.start + 60)]
    beside, _, below = text.partition("\n")
    text = beside if beside.strip(" \t") else below.partition("\n")[0]
    moments = find_dates(text) or _in_figures(text)
    if not moments:
        return None
    moment = max(moments, key=lambda m: m.precision) if stretch.field == "name" else moments[0]
    if stretch.field == "name" and moment.day is None:
        return None
    year = (
        moment.year
        or next((m.year for m in moments if m.year), None)
        or year_nearby(view, stretch.label, moment.month)
    )
    if year is None:
        return None
    evidence = view.head.evidence(stretch.label, stretch.start + moment.end)
    return FieldValue(
        moment.in_year(year).iso, FieldSource.EXTRACTED, evidence, 0.95 if moment.year else 0.75
    )


def _in_figures(text: str) -> list[Moment]:
    """7.7, 6/22 where a time is asked for."""
    match = _FIGURES.match(text)
    if match is None or not possible(2000, int(match["m"]), int(match["d"])):
        return []
    return [Moment(None, int(match["m"]), int(match["d"]), match.start("m"), match.end())]


def _entry(view: View) -> FieldValue | None:
    """2021年1月8日　支委会　村部: the line that opens a notebook's entry."""
    for line in view.lines[:3]:
        entry = entry_of(view.head, line)
        year = (entry.moment.year or year_nearby(view, line.start, entry.moment.month)) if entry else None
        if entry is not None and year is not None:
            evidence = view.head.evidence(line.start, line.end)
            iso = entry.moment.in_year(year).iso
            return FieldValue(iso, FieldSource.EXTRACTED, evidence, 0.9 if entry.moment.year else 0.75)
    return None


def _in_heading(view: View) -> FieldValue | None:
    """支委会纪录（2022-01-05）: a day that the heading itself names."""
    for line in view.lines[:3]:
        if kind_of(line.text) not in (Kind.TITLE, Kind.DATE) or "《" in line.text:
            continue
        moments = find_dates_in_name(line.text)
        moment = next((m for m in moments if m.day), None)
        if moment is None or _PLANNED.search(line.text[: moment.start]):
            continue
        beside = next((m.year for m in moments if m.year), None)
        year = moment.year or beside or year_nearby(view, line.start, moment.month)
        if year is not None:
            evidence = view.head.evidence(line.start, line.end)
            iso = moment.in_year(year).iso
            return FieldValue(iso, FieldSource.EXTRACTED, evidence, 0.85 if moment.year else 0.7)
    return None


def _day_alone(view: View) -> FieldValue | None:
    """30日上午九点: a day whose month is its file's or folder's."""
    for line in view.lines[:_OPENING_LINES]:
        match = _DAY_ALONE.match(line.text)
        months = [
            moment for found in (view.name_dates, *view.folder_dates) for moment in found if moment.month
        ]
        if match is None or not months or months[0].month is None:
            continue
        month, day = months[0].month, int(match["d"])
        year = months[0].year or view.year_of(month)
        if year is not None and possible(year, month, day):
            evidence = view.head.evidence(line.start, line.start + match.end())
            iso = f"{year:04d}-{month:02d}-{day:02d}"
            return FieldValue(iso, FieldSource.EXTRACTED, evidence, 0.7)
    return None


def _in_cell(view: View) -> FieldValue | None:
    """A day alone in a cell at the top of a sheet."""
    for line in (line for line in view.lines[:_TOP] if "\t" in line.text.strip()):
        at = line.start
        for cell in line.text.split("\t"):
            moment = next(iter(find_dates(cell)), None) if kind_of(cell.strip()) is Kind.DATE else None
            year = (moment.year or year_nearby(view, at, moment.month)) if moment and moment.day else None
            if moment is not None and year is not None:
                evidence = view.head.evidence(at, at + len(cell))
                return FieldValue(moment.in_year(year).iso, FieldSource.EXTRACTED, evidence, 0.75)
            at += len(cell) + 1
    return None


def _opening(view: View) -> FieldValue | None:
    """2021年6月3日上午，第一党支部在…召开…: the first day named where an account begins."""
    text = view.head.text[:_OPENING]
    for moment in find_dates(text):
        held = _HELD.search(text[moment.end : moment.end + 60].split("\n")[0])
        if moment.day is None or held is None or _PLANNED.search(text[: moment.start]):
            continue
        year = moment.year or year_nearby(view, moment.start, moment.month)
        if year is not None:
            evidence = view.head.evidence(moment.start, moment.end)
            return FieldValue(moment.in_year(year).iso, FieldSource.EXTRACTED, evidence, 0.85)
    return None


def _first_words(view: View) -> FieldValue | None:
    """6月13号下午，在充电站旁边的活动室…: the day that a record's text begins with."""
    for line in view.lines[:4]:
        moment = next(iter(find_dates(line.text)), None)
        before = _BEFORE_DAY.match(line.text)
        if moment is None or moment.day is None or moment.start > max(1, before.end() if before else 0):
            continue
        year = moment.year or year_nearby(view, line.start, moment.month)
        if year is not None:
            evidence = view.head.evidence(line.start, line.start + moment.end)
            return FieldValue(moment.in_year(year).iso, FieldSource.EXTRACTED, evidence, 0.75)
    return None
