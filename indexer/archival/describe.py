"""A document's archival fields, read from its text, its name, its folders and an inventory's row."""

from __future__ import annotations

from indexer.documents import FIELDS, Description, FieldValue

from .branch import branch
from .category import categorise
from .doc_no import doc_no
from .document_date import date_votes, dates_in_text, document_date
from .meeting import is_record, meeting, missing_elements
from .role import role
from .secrecy import secrecy
from .title import title
from .values import Subject, Unit
from .view import View
from .years import work_year

#: Part of a description's fingerprint: a change of the rules makes old descriptions due again.
RULES_VERSION = "1"


def describe(subject: Subject, unit: Unit) -> Description:
    """Every field of ``Description`` for one document.

    Each value carries its source, the words it was read from and how sure it is; what cannot be read
    has no value.
    """
    view = View(subject, unit)
    fields: dict[str, FieldValue] = dict.fromkeys(FIELDS, FieldValue())
    fields["title"] = title(view)
    fields["branch"], branch_notes = branch(view)
    fields["role"] = role(view, fields["title"])
    dated = dates_in_text(view)
    fields["date"] = document_date(view, dated, fields["role"].value)
    fields["work_year"], year_notes = work_year(view, fields["title"], date_votes(dated))
    fields["doc_no"] = doc_no(view)
    sorted_ = categorise(view, fields["title"], from_above=False)
    fields["category"], fields["subcategory"] = sorted_.category, sorted_.subcategory
    fields["category_secondary"] = sorted_.secondary
    fields["secrecy"] = secrecy(view.lines, view.head, view.name)
    notes = (*branch_notes, *year_notes)
    if not is_record(view, fields["role"].value):
        return Description(fields, {}, notes)
    record = meeting(view, fields["title"], dated.meeting)
    return Description(fields, record, (*notes, *missing_elements(record)))
