"""The list of nearly equal documents, and two documents side by side."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from indexer.archival.likeness import ALIKE, SHORTEST
from indexer.catalog.records import DocumentRecord
from indexer.errors import NotFound
from indexer.pipeline.likeness import FORMS
from search_app.corrections.columns import FIELDS
from search_app.documents.corrections import current
from search_app.documents.page import shown_value
from search_app.documents.service import find, text_pages
from search_app.likeness.comparing import CHARACTERS, compared, shortened
from search_app.likeness.parameters import CompareParameters, GroupParameters
from search_app.likeness.service import GroupChoice, groups_page, share_of
from search_app.services import services, taxonomy
from search_app.web.pages import page_numbers
from search_app.web.parameters import read

blueprint = Blueprint("likeness", __name__, template_folder="templates")

PAGE_SIZE = 20
#: Fields whose difference is worth telling above the texts.
_TOLD = ("branch", "date", "work_year", "category", "role", "doc_no", "meeting.host", "meeting.recorder")


@blueprint.get("/near-copies")
def groups() -> str:
    given = read(GroupParameters(), _given())
    choice = GroupChoice(given["branch"], given["role"])
    total, found, roles = groups_page(services().catalog, choice, given["page"], PAGE_SIZE)
    return render_template(
        "likeness/groups.html",
        total=total,
        groups=found,
        choice=choice,
        roles=roles,
        branches=services().catalog.branches(),
        page=given["page"],
        pages=page_numbers(given["page"], total, PAGE_SIZE),
        alike=ALIKE,
        shortest=SHORTEST,
        forms=sorted(FORMS),
    )


def _given() -> MultiDict[str, str]:
    return MultiDict([pair for pair in request.args.items(multi=True) if pair[1].strip()])


@blueprint.get("/documents/<document_id>/compare/<other_id>")
def compare(document_id: str, other_id: str) -> str:
    """Two documents beside each other, what differs marked."""
    given = read(CompareParameters(), _given())
    catalog = services().catalog
    one, other = find(catalog, document_id), find(catalog, other_id)
    if one.id == other.id:
        raise NotFound("不能和自己对照", "选另一份文件")
    comparison = compared(text_pages(catalog, one), text_pages(catalog, other))
    whole = given["all"]
    return render_template(
        "likeness/compare.html",
        one=one,
        other=other,
        share=share_of(catalog, one, other),
        comparison=comparison,
        stretches=shortened(comparison.rows, len(comparison.rows) if whole else 2),
        whole=whole,
        told=_told(one, other),
        most=CHARACTERS,
    )


def _told(one: DocumentRecord, other: DocumentRecord) -> list[tuple[str, str, str]]:
    """The fields that say something else of the one than of the other."""
    values = ((FIELDS[name], current(one, name), current(other, name), name) for name in _TOLD)
    return [
        (label, _text(name, left), _text(name, right)) for label, left, right, name in values if left != right
    ]


def _text(name: str, value: object) -> str:
    told = shown_value(name, value, taxonomy()) if value is not None else ""
    return "、".join(map(str, told)) if isinstance(told, list) else str(told)
