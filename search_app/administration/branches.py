"""The branches of the unit: their documents, from what they were found, what a new list changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.archival.values import Branch
from indexer.catalog import Catalog
from indexer.documents import FieldSource

#: Documents of a branch that are looked at for where its name was read.
LOOKED_AT = 60
#: Spellings shown of a branch's name.
SPELLINGS = 3


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch with what speaks for it: its documents, where their branch was read from (in some of them),
    the spellings met most often there."""

    branch: Branch
    documents: int
    sources: tuple[tuple[FieldSource, int], ...]
    spellings: tuple[str, ...]
    looked_at: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The list with what the documents say: those of no branch, and values that are on no list."""

    rows: tuple[BranchRow, ...]
    none: int
    others: tuple[tuple[str, int], ...]

    @property
    def confirmed(self) -> bool:
        return bool(self.rows) and all(row.branch.confirmed for row in self.rows)


def standing(catalog: Catalog) -> Standing:
    counts = catalog.branch_counts()
    branches = catalog.branches()
    known = {branch.name for branch in branches}
    others = sorted((name, count) for name, count in counts.items() if name and name not in known)
    rows = tuple(_row(catalog, branch, counts.get(branch.name, 0)) for branch in branches)
    return Standing(rows, counts.get(None, 0), tuple(others))


def _row(catalog: Catalog, branch: Branch, documents: int) -> BranchRow:
    fields = [
        record.description.fields["branch"]
        for record in (catalog.of_branch(branch.name, LOOKED_AT) if documents else ())
    ]
    sources = Counter(field.source for field in fields)
    spellings = Counter(field.evidence.text for field in fields if field.evidence is not None)
    return BranchRow(
        branch,
        documents,
        tuple(sources.most_common()),
        tuple(text for text, _ in spellings.most_common(SPELLINGS)),
        len(fields),
    )


def differences(old: Sequence[Branch], new: Sequence[Branch], was: Mapping[str, Sequence[str]]) -> list[str]:
    """What a new list changes, a sentence each. ``was`` names, for a branch of the new list, the old ones
    that it stands for."""
    by_name = {branch.name: branch for branch in old}
    told: list[str] = []
    kept: set[str] = set()
    for branch in new:
        before = [name for name in was.get(branch.name, (branch.name,)) if name in by_name]
        kept.update(before)
        if not before:
            told.append(f"新增 {branch.name}")
            continue
        own = branch.name if branch.name in before else before[0]
        told += [] if own == branch.name else [f"{own} 改名为 {branch.name}"]
        told += [f"{name} 并入 {branch.name}" for name in before if name != own]
        told += _changes(by_name[own], branch)
    told += [f"移除 {name}：它的文件不再归入任何党支部" for name in by_name if name not in kept]
    newly = sum(branch.confirmed and not _confirmed(branch, by_name, was) for branch in new)
    return [*told, f"确认 {newly} 个党支部"] if newly else told


def _confirmed(branch: Branch, old: Mapping[str, Branch], was: Mapping[str, Sequence[str]]) -> bool:
    return any(old[name].confirmed for name in was.get(branch.name, (branch.name,)) if name in old)


def _changes(before: Branch, after: Branch) -> list[str]:
    added = [alias for alias in after.aliases if alias not in (*before.aliases, before.name)]
    gone = [alias for alias in before.aliases if alias not in (*after.aliases, after.name)]
    told = [f"{after.name} 增加别名 {'、'.join(added)}"] if added else []
    told += [f"{after.name} 去掉别名 {'、'.join(gone)}"] if gone else []
    for label, one, other in (
        ("支委会", _yes_or_no(before.committee), _yes_or_no(after.committee)),
        ("党小组数", before.groups, after.groups),
        ("任期起始", before.term, after.term),
        ("成立日期", before.since, after.since),
        ("撤销日期", before.until, after.until),
    ):
        if one != other:
            told.append(f"{after.name} 的{label}：{_told(one)} → {_told(other)}")
    return told


def _yes_or_no(value: bool | None) -> str | None:
    return None if value is None else ("有" if value else "没有")


def _told(value: object) -> str:
    return "未填" if value is None else str(value)
