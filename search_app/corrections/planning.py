"""What corrections of many documents would change, said before it is done: every value before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.archival.taxonomy import Taxonomy
from indexer.catalog import Catalog
from indexer.catalog.records import BatchNote, BatchOutcome, CorrectionWish, DocumentRecord
from search_app.corrections.cells import cell_text, cell_value
from search_app.corrections.reading import BadRow, Table
from search_app.documents.corrections import current, levels_agreeing
from search_app.documents.page import label


@dataclass(frozen=True, slots=True)
class Asked:
    """New values of one document, by field. ``line`` is that of the table they stand in."""

    id: str
    revision: int
    values: Mapping[str, Any]
    line: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A field's value before and after, as a reader is told them."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A document with what would change of it."""

    line: int | None
    id: str
    title: str
    path: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be changed, what cannot be, what is so already; and all that its doing needs."""

    rows: tuple[PlannedRow, ...]
    bad: tuple[BadRow, ...]
    unchanged: int
    note: BatchNote
    wishes: tuple[CorrectionWish, ...]
    strange: tuple[str, ...] = ()
    back: str = ""


def plan_of_table(
    catalog: Catalog, taxonomy: Taxonomy, table: Table, note: BatchNote, back: str = ""
) -> Plan:
    """The plan of a table: of every row the cells that say something else than the document does."""
    records = catalog.documents(row.id for row in table.rows)
    asked = [
        Asked(row.id, row.revision, _changed(records.get(row.id), row.texts, taxonomy), row.line, row.reason)
        for row in table.rows
    ]
    return plan_of(catalog, taxonomy, asked, note, bad=table.bad, strange=table.strange, back=back)


def _changed(record: DocumentRecord | None, texts: Mapping[str, str], taxonomy: Taxonomy) -> dict[str, Any]:
    """The values that differ from those in force; all of an unknown document, so that it is told of."""
    if record is None:
        return dict(texts)
    found = {}
    for name, text in texts.items():
        now = current(record, name)
        if _plain(text) == _plain(cell_text(name, now, taxonomy)):
            continue
        value = cell_value(name, text, taxonomy)
        if value != (list(now) if isinstance(now, tuple) else now):
            found[name] = value
    return found


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def plan_of(
    catalog: Catalog,
    taxonomy: Taxonomy,
    asked: Sequence[Asked],
    note: BatchNote,
    *,
    bad: Iterable[BadRow] = (),
    strange: Sequence[str] = (),
    back: str = "",
) -> Plan:
    """The plan of what is asked. A document of which nothing would change is counted and left alone."""
    records = catalog.documents(one.id for one in asked)
    wanted, twice = _once([one for one in asked if one.values])
    wishes = [
        CorrectionWish(one.id, one.revision, _agreeing(records.get(one.id), one.values, taxonomy), one.reason)
        for one in wanted
    ]
    accepted, refused = catalog.check_corrections(wishes)
    reasons = {one.id: one.reason for one in refused}
    lines = {one.id: one.line for one in wanted}
    told = [*bad, *(_bad(one, records, reasons[one.id]) for one in wanted if one.id in reasons)]
    told += [_bad(one, records, "同一份文件在上面已经出现过") for one in twice]
    sound = [wish for wish in wishes if wish.id in accepted]
    return Plan(
        rows=tuple(_planned(records[wish.id], wish.values, lines[wish.id], taxonomy) for wish in sound),
        bad=tuple(sorted(told, key=lambda row: row.line or 0)),
        unchanged=len(asked) - len(wanted) - len(twice),
        note=note,
        wishes=tuple(sound),
        strange=tuple(strange),
        back=back,
    )


def _once(asked: Iterable[Asked]) -> tuple[list[Asked], list[Asked]]:
    """What is asked of each document first, and what is asked of one again."""
    first: dict[str, Asked] = {}
    again = [one for one in asked if first.setdefault(one.id, one) is not one]
    return list(first.values()), again


def _agreeing(
    record: DocumentRecord | None, values: Mapping[str, Any], taxonomy: Taxonomy
) -> Mapping[str, Any]:
    return levels_agreeing(record, values, taxonomy) if record is not None else values


def _planned(
    record: DocumentRecord, values: Mapping[str, Any], line: int | None, taxonomy: Taxonomy
) -> PlannedRow:
    changes = tuple(
        Change(
            label(name),
            cell_text(name, current(record, name), taxonomy),
            cell_text(name, value, taxonomy),
        )
        for name, value in values.items()
    )
    return PlannedRow(line, record.id, record.title, place_of(record), changes)


def _bad(one: Asked, records: Mapping[str, DocumentRecord], reason: str) -> BadRow:
    record = records.get(one.id)
    return BadRow(one.line, place_of(record) if record is not None else one.id, reason)


def place_of(record: DocumentRecord) -> str:
    return record.path + (f" ▸ {record.member.replace('!', ' ▸ ')}" if record.member else "")


def carry_out(catalog: Catalog, plan: Plan, who: str) -> BatchOutcome:
    """Do what the plan says. Where it refused nothing, nothing is done should a document have changed
    since; where its reader has taken the sound rows alone, those that still are sound are done."""
    return catalog.correct_many(plan.wishes, who, plan.note, whole=not plan.bad)
