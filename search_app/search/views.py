"""The first page and the page of results."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indexer.errors import NotFound
from search_app.search.answers import FacetValue, SearchAnswer, SearchRequest
from search_app.search.page.charts import FacetView, facet_view
from search_app.search.page.conditions import chips, notices
from search_app.search.page.preview import preview
from search_app.search.page.state import SearchState
from search_app.search.page.ways import CHAPTERS
from search_app.search.parameters import SearchPageParameters, request_of
from search_app.searches.remembering import remember
from search_app.services import services, settings, taxonomy
from search_app.status.service import not_fully_searchable
from search_app.web.pages import page_numbers
from search_app.web.parameters import read

blueprint = Blueprint("search", __name__, template_folder="templates")

#: The order of the facets beside the hits, and of those on the first page.
_FACETS = ("branch", "category", "year", "month", "role", "doc_type", "issuer", "secrecy")
_SHELVES = ("category", "branch", "year", "role")


@blueprint.get("/")
def home() -> ResponseReturnValue:
    if request.args:
        return redirect(SearchState.of(request.args).url)
    at_hand = services()
    answer = at_hand.search.search(SearchRequest(size=1))
    last = at_hand.catalog.last_run()
    return render_template(
        "search/home.html",
        total=answer.total,
        unread=not_fully_searchable(at_hand.catalog),
        last_run=last.ended_at if last else None,
        facet_views=_facet_views(answer, SearchState(), _SHELVES),
    )


@blueprint.get("/search")
def results() -> ResponseReturnValue:
    state = SearchState.of(request.args)
    given = read(SearchPageParameters(), MultiDict(state.pairs))
    wanted = request_of(given)
    at_hand = services()
    answer = at_hand.search.search(wanted)
    page = render_template(
        "search/results.html",
        state=state,
        answer=answer,
        looked_for=_looked_for(answer),
        sort=given["sort"] or ("relevance" if state.searches else "newest"),
        facet_views=_facet_views(answer, state, _FACETS),
        chosen=chips(state, answer.query, taxonomy(), settings().zone),
        notices=notices(state, answer.query),
        preview=preview(at_hand.catalog, answer, given["preview"], taxonomy()),
        pages=page_numbers(answer.page, answer.total, answer.size),
        unread=0 if answer.total else not_fully_searchable(at_hand.catalog),
    )
    response = make_response(page)
    remember(response, state.query, answer)
    return response


@blueprint.get("/search/preview")
def preview_alone() -> ResponseReturnValue:
    """The preview without its page, for the script that follows the focus."""
    state = SearchState.of(request.args)
    given = read(SearchPageParameters(), MultiDict(state.pairs))
    at_hand = services()
    answer = at_hand.search.search(request_of(given))
    shown = preview(at_hand.catalog, answer, given["preview"], taxonomy())
    if shown is None or shown.hit.id != given["preview"]:
        raise NotFound("这份文件不在这一页结果里", "请刷新页面")
    return render_template("search/_preview.html", state=state, preview=shown, looked_for=_looked_for(answer))


@blueprint.get("/search/ways")
def ways() -> str:
    """How to ask, with examples."""
    return render_template("search/ways.html", chapters=CHAPTERS)


def _looked_for(answer: SearchAnswer) -> str:
    """The query whose words are marked in a document, earlier ones within whose results it is included."""
    queries = (answer.query, *answer.query.within)
    return " ".join(one.corrected.text if one.corrected else one.text for one in queries).strip()


def _facet_views(answer: SearchAnswer, state: SearchState, names: tuple[str, ...]) -> list[FacetView]:
    """The facets worth showing: those that tell something; months only within one year."""
    one_year = len(state.values("year")) == 1 or bool(state.values("month"))
    return [
        facet_view(name, answer.facets.get(name, ()), state)
        for name in names
        if _tells(answer.facets.get(name, ())) and (name != "month" or one_year)
    ]


def _tells(values: Sequence[FacetValue]) -> bool:
    """Whether there is anything to choose: one value that no document has is none."""
    return any(value.value is not None or value.selected or value.excluded for value in values)
