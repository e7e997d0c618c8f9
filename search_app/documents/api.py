"""``/api/v1/documents``: one document, its text, its original, its corrections."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from apiflask import APIBlueprint, FileSchema
from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from indexer.catalog.records import DocumentRecord
from indexer.pipeline.means import extraction_context
from search_app.documents.corrections import Wish, correct
from search_app.documents.originals import chunks, open_original
from search_app.documents.schemas import (
    CorrectionBody,
    DocumentAnswer,
    MarkingParameters,
    RevisionHeader,
    SimilarAnswers,
    TextAnswer,
)
from search_app.documents.service import document_json, find, relations, text_pages, words_to_mark
from search_app.documents.sheets import sheet_of, sheet_tag
from search_app.documents.similar import similar, similar_json
from search_app.services import draughtsman, services, settings, taxonomy
from search_app.web.attachments import attachment
from search_app.web.parameters import NoParameters

blueprint = APIBlueprint("documents_api", __name__, url_prefix="/api/v1/documents", tag="documents")

_BYTES = {"type": "string", "format": "binary"}
_PIECE: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    206: {"description": "要的那一段字节", "content": {"*/*": {"schema": _BYTES}}}
}


@blueprint.get("/<document_id>")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(DocumentAnswer)
@blueprint.doc(summary="一份文件：著录、依据、问题、相关文件")
def document(document_id: str, query_data: dict[str, Any]) -> ResponseReturnValue:
    return _answer(find(services().catalog, document_id))


@blueprint.patch("/<document_id>")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.input(CorrectionBody, unknown=None)
@blueprint.input(RevisionHeader, location="headers")
@blueprint.output(DocumentAnswer)
@blueprint.doc(
    summary="更正著录",
    description="立即写入目录库，几秒内进入检索结果",
    responses={403: "请求来自别的网站", 409: "文件已被别人更正", 415: "内容不是 JSON"},
)
def correct_document(
    document_id: str, query_data: dict[str, Any], json_data: dict[str, Any], headers_data: dict[str, Any]
) -> ResponseReturnValue:
    record = find(services().catalog, document_id)
    wish = Wish(json_data["fields_"], json_data["revert"], json_data["reason"])
    revision = headers_data["if_match"]
    who = request.remote_addr or ""
    changed = correct(services().catalog, taxonomy(), record, wish, who=who, revision=revision)
    return _answer(changed)


@blueprint.get("/<document_id>/similar")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(SimilarAnswers)
@blueprint.doc(summary="内容最接近的文件")
def similar_documents(document_id: str, query_data: dict[str, Any]) -> ResponseReturnValue:
    at_hand = services()
    record = find(at_hand.catalog, document_id)
    found = similar(at_hand.catalog, at_hand.engine, at_hand.analyzer, record)
    return jsonify(documents=[similar_json(one) for one in found])


@blueprint.get("/<document_id>/text")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(TextAnswer)
@blueprint.doc(summary="全文，按页")
def text(document_id: str, query_data: dict[str, Any]) -> ResponseReturnValue:
    pages = text_pages(services().catalog, find(services().catalog, document_id))
    return jsonify(pages=[{"number": page.number, "label": page.label, "text": page.text} for page in pages])


@blueprint.get("/<document_id>/file")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.output(FileSchema(**_BYTES), content_type="*/*")
@blueprint.doc(
    summary="原件",
    description="逐字节的原件，总是作为附件；压缩包里的文件是它自己的内容",
    responses=_PIECE,
)
def file(document_id: str, query_data: dict[str, Any]) -> Response:
    catalog = services().catalog
    original = open_original(catalog, find(catalog, document_id), extraction_context(settings()))
    body, name, media_type = chunks(original), original.name, original.media_type
    with ExitStack() as stack:
        stack.callback(original.close)
        response = attachment(body, name, media_type, size=original.size, sha256=original.sha256)
        response.call_on_close(stack.pop_all().close)
    return response


@blueprint.get("/<document_id>/pages/<int:number>.png")
@blueprint.input(MarkingParameters, location="query", unknown=None)
@blueprint.output(FileSchema(**_BYTES), content_type="image/png")
@blueprint.doc(summary="一页的图像", description="PDF 和图片可以画出；检索词所在之处标黄")
def page_image(document_id: str, number: int, query_data: dict[str, Any]) -> Response:
    catalog = services().catalog
    record = find(catalog, document_id)
    words = words_to_mark(services().search, query_data["q"])
    sheet = sheet_of(catalog, record, number, words, extraction_context(settings()))
    response = Response(mimetype="image/png")
    response.set_etag(sheet_tag(record, sheet))
    if not request.if_none_match.contains_weak(sheet_tag(record, sheet)):
        response.data = draughtsman().draw(sheet)
    response.make_conditional(request.environ)
    return response


def _answer(record: DocumentRecord) -> Response:
    beside = relations(services().catalog, record)
    response = jsonify(document_json(record, beside))
    response.set_etag(str(record.revision))
    return response
