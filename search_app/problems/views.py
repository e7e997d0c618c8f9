"""The worklist: what could not be read, and what to do about it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from indexer.worksheets import MEDIA_TYPE
from search_app.documents.page import doubtful
from search_app.problems.parameters import (
    ConfirmParameters,
    ProblemFilterParameters,
    ProblemParameters,
    choice_of,
)
from search_app.problems.service import ASIDE, all_problems, counts_by_kind, problems_page
from search_app.problems.worksheet import worksheet
from search_app.services import services, taxonomy
from search_app.web.attachments import attachment
from search_app.web.pages import page_numbers
from search_app.web.parameters import read

blueprint = Blueprint("problems", __name__, template_folder="templates")

PAGE_SIZE = 50


def _given() -> MultiDict[str, str]:
    """The parameters that have a value; forms send the empty ones along."""
    return MultiDict([pair for pair in request.args.items(multi=True) if pair[1].strip()])


@blueprint.get("/problems")
def worklist() -> str:
    catalog = services().catalog
    given = read(ProblemParameters(), _given())
    choice = choice_of(given)
    total, rows = problems_page(catalog, choice, given["page"], PAGE_SIZE)
    counts = counts_by_kind(catalog, choice)
    return render_template(
        "problems/problems.html",
        total=total,
        rows=rows,
        page=given["page"],
        pages=page_numbers(given["page"], total, PAGE_SIZE),
        choice=choice,
        counts={kind: count for kind, count in counts.items() if kind not in ASIDE},
        aside={kind: count for kind, count in counts.items() if kind in ASIDE},
        waiting=catalog.to_confirm(choice.root, choice.branch, 1, 1)[0],
        branches=catalog.branches(),
        roots=catalog.roots(),
    )


@blueprint.get("/problems/to-confirm")
def to_confirm() -> str:
    """Documents with a field that the program is not sure of, or corrected before their file changed."""
    catalog = services().catalog
    given = read(ConfirmParameters(), _given())
    total, records = catalog.to_confirm(given["root"], given["branch"], given["page"], PAGE_SIZE)
    return render_template(
        "problems/to_confirm.html",
        total=total,
        rows=[(record, doubtful(record, taxonomy())) for record in records],
        page=given["page"],
        pages=page_numbers(given["page"], total, PAGE_SIZE),
        branch=given["branch"],
        branches=catalog.branches(),
    )


@blueprint.get("/problems.xlsx")
def export() -> Response:
    given = read(ProblemFilterParameters(), _given())
    content = worksheet(all_problems(services().catalog, choice_of(given)))
    return attachment([content], "待处理清单.xlsx", MEDIA_TYPE, size=len(content))
