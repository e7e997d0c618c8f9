"""The worklist: what could not be read, and what to do about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indexer.errors import Busy
from indexer.pipeline import run_lock
from indexer.worksheets import MEDIA_TYPE
from search_app.corrections.columns import FIELDS
from search_app.documents.page import doubtful
from search_app.problems.confirming import STALE, confirm
from search_app.problems.parameters import (
    ConfirmParameters,
    ProblemFilterParameters,
    ProblemParameters,
    choice_of,
)
from search_app.problems.service import (
    ASIDE,
    ProblemChoice,
    all_problems,
    counts_by_kind,
    mark_for_reading,
    problems_page,
    reread,
)
from search_app.problems.worksheet import worksheet
from search_app.services import services, settings, taxonomy, work
from search_app.web.asking import who_asks
from search_app.web.attachments import attachment
from search_app.web.pages import page_numbers
from search_app.web.parameters import read

blueprint = Blueprint("problems", __name__, template_folder="templates")

PAGE_SIZE = 50


def _given(sent: MultiDict[str, str], *aside: str) -> MultiDict[str, str]:
    """The parameters that have a value, but those ``aside``; forms send the empty ones along."""
    return MultiDict([pair for pair in sent.items(multi=True) if pair[0] not in aside and pair[1].strip()])


@blueprint.get("/problems")
def worklist() -> str:
    catalog = services().catalog
    given = read(ProblemParameters(), _given(request.args))
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


@blueprint.post("/problems/read-again")
def read_again() -> ResponseReturnValue:
    """Read the files ticked, or all that the list shows, again: now, or by the next run where one goes on."""
    choice = choice_of(read(ProblemFilterParameters(), _given(request.form, "token", "id", "all")))
    ids = None if "all" in request.form else request.form.getlist("id")
    marked = mark_for_reading(services().catalog, choice, ids)
    back = _list_of(choice)
    if not marked:
        flash("没有选中要重新读取的文件")
        return redirect(back, 303)
    try:
        _begin_reading(marked, back)
    except Busy:
        flash(f"已记下 {len(marked)} 个文件，下一次索引会重新读取：现在正忙着别的")
        return redirect(back, 303)
    return redirect(url_for("work.page"), 303)


def _begin_reading(marked: list[tuple[str, str]], back: str) -> None:
    """Read them in the background. Raises ``Busy`` while a run or other work goes on."""
    at_hand, chosen = services(), settings()
    with run_lock(chosen.data):
        pass  # a run under way is told of here, not on the page of the work
    work().start("重新读取", back, lambda observe: reread(at_hand, chosen, marked, observe))


def _list_of(choice: ProblemChoice) -> str:
    """The address of the list."""
    return url_for(
        "problems.worklist",
        kind=choice.kind.value if choice.kind else None,
        branch=choice.branch,
        root=choice.root,
        folder=choice.folder,
    )


@blueprint.get("/problems/to-confirm")
def to_confirm() -> str:
    return _to_confirm(read(ConfirmParameters(), _given(request.args)))


def _to_confirm(given: dict[str, Any], error: str = "") -> str:
    """Documents with a field that the program is not sure of, or corrected before their file changed."""
    catalog = services().catalog
    branch, root, field = given["branch"], given["root"], given["field"]
    total, records = catalog.to_confirm(root, branch, given["page"], PAGE_SIZE, field=field)
    doubts = ((record, doubtful(record, taxonomy())) for record in records)
    return render_template(
        "problems/to_confirm.html",
        total=total,
        rows=[(record, [one for one in fields if field in (None, one.name)]) for record, fields in doubts],
        given=given,
        counts=catalog.count_to_confirm(root, branch),
        waiting=catalog.to_confirm(root, branch, 1, 1)[0],
        pages=page_numbers(given["page"], total, PAGE_SIZE),
        branches=catalog.branches(),
        labels=FIELDS | {STALE: "更正之后原件改过"},
        batch=catalog.batch(given["batch"]) if given["batch"] else None,
        error=error,
    )


@blueprint.post("/problems/confirm")
def confirm_ticked() -> ResponseReturnValue:
    """Keep the guesses of the documents ticked, or of all on the page, as they are."""
    given = read(ConfirmParameters(), _given(request.form, "token", "document", "shown", "all"))
    boxes = request.form.getlist("shown" if "all" in request.form else "document")
    outcome = confirm(services().catalog, taxonomy(), boxes, given["field"], who_asks())
    if outcome.batch is None:
        told = outcome.refused[0].reason if outcome.refused else "没有勾选文件"
        return _to_confirm(given, told), 409 if outcome.refused else 400
    kept = {name: given[name] for name in ("branch", "root", "field")}
    refused = len(outcome.refused) or None
    return redirect(url_for("problems.to_confirm", **kept, batch=outcome.batch, refused=refused), 303)


@blueprint.get("/problems.xlsx")
def export() -> Response:
    given = read(ProblemFilterParameters(), _given(request.args))
    content = worksheet(all_problems(services().catalog, choice_of(given)))
    return attachment([content], "待处理清单.xlsx", MEDIA_TYPE, size=len(content))
