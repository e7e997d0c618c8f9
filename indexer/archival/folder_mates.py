"""What a document that names no branch learns from those beside it, in a folder made for one matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from indexer.documents import Evidence, FieldSource, FieldValue

from .events import Described, is_meeting_folder
from .paper import plain
from .persons import is_name

#: How sure the others must be of their branch.
_SURE = 0.7


def branches_from_mates(documents: Iterable[Described]) -> dict[str, FieldValue]:
    """By id the branch of documents without one that lie in a person's dossier (发展党员/周海棠) or a
    meeting's folder (6月3日支委会), where all others that know theirs are of the same branch."""
    by_folder: dict[str, list[Described]] = defaultdict(list)
    for document in documents:
        by_folder[document.folder].append(document)
    found: dict[str, FieldValue] = {}
    for folder, mates in by_folder.items():
        if not (is_name(plain(folder.rpartition("/")[2])) or is_meeting_folder(folder)):
            continue
        told = {value.value for value in map(_branch, mates) if value.value and value.confidence >= _SURE}
        if len(told) == 1:
            lent = FieldValue(told.pop(), FieldSource.EVENT, Evidence(folder.rpartition("/")[2]), 0.6)
            found.update({mate.id: lent for mate in mates if _branch(mate).value is None})
    return found


def _branch(document: Described) -> FieldValue:
    return document.description.fields.get("branch", FieldValue())
