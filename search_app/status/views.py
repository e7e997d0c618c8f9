"""The status page."""

from __future__ import annotations

from flask import Blueprint, render_template

from indexer.documents import Outcome
from search_app.services import services
from search_app.status.service import engine_json, root_json
from search_app.version import version

blueprint = Blueprint("status", __name__, template_folder="templates")

#: The order of the bar: from found by every word to not taken in at all.
_ORDER = (
    Outcome.SEARCHABLE,
    Outcome.PARTLY,
    Outcome.NOT_SEARCHABLE,
    Outcome.QUARANTINED,
    Outcome.IGNORED,
)


@blueprint.get("/status")
def overview() -> str:
    at_hand = services()
    catalog = at_hand.catalog
    outcomes = catalog.outcomes()
    return render_template(
        "status/status.html",
        engine=engine_json(catalog, at_hand.engine, at_hand.analyzer.fingerprint),
        roots=[root_json(root) for root in catalog.roots()],
        outcomes={outcome.value: outcomes.get(outcome, 0) for outcome in _ORDER},
        members={outcome.value: count for outcome, count in catalog.member_outcomes().items()},
        run=catalog.current_run(),
        last_run=catalog.last_run(),
        purge_due=catalog.purge_due() is not None,
        version=version(),
    )
