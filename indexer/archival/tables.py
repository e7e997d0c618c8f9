"""Tables in a document's text (cells parted by tabs): their heading row and their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .paper import Line, Passage
from .persons import is_name

_NAME = re.compile(r"(?:党员|委员|参会人员?|人员)?姓名|参会人员|党员")
_ON_ROSTER = re.compile(
    _NAME.pattern
    + "|候选人(?:姓名)?|当选人|申请人|被?推荐人|谈话对象|被谈话?人|慰问对象|培养对象|积极分子|发展对象"
)
_SIGNATURE = re.compile(r"签[名到字]|本人签[名字]|出勤(?:情况)?|到会(?:情况)?|考勤|是否到会|签到(?:情况|栏)?")
_REMARK = re.compile(r"备注|请假(?:原因|事由)?|缺席原因|说明")
#: What a sheet without a heading row says of itself; how many names it has at least.
_SHEET, _LEAST_SIGNED = re.compile(r"签到|签名|出勤|考勤|到会"), 3
_ABSENT = re.compile(r"假|缺|差|未|外出|外地|学习|培训|病|事|没|休|值班")
_TICKS = frozenset("√✓到是")
_PRESENT = re.compile(r"到|出席|√|✓|是|参加|[\u4e00-\u9fff]{2,4}")


@dataclass(frozen=True, slots=True)
class Attendance:
    """What a sign-in table says: everyone on it, who was there, who was not; where it stands."""

    listed: tuple[str, ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]
    start: int
    end: int


def roster(passage: Passage) -> tuple[list[str], Line | None]:
    """The names in the columns headed 姓名, and the heading row."""
    for at, line in enumerate(passage.lines[:12]):
        cells = _cells(line.text)
        columns = [i for i, cell in enumerate(cells) if _ON_ROSTER.fullmatch(cell)]
        if columns and len(cells) >= 2:
            names = [
                row[i]
                for row in (_cells(below.text) for below in passage.lines[at + 1 :])
                for i in columns
                if i < len(row) and is_name(row[i])
            ]
            if names:
                return list(dict.fromkeys(names)), line
    return [], None


def attendance(passage: Passage) -> Attendance | None:
    """The sign-in table of a document; None where it has none, or where nobody has signed."""
    for at, line in enumerate(passage.lines[:12]):
        cells = _cells(line.text)
        names = [i for i, cell in enumerate(cells) if _NAME.fullmatch(cell)]
        signs = [i for i, cell in enumerate(cells) if _SIGNATURE.fullmatch(cell)]
        if not names or len(names) != len(signs):
            continue
        remark = next((i for i, cell in enumerate(cells) if _REMARK.fullmatch(cell)), None)
        rows = list(_rows(passage.lines[at + 1 :], list(zip(names, signs, strict=True)), remark))
        if any(there for _, there in rows):
            return Attendance(
                tuple(name for name, _ in rows),
                tuple(name for name, there in rows if there),
                tuple(name for name, there in rows if not there),
                line.start,
                line.end,
            )
    return _without_heading(passage)


def _without_heading(passage: Passage) -> Attendance | None:
    """A sheet of names and signatures that has no heading row: 1, 田军, √."""
    if not any(_SHEET.search(line.text) for line in passage.lines[:2]):
        return None
    signed = [(line, row) for line in passage.lines if (row := _signed_row(line)) is not None]
    if len(signed) < _LEAST_SIGNED or not any(there for _, (_, there) in signed):
        return None
    rows = [row for _, row in signed]
    return Attendance(
        tuple(name for name, _ in rows),
        tuple(name for name, there in rows if there),
        tuple(name for name, there in rows if not there),
        signed[0][0].start,
        signed[-1][0].end,
    )


def _signed_row(line: Line) -> tuple[str, bool] | None:
    """The name that a row begins with, behind its number, and whether the cell beside it is signed."""
    cells = [cell for cell in _cells(line.text) if cell]
    cells = cells[1:] if cells and cells[0].isdigit() else cells
    name = re.sub(r"\(.*", "", cells[0]) if cells else ""
    if not 2 <= len(cells) <= 3 or not is_name(name) or ":" in line.text:
        return None
    signed = cells[1]
    if signed.startswith(name) or signed == name[0] or "代" in signed:
        return name, True
    sure = _ABSENT.search(signed) or signed[0] in _TICKS
    return (name, signed[0] in _TICKS) if sure else None


def _rows(
    lines: tuple[Line, ...], columns: list[tuple[int, int]], remark: int | None
) -> Iterator[tuple[str, bool]]:
    for line in lines:
        cells = _cells(line.text)
        for name, sign in columns:
            if name >= len(cells) or not is_name(cells[name]):
                continue
            signed = cells[sign] if sign < len(cells) else ""
            noted = cells[remark] if remark is not None and remark < len(cells) else ""
            yield cells[name], _is_present(signed, noted, cells[name])


def _is_present(signed: str, noted: str, name: str) -> bool:
    if signed == name:
        return True
    if _ABSENT.search(signed) or (not signed and _ABSENT.search(noted)):
        return False
    return bool(signed) and _PRESENT.match(signed) is not None


def _cells(text: str) -> list[str]:
    return [cell.strip().replace(" ", "") for cell in text.split("\t")]
