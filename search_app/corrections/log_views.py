"""The log of corrections, those made together, and taking them back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indexer.catalog.records import BatchOutcome, LogFilter, LogLine
from indexer.errors import NotFound
from search_app.corrections.cells import cell_text
from search_app.corrections.columns import FIELDS
from search_app.corrections.parameters import BatchPageParameters, LogPageParameters, filter_of
from search_app.services import services, taxonomy
from search_app.web.asking import who_asks
from search_app.web.pages import page_numbers
from search_app.web.parameters import read

blueprint = Blueprint("corrections_log", __name__, template_folder="templates", url_prefix="/corrections")

PAGE_SIZE = 50
_BATCHES = 10


@blueprint.get("")
def page() -> str:
    pairs = MultiDict([pair for pair in request.args.items(multi=True) if pair[1].strip()])
    given = read(LogPageParameters(), pairs)
    total, lines = services().catalog.log(filter_of(given), given["page"], PAGE_SIZE)
    return render_template(
        "corrections/log.html",
        total=total,
        lines=[(line, told(line)) for line in lines],
        given=given,
        fields=FIELDS,
        pages=page_numbers(given["page"], total, PAGE_SIZE),
        batches=services().catalog.batches(1, _BATCHES)[1] if given["page"] == 1 else [],
    )


def told(line: LogLine) -> str:
    """The value of a line as a reader is told it."""
    return cell_text(line.correction.field, line.correction.value, taxonomy())


@blueprint.get("/batches/<int(max=2147483647):number>")
def batch(number: int) -> str:
    return _batch(number)


def _batch(number: int, outcome: BatchOutcome | None = None) -> str:
    catalog = services().catalog
    found = catalog.batch(number)
    if found is None:
        raise NotFound("没有这一批更正", "回到更正记录重新查找")
    given = read(BatchPageParameters(), request.args)
    total, lines = catalog.log(LogFilter(batch=number), given["page"], PAGE_SIZE)
    return render_template(
        "corrections/batch.html",
        batch=found,
        lines=[(line, told(line)) for line in lines],
        total=total,
        page=given["page"],
        pages=page_numbers(given["page"], total, PAGE_SIZE),
        outcome=outcome,
        left_out=given["refused"],
        fields=FIELDS,
    )


@blueprint.post("/batches/<int(max=2147483647):number>/undo")
def undo(number: int) -> str:
    """Take a whole batch back; what stays is told with its reason."""
    return _batch(number, services().catalog.undo_batch(number, who_asks()))


@blueprint.post("/<int(max=2147483647):line>/undo")
def undo_line(line: int) -> ResponseReturnValue:
    """Take one line of the log back."""
    outcome = services().catalog.take_back([line], who_asks())
    if outcome.refused:
        told = [(one.id, one.reason) for one in outcome.refused]
        return render_template("corrections/failed.html", refused=told, back=url_for(".page")), 409
    return redirect(url_for(".page", _anchor=f"line-{line}"), 303)
