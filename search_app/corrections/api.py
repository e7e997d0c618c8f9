"""``/api/v1/corrections``: many documents corrected as one, the log, taking back."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import jsonify
from flask.typing import ResponseReturnValue

from indexer.catalog.records import (
    BatchNote,
    BatchOutcome,
    BatchRecord,
    CorrectionWish,
    LogLine,
    RefusedWish,
)
from search_app.corrections.parameters import BatchParameters, LogParameters, filter_of
from search_app.corrections.schemas import (
    BatchesAnswer,
    CorrectionsBody,
    LogAnswer,
    NothingBody,
    OutcomeAnswer,
)
from search_app.documents.corrections import levels_agreeing
from search_app.documents.service import place_json
from search_app.services import services, taxonomy
from search_app.web.asking import who_asks
from search_app.web.parameters import NoParameters
from search_app.web.security import takes_table

blueprint = APIBlueprint("corrections_api", __name__, url_prefix="/api/v1/corrections", tag="corrections")

_WRITES = {403: "请求来自别的网站", 415: "内容不是 JSON"}


@blueprint.get("")
@blueprint.input(LogParameters, location="query", unknown=None)
@blueprint.output(LogAnswer)
@blueprint.doc(summary="更正记录")
def log(query_data: dict[str, Any]) -> ResponseReturnValue:
    page, size = query_data["page"], query_data["size"]
    total, lines = services().catalog.log(filter_of(query_data), page, size)
    return jsonify(total=total, page=page, size=size, corrections=[line_json(line) for line in lines])


@blueprint.post("")
@takes_table
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.input(CorrectionsBody, unknown=None)
@blueprint.output(OutcomeAnswer)
@blueprint.doc(summary="一次更正许多文件", description="作为一批记下，可以整批撤回", responses=_WRITES)
def correct(query_data: dict[str, Any], json_data: dict[str, Any]) -> ResponseReturnValue:
    catalog = services().catalog
    wishes = _wishes(json_data["documents"])
    if json_data["check"]:
        accepted, refused = catalog.check_corrections(wishes)
        return jsonify(batch=None, corrected=list(accepted), refused=list(map(refused_json, refused)))
    note = BatchNote("api", json_data["reason"].strip())
    return _outcome(catalog.correct_many(wishes, who_asks(), note, whole=json_data["whole"]))


def _wishes(given: list[dict[str, Any]]) -> list[CorrectionWish]:
    records = services().catalog.documents(one["id"] for one in given)
    return [
        CorrectionWish(
            one["id"],
            one["revision"],
            levels_agreeing(records[one["id"]], one["fields_"], taxonomy())
            if one["id"] in records
            else one["fields_"],
            one["reason"],
        )
        for one in given
    ]


@blueprint.post("/<int(max=2147483647):number>/undo")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.input(NothingBody, unknown=None)
@blueprint.output(OutcomeAnswer)
@blueprint.doc(summary="撤回一处更正", responses=_WRITES)
def undo_line(number: int, query_data: dict[str, Any], json_data: dict[str, Any]) -> ResponseReturnValue:
    return _outcome(services().catalog.take_back([number], who_asks()))


@blueprint.get("/batches")
@blueprint.input(BatchParameters, location="query", unknown=None)
@blueprint.output(BatchesAnswer)
@blueprint.doc(summary="成批的更正")
def batches(query_data: dict[str, Any]) -> ResponseReturnValue:
    page, size = query_data["page"], query_data["size"]
    total, found = services().catalog.batches(page, size)
    return jsonify(total=total, page=page, size=size, batches=[batch_json(one) for one in found])


@blueprint.post("/batches/<int(max=2147483647):number>/undo")
@blueprint.input(NoParameters, location="query", unknown=None)
@blueprint.input(NothingBody, unknown=None)
@blueprint.output(OutcomeAnswer)
@blueprint.doc(summary="撤回一批更正", description="密级不撤回", responses=_WRITES | {404: "没有这一批"})
def undo_batch(number: int, query_data: dict[str, Any], json_data: dict[str, Any]) -> ResponseReturnValue:
    return _outcome(services().catalog.undo_batch(number, who_asks()))


def _outcome(outcome: BatchOutcome) -> ResponseReturnValue:
    return jsonify(
        batch=outcome.batch,
        corrected=list(outcome.corrected),
        refused=[refused_json(one) for one in outcome.refused],
    )


def refused_json(one: RefusedWish) -> dict[str, Any]:
    return {"id": one.id, "reason": one.reason, "parameter": one.parameter}


def line_json(line: LogLine) -> dict[str, Any]:
    one = line.correction
    return {
        "id": one.id,
        "document": place_json(line.place),
        "field": one.field,
        "value": one.value,
        "who": one.who,
        "made_at": one.made_at.isoformat(),
        "reason": one.reason,
        "sha256": one.sha256,
        "batch": one.batch,
        "reverted_at": one.reverted_at.isoformat() if one.reverted_at else None,
        "reverted_by": one.reverted_by,
    }


def batch_json(one: BatchRecord) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "who": one.who,
        "made_at": one.made_at.isoformat(),
        "reason": one.reason,
        "source": one.source,
        "source_sha256": one.source_sha256,
        "documents": one.documents,
        "corrections": one.corrections,
        "in_force": one.in_force,
        "undone_at": one.undone_at.isoformat() if one.undone_at else None,
        "undone_by": one.undone_by,
    }
