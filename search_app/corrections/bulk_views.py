"""One field of many documents set at once: chosen, looked at before, taken back as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indexer.catalog.records import BatchNote
from indexer.errors import UsageError
from search_app.corrections.cells import cell_text, cell_value
from search_app.corrections.chosen import Chosen, chosen_by_doubt, chosen_by_search, request_in
from search_app.corrections.columns import FIELDS
from search_app.corrections.parameters import WaitingParameters
from search_app.corrections.planning import Asked, plan_of
from search_app.corrections.table_views import show_plan
from search_app.documents.corrections import current
from search_app.documents.form import control_of
from search_app.search.page.state import SearchState
from search_app.services import services, taxonomy
from search_app.web.parameters import read, ticked
from search_app.web.security import takes_table

blueprint = Blueprint("corrections_bulk", __name__, template_folder="templates", url_prefix="/corrections")

#: Documents that are set at once on the page; more go by table.
MOST = 1000
#: Parameters of the page beside those of a search.
FIELD, WAITING, ROOT = "field", "waiting", "root"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the documents come from: the address's own parameters, a search's or the waiting list's."""

    field: str | None
    waiting: bool
    chosen: Chosen
    hidden: tuple[tuple[str, str], ...]
    back: str


@blueprint.get("/bulk")
def page() -> str:
    return _page(_place())


def _place() -> _Place:
    """The documents that the address asks for. Raises ``UsageError`` for what cannot be taken."""
    given = [pair for pair in request.args.items(multi=True) if pair[1].strip()]
    field = next((value for name, value in given if name == FIELD), None)
    if field is not None and field not in FIELDS:
        raise UsageError(f"没有名为“{field}”的著录项", "从列表里选一项", parameter=FIELD)
    rest = [pair for pair in given if pair[0] != FIELD]
    catalog, search = services().catalog, services().search
    if any(name == WAITING for name, _ in rest):
        values = read(WaitingParameters(), MultiDict(rest))
        wanted = values[WAITING] if values[WAITING] != "all" else None
        chosen = chosen_by_doubt(catalog, wanted, values["branch"], values[ROOT], MOST)
        back = url_for("problems.to_confirm", field=wanted, branch=values["branch"], root=values[ROOT])
        return _Place(field, True, chosen, tuple(rest), back)
    arguments = MultiDict(rest)
    chosen = chosen_by_search(catalog, search, request_in(arguments), MOST)
    return _Place(field, False, chosen, SearchState.of(arguments).pairs, SearchState.of(arguments).url)


def _page(
    place: _Place,
    *,
    typed: str = "",
    reason: str = "",
    ticked: frozenset[str] | None = None,
    error: UsageError | None = None,
) -> str:
    field = place.field
    rows = [
        (record, cell_text(field, current(record, field), taxonomy()) if field else "")
        for record in place.chosen.records
    ]
    return render_template(
        "corrections/bulk.html",
        place=place,
        fields=FIELDS,
        control=control_of(field, typed, taxonomy()) if field else None,
        branches=[branch.name for branch in services().catalog.branches()],
        rows=rows,
        ticked=ticked,
        reason=reason,
        error=error,
        most=MOST,
    )


@blueprint.post("/bulk")
@takes_table
def preview() -> ResponseReturnValue:
    """What setting the field of the ticked documents would change; nothing is changed yet."""
    typed, reason = request.form.get("value", ""), request.form.get("reason", "").strip()
    boxes = request.form.getlist("document")
    chosen = ticked(boxes)
    place = _place()
    try:
        if place.field is None:
            raise UsageError("没有选要改的项", "从列表里选一项", parameter=FIELD)
        if not chosen:
            raise UsageError("没有选文件", "至少勾选一件", parameter="document")
        if not reason:
            raise UsageError("请写明更正的理由", "例如：按组织部名册核对", parameter="reason")
        value = cell_value(place.field, typed, taxonomy())
        asked = [_asked(key, revision, place.field, value) for key, revision in chosen.items()]
    except UsageError as error:
        told = frozenset(boxes)
        return _page(place, typed=typed, reason=reason, ticked=told, error=error), error.http_status
    return show_plan(
        plan_of(services().catalog, taxonomy(), asked, BatchNote("bulk", reason), back=request.full_path)
    )


def _asked(identifier: str, revision: int, field: str, value: object) -> Asked:
    """A ticked document with the new value, or none where it has it already."""
    record = services().catalog.document(identifier)
    same = record is not None and _same(current(record, field), value)
    return Asked(identifier, revision, {} if same else {field: value})


def _same(now: object, value: object) -> bool:
    return (list(now) if isinstance(now, tuple) else now) == value or (now in (None, []) and value is None)
