"""What lies in the folders against what the catalog remembers: which files must be looked at, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from indexer.catalog.records import IgnoredPath, KnownFile, Placed
from indexer.discover import Ignored, Place, SourceFile, Unreadable, discover
from indexer.documents import Outcome
from indexer.ignoring import read_rules

from .progress import Meter, Observe, Phase


class Cause(StrEnum):
    """Why a file is to be looked at; the value is what the summary calls it."""

    NEW = "新增"
    CHANGED = "有变化"
    AGAIN = "重试"
    PICTURES = "图片文字"


@dataclass(frozen=True, slots=True)
class Work:
    """A file to look at. ``known`` is what the catalog remembers of its place, None where nothing."""

    file: SourceFile
    cause: Cause
    known: KnownFile | None = None


def size_of(works: Sequence[Work]) -> int:
    """The bytes of all of them."""
    return sum(one.file.size for one in works)


@dataclass(frozen=True, slots=True)
class Gone:
    """A file the catalog remembers as present and the folders do not have."""

    root: str
    known: KnownFile


@dataclass(slots=True)
class Survey:
    """Everything found under the folders of a run, compared with the catalog.

    ``work`` are the files whose bytes must be looked at, ``pictures`` those of which only pictures wait
    to be read, ``same`` those that are as the catalog has them. ``back`` are ids of vanished files that
    are there again unchanged. ``gone`` are no longer there; ``left_out`` are, but a rule ignores them now.
    ``walked`` names the roots that were walked whole; ``known_sizes`` are the sizes of all files known.
    """

    work: list[Work] = field(default_factory=list)
    pictures: list[Work] = field(default_factory=list)
    same: list[Work] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    left_out: list[Gone] = field(default_factory=list)
    ignored: list[tuple[Placed, list[IgnoredPath]]] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    unreached: list[Placed] = field(default_factory=list)
    seen: int = 0
    walked: set[str] = field(default_factory=set)
    known_sizes: set[int] = field(default_factory=set)

    @property
    def files(self) -> list[Work]:
        """Every file seen, whatever is to be done with it."""
        return [*self.work, *self.pictures, *self.same]


@dataclass(frozen=True, slots=True)
class Currency:
    """What a stored reading must agree with to be current.

    ``readers`` is the version of the readers: another one, and every file is read again. ``means``
    identifies passwords, limits and servers: others, and the files that had problems are tried again.
    A file of more than ``file_bytes`` is not read at all.
    """

    readers: str
    means: str
    file_bytes: int

    @property
    def fingerprint(self) -> str:
        """What the catalog keeps beside each content."""
        return f"{self.readers}/{self.means}"


def survey(
    places: Sequence[tuple[Placed, Place]],
    known: Mapping[str, Mapping[str, KnownFile]],
    currency: Currency,
    observe: Observe,
    *,
    ocr: bool = True,
) -> Survey:
    """Walk the places; ``known`` holds the known files of their roots by root name and path."""
    result = Survey()
    for files in known.values():
        result.known_sizes.update(one.size for one in files.values() if one.sha256)
    with Meter(observe, Phase.SURVEY) as meter:
        for placed, place in places:
            _survey_place(result, placed, place, known[placed.root.name], currency, meter, ocr=ocr)
    return result


def _survey_place(
    result: Survey,
    placed: Placed,
    place: Place,
    known: Mapping[str, KnownFile],
    currency: Currency,
    meter: Meter,
    *,
    ocr: bool,
) -> None:
    seen: set[str] = set()
    ignored: list[IgnoredPath] = []
    unknown: list[str] = []
    for found in discover(place):
        if isinstance(found, SourceFile):
            seen.add(found.path)
            _sort(result, found, known.get(found.path), currency, ocr=ocr)
        elif isinstance(found, Ignored):
            ignored.append(IgnoredPath(found.path, found.reason))
        elif not found.path.rstrip("/"):
            result.unreached.append(placed)
            return
        else:
            unknown.append(found.path)
            seen.add(found.path)
            result.unreadable.append(found)
        result.seen += 1
        meter.add()
    result.ignored.append((placed, ignored))
    if not placed.inside:
        result.walked.add(placed.root.name)
    _find_gone(result, placed, known, seen, {one.path for one in ignored}, unknown)


def _sort(
    result: Survey, file: SourceFile, known: KnownFile | None, currency: Currency, *, ocr: bool
) -> None:
    """Put one file where it belongs."""
    if known is None:
        result.work.append(Work(file, Cause.NEW))
    elif (known.size, known.mtime_ns) != (file.size, file.mtime_ns):
        result.work.append(Work(file, Cause.CHANGED, known))
    elif known.retry or _outdated(known, file, currency):
        result.work.append(Work(file, Cause.AGAIN, known))
    else:
        if known.vanished:
            result.back.append(known.id)
        waits = ocr and not known.complete
        (result.pictures if waits else result.same).append(
            Work(file, Cause.PICTURES if waits else Cause.AGAIN, known)
        )


def _outdated(known: KnownFile, file: SourceFile, currency: Currency) -> bool:
    if known.sha256 is None:
        return file.size <= currency.file_bytes
    readers, _, means = (known.reader or "").partition("/")
    if readers != currency.readers:
        return True
    return means != currency.means and known.outcome in (Outcome.PARTLY, Outcome.NOT_SEARCHABLE)


def _find_gone(
    result: Survey,
    placed: Placed,
    known: Mapping[str, KnownFile],
    seen: set[str],
    ignored: set[str],
    unknown: Sequence[str],
) -> None:
    """Sort what was not seen: gone, left out by a rule, or out of sight and therefore left alone."""
    inside = f"{placed.inside}/" if placed.inside else ""
    hidden = tuple(path for path in unknown if path.endswith("/"))
    for path, one in known.items():
        if one.vanished or path in seen or not path.startswith(inside) or path.startswith(hidden):
            continue
        where = result.left_out if path in ignored else result.gone
        where.append(Gone(placed.root.name, one))


def places_to_walk(
    placed: Iterable[Placed], ignore: Sequence[str], own: Sequence[Path]
) -> list[tuple[Placed, Place]]:
    """The places of a run's folders; one inside another given beside it is walked once."""
    rules = read_rules(ignore)
    by_root: dict[str, list[Placed]] = {}
    for one in placed:
        by_root.setdefault(one.root.name, []).append(one)
    return [
        (one, Place(name, Path(one.root.path), one.inside, rules, tuple(own)))
        for name, all_of in by_root.items()
        for one in _outermost(all_of)
    ]


def _outermost(placed: list[Placed]) -> list[Placed]:
    kept: list[Placed] = []
    for one in sorted(placed, key=lambda each: each.inside.split("/") if each.inside else []):
        if not any(not k.inside or f"{one.inside}/".startswith(f"{k.inside}/") for k in kept):
            kept.append(one)
    return kept
