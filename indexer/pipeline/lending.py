"""What a document without a date or a branch of its own learns from the others of its meeting or folder, or
of its people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from indexer.archival.branches.folder_mates import branches_from_mates
from indexer.archival.branches.of_people import branches_from_people
from indexer.archival.events.finding import Described, Event, dates_from_events, find_events
from indexer.archival.events.keys import own_event
from indexer.archival.minutes.books import of_book
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord, Redescription
from indexer.documents import Description, FieldSource, FieldValue
from indexer.stop_points import stop_point

from .describing import Describer
from .progress import Meter, Observe, Phase

_AT_ONCE = 100
#: What a paper says of the day of a meeting stands on its first pages.
_PAGES = 2
#: The fields that events are found by.
_TELLING = ("title", "branch", "subcategory", "date", "role", "doc_no", "persons")
_MEETING = ("type", "host", "recorder")
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
    books: dict[str, str] = {}
    with Meter(observe, Phase.DESCRIBE) as meter:
        for record in _whole_documents(catalog):
            fields = record.description.fields
            told = {name: fields[name] for name in _LENT if fields[name].source is FieldSource.EVENT}
            if told:
                lent[record.id] = told
            for placed in _placed(catalog, record):
                if placed.id != record.id:
                    books[placed.id] = record.id
                by_root[record.root].append(_described(catalog, placed))
                meter.add()
        learned: dict[str, Lent] = {}
        members: dict[str, str] = {}
        for documents in by_root.values():
            found, told_of = _learned(documents)
            learned.update(_for_files(found, books))
            members.update(told_of)
        different = [key for key in lent.keys() | learned.keys() if _said(lent, key) != _said(learned, key)]
        for start in range(0, len(different), _AT_ONCE):
            _apply(catalog, describer, sorted(different[start : start + _AT_ONCE]), learned)
        catalog.save_event_members(members)  # last: who names another meeting by now is told nothing
    return len(different)


def _for_files(learned: Mapping[str, Lent], books: Mapping[str, str]) -> dict[str, Lent]:
    """What is learned, by whole documents: what a meeting in a longer one says stands
    there (``books``)."""
    return {key: told for key, told in learned.items() if key not in books}


def _learned(documents: Sequence[Described]) -> tuple[dict[str, Lent], dict[str, str]]:
    """What each document learns from its folder and its meeting; the meetings of those that do not name
    theirs themselves."""
    learned: dict[str, dict[str, FieldValue]] = defaultdict(dict)
    for key, branch in branches_from_mates(documents).items():
        learned[key]["branch"] = branch
    named = [_with(document, learned.get(document.id, {})) for document in documents]
    for key, branch in branches_from_people(named).items():
        learned[key]["branch"] = branch
    named = [_with(document, learned.get(document.id, {})) for document in documents]
    events = find_events(named)
    for key, description in dates_from_events(named, events).items():
        learned[key]["date"] = description.fields["date"]
    return dict(learned), _told_of(named, events)


def _with(document: Described, told: Lent) -> Described:
    fields = {**document.description.fields, **told}
    return replace(document, description=replace(document.description, fields=fields))


def _told_of(documents: Sequence[Described], events: Sequence[Event]) -> dict[str, str]:
    """The events of documents that do not name theirs themselves, or by another name."""
    named = {one.id: own_event(one.description, one.place) for one in documents}
    return {key: event.key for event in events for key in event.documents if named[key] != event.key}


def present_documents(catalog: Catalog) -> Iterator[DocumentRecord]:
    """Every present document; the meetings in a longer one in its place."""
    for record in _whole_documents(catalog):
        yield from _placed(catalog, record)


def _whole_documents(catalog: Catalog) -> Iterator[DocumentRecord]:
    after = ""
    while ids := catalog.undescribed("", after):
        yield from catalog.documents(ids).values()
        after = ids[-1]


def _placed(catalog: Catalog, record: DocumentRecord) -> Sequence[DocumentRecord]:
    return catalog.parts(record.id) if record.split else (record,)


def _described(catalog: Catalog, record: DocumentRecord) -> Described:
    """Only what events are found by, without what was lent before."""
    fields = {name: record.description.fields[name] for name in _TELLING}
    for name in _LENT:
        if fields[name].source is FieldSource.EVENT:
            fields[name] = FieldValue()
    meeting = {name: value for name, value in record.description.meeting.items() if name in _MEETING}
    folder, _, name = f"{record.root}/{_place(record)}".replace("!", "/").rpartition("/")
    return Described(
        record.id, folder, name, Description(fields, meeting), partial(_opening, catalog, record.id)
    )


def _opening(catalog: Catalog, identifier: str) -> str:
    return "\n".join(page.text for page in catalog.pages(identifier)[:_PAGES])


def _place(record: DocumentRecord) -> str:
    return record.path + (f"!{record.member}" if record.member else "")


def _said(told: Mapping[str, Lent], key: str) -> dict[str, object]:
    return {name: value.value for name, value in told.get(key, {}).items()}


def _apply(catalog: Catalog, describer: Describer, ids: list[str], learned: Mapping[str, Lent]) -> None:
    """Describe these anew, from their own texts and then with what they have learned."""
    new = []
    for record in catalog.documents(ids).values():
        fresh = describer.again(record, catalog.content(record.sha256) if record.sha256 else None)
        new.append(_taught(fresh, learned.get(record.id, {})))
    catalog.redescribe(new, describer.fingerprint)
    _lent()


def _taught(fresh: Redescription, told: Lent) -> Redescription:
    whole = replace(fresh.description, fields={**fresh.description.fields, **told})
    parts = tuple(replace(part, description=of_book(part.description, whole)) for part in fresh.parts)
    return replace(fresh, description=whole, parts=parts)
