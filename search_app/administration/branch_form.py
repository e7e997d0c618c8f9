"""The list of branches as one form: every row a branch, so that one look and one button change it all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from indexer.archival.values import Branch
from indexer.branch_files import branch_json, branch_of, checked_branches
from indexer.errors import UsageError

#: Empty rows at the end, for branches to add.
EMPTY_ROWS = 2
_COLUMNS = ("name", "aliases", "committee", "groups", "term", "from", "until")
#: Names of a row's controls beside the columns: the name it was shown with, the branch that it goes into,
#: whether it is to be removed.
WAS, INTO, GONE = "was", "into", "gone"
LIST = "list"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row as it is shown: the texts of its controls by column."""

    number: int
    was: str
    texts: Mapping[str, str]
    confirmed: bool = False
    into: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A list as a person wants it. ``was`` gives, by a branch's name, the old ones that it stands for."""

    branches: tuple[Branch, ...]
    was: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def rows_of(branches: Sequence[Branch]) -> list[FormRow]:
    """A row a branch, and some empty ones."""
    rows = [
        FormRow(number, branch.name, _texts(branch), branch.confirmed)
        for number, branch in enumerate(branches, 1)
    ]
    empty = dict.fromkeys(_COLUMNS, "")
    return [*rows, *(FormRow(len(rows) + n, "", empty) for n in range(1, EMPTY_ROWS + 1))]


def _texts(branch: Branch) -> dict[str, str]:
    told = branch_json(branch)
    committee = {True: "有", False: "无"}.get(told["committee"], "")
    texts = {name: "" if told[name] is None else str(told[name]) for name in _COLUMNS}
    return texts | {"aliases": "、".join(branch.aliases), "committee": committee}


def rows_of_form(form: Mapping[str, str], confirmed: Mapping[str, bool]) -> list[FormRow]:
    """The rows as they were sent, to show them again where one is refused."""
    numbers = sorted(int(key.partition(".")[2]) for key in form if key.startswith(f"{WAS}."))
    return [
        FormRow(
            number,
            form[f"{WAS}.{number}"],
            {name: form.get(f"{name}.{number}", "") for name in _COLUMNS},
            confirmed.get(form[f"{WAS}.{number}"], False),
            form.get(f"{INTO}.{number}", ""),
            f"{GONE}.{number}" in form,
        )
        for number in numbers
    ]


def edited(rows: Sequence[FormRow]) -> Edited:
    """The list that the rows ask for. Raises ``UsageError`` naming the row that cannot be taken."""
    kept: dict[str, Branch] = {}
    was: dict[str, tuple[str, ...]] = {}
    merged: list[FormRow] = []
    for row in rows:
        if row.gone or not (row.was or any(text.strip() for text in row.texts.values())):
            continue
        if row.into:
            merged.append(row)
            continue
        branch = _branch(row)
        if branch.name in kept:
            raise UsageError(
                f"党支部“{branch.name}”写了两次", "每个党支部只写一行", parameter=f"name.{row.number}"
            )
        kept[branch.name] = branch
        was[branch.name] = (row.was,) if row.was else ()
    for row in merged:
        target = _target(row, kept, was)
        taken = _branch(row)
        kept[target] = _with_aliases(kept[target], (taken.name, row.was, *taken.aliases))
        was[target] = (*was[target], row.was)
    branches = checked_branches(kept.values())
    _check_aliases(branches)
    return Edited(tuple(branches), was)


def _branch(row: FormRow) -> Branch:
    texts: dict[str, Any] = {name: text.strip() or None for name, text in row.texts.items()}
    branch = branch_of(
        {key: value for key, value in texts.items() if value is not None}, f"第 {row.number} 行"
    )
    return _with_aliases(branch, (row.was,)) if row.was else branch


def _with_aliases(branch: Branch, names: Sequence[str]) -> Branch:
    """What a branch was called before is how it is still written in old papers."""
    aliases = dict.fromkeys((*branch.aliases, *names))
    return replace(branch, aliases=tuple(alias for alias in aliases if alias and alias != branch.name))


def _target(row: FormRow, kept: Mapping[str, Branch], was: Mapping[str, tuple[str, ...]]) -> str:
    """The branch that a row goes into, by the name it was shown with or has now."""
    found = next((name for name in kept if row.into in (name, *was[name])), None)
    if found is None:
        raise UsageError(
            f"第 {row.number} 行（{row.was}）：要并入的“{row.into}”不在名单里",
            "选一个留下来的党支部",
            parameter=f"into.{row.number}",
        )
    return found


def _check_aliases(branches: Sequence[Branch]) -> None:
    owner: dict[str, str] = {}
    for branch in branches:
        for name in (branch.name, *branch.aliases):
            other = owner.setdefault(name, branch.name)
            if other != branch.name:
                raise UsageError(
                    f"“{name}”同时是 {other} 和 {branch.name} 的名称或别名", "一个名称只能属于一个党支部"
                )


def packed(wanted: Edited) -> str:
    """A list as the text that a form carries from the preview to its application."""
    return json.dumps([branch_json(branch) for branch in wanted.branches], ensure_ascii=False)


def unpacked(text: str) -> list[Branch]:
    """The list in such a text. Raises ``UsageError`` where it is none."""
    try:
        rows = json.loads(text)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError
    except ValueError:
        raise UsageError("名单读不出来", "请从党支部页面重新提交") from None
    given = ({k: v for k, v in row.items() if v is not None} for row in rows)
    return checked_branches(branch_of(row, f"第 {number} 行") for number, row in enumerate(given, 1))
