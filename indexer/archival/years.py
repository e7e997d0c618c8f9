"""业务年度 (what it is about) and 归档年度 (when it was signed): by votes, with the disagreements told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.documents import Evidence, FieldSource, FieldValue

from .archival_no import year_of
from .numerals import number
from .view import View

_YEAR = re.compile(
    r"(?<!\d)(?P<a>(?:19|20)\d{2})(?!\d)(?P<unit>\s?-\s?(?:19|20)\d{2}(?:年度?|学年度?)?|\s?(?:工作|业务|考核)?年度|\s?学年|\s?年(?![版修制印])|春|秋)?"
    r"|(?P<b>[一二][〇零九]{1}[〇零一二三四五六七八九]{2})年(?P<bdu>度)?"
    r"|(?<![\d.])(?P<c>[0-3]\d)年(?P<cdu>度)?(?!以|来|内|后|前|党龄|工龄|级)"
)
# A year that belongs to a rule's name: 中国共产党发展党员工作细则（2014年）, 2018年修订, 《…》(2021-2025).
_RULE_YEAR = re.compile(
    r"(?:条例|细则|规定|办法|准则|章程|规则|党章|法|纲要|标准|规范|《[^》]*》)\s?[\[(]?(?:19|20)\d{2}年?(?:版|修订|修正|施行|印发|试行|\d{1,2}月\d{0,2}日?)?(?:修订|通过|印发|修正)?[\])]?"
    r"|(?:19|20)\d{2}年?(?:版|修订|修正|制定|新版)|《[^》]*(?:19|20)\d{2}[^》]*》"
)
_SINCE = re.compile(r"(?:19|20)\d{2}年(?:以来|至今|起)")


@dataclass(frozen=True, slots=True)
class Vote:
    """One place's say on the year. ``order`` ranks the places, the lowest wins."""

    year: int
    order: int
    source: FieldSource
    evidence: Evidence | None
    confidence: float
    place: str


def year_in(text: str) -> int | None:
    """The year a title or name is about: the first that carries 年度, else the first; never a rule's year."""
    text = _SINCE.sub("", _RULE_YEAR.sub("", text))
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
    votes = sorted([*_votes(view, title), *votes_of_dates], key=lambda vote: vote.order)
    if not votes:
        return FieldValue(), ()
    winner = votes[0]
    others = [vote for vote in votes[1:] if vote.year != winner.year and vote.order < 60]
    agreed = any(vote.year == winner.year for vote in votes[1:])
    confidence = min(0.98, winner.confidence + (0.05 if agreed else 0) - (0.1 if others else 0))
    notes: tuple[str, ...] = ()
    if others:
        said = "；".join(f"{vote.place}为{vote.year}年" for vote in votes if vote.order < 60)
        notes = (f"年度说法不一：{said}，取{winner.year}年。",)
    return FieldValue(winner.year, winner.source, winner.evidence, round(confidence, 2)), notes


def _votes(view: View, title: FieldValue) -> Iterator[Vote]:
    text = str(title.value or "")
    year = year_in(text) if title.source is not FieldSource.NAME else None
    if year is not None:
        yield Vote(year, 10, title.source, title.evidence, 0.95, "题名")
    named = year_in(view.stem)
    dated = next((m.year for m in view.name_dates if m.year), None)
    if named is not None and re.search(
        r"年度|年[^\d月]|学年|(?:19|20)\d{2}(?=[\u4e00-\u9fff])", _RULE_YEAR.sub("", view.stem)
    ):
        yield Vote(
            named, 40 if "年度" not in view.stem else 20, FieldSource.NAME, Evidence(view.stem), 0.9, "文件名"
        )
    elif dated is not None and (named is not None or not _RULE_YEAR.search(view.stem)):
        yield Vote(dated, 41, FieldSource.NAME, Evidence(view.stem), 0.85, "文件名")
    for depth, folder in enumerate(view.folders):
        year = year_in(folder)
        if year is not None:
            yield Vote(year, 50 + min(depth, 8), FieldSource.FOLDER, Evidence(folder), 0.8, "文件夹")
            break
    if view.subject.modified is not None:
        yield Vote(
            view.subject.modified.year,
            90,
            FieldSource.EXTRACTED,
            Evidence(view.subject.modified.isoformat()),
            0.3,
            "文件修改时间",
        )


def archive_year(
    archival_no: FieldValue, signed: FieldValue, dated: FieldValue, worked: FieldValue
) -> FieldValue:
    """归档年度: what the 档号 says, else the year of signing (a 2021年度总结 signed 2022-01 is of 2022)."""
    coded = year_of(str(archival_no.value)) if archival_no.value else None
    if coded is not None:
        return FieldValue(coded, archival_no.source, archival_no.evidence, 0.95)
    for value, confidence in ((signed, 0.85), (dated, 0.75)):
        if value.value:
            sure = min(confidence, value.confidence)
            return FieldValue(int(str(value.value)[:4]), value.source, value.evidence, sure)
    if worked.value is None:
        return FieldValue()
    return FieldValue(worked.value, worked.source, worked.evidence, round(0.6 * worked.confidence, 2))
