"""The page of the work under way: it asks again by itself until the work has ended."""

from __future__ import annotations

from flask import Blueprint, render_template

from search_app.services import services, work

blueprint = Blueprint("work", __name__, template_folder="templates", url_prefix="/administration/work")

#: Seconds after which the page asks again.
AGAIN = 2


@blueprint.get("")
def page() -> str:
    return render_template(
        "administration/work.html",
        state=work().state,
        again=AGAIN,
        run=services().catalog.current_run(),
    )
