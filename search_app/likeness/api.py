"""``/api/v1/near-copies`` and the comparison of two documents."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint, fields
from flask import jsonify
from flask.typing import ResponseReturnValue

from indexer.archival.likeness import ALIKE
from search_app.documents.schemas import PlaceAnswer
from search_app.documents.service import find, text_pages
from search_app.likeness.comparing import Bit, compared
from search_app.likeness.parameters import GroupCallParameters
from search_app.likeness.service import GroupChoice, group_json, groups_page, share_of
from search_app.services import services
from search_app.web.answers import Answer, listed, nullable, present
from search_app.web.parameters import NoParameters

blueprint = APIBlueprint("likeness_api", __name__, url_prefix="/api/v1", tag="documents")


class NearDocumentAnswer(PlaceAnswer):
    branch = nullable(fields.String)
    role = nullable(fields.String)


class NearGroupAnswer(Answer):
    documents = listed(NearDocumentAnswer)
    least = present(fields.Float, "组内两两相同的最小份额")
    most = present(fields.Float, "组内两两相同的最大份额")


class NearGroupsAnswer(Answer):
    total = present(fields.Integer)
    page = present(fields.Integer)
    size = present(fields.Integer)
    threshold = present(fields.Float, "相同的份额达到多少算雷同")
    groups = listed(NearGroupAnswer, "大组在前")


class BitAnswer(Answer):
    text = present(fields.String)
    differs = present(fields.Boolean)


class ComparedRowAnswer(Answer):
    left = listed(BitAnswer)
    right = listed(BitAnswer)


class ComparisonAnswer(Answer):
    share = nullable(fields.Float, "两份文字有多少相同，0 到 1；文字太少时为 null")
    cut = present(fields.Boolean, "文字太长，只对照了前面的")
    rows = listed(ComparedRowAnswer, "一行一段；一边没有的段为空")


@blueprint.get("/near-copies")
@blueprint.input(GroupCallParameters, location="query", unknown=None)
@blueprint.output(NearGroupsAnswer)
@blueprint.doc(summary="雷同材料，按组")
def groups(query_data: dict[str, Any]) -> ResponseReturnValue:
    page, size = query_data["page"], query_data["size"]
    choice = GroupChoice(query_data["branch"], query_data["role"])
    total, found, _ = groups_page(services().catalog, choice, page, size)
    told = [group_json(group) for group in found]
    return jsonify(total=total, page=page, size=size, threshold=ALIKE, groups=told)


@blueprint.get("/documents/<document_id>/compare/<other_id>")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(ComparisonAnswer)
@blueprint.doc(summary="两份文件的文字对照")
def compare(document_id: str, other_id: str, query_data: dict[str, Any]) -> ResponseReturnValue:
    catalog = services().catalog
    one, other = find(catalog, document_id), find(catalog, other_id)
    found = compared(text_pages(catalog, one), text_pages(catalog, other))
    rows = [{"left": _bits(row.left), "right": _bits(row.right)} for row in found.rows]
    return jsonify(share=share_of(catalog, one, other), cut=found.cut, rows=rows)


def _bits(bits: tuple[Bit, ...]) -> list[dict[str, Any]]:
    return [{"text": bit.text, "differs": bit.differs} for bit in bits]
