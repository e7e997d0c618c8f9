"""The list of problems as a worksheet that people pass on and tick off."""

from __future__ import annotations

from collections.abc import Iterable

from indexer import worksheets
from indexer.catalog.records import ProblemRecord
from search_app.web.display import PROBLEM_KINDS

_HEADINGS = ("问题", "党支部", "根文件夹", "文件", "压缩包内", "原因", "怎么办")
_WIDTHS = (14, 20, 16, 60, 40, 40, 50)


def worksheet(problems: Iterable[ProblemRecord]) -> bytes:
    """An xlsx file with one row a problem."""
    return worksheets.write([worksheets.Sheet("待处理", _HEADINGS, map(_row, problems), _WIDTHS)])


def _row(problem: ProblemRecord) -> tuple[str, ...]:
    return (
        PROBLEM_KINDS[problem.kind.value],
        problem.branch or "",
        problem.root,
        problem.path,
        problem.member or "",
        problem.reason,
        problem.hint,
    )
