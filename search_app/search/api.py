"""``/api/v1/search``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint
from flask import jsonify
from flask.typing import ResponseReturnValue

from search_app.search.answers import FacetValue, HitAnswer, QueryEcho, SearchAnswer
from search_app.search.parameters import SearchParameters, request_of
from search_app.search.schemas import SearchAnswerSchema
from search_app.services import services

blueprint = APIBlueprint("search_api", __name__, url_prefix="/api/v1/search", tag="search")


@blueprint.get("")
@blueprint.input(SearchParameters, location="query", unknown=None)
@blueprint.output(SearchAnswerSchema)
@blueprint.doc(summary="检索")
def search(query_data: dict[str, Any]) -> ResponseReturnValue:
    return jsonify(answer_json(services().search.search(request_of(query_data))))


def answer_json(answer: SearchAnswer) -> dict[str, Any]:
    """The answer of ``GET /search``. Every document is a hit of its own here, copies folded on the page too:
    whoever pages through the hits meets ``total`` of them."""
    return {
        "query": _query_json(answer.query) | {"within": [_query_json(one) for one in answer.query.within]},
        "total": answer.total,
        "took_ms": answer.took_ms,
        "page": answer.page,
        "size": answer.size,
        "hits": [hit_json(hit) for hit in unfolded(answer.hits)],
        "facets": {
            name: [_value_json(value, parent=name == "category") for value in values]
            for name, values in answer.facets.items()
        },
        "suggestions": [asdict(suggestion) for suggestion in answer.suggestions],
        "unread": asdict(answer.unread),
    }


def unfolded(hits: tuple[HitAnswer, ...]) -> Iterator[HitAnswer]:
    for hit in hits:
        yield hit
        yield from unfolded(hit.folded)


def _query_json(query: QueryEcho) -> dict[str, Any]:
    return {
        "text": query.text,
        "words": list(query.words),
        "expanded": [{"word": one.word, "also": list(one.also)} for one in query.expanded],
        "filters": [{"field": one.field, "value": one.value, "from": one.source} for one in query.filters],
        "relaxed": {"dropped": list(query.relaxed.dropped)} if query.relaxed else None,
        "corrected": asdict(query.corrected) if query.corrected else None,
        "notices": list(query.notices),
    }


def hit_json(hit: HitAnswer) -> dict[str, Any]:
    answer = asdict(hit)
    del answer["folded"]
    return answer


def _value_json(value: FacetValue, *, parent: bool) -> dict[str, Any]:
    children = {"children": [_value_json(child, parent=False) for child in value.children]} if parent else {}
    return {
        "value": value.value,
        "label": value.label,
        "count": value.count,
        "selected": value.selected,
    } | children
