"""What a meeting learns from the longer file that it was cut from."""

from __future__ import annotations

from dataclasses import replace

from indexer.documents import Description, Evidence


def of_book(meeting: Description, book: Description) -> Description:
    """The meeting with the branch of the book, unless it is at least as sure of its own: only the book's
    cover or folder names the branch, as a rule."""
    told, own = book.fields["branch"], meeting.fields["branch"]
    if told.value is None or (own.value is not None and own.confidence >= told.confidence):
        return meeting
    words = Evidence(told.evidence.text) if told.evidence is not None else None
    return replace(meeting, fields={**meeting.fields, "branch": replace(told, evidence=words)})
