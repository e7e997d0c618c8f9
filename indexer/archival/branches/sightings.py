"""Where branches are seen in an archive: on its folders and on its papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .names import Mention, skeleton


@dataclass(frozen=True)
class Seen:
    """A branch seen on the folder at that path, or on a paper (no ``folder``), where it may be ``told`` in a
    sentence."""

    mention: Mention
    weight: int
    folder: str | None = None
    told: bool = False

    @cached_property
    def words(self) -> str:
        return skeleton(self.mention.words)


#: What tells branches apart: the words before 党支部, and the number right before it.
Key = tuple[str, int | None]
Groups = dict[Key, list[Seen]]
#: Each paper's folders, the innermost first, and what is seen on it.
Papers = list[tuple[list[str], list[Seen]]]


@dataclass(frozen=True, slots=True)
class Sightings:
    """``by_folder`` has what the folder at each path is named for, ``listed`` what lists of branches name."""

    by_folder: Mapping[str, Seen]
    papers: Papers
    listed: tuple[Seen, ...] = ()

    def all(self) -> Iterator[Seen]:
        yield from self.by_folder.values()
        for _, own in self.papers:
            yield from own
        yield from self.listed


def parent(folder: str) -> str:
    return folder.rpartition("/")[0]
