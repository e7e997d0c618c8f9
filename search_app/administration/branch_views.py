"""The page of the branches: looked through, corrected, confirmed, applied."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.archival.values import Branch
from indexer.archival.view import shared_prefix
from indexer.branch_files import branches_file, parse_branches
from indexer.errors import UsageError
from indexer.pipeline import Observe, adopt_branches, run_lock
from indexer.pipeline.costs import Cost, cost_of_branches, cost_of_rebuild
from indexer.worksheets import MEDIA_TYPE
from search_app.administration.branch_form import (
    LIST,
    Edited,
    FormRow,
    edited,
    packed,
    rows_of,
    rows_of_form,
    unpacked,
)
from search_app.administration.branches import differences, standing
from search_app.search.answers import FacetValue, SearchRequest
from search_app.services import services, settings, work
from search_app.web.asking import who_asks
from search_app.web.attachments import attachment
from search_app.web.security import takes_table

blueprint = Blueprint("administration", __name__, template_folder="templates", url_prefix="/administration")

#: Issuers shown beside the unit's own name.
_ISSUERS = 12


@blueprint.get("/")
def start() -> ResponseReturnValue:
    return redirect(url_for("administration.branches"))


@blueprint.get("/branches")
def branches() -> str:
    return _page(rows_of(services().catalog.branches()))


def _page(rows: list[FormRow], error: UsageError | None = None) -> str:
    found = standing(services().catalog)
    return render_template(
        "administration/branches.html",
        standing={row.branch.name: row for row in found.rows},
        found=found,
        rows=rows,
        names=[row.branch.name for row in found.rows],
        error=error,
        guessed_unit=shared_prefix(tuple(row.branch for row in found.rows)),
        issuers=_issuers(),
    )


def _issuers() -> list[FacetValue]:
    """The bodies that issued most papers, branches aside."""
    found = services().search.search(SearchRequest(size=1)).facets.get("issuer", ())
    return [one for one in found if one.value is not None and "支部" not in one.value][:_ISSUERS]


@blueprint.post("/branches")
@takes_table
def preview() -> ResponseReturnValue:
    """What the form asks for, with what it costs; nothing is changed yet."""
    known = {branch.name: branch.confirmed for branch in services().catalog.branches()}
    rows = rows_of_form(request.form, known)
    try:
        wanted = edited(rows)
    except UsageError as error:
        return _page(rows, error), error.http_status
    return _preview(wanted)


@blueprint.post("/branches/import")
@takes_table
def import_list() -> ResponseReturnValue:
    """A list from a file, shown as a form's is."""
    handed = request.files.get("file")
    try:
        if handed is None or not handed.filename:
            raise UsageError("没有选文件", "选一个 .xlsx 或 .toml 文件", parameter="file")
        found = parse_branches(handed.filename, handed.read())
    except UsageError as error:
        return _page(rows_of(services().catalog.branches()), error), error.http_status
    return _preview(Edited(tuple(found)))


def _preview(wanted: Edited) -> str:
    catalog = services().catalog
    before = catalog.branches()
    return render_template(
        "administration/branches_preview.html",
        differences=differences(before, wanted.branches, wanted.was),
        branches=wanted.branches,
        packed=packed(wanted),
        cost=_cost(wanted.branches),
        same=list(wanted.branches) == before,
        list_name=LIST,
    )


def _cost(wanted: tuple[Branch, ...]) -> Cost:
    """New names are taught to the segmenter too, so that the index is built anew with them."""
    at_hand = services()
    described = cost_of_branches(at_hand.catalog, settings(), wanted)
    before = {
        name for one in at_hand.catalog.branches() if one.confirmed for name in (one.name, *one.aliases)
    }
    if before == {name for one in wanted for name in (one.name, *one.aliases)}:
        return described
    rebuilt = cost_of_rebuild(at_hand.catalog, at_hand.analyzer)
    return Cost(described.described, rebuilt.indexed, described.seconds + rebuilt.seconds)


@blueprint.post("/branches/apply")
@takes_table
def apply() -> ResponseReturnValue:
    """Take the list over in the background. Raises ``Busy`` while a run or other work goes on."""
    wanted = unpacked(request.form.get(LIST, ""))
    at_hand, chosen, who = services(), settings(), who_asks()
    with run_lock(chosen.data):
        pass  # a run under way is told of here, not on the page of the work

    def job(observe: Observe) -> str:
        count = adopt_branches(
            at_hand.catalog,
            at_hand.engine,
            chosen,
            wanted,
            analyzer=at_hand.analyzer,
            who=who,
            observe=observe,
        )
        return f"已采用 {len(wanted)} 个党支部，重新著录 {count} 件"

    work().start("采用党支部名单", url_for("administration.branches"), job)
    return redirect(url_for("work.page"), 303)


@blueprint.get("/branches.xlsx")
def export_xlsx() -> Response:
    content = branches_file(".xlsx", services().catalog.branches())
    return attachment([content], "党支部名单.xlsx", MEDIA_TYPE, size=len(content))


@blueprint.get("/branches.toml")
def export_toml() -> Response:
    content = branches_file(".toml", services().catalog.branches())
    return attachment([content], "党支部名单.toml", "application/toml", size=len(content))
