"""Which contents of a file are secret by where they lie: by a mark in their path, or in what holds them."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.archival.secrecy import find_mark, withheld
from indexer.documents import Content


def secret_by_place(path: str, own: Content, contents: Mapping[str, Content]) -> dict[str, str]:
    """The marks, by hash, of contents without one that a marked container holds, or whose path is marked.

    ``contents`` has those of the members by hash. What bears a mark of its own is not named again.
    """
    levels: dict[str, str | None] = {"": own.mark or _level(path)}
    found = {own.sha256: levels[""]} if own.mark is None else {}
    for ref in sorted(own.members, key=lambda ref: ref.member.count("!")):
        content = contents.get(ref.sha256)
        around = levels[""] or levels.get(ref.member.rpartition("!")[0])
        level = around or (content.mark if content is not None else None) or _level(f"{path}!{ref.member}")
        levels[ref.member] = level
        if content is None or content.mark is None:
            found.setdefault(ref.sha256, level)
    return {sha256: level for sha256, level in found.items() if level is not None}


def _level(place: str) -> str | None:
    mark = find_mark((), place)
    return mark.level if mark is not None else None


def without_secrets(contents: Mapping[str, Content], marks: Mapping[str, str]) -> dict[str, Content]:
    """The contents with nothing left of those that are marked."""
    return {key: withheld(one, marks[key]) if key in marks else one for key, one in contents.items()}
