"""Which new files are old ones that moved: the same bytes, gone from where they were.

Rules (search-semantics, Identity): the same root and path is the same document; otherwise a vanished and
a new file with the same bytes are one that moved, paired by name, then folder, then path; never from a
root that cannot be reached.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indexer.catalog.records import KnownFile, RootRecord
from indexer.discover import openable, reachable

from .progress import Meter, Observe, Phase
from .survey import Cause, Survey, Work

_CHUNK = 1024 * 1024

#: A file's place: its root's name and its path.
Spot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Matches:
    """``hashes`` of files that had to be hashed; ``moved`` gives a new file's former id."""

    hashes: dict[Spot, str] = field(default_factory=dict)
    moved: dict[Spot, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Former:
    """Where bytes lay that no longer lie there."""

    id: str
    root: str
    path: str


def spot(work: Work) -> Spot:
    return work.file.root, work.file.path


def hash_file(path: Path) -> str | None:
    """The SHA-256 of a file; None where it cannot be read, which reading it for its text will explain."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()


def match_moved(
    found: Survey,
    known: Mapping[str, Mapping[str, KnownFile]],
    roots: Iterable[RootRecord],
    observe: Observe,
) -> Matches:
    """Pair new files with former places of the same bytes. ``known`` holds every root's files."""
    formers = _formers(found, known)
    sizes = {one.size for some in formers.values() for _, one in some}
    new = [one for one in found.work if one.cause is Cause.NEW and one.file.size in sizes]
    result = Matches()
    if not new:
        return result
    by_hash = _hashed(new, result, observe)
    folders = {root.name: Path(root.path) for root in roots}
    reached = {name for name, folder in folders.items() if reachable(folder)}
    for sha256, works in by_hash.items():
        left = [
            _Former(one.id, root, one.path)
            for root, one in formers.get(sha256, ())
            if root in reached and not _exists(folders[root], one.path)
        ]
        result.moved.update(_pair(works, left))
    return result


def _formers(
    found: Survey, known: Mapping[str, Mapping[str, KnownFile]]
) -> dict[str, list[tuple[str, KnownFile]]]:
    """By hash the files that are no longer in their place, or may not be since nobody has looked."""
    gone = {(one.root, one.known.path) for one in found.gone}
    by_hash: dict[str, list[tuple[str, KnownFile]]] = defaultdict(list)
    for root, files in known.items():
        for one in files.values():
            missing = one.vanished or (root, one.path) in gone or root not in found.walked
            if one.sha256 and missing:
                by_hash[one.sha256].append((root, one))
    return by_hash


def _hashed(new: list[Work], result: Matches, observe: Observe) -> dict[str, list[Work]]:
    by_hash: dict[str, list[Work]] = defaultdict(list)
    with Meter(observe, Phase.MATCH, len(new), sum(one.file.size for one in new)) as meter:
        for one in new:
            sha256 = hash_file(one.file.absolute)
            if sha256 is not None:
                result.hashes[spot(one)] = sha256
                by_hash[sha256].append(one)
            meter.add(size=one.file.size)
    return by_hash


def _exists(folder: Path, path: str) -> bool:
    """Whether a file of a folder that was not walked in this run is still there, or may be."""
    try:
        Path(openable(str(folder / path))).lstat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def _pair(new: list[Work], formers: list[_Former]) -> dict[Spot, str]:
    """Each new file with one former place at most: the likest first."""
    pairs: dict[Spot, str] = {}
    waiting = sorted(new, key=spot)
    left = sorted(formers, key=lambda one: (one.root, one.path))
    for alike in (_same_path, _same_name, _same_folder, _any):
        for one in list(waiting):
            former = next((former for former in left if alike(one, former)), None)
            if former is not None:
                pairs[spot(one)] = former.id
                waiting.remove(one)
                left.remove(former)
    return pairs


def _same_path(one: Work, former: _Former) -> bool:
    return one.file.path == former.path


def _same_name(one: Work, former: _Former) -> bool:
    return one.file.path.rpartition("/")[2] == former.path.rpartition("/")[2]


def _same_folder(one: Work, former: _Former) -> bool:
    return (one.file.root, one.file.path.rpartition("/")[0]) == (former.root, former.path.rpartition("/")[0])


def _any(one: Work, former: _Former) -> bool:
    return True
