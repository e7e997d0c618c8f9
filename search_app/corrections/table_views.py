"""The page on which tables of corrections go out and come back."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.catalog.records import BatchNote
from indexer.errors import NotFound, UsageError
from indexer.worksheets import MEDIA_TYPE
from search_app.corrections.chosen import MOST_IN_TABLE, request_in, whole_choice
from search_app.corrections.planning import Plan, carry_out, plan_of_table
from search_app.corrections.reading import MOST_ROWS, read_table
from search_app.corrections.table import table
from search_app.search.page.state import SearchState
from search_app.services import services, staging, taxonomy
from search_app.web.asking import who_asks
from search_app.web.attachments import attachment
from search_app.web.security import takes_table

blueprint = Blueprint("corrections", __name__, template_folder="templates", url_prefix="/corrections")

#: Rows of a plan that its page shows.
SHOWN = 200


@blueprint.get("/table")
def page() -> str:
    return _page()


def _page(error: UsageError | None = None, reason: str = "") -> str:
    state = SearchState.of(request.args)
    return render_template(
        "corrections/table.html",
        error=error,
        reason=reason,
        state=state,
        most=MOST_IN_TABLE,
        most_rows=MOST_ROWS,
    )


@blueprint.get("/table.xlsx")
def export() -> Response:
    """The documents of the search in the address, as a table."""
    catalog = services().catalog
    chosen = whole_choice(catalog, services().search, request_in(request.args))
    content = table(chosen, taxonomy(), [one.name for one in catalog.branches()])
    return attachment([content], "更正表.xlsx", MEDIA_TYPE, size=len(content))


@blueprint.post("/table")
@takes_table
def hand_in() -> ResponseReturnValue:
    """What the table handed in would change; nothing is changed yet."""
    handed, reason = request.files.get("file"), request.form.get("reason", "").strip()
    try:
        if handed is None or not handed.filename:
            raise UsageError("没有选文件", "选一个改好的 .xlsx 文件", parameter="file")
        if not reason:
            raise UsageError("请写明更正的理由", "例如：按组织部名册核对", parameter="reason")
        data = handed.read()
        note = BatchNote("table", reason, handed.filename, hashlib.sha256(data).hexdigest())
        plan = plan_of_table(
            services().catalog,
            taxonomy(),
            read_table(handed.filename, data),
            note,
            url_for("corrections.page"),
        )
    except UsageError as error:
        return _page(error, reason), error.http_status
    return show_plan(plan)


def show_plan(plan: Plan) -> str:
    """The page of a plan, with the button that carries it out."""
    return render_template(
        "corrections/plan.html",
        plan=plan,
        staged=staging().put(plan) if plan.rows else "",
        shown=SHOWN,
    )


@blueprint.post("/apply")
def apply() -> ResponseReturnValue:
    """Carry out a plan that its reader has seen."""
    plan = staging().take(request.form.get("staged", ""))
    if not isinstance(plan, Plan):
        raise NotFound("没有这份预览", "请重新提交一次")
    outcome = carry_out(services().catalog, plan, who_asks())
    if outcome.batch is None:
        told = [(one.id, one.reason) for one in outcome.refused]
        return render_template("corrections/failed.html", refused=told, back=plan.back), 409
    refused = len(outcome.refused)
    return redirect(url_for("corrections_log.batch", number=outcome.batch, refused=refused or None), 303)
