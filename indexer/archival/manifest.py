"""归档文件目录: inventories of an archive as a source of titles, dates, numbers and codes.

Columns after DA/T 22-2015 (序号、档号、文号、责任者、题名、日期、密级、页数、备注), in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from indexer.documents import Page

from .dates import find_dates_in_name
from .names import clean_name, extension_cut
from .paper import plain

_COLUMNS = {
    "number": "序号|编号|顺序号|件号|序",
    "archival_no": "档号|档案号|档案编号",
    "doc_no": "文号|发文字号|文件编号|文件号|发文号|文件字号",
    "issuer": "责任者|责任人|发文单位|发文机关|作者|来文单位|形成单位|来文机关|单位",
    "title": (
        "题名|文件题名|标题|文件标题|文件名称|材料名称|名称|资料名称|案卷题名|内容|材料题名|事由|文件名|目录"
    ),
    "date": "日期|成文日期|文件日期|时间|形成日期|形成时间|成文时间|发文日期",
    "secrecy": "密级",
    "pages": "页数|页码|页次|张数|页号|份数",
    "note": "备注|说明",
    "retention": "保管期限|期限",
    "file": "文件名|电子文件名|原文件名|电子文件|存放位置|存储路径|路径|原始路径",
    "branch": "支部|党支部|所属支部",
}
_CELL = {key: re.compile(rf"(?:{words})") for key, words in _COLUMNS.items()}
_HEADER_ROWS = 12
_LIKELY_NAME = re.compile(r"目录|清单|台账|索引|manifest|index|catalog", re.I)


def is_manifest_name(name: str) -> bool:
    """Whether a file's name is that of an inventory (目录.xlsx, 归档文件目录.csv)."""
    return bool(_LIKELY_NAME.search(plain(name)))


def parse_manifest(pages: Sequence[Page]) -> list[dict[str, str]]:
    """The rows of an inventory, each a mapping of ``_COLUMNS`` keys to the cell's words.

    Empty where no page has a heading row with a 题名 (or file name) and two more known columns.
    """
    rows: list[dict[str, str]] = []
    for page in pages:
        rows += _page_rows(page.text)
    return rows


def _page_rows(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    for at, line in enumerate(lines[:_HEADER_ROWS]):
        columns = _columns(_cells(line))
        if columns is not None:
            return [
                row for row in (_row(_cells(below), columns) for below in lines[at + 1 :]) if row is not None
            ]
    return []


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if "|" in line:
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip().strip('"') for cell in re.split(r"[,，]", line)]


def _columns(cells: list[str]) -> dict[int, str] | None:
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        compact = re.sub(r"\s", "", plain(cell))
        for key in ("file", *_COLUMNS):
            if key not in found.values() and _CELL[key].fullmatch(compact):
                if key == "file" and compact == "文件名" and "title" not in found.values():
                    key = "file"
                found[at] = key
                break
    keys = set(found.values())
    return found if keys & {"title", "file"} and len(keys) >= 3 else None


def _row(cells: list[str], columns: Mapping[int, str]) -> dict[str, str] | None:
    row = {key: cells[at] for at, key in columns.items() if at < len(cells) and cells[at]}
    named = row.get("title") or row.get("file")
    if not named or len(row) < 2 or _CELL["title"].fullmatch(re.sub(r"\s", "", plain(named))):
        return None
    row["title"] = re.sub(
        r"^[\[［【〔](.*)[\]］】〕]$", r"\1", row.get("title") or extension_cut(row["file"])
    )
    return row


def match_manifest(rows: Iterable[Mapping[str, str]], names: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """Which row speaks of which file: ``names`` are paths beside or below the inventory.

    A row is matched by file name, by title against the cleaned name, or by number and title; a row that
    fits several files equally well is left out, so that nothing is claimed by chance.
    """
    keys = {name: _keys(name) for name in names}
    matched: dict[str, Mapping[str, str]] = {}
    for row in rows:
        scored = sorted(((_fit(row, key), name) for name, key in keys.items()), reverse=True)
        if scored and scored[0][0] >= 0.8 and (len(scored) == 1 or scored[0][0] > scored[1][0]):
            matched.setdefault(scored[0][1], row)
    return matched


def _keys(name: str) -> tuple[str, str, str]:
    """A file's name three ways: as it stands, cleaned, and its date."""
    stem = plain(extension_cut(re.split(r"[/!]", name)[-1]))
    dates = [m.iso for m in find_dates_in_name(stem) if m.iso]
    return _folded(stem), _folded(clean_name(stem)), dates[0] if dates else ""


def _fit(row: Mapping[str, str], key: tuple[str, str, str]) -> float:
    stem, clean, dated = key
    if row.get("file") and _folded(plain(extension_cut(re.split(r"[/\\!]", row["file"])[-1]))) == stem:
        return 1.0
    title = _folded(plain(row["title"]))
    if not title or not stem:
        return 0.0
    if title in (stem, clean):
        fit = 0.95
    elif len(title) >= 6 and (title in stem or (len(clean) >= 6 and clean in title)):
        fit = 0.85
    else:
        return 0.0
    listed = [m.iso for m in find_dates_in_name(plain(row.get("date", ""))) if m.iso]
    if listed and dated:
        same = listed[0].startswith(dated) or dated.startswith(listed[0])
        fit += 0.04 if same else -0.2
    return fit


def _folded(text: str) -> str:
    return re.sub(r"[\s_\-.,;:()\[\]《》“”\"'·、]", "", text).lower()
