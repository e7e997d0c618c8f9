"""A document laid out for the fields: its first and last pages, its file name, its folders."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .dates import Moment, find_dates_in_name
from .minutes_labels import Stretch, stretches
from .names import clean_name, extension_cut
from .paper import Line, Passage, first_pages, last_pages, plain
from .values import Branch, Subject, Unit

#: How much of a document is read for its fields: characters from its start and from its end.
HEAD_CHARACTERS, TAIL_CHARACTERS = 12_000, 1_500
#: Of the head, how much counts as the top of the paper for evidence.
TOP_CHARACTERS = 300


@dataclass(frozen=True)
class View:
    """What every field reads from. ``stem`` is the file's (or member's) name without its extension, plain."""

    subject: Subject
    unit: Unit

    @cached_property
    def head(self) -> Passage:
        return first_pages(self.subject.pages, HEAD_CHARACTERS)

    @cached_property
    def tail(self) -> Passage:
        return last_pages(self.subject.pages, TAIL_CHARACTERS)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return self.head.lines

    @cached_property
    def labelled(self) -> list[Stretch]:
        """The labelled values of the head (时间: …, 主持人: …), in order."""
        return stretches(self.head)

    @cached_property
    def _parts(self) -> list[str]:
        whole = self.subject.path + ("!" + self.subject.member if self.subject.member else "")
        return [part for part in re.split(r"[/\\!]", whole) if part]

    @cached_property
    def name(self) -> str:
        """The file's or member's name as it stands."""
        return self._parts[-1] if self._parts else ""

    @cached_property
    def stem(self) -> str:
        return plain(extension_cut(self.name))

    @cached_property
    def clean(self) -> str:
        """The name without numbering, versions and dates; empty where nothing telling remains."""
        return clean_name(self.stem)

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Folder names from the inside out, plain; containers among them, without their extension."""
        above = self._parts[:-1]
        return tuple(
            plain(re.sub(r"\.(?:zip|rar|7z|eml|msg|tar|gz|tgz)$", "", part, flags=re.I))
            for part in reversed(above)
        )

    @cached_property
    def name_dates(self) -> list[Moment]:
        return find_dates_in_name(self.stem)

    @cached_property
    def unit_name(self) -> str | None:
        """The unit's name; where nobody has said it, what its branches are written with."""
        return self.unit.name or _shared_prefix(self.unit.branches)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        return self.unit.branches


@lru_cache(maxsize=32)
def _shared_prefix(branches: tuple[Branch, ...]) -> str | None:
    """衡东县路灯管理站, where branches are also written 衡东县路灯管理站第一党支部."""
    found: Counter[str] = Counter()
    for branch in branches:
        name = plain(branch.name)
        for alias in branch.aliases:
            text = plain(alias)
            if text.endswith(name) and len(text) - len(name) >= 3:
                found[re.sub(r"^(?:中共|中国共产党)", "", text[: -len(name)])] += 1
    return found.most_common(1)[0][0] if found else None
