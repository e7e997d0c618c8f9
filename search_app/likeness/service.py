"""Groups of documents that say nearly the same, as the page and the call give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexer.archival.likeness import likeness, shingles
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.pipeline.likeness import Group, near_groups
from search_app.documents.service import place_json


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """Which groups to list: those with a document of this branch, of this role; None does not narrow."""

    branch: str | None = None
    role: str | None = None


def chosen_groups(groups: Sequence[Group], choice: GroupChoice) -> list[Group]:
    """The groups in which one document fulfils all that is asked."""
    return [
        group
        for group in groups
        if any(
            choice.branch in (None, one.branch) and choice.role in (None, one.role) for one in group.members
        )
    ]


def groups_page(
    catalog: Catalog, choice: GroupChoice, page: int, size: int
) -> tuple[int, list[Group], list[str]]:
    """The exact total, one page of the groups chosen, and the roles that there are."""
    everything = near_groups(catalog)
    found = chosen_groups(everything, choice)
    roles = sorted({one.role for group in everything for one in group.members if one.role})
    return len(found), found[(page - 1) * size : page * size], roles


def group_json(group: Group) -> dict[str, Any]:
    members = [place_json(one.place) | {"branch": one.branch, "role": one.role} for one in group.members]
    return {"documents": members, "least": group.least, "most": group.most}


def share_of(catalog: Catalog, one: DocumentRecord, other: DocumentRecord) -> float | None:
    """What two documents have in common: as it was found, else measured now; None where one of them has too
    little text to tell."""
    known = catalog.near(one.sha256) if one.sha256 and not one.part and not other.part else {}
    if other.sha256 in known:
        return known[other.sha256]
    texts = [[page.text for page in catalog.pages(record.id)] for record in (one, other)]
    left, right = (shingles(pages) for pages in texts)
    return likeness(left, right) if left and right else None
