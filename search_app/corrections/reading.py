"""A table that people have corrected, read back: what each row asks for, which cannot be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer import worksheets
from indexer.worksheets import Formula, text_of
from search_app.corrections.columns import FIELDS, HEADINGS, ID, REASON, REVISION

#: Rows that are read of a table.
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it was typed: its line, the document it names, the texts of its fields by name."""

    line: int
    id: str
    revision: int
    texts: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken, what it names, and why."""

    line: int | None
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """What was handed in. ``strange`` are headings that are no column's."""

    rows: tuple[TableRow, ...]
    bad: tuple[BadRow, ...]
    strange: tuple[str, ...]


def read_table(name: str, data: bytes) -> Table:
    """Raises ``UsageError`` where the file is no worksheet, or has no column of ids."""
    cells = worksheets.read(name, data)
    columns = {key: (heading,) for key, heading in HEADINGS.items()}
    found, below = worksheets.headed(cells, columns, ID, name)
    rows: list[TableRow] = []
    bad: list[BadRow] = []
    for line, values in below:
        if len(rows) + len(bad) >= MOST_ROWS:
            bad.append(BadRow(line, "", f"一次最多导入 {MOST_ROWS} 行，从这一行起没有读"))
            break
        one = _row(line, values, [key for key in (*FIELDS, REASON) if key in found])
        if isinstance(one, BadRow):
            bad.append(one)
        else:
            rows.append(one)
    return Table(tuple(rows), tuple(bad), tuple(_strange(cells, found)))


def _row(line: int, values: Mapping[str, Any], columns: list[str]) -> TableRow | BadRow:
    what = text_of(values.get("path") or values.get("title") or values.get(ID))
    computed = next((key for key, value in values.items() if isinstance(value, Formula)), None)
    if computed is not None:
        return BadRow(line, what, f"“{HEADINGS[computed]}”是公式，不能用；请换成它的值")
    identifier, revision = text_of(values.get(ID)), text_of(values.get(REVISION))
    if not identifier:
        return BadRow(line, what, "缺少编号")
    if not (revision.isascii() and revision.isdigit()):
        return BadRow(line, what, "缺少修订号，或被改动过；请重新导出")
    texts = {key: text_of(values.get(key)) for key in columns if key != REASON}
    return TableRow(line, identifier, int(revision), texts, text_of(values.get(REASON)))


def _strange(cells: list[list[Any]], found: Mapping[str, int]) -> Iterator[str]:
    known = set(HEADINGS.values())
    at = found[ID]
    head = next(row for row in cells if at < len(row) and text_of(row[at]) == HEADINGS[ID])
    for cell in head:
        told = text_of(cell)
        if told and told not in known:
            yield told
