"""业务年度 (what it is about) and 归档年度 (when it was signed): by votes, with the disagreements told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.documents import Evidence, FieldSource, FieldValue

from .archival_no import year_of
from .dates import Moment, find_dates
from .life_columns import in_column_of_lives
from .numerals import number
from .paper import plain
from .rule_years import without_rule_years
from .school_years import in_school_year
from .view import View

_YEAR = re.compile(
    r"(?<!\d)(?P<a>(?:19|20)\d{2})(?!\d)(?P<unit>\s?-\s?(?:19|20)\d{2}(?:年度?|学年度?)?|\s?(?:工作|业务|考核)?年度|\s?学年|\s?年(?![版修制印])|春|秋)?"
    r"|(?P<b>[一二][〇零九]{1}[〇零一二三四五六七八九]{2})年(?P<bdu>度)?"
    r"|(?<![\d.])(?P<c>[0-3]\d)年(?P<cdu>度)?(?!以|来|内|后|前|党龄|工龄|级)"
)
#: The orders of the votes of the meeting's day and the day of signing.
_DATED = (30, 35)
_YEARLY = re.compile(
    r"总结|述职|述廉|组织生活会|谈心|谈话|测评|民主评议|民主生活会|考核|对照检查|整改|工作报告|工作情况|个人自评|自评|统计|年报"
)
_TOLD, _TOLD_AT_ALL, _RECENT = 400, 3_000, 2000
_SAVED = re.compile(r"((?:19|20)\d{2})-\d\d-\d\d")
#: Days in somebody's life, and those ahead.
_LIVES = re.compile(r"出生|入党|入团|转正|参加工作|成立|截止|到期|生日|有效期|申请")
#: 2023-2024年度: two years.
_SEVERAL = re.compile(r"(?<!\d)(?:19|20)\d{2}\s?[-~至]\s?(?:19|20)\d{2}\s?年度?")
#: 被评为2022年度先进: what an honour was given for.
_HONOURED = re.compile(r"(?:评为|授予|荣获|获得|获评)[^,。;\n]{0,16}?(?<!\d)((?:19|20)\d{2})\s?年度")
_CITED = re.compile(r"根据|按照|依据|关于印发|[。;]|出生|入党|参加工作")


@dataclass(frozen=True, slots=True)
class Vote:
    """One place's say on the year. ``order`` ranks the places, the lowest wins; ``on`` is its ISO date."""

    year: int
    order: int
    source: FieldSource
    evidence: Evidence | None
    confidence: float
    place: str
    on: str = ""


def year_in(text: str) -> int | None:
    """The year a title or name is about: the first that carries 年度, else the first; never a rule's year."""
    text = without_rule_years(text)
    best: tuple[int, int] | None = None
    for match in _YEAR.finditer(text):
        value = _value(match)
        if value is None:
            continue
        rank = 0 if "度" in (match["unit"] or "") or match["bdu"] or match["cdu"] else 1
        if best is None or rank < best[0]:
            best = (rank, value)
    return best[1] if best else None


def _value(match: re.Match[str]) -> int | None:
    if match["a"]:
        value = int(match["a"])
    elif match["b"]:
        value = number(match["b"]) or 0
    else:
        value = 2000 + int(match["c"])
    return value if 1949 <= value <= 2099 else None


def work_year(
    view: View, title: FieldValue, votes_of_dates: list[Vote]
) -> tuple[FieldValue, tuple[str, ...]]:
    """The year a document is about, and a note where its places disagree.

    Order: 年度 in the title, the meeting's date, 成文日期, the file name, the folders, the file's own date.
    """
    votes = [*_votes(view, title), *votes_of_dates]
    votes = sorted([*votes, *_looking_back(view, title, votes)], key=lambda vote: vote.order)
    votes = votes or list(_last_resorts(view))
    if not votes:
        return FieldValue(), ()
    winner = votes[0]
    others = [vote for vote in votes[1:] if vote.year != winner.year]
    agreed = any(vote.year == winner.year for vote in votes[1:])
    confidence = min(0.98, winner.confidence + (0.05 if agreed else 0) - (0.1 if others else 0))
    notes: tuple[str, ...] = ()
    if others:
        said = "；".join(f"{vote.place}为{vote.year}年" for vote in votes)
        notes = (f"年度说法不一：{said}，取{winner.year}年。",)
    return FieldValue(
        winner.year, winner.source, winner.evidence, round(confidence, 2), _told_votes(votes)
    ), notes


def _told_votes(votes: Sequence[Vote]) -> str:
    """Every place's say in the order in which they are believed."""
    return "依次看：" + "、".join(f"{vote.place} {vote.year}" for vote in votes)


def _votes(view: View, title: FieldValue) -> Iterator[Vote]:
    text = plain(str(title.value or ""))
    year = year_in(text) if title.source is not FieldSource.NAME else None
    if year is not None and not _is_range(text):
        yield Vote(year, 10, title.source, title.evidence, 0.95, "题名")
    elif year is not None:  # 2022-2023学年: the paper's own day tells which, else the first
        yield Vote(year, 39, title.source, title.evidence, 0.8, "题名")
    yield from _honoured(view)
    yield from _near_the_title(view, title)
    named = year_in(view.stem)
    if named is not None:
        spoken = re.search(r"年度|年[^\d月]|学年|\d{4}(?=[\u4e00-\u9fff])", view.stem)
        order = 20 if "年度" in view.stem else 40
        yield Vote(named, order, FieldSource.NAME, Evidence(view.stem), 0.9 if spoken else 0.85, "文件名")
    elif view.name_year is not None:
        yield Vote(view.name_year, 41, FieldSource.NAME, Evidence(view.stem), 0.85, "文件名")
    for depth, folder in enumerate(view.folders):
        year = year_in(folder)
        if year is not None:
            yield Vote(year, 50 + min(depth, 8), FieldSource.FOLDER, Evidence(folder), 0.8, "文件夹")
            break


def _last_resorts(view: View) -> Iterator[Vote]:
    """Where nothing else tells the year: the latest one of a day or month in the text, births and the like
    aside; when the paper was last saved, by its own word, else by the file's. The last two say when somebody
    had it open or copied it: they stand to be confirmed."""
    last = max(_told_at_all(view), key=lambda moment: moment.year or 0, default=None)
    if last is not None:
        evidence = view.head.evidence(last.start, last.end)
        yield Vote(last.year or 0, 70, FieldSource.EXTRACTED, evidence, 0.45, "正文日期")
    saved = _SAVED.match(view.subject.metadata.get("modified") or view.subject.metadata.get("created") or "")
    if saved:
        yield Vote(int(saved[1]), 80, FieldSource.EXTRACTED, Evidence(saved[0]), 0.19, "文件属性中的保存时间")
    if view.subject.modified is not None:
        told_by = Evidence(view.subject.modified.isoformat())
        yield Vote(view.subject.modified.year, 90, FieldSource.EXTRACTED, told_by, 0.15, "文件修改时间")


def _told_at_all(view: View) -> list[Moment]:
    """The days and months in the text that may be the paper's own."""
    text = view.head.text[:_TOLD_AT_ALL]
    told = [m for m in find_dates(text) if m.year and m.month and m.year >= _RECENT]
    return [
        m
        for m in told
        if not _LIVES.search(text[max(0, m.start - 14) : m.start]) and not in_column_of_lives(text, m.start)
    ]


def _looking_back(view: View, title: FieldValue, votes: Sequence[Vote]) -> Iterator[Vote]:
    """Summaries and the like are signed early in the year after the one they are about."""
    dated = [vote for vote in votes if vote.order in _DATED and "-" in vote.on]
    signed = max(dated, key=lambda vote: vote.order, default=None)
    if signed is None or not _YEARLY.search(str(title.value or "") + view.stem) or signed.on[5:7] > "03":
        return
    before = signed.year - 1
    told = re.search(rf"{before}年(?!\d{{1,2}}月)", view.head.text[:_TOLD])
    if told:
        yield Vote(before, 25, FieldSource.EXTRACTED, view.head.evidence(*told.span()), 0.85, "正文")
    elif any(moment.year == before for found in view.folder_dates for moment in found):
        folder = next(
            f
            for f, found in zip(view.folders, view.folder_dates, strict=True)
            for m in found
            if m.year == before
        )
        yield Vote(before, 28, FieldSource.FOLDER, Evidence(folder), 0.8, "文件夹")


def _is_range(text: str) -> bool:
    return in_school_year(text, None) is not None or _SEVERAL.search(text) is not None


def _near_the_title(view: View, title: FieldValue) -> Iterator[Vote]:
    """A year among the first short lines: ——2021年“七一”专题党课, （2021年度）; a rule's last revision."""
    for line in view.lines[:4]:
        told = len(line.text) <= 40 and "\t" not in line.text.strip() and not _CITED.search(line.text)
        if not told or line.text == plain(str(title.value or "")):
            continue
        revised = find_dates(line.text)[-1:] if "修订" in line.text else []
        year = revised[0].year if revised else year_in(line.text)
        if year is not None:
            evidence = view.head.evidence(line.start, line.end)
            yield Vote(year, 36, FieldSource.EXTRACTED, evidence, 0.8, "标题附近")
            return


def _honoured(view: View) -> Iterator[Vote]:
    """The year that a certificate or decision names behind what it gives."""
    match = _HONOURED.search(view.head.text[:_TOLD])
    if match:
        yield Vote(
            int(match[1]), 15, FieldSource.EXTRACTED, view.head.evidence(*match.span()), 0.85, "所评年度"
        )


def archive_year(
    archival_no: FieldValue, signed: FieldValue, dated: FieldValue, worked: FieldValue
) -> FieldValue:
    """归档年度: what the 档号 says, else the year of signing (a 2021年度总结 signed 2022-01 is of 2022)."""
    coded = year_of(str(archival_no.value)) if archival_no.value else None
    if coded is not None:
        return FieldValue(coded, archival_no.source, archival_no.evidence, 0.95, "档号中的年度")
    for value, confidence, rule in ((signed, 0.85, "落款的年份"), (dated, 0.75, "文件日期的年份")):
        if value.value:
            sure = min(confidence, value.confidence)
            return FieldValue(int(str(value.value)[:4]), value.source, value.evidence, sure, rule)
    if worked.value is None:
        return FieldValue()
    sure = round(0.6 * worked.confidence, 2)
    return FieldValue(worked.value, worked.source, worked.evidence, sure, "没有成文日期，同业务年度")
