"""A document's archival fields, read from its text, its name, its folders and an inventory's row."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.documents import FIELDS, Description, FieldSource, FieldValue

from .archival_no import archival_no
from .branches.branch import branch
from .category import Sorted, categorise
from .doc_no import doc_no
from .document_date import Dated, date_votes, dates_in_text, document_date
from .issuer import issuer, level_of
from .letter import addressees, copied_to, genre, listed_secrecy, signer, urgency
from .minutes.meeting import is_record, meeting, missing_elements
from .people import people
from .retention import retention
from .role import role
from .secrecy import secrecy
from .title import title
from .values import Subject, Unit
from .view import View
from .years import archive_year, work_year

#: Part of a description's fingerprint: a change of the rules makes old descriptions due again.
RULES_VERSION = "6"
#: Characters of an ISO date known to the month at least.
_MONTH = 7


def describe(subject: Subject, unit: Unit) -> Description:
    """Every field of ``Description`` for one document.

    Each value carries its source, the words it was read from and how sure it is; what cannot be read
    has no value.
    """
    view = View(subject, unit)
    fields: dict[str, FieldValue] = dict.fromkeys(FIELDS, FieldValue())
    fields["title"] = title(view)
    fields["role"] = role(view, fields["title"])
    dated = dates_in_text(view, fields["role"].value)
    notes = _identity(view, dated, fields)
    record: dict[str, FieldValue] = {}
    if is_record(view, fields["role"].value, dated.meeting) and not view.is_book:
        record = meeting(view, fields["title"], _day_of_meeting(dated, fields["date"]))
        notes += missing_elements(record)
    _sorting(view, fields, record.get("topics", FieldValue()).value or ())
    fields["persons"] = people(view, fields, record)
    return Description(fields, record, notes)


def _day_of_meeting(dated: Dated, date: FieldValue) -> FieldValue:
    """The meeting's day; where the record does not tell it, the day or month its name or folder gives."""
    given = date.source in (FieldSource.NAME, FieldSource.FOLDER) and len(str(date.value)) >= _MONTH
    return date if dated.meeting.value is None and given else dated.meeting


def _identity(view: View, dated: Dated, fields: dict[str, FieldValue]) -> tuple[str, ...]:
    """Whose the paper is and when it was made; the notes on what disagrees."""
    fields["genre"] = genre(fields["title"])
    fields["issuer"] = issuer(view)
    fields["doc_no"] = doc_no(view)
    fields["branch"], branch_notes = branch(view, fields["issuer"], fields["doc_no"], fields["genre"].value)
    fields["archival_no"] = archival_no(view)
    fields["date"] = document_date(view, dated, fields["role"].value, fields["doc_no"], fields["title"])
    fields["work_year"], year_notes = work_year(view, fields["title"], date_votes(dated, fields["date"]))
    fields["archive_year"] = archive_year(
        fields["archival_no"], dated.signed, fields["date"], fields["work_year"]
    )
    fields["urgency"] = urgency(view)
    fields["signer"] = signer(view)
    fields["addressees"] = addressees(view)
    fields["copied_to"] = copied_to(view)
    fields["secrecy"] = _first(secrecy(view.lines, view.head, view.name), listed_secrecy(view))
    return (*branch_notes, *year_notes)


def _sorting(view: View, fields: dict[str, FieldValue], topics: Sequence[str]) -> None:
    """What business the paper belongs to, and how long it is kept."""
    level = level_of(
        view,
        fields["issuer"],
        fields["doc_no"],
        fields["genre"].value,
        fields["addressees"].value or (),
    )
    found: Sorted = categorise(view, fields["title"], fields["role"].value, level, topics)
    fields["category"], fields["subcategory"] = found.category, found.subcategory
    fields["category_secondary"] = found.secondary
    fields["retention"] = retention(
        view, fields["archival_no"], found.category.value, found.subcategory.value, fields["role"].value
    )


def _first(*values: FieldValue) -> FieldValue:
    return next((value for value in values if value.value is not None), FieldValue())
