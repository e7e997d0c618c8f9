"""Guesses that a person has looked at and found right: kept as corrections, which can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.archival.taxonomy import Taxonomy
from indexer.catalog import Catalog
from indexer.catalog.records import BatchNote, BatchOutcome, CorrectionWish, DocumentRecord
from search_app.documents.corrections import current
from search_app.documents.page import doubtful
from search_app.web.parameters import ticked

#: In place of a field's name: corrections made before the file changed.
STALE = "*"
_NOTE = BatchNote("confirm", "核对无误")


def confirm(
    catalog: Catalog, taxonomy: Taxonomy, boxes: Iterable[str], field: str | None, who: str
) -> BatchOutcome:
    """Keep what is in doubt of the ticked documents (``id@revision``) as it is: of one field (``*``: what was
    corrected before the file changed), or all of it. A document that has changed since is refused."""
    revisions = ticked(boxes)
    wishes = [
        CorrectionWish(key, revisions[key], in_doubt(record, taxonomy, field))
        for key, record in catalog.documents(revisions).items()
    ]
    return catalog.correct_many(wishes, who, _NOTE, whole=False)


def in_doubt(record: DocumentRecord, taxonomy: Taxonomy, field: str | None) -> dict[str, Any]:
    """The values that wait for a person, by field."""
    names = [] if field == STALE else [one.name for one in doubtful(record, taxonomy)]
    stale = record.corrected if record.stale_corrections and field in (None, STALE) else ()
    wanted = (name for name in dict.fromkeys([*names, *stale]) if field in (None, STALE, name))
    return {name: _listed(current(record, name)) for name in wanted}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
