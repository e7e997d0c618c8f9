"""The page 我的检索: searches kept under a name, and what was looked for before."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.errors import Conflict, UsageError
from search_app.searches.kept import look, save, standing
from search_app.services import services, settings
from search_app.web.asking import who_asks

blueprint = Blueprint("searches", __name__, template_folder="templates", url_prefix="/searches")


@blueprint.get("")
def page() -> str:
    return _page()


def _page(*, error: UsageError | Conflict | None = None) -> str:
    catalog, who = services().catalog, who_asks()
    return render_template(
        "searches/searches.html",
        searches=[standing(one) for one in catalog.saved_searches(who)],
        past=catalog.past_queries(who),
        remembers=settings().remember_searches,
        unsaved={name: request.form.get(name, "") for name in ("name", "search")} if error else {},
        error=error,
    )


@blueprint.post("")
def save_search() -> ResponseReturnValue:
    try:
        saved = save(request.form.get("name", ""), request.form.get("search", ""))
    except (UsageError, Conflict) as error:
        return _page(error=error), error.http_status
    flash(f"已保存“{saved.name}”")
    return redirect(url_for(".page"), 303)


@blueprint.post("/<int:number>/new")
def new(number: int) -> ResponseReturnValue:
    """Show what came since the search was last looked at; from now on that has been seen."""
    return redirect(look(number).url, 303)


@blueprint.post("/<int:number>/rename")
def rename(number: int) -> ResponseReturnValue:
    try:
        services().catalog.rename_search(who_asks(), number, request.form.get("name", ""))
    except (UsageError, Conflict) as error:
        return _page(error=error), error.http_status
    flash("已改名")
    return redirect(url_for(".page"), 303)


@blueprint.post("/<int:number>/delete")
def delete(number: int) -> ResponseReturnValue:
    services().catalog.forget_search(who_asks(), number)
    flash("已删除")
    return redirect(url_for(".page"), 303)


@blueprint.post("/past/forget")
def forget() -> ResponseReturnValue:
    """Forget the query named, or all."""
    services().catalog.forget_queries(who_asks(), request.form.get("text"))
    flash("已清除")
    return redirect(url_for(".page", _anchor="past"), 303)
