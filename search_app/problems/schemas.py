"""The answer of ``GET /problems``."""

from __future__ import annotations

from apiflask import fields

from indexer.documents import ProblemKind
from search_app.web.answers import Answer, listed, nullable, present, word


class ListedProblemAnswer(Answer):
    root = present(fields.String)
    path = present(fields.String)
    member = nullable(fields.String)
    id = nullable(fields.String)
    kind = word(kind.value for kind in ProblemKind)
    reason = present(fields.String, "出了什么问题")
    hint = present(fields.String, "怎么办")
    branch = nullable(fields.String)


class ProblemsAnswer(Answer):
    total = present(fields.Integer)
    page = present(fields.Integer)
    size = present(fields.Integer)
    problems = listed(ListedProblemAnswer)
