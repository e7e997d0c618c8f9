"""The page of a document, and the page on which its description is corrected."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indexer.catalog.records import DocumentRecord
from indexer.documents import Outcome
from indexer.errors import Conflict, QueryTooBroad, UsageError
from search_app.documents.corrections import REVERT, REVISION, correct, touched, wish_of_form
from search_app.documents.form import form_groups
from search_app.documents.leaves import blocks, contents, leaves, portion_of
from search_app.documents.originals import holds_secrets
from search_app.documents.page import described_groups, label
from search_app.documents.schemas import ReadingParameters
from search_app.documents.service import find, relations
from search_app.services import services, taxonomy
from search_app.web.parameters import read

blueprint = Blueprint("documents", __name__, template_folder="templates", url_prefix="/documents")


@blueprint.get("/<document_id>")
def document(document_id: str) -> str:
    at_hand = services()
    given = read(ReadingParameters(), MultiDict(pair for pair in request.args.items(multi=True) if pair[1]))
    record = find(at_hand.catalog, document_id)
    secret = record.outcome is Outcome.QUARANTINED
    found = [] if secret else leaves(at_hand.catalog.pages(record.id), _words(given["q"]))
    portion = min(given["portion"] or portion_of(found, given["page"]), found[-1].portion if found else 1)
    return render_template(
        "documents/document.html",
        record=record,
        query=given["q"],
        contents=contents(found),
        leaves=[(leaf, blocks(leaf)) for leaf in found if leaf.portion == portion],
        marked=sum(len(leaf.marks) for leaf in found),
        portion=portion,
        portions=found[-1].portion if found else 1,
        groups=described_groups(record, taxonomy()),
        beside=relations(at_hand.catalog, at_hand.engine, record),
        parent=at_hand.catalog.document(record.parent_id) if record.parent_id else None,
        log=at_hand.catalog.corrections(record.id),
        downloadable=not record.vanished and not holds_secrets(at_hand.catalog, record),
        field_label=label,
    )


def _words(query: str) -> list[tuple[str, ...]]:
    """The words to mark. A query over a limit marks nothing: the document is worth reading all the same."""
    try:
        return services().search.words_to_mark(query) if query else []
    except QueryTooBroad:
        return []


@blueprint.get("/<document_id>/correct")
def correct_form(document_id: str) -> str:
    record = find(services().catalog, document_id)
    return _form(record, {}, record.revision)


@blueprint.post("/<document_id>/correct")
def correct_document(document_id: str) -> ResponseReturnValue:
    record = find(services().catalog, document_id)
    given = request.form.to_dict()
    revision = int(given[REVISION]) if given.get(REVISION, "").isdecimal() else 0
    try:
        wish = wish_of_form(given, request.form.getlist(REVERT))
        correct(
            services().catalog, taxonomy(), record, wish, who=request.remote_addr or "", revision=revision
        )
    except (UsageError, Conflict) as error:
        return _form(record, given, record.revision, error), error.http_status
    return redirect(url_for("documents.document", document_id=record.id), 303)


def _form(
    record: DocumentRecord, given: dict[str, str], revision: int, error: UsageError | Conflict | None = None
) -> str:
    """The form with what the document says, or with what was typed where it was refused."""
    return render_template(
        "documents/correct.html",
        record=record,
        revision=revision,
        groups=form_groups(record, touched(given), taxonomy()),
        reason=given.get("reason", ""),
        reverted=request.form.getlist(REVERT),
        error=error,
    )
