"""Inventories (归档文件目录) of an archive: which of their rows speaks of which file beside or below them."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from indexer.archival.manifest import is_manifest_name, match_manifest, parse_manifest
from indexer.catalog import Catalog
from indexer.catalog.records import KnownFile
from indexer.documents import Content, MemberRef, Outcome

from .matching import Spot

#: The catalog's note of the inventories that descriptions were made with.
_APPLIED = "inventories"
#: An inventory of many rows far above many files is matched only with those beside it.
_MOST_COMPARISONS = 2_000_000
#: Containers whose inventories are remembered while documents are described.
_REMEMBERED = 256
#: Formats that inventories come in.
_ENDINGS = ("xls", "xlsx", "et", "csv", "doc", "docx", "wps", "ods", "odt", "txt", "md", "pdf", "ofd")

Row = Mapping[str, str]


def may_be_inventory(path: str) -> bool:
    """Whether a file or a member is an inventory by its name."""
    name = path.rpartition("/")[2].rpartition("!")[2]
    return name.rpartition(".")[2].lower() in _ENDINGS and is_manifest_name(name)


@dataclass(frozen=True)
class Inventories:
    """The inventories among the files of the roots. What they say is read when it is first asked for.

    ``hashes`` has their bytes' hash by place; ``paths`` all files of each root in order.
    """

    catalog: Catalog
    hashes: Mapping[Spot, str] = field(default_factory=dict)
    paths: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def rows(self) -> dict[Spot, Row]:
        """By file the row that speaks of it; where several do, the nearest inventory's."""
        found: dict[Spot, Row] = {}
        for (root, path), sha256 in sorted(self.hashes.items(), key=lambda item: item[0][1].count("/")):
            content = self.catalog.content(sha256)
            rows = parse_manifest(content.pages) if content is not None else []
            names = self._names(root, path, len(rows))
            found.update({(root, name): row for name, row in match_manifest(rows, names).items()})
        return found

    def inside(self, file_id: str) -> dict[str, Row]:
        """By member the row of an inventory in the container of this id."""
        found = self._containers.get(file_id)
        if found is None:
            if len(self._containers) >= _REMEMBERED:
                self._containers.clear()
            found = self._containers[file_id] = self._read_container(file_id)
        return found

    @cached_property
    def _containers(self) -> dict[str, dict[str, Row]]:
        return {}

    def _read_container(self, file_id: str) -> dict[str, Row]:
        record = self.catalog.document(file_id)
        own = self.catalog.content(record.sha256) if record is not None and record.sha256 else None
        if own is None:
            return {}
        lists = {ref.sha256 for ref in own.members if may_be_inventory(ref.member)}
        contents = {sha256: self.catalog.content(sha256) for sha256 in lists}
        return rows_of_members(own.members, {key: one for key, one in contents.items() if one is not None})

    def _names(self, root: str, inventory: str, rows: int) -> list[str]:
        below = [path for path in self._below(root, _folder(inventory)) if path != inventory]
        if rows * len(below) > _MOST_COMPARISONS:
            below = [path for path in below if _folder(path) == _folder(inventory)]
        return below if rows * len(below) <= _MOST_COMPARISONS else []

    def _below(self, root: str, folder: str) -> Iterator[str]:
        paths = self.paths.get(root, ())
        for at in range(bisect_left(paths, folder), len(paths)):
            if not paths[at].startswith(folder):
                return
            yield paths[at]

    def changed(self) -> list[Spot]:
        """The files whose description may be another by inventories that came, changed or went."""
        before, now = self._applied(), {(root, path): sha for (root, path), sha in self.hashes.items()}
        different = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
        folders = sorted({(root, _folder(path)) for root, path in different})
        return list(
            dict.fromkeys((root, path) for root, folder in folders for path in self._below(root, folder))
        )

    def remember(self) -> None:
        """Note that descriptions now follow these inventories."""
        told = json.dumps([[root, path, sha] for (root, path), sha in sorted(self.hashes.items())])
        if self.catalog.meta(_APPLIED) != told and (self.hashes or self._applied()):
            self.catalog.set_meta(_APPLIED, told)

    def _applied(self) -> dict[Spot, str]:
        told = self.catalog.meta(_APPLIED)
        return {(root, path): sha for root, path, sha in json.loads(told)} if told else {}


def find_inventories(
    catalog: Catalog, known: Mapping[str, Mapping[str, KnownFile]], new: Sequence[Spot] = ()
) -> Inventories:
    """The inventories among known files; ``new`` are places of files that are not known yet."""
    present = {
        root: [path for path, one in files.items() if not one.vanished] for root, files in known.items()
    }
    for root, path in new:
        present.setdefault(root, []).append(path)
    hashes = {
        (root, path): one.sha256
        for root, files in known.items()
        for path, one in files.items()
        if one.sha256
        and not one.vanished
        and one.outcome is not Outcome.QUARANTINED
        and may_be_inventory(path)
    }
    return Inventories(catalog, hashes, {root: sorted(set(paths)) for root, paths in present.items()})


def rows_of_members(members: Sequence[MemberRef], contents: Mapping[str, Content]) -> dict[str, Row]:
    """By member the row of an inventory that lies in the same container."""
    found: dict[str, Row] = {}
    names = [ref.member for ref in members]
    for ref in members:
        content = contents.get(ref.sha256) if may_be_inventory(ref.member) else None
        if content is not None:
            beside = [name for name in names if name != ref.member and name.startswith(_folder(ref.member))]
            found.update(match_manifest(parse_manifest(content.pages), beside))
    return found


def _folder(path: str) -> str:
    """The folder of a file or member, with its slash; ``""`` at the top."""
    return path[: max(path.rfind("/"), path.rfind("!")) + 1]
