"""What a document without a date or a branch of its own learns from the others of its meeting or folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from indexer.archival.events import Described, dates_from_events, find_events
from indexer.archival.folder_mates import branches_from_mates
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.documents import Description, FieldSource, FieldValue
from indexer.stop_points import stop_point

from .describing import Describer
from .progress import Meter, Observe, Phase

_AT_ONCE = 100
#: The fields that events are found by.
_TELLING = ("branch", "subcategory", "date", "role")
#: The fields that are lent, and what is lent to one document.
_LENT = ("branch", "date")
Lent = Mapping[str, FieldValue]

_lent = stop_point("pipeline.lending.lent")


def lend_dates(catalog: Catalog, describer: Describer, observe: Observe) -> int:
    """Give documents that name no branch the one of the folder made for one matter in which they lie, give
    undated ones the day of the meeting they belong to, and take back what is no longer found; return how
    many descriptions changed. No file is read."""
    by_root: dict[str, list[Described]] = defaultdict(list)
    lent: dict[str, Lent] = {}
    with Meter(observe, Phase.DESCRIBE) as meter:
        for record in _present(catalog):
            fields = record.description.fields
            told = {name: fields[name] for name in _LENT if fields[name].source is FieldSource.EVENT}
            if told:
                lent[record.id] = told
            by_root[record.root].append(_described(record))
            meter.add()
        learned: dict[str, Lent] = {}
        for documents in by_root.values():
            learned |= _learned(documents)
        different = [key for key in lent.keys() | learned.keys() if _said(lent, key) != _said(learned, key)]
        for start in range(0, len(different), _AT_ONCE):
            _apply(catalog, describer, sorted(different[start : start + _AT_ONCE]), learned)
    return len(different)


def _learned(documents: list[Described]) -> dict[str, Lent]:
    """What each document learns from its folder and its meeting."""
    learned: dict[str, dict[str, FieldValue]] = defaultdict(dict)
    for key, branch in branches_from_mates(documents).items():
        learned[key]["branch"] = branch
    named = [_with(document, learned.get(document.id, {})) for document in documents]
    for key, description in dates_from_events(named, find_events(named)).items():
        learned[key]["date"] = description.fields["date"]
    return dict(learned)


def _with(document: Described, told: Lent) -> Described:
    fields = {**document.description.fields, **told}
    return replace(document, description=replace(document.description, fields=fields))


def _present(catalog: Catalog) -> Iterator[DocumentRecord]:
    after = ""
    while ids := catalog.undescribed("", after):
        yield from catalog.documents(ids).values()
        after = ids[-1]


def _described(record: DocumentRecord) -> Described:
    """Only what events are found by, without what was lent before."""
    fields = {name: record.description.fields[name] for name in _TELLING}
    for name in _LENT:
        if fields[name].source is FieldSource.EVENT:
            fields[name] = FieldValue()
    meeting = {name: value for name, value in record.description.meeting.items() if name == "type"}
    folder, _, name = f"{record.root}/{_place(record)}".replace("!", "/").rpartition("/")
    return Described(record.id, folder, name, Description(fields, meeting))


def _place(record: DocumentRecord) -> str:
    return record.path + (f"!{record.member}" if record.member else "")


def _said(told: Mapping[str, Lent], key: str) -> dict[str, object]:
    return {name: value.value for name, value in told.get(key, {}).items()}


def _apply(catalog: Catalog, describer: Describer, ids: list[str], learned: Mapping[str, Lent]) -> None:
    """Describe these anew, from their own texts and then with what they have learned."""
    new = []
    for record in catalog.documents(ids).values():
        fresh = describer.again(record, catalog.content(record.sha256) if record.sha256 else None)
        fields = {**fresh.description.fields, **learned.get(record.id, {})}
        new.append(replace(fresh, description=replace(fresh.description, fields=fields)))
    catalog.redescribe(new, describer.fingerprint)
    _lent()
