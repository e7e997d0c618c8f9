"""The list of problems, as the API gives it and the page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indexer.catalog import Catalog
from indexer.catalog.records import ProblemRecord
from indexer.documents import ProblemKind

#: Listed only when asked for: they are no fault of a file.
ASIDE = frozenset({ProblemKind.IGNORED, ProblemKind.VANISHED})
_EXPORT_PAGE = 1000


@dataclass(frozen=True, slots=True)
class ProblemChoice:
    """Which problems to list; None does not narrow."""

    kind: ProblemKind | None = None
    branch: str | None = None
    root: str | None = None
    folder: str | None = None


def problems_page(
    catalog: Catalog, choice: ProblemChoice, page: int, size: int
) -> tuple[int, list[ProblemRecord]]:
    """The exact total and one page of the problems chosen."""
    return catalog.problems(choice.kind, choice.branch, choice.root, choice.folder, page, size)


def all_problems(catalog: Catalog, choice: ProblemChoice) -> Iterator[ProblemRecord]:
    """Every problem chosen, read a page at a time."""
    page = 1
    while rows := problems_page(catalog, choice, page, _EXPORT_PAGE)[1]:
        yield from rows
        page += 1


def counts_by_kind(catalog: Catalog, choice: ProblemChoice) -> dict[ProblemKind, int]:
    """How many problems of each kind the choice of branch and folder leaves."""
    return {
        kind: catalog.problems(kind, choice.branch, choice.root, choice.folder, 1, 1)[0]
        for kind in ProblemKind
    }


def problem_json(problem: ProblemRecord) -> dict[str, Any]:
    return {
        "root": problem.root,
        "path": problem.path,
        "member": problem.member,
        "id": problem.id,
        "kind": problem.kind.value,
        "reason": problem.reason,
        "hint": problem.hint,
        "branch": problem.branch,
    }
