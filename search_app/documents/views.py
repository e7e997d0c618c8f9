"""The page of a document, and the page on which its description is corrected."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indexer.archival.minutes.meeting import INCOMPLETE
from indexer.catalog.records import DocumentRecord
from indexer.documents import Outcome, Page
from indexer.errors import Conflict, EngineUnavailable, UsageError
from indexer.extraction.drawing import DRAWN
from search_app.documents.corrections import REVERT, REVISION, correct, touched, wish_of_form
from search_app.documents.events import meeting_of
from search_app.documents.form import form_groups
from search_app.documents.leaves import read_portion
from search_app.documents.originals import holds_secrets
from search_app.documents.page import described_groups, label
from search_app.documents.schemas import ReadingParameters
from search_app.documents.service import Relations, find, notes, relations, words_to_mark
from search_app.documents.similar import Similar, similar
from search_app.search.page.links import results_left
from search_app.services import services, taxonomy
from search_app.web.parameters import read

blueprint = Blueprint("documents", __name__, template_folder="templates", url_prefix="/documents")

#: Similar documents beside the text.
_MOST_NEAREST = 6


@blueprint.get("/<document_id>")
def document(document_id: str) -> str:
    at_hand = services()
    given = read(ReadingParameters(), MultiDict(pair for pair in request.args.items(multi=True) if pair[1]))
    catalog, record = at_hand.catalog, find(at_hand.catalog, document_id)
    kept = [] if record.outcome is Outcome.QUARANTINED else catalog.pages(record.id)
    downloadable = not record.vanished and not holds_secrets(catalog, record)
    drawn = record.doc_type in DRAWN and downloadable
    as_pages = given["view"] == "pages" or (given["view"] is None and not any(page.text for page in kept))
    words = words_to_mark(at_hand.search, given["q"])
    beside = relations(catalog, record)
    return render_template(
        "documents/document.html",
        record=record,
        query=given["q"],
        back=results_left(),
        reading=read_portion(kept, words, given["page"], given["portion"]),
        drawn=drawn,
        pictures=_page_numbers(record, kept) if drawn and as_pages else None,
        groups=described_groups(record, taxonomy()),
        notes=[note for note in notes(record) if not note.startswith(INCOMPLETE)],
        beside=beside,
        nearest=_nearest(record, beside),
        parent=catalog.document(record.parent_id) if record.parent_id else None,
        log=catalog.corrections(record.id),
        downloadable=downloadable,
        field_label=label,
    )


@blueprint.get("/<document_id>/event")
def event(document_id: str) -> str:
    """All papers of the meeting that the document proves."""
    catalog = services().catalog
    record = find(catalog, document_id)
    return render_template(
        "documents/event.html", record=record, meeting=meeting_of(catalog, record), back=results_left()
    )


def _nearest(record: DocumentRecord, beside: Relations) -> list[Similar]:
    """The most similar documents, those left out that the page names already; none while the engine is away:
    the text is worth reading all the same."""
    at_hand = services()
    named = [one["id"] for one in (*beside.near_copies, *beside.event, *beside.parts, *beside.members)]
    try:
        found = similar(at_hand.catalog, at_hand.engine, at_hand.analyzer, record, without=named)
    except EngineUnavailable:
        return []
    return found[:_MOST_NEAREST]


def _page_numbers(record: DocumentRecord, kept: Sequence[Page]) -> list[int]:
    """The pages to draw: all of a file, those of its own for a part of one."""
    return [page.number for page in kept] if record.part else list(range(1, max(1, record.page_count) + 1))


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
        branches=[branch.name for branch in services().catalog.branches()],
        reason=given.get("reason", ""),
        reverted=request.form.getlist(REVERT),
        error=error,
    )
