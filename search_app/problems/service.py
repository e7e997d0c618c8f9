"""The list of problems, as the API gives it and the page shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.catalog import Catalog
from indexer.catalog.records import ProblemRecord
from indexer.documents import ProblemKind
from indexer.pipeline import Observe, RunSummary, read_marked
from indexer.settings import Settings

if TYPE_CHECKING:
    from search_app.services import Services

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


def mark_for_reading(
    catalog: Catalog, choice: ProblemChoice, ids: Collection[str] | None = None
) -> list[tuple[str, str]]:
    """Let the next run read the files of the problems chosen again (``ids``: of these alone); return their
    roots and paths."""
    return catalog.read_again(choice.kind, choice.branch, choice.root, choice.folder, ids)


def read_now(
    services: Services, settings: Settings, marked: Sequence[tuple[str, str]], observe: Observe
) -> RunSummary | None:
    """Read marked files; None where their folders are away. Raises ``Busy`` while a run goes on."""
    return read_marked(
        services.catalog,
        services.engine,
        settings,
        marked,
        fingerprint=services.analyzer.fingerprint,
        observe=observe,
    )


def reread(
    services: Services, settings: Settings, marked: Sequence[tuple[str, str]], observe: Observe
) -> str:
    """Read marked files; say how it went."""
    if read_now(services, settings, marked, observe) is None:
        return "这些文件所在的文件夹现在找不到，没有重新读取"
    return f"已重新读取 {len(marked)} 个文件；仍有问题的还在待处理清单里"


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
