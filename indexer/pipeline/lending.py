"""What a document without a date of its own learns from the others of its meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from indexer.archival.events import Described, dates_from_events, find_events
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord, Redescription
from indexer.documents import Description, FieldSource, FieldValue
from indexer.stop_points import stop_point

from .describing import Describer
from .progress import Meter, Observe, Phase

_AT_ONCE = 100
#: The fields that events are found by.
_TELLING = ("branch", "subcategory", "date", "role")

_lent = stop_point("pipeline.lending.lent")


def lend_dates(catalog: Catalog, describer: Describer, observe: Observe) -> int:
    """Give undated documents the day of the meeting they belong to, and take back days whose meeting is
    no longer found; return how many descriptions changed. No file is read."""
    by_root: dict[str, list[Described]] = defaultdict(list)
    lent: dict[str, FieldValue] = {}
    with Meter(observe, Phase.DESCRIBE) as meter:
        for record in _present(catalog):
            date = record.description.fields["date"]
            if date.source is FieldSource.EVENT:
                lent[record.id] = date
            by_root[record.root].append(_described(record))
            meter.add()
        learned: dict[str, FieldValue] = {}
        for documents in by_root.values():
            found = dates_from_events(documents, find_events(documents))
            learned.update({key: description.fields["date"] for key, description in found.items()})
        different = [key for key in lent.keys() | learned.keys() if _day(lent, key) != _day(learned, key)]
        for start in range(0, len(different), _AT_ONCE):
            _apply(catalog, describer, sorted(different[start : start + _AT_ONCE]), learned)
    return len(different)


def _present(catalog: Catalog) -> Iterator[DocumentRecord]:
    after = ""
    while ids := catalog.undescribed("", after):
        yield from catalog.documents(ids).values()
        after = ids[-1]


def _described(record: DocumentRecord) -> Described:
    """Only what events are found by, without a day that was lent before."""
    fields = {name: record.description.fields[name] for name in _TELLING}
    if fields["date"].source is FieldSource.EVENT:
        fields["date"] = FieldValue()
    meeting = {name: value for name, value in record.description.meeting.items() if name == "type"}
    folder, _, name = f"{record.root}/{_place(record)}".replace("!", "/").rpartition("/")
    return Described(record.id, folder, name, Description(fields, meeting))


def _place(record: DocumentRecord) -> str:
    return record.path + (f"!{record.member}" if record.member else "")


def _day(dates: Mapping[str, FieldValue], key: str) -> object:
    return dates[key].value if key in dates else None


def _apply(catalog: Catalog, describer: Describer, ids: list[str], learned: Mapping[str, FieldValue]) -> None:
    """Describe these anew, from their own texts and then with the day they have learned."""
    new = []
    for record in catalog.documents(ids).values():
        fresh = describer.again(record, catalog.content(record.sha256) if record.sha256 else None)
        new.append(_with_day(fresh, learned.get(record.id)))
    catalog.redescribe(new, describer.fingerprint)
    _lent()


def _with_day(fresh: Redescription, day: FieldValue | None) -> Redescription:
    if day is None:
        return fresh
    fields = {**fresh.description.fields, "date": day}
    return replace(fresh, description=replace(fresh.description, fields=fields))
