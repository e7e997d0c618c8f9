"""Folders in, a stable stream of what lies in them out. Nothing is opened, nothing is written.

Everything seen is yielded once: as a ``SourceFile`` to index, as ``Ignored`` with the reason, or as
``Unreadable``. Symbolic links and junctions are never followed: what they point to inside the root is
seen in its own place, and what lies outside was not given to be indexed. They are ``Ignored`` and say so.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from indexer.errors import explain_os_error
from indexer.ignoring import Rule, read_rules, reason_to_ignore


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to index. ``path`` is relative to the root, with ``/``, its characters as the file system
    has them (no Unicode normalisation). Where they are not Unicode it is what ``shown`` makes of them,
    and ``path_bytes`` holds the real name. ``absolute`` is what to open."""

    root: str
    path: str
    absolute: Path
    size: int
    mtime_ns: int
    path_bytes: bytes | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A path that is left out, and why (Chinese). One that ends in ``/`` is a folder left out whole."""

    root: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A path that the system would not let us look at. Of a folder (``path`` ends in ``/``, empty for
    the root itself) nothing is known of what lies in it: none of it has vanished."""

    root: str
    path: str
    reason: str
    path_bytes: bytes | None = None


Found: TypeAlias = SourceFile | Ignored | Unreadable


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: a root's name and folder, the part of it to walk (``""``: all), what to leave out.

    ``own`` are our own data folders, which are left out wherever they lie.
    """

    root: str
    folder: Path
    under: str = ""
    rules: tuple[Rule, ...] = field(default_factory=read_rules)
    own: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder on the way down. ``above`` are the (device, inode) pairs from the root to here;
    ``ignored`` is the reason inherited by everything in it."""

    path: str
    absolute: str
    above: tuple[tuple[int, int], ...]
    ignored: str | None
    unicode: bool = True


def discover(place: Place) -> Iterator[Found]:
    """Yield everything under the place, ordered by path, so that two runs see the same order."""
    start = _start(place)
    if isinstance(start, Unreadable):
        yield start
        return
    waiting: list[Iterator[tuple[os.DirEntry[str], str] | Unreadable]] = [_listing(place, start)]
    folders = [start]
    while waiting:
        item = next(waiting[-1], None)
        if item is None:
            waiting.pop()
            folders.pop()
        elif isinstance(item, Unreadable):
            yield item
        else:
            found = _look(place, folders[-1], *item)
            if isinstance(found, _Folder):
                waiting.append(_listing(place, found))
                folders.append(found)
            elif found is not None:
                yield found


def reachable(folder: Path) -> bool:
    """Whether a root's folder is there and can be listed: only then can anything in it have vanished."""
    try:
        with os.scandir(openable(str(folder))) as entries:
            next(entries, None)
    except OSError:
        return False
    return True


def openable(absolute: str, platform: str = sys.platform) -> str:
    """The form of an absolute path that the system opens however long it is or oddly it ends.

    On Windows the prefix ``\\\\?\\`` lifts the limit of 260 characters and the rules about names such
    as ``CON`` or ``报告.`` (Naming Files, Paths, and Namespaces).
    """
    if platform != "win32" or absolute.startswith("\\\\?\\"):
        return absolute
    plain = absolute.replace("/", "\\")
    return f"\\\\?\\UNC\\{plain[2:]}" if plain.startswith("\\\\") else f"\\\\?\\{plain}"


def shown(name: str) -> str:
    """A name as text that can be stored, searched and printed.

    Bytes that are not Unicode are read as GB18030, as archives copied from old Windows disks have
    them; where they are not that either, they become ``\\xNN``.
    """
    if _is_unicode(name):
        return name
    raw = os.fsencode(name)
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    return text if text.isprintable() and text else raw.decode("utf-8", "backslashreplace")


def _is_unicode(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _start(place: Place) -> _Folder | Unreadable:
    """The folder the walk begins in, with what the folders above it up to the root say of it."""
    reason: str | None = None
    absolute = str(place.folder)
    parts = [part for part in place.under.split("/") if part]
    for number, part in enumerate(parts, 1):
        absolute = str(Path(absolute, part))
        reason = reason or reason_to_ignore(place.rules, "/".join(parts[:number]), folder=True)
    absolute = openable(absolute)
    path = "".join(f"{shown(part)}/" for part in parts)
    try:
        status = os.stat(absolute)  # noqa: PTH116 - a Path would drop what the prefix is for
    except OSError as error:
        return Unreadable(place.root, path, explain_os_error(error))
    return _Folder(path, absolute, ((status.st_dev, status.st_ino),), reason, _is_unicode(place.under))


def _listing(place: Place, folder: _Folder) -> Iterator[tuple[os.DirEntry[str], str] | Unreadable]:
    """The entries of a folder with their shown names, in the order of their paths."""
    try:
        with os.scandir(folder.absolute) as entries:
            found = list(entries)
    except FileNotFoundError:
        return  # removed since its own folder was listed
    except OSError as error:
        if folder.ignored is None:
            raw = None if folder.unicode else os.fsencode(folder.absolute)
            yield Unreadable(place.root, folder.path, explain_os_error(error), raw)
        return
    names = _shown_names(found)
    yield from sorted(((entry, names[entry.name]) for entry in found), key=_order)


def _order(item: tuple[os.DirEntry[str], str]) -> tuple[str, bytes]:
    """A folder sorts as its path with the slash, so that the whole stream is in order of paths."""
    entry, name = item
    return (f"{name}/" if _is_folder(entry) else name, os.fsencode(entry.name))


def _shown_names(entries: list[os.DirEntry[str]]) -> dict[str, str]:
    """Shown names by real ones, no two the same: an escaped one steps aside for a name really so."""
    names = {entry.name: entry.name for entry in entries if _is_unicode(entry.name)}
    taken = set(names)
    for entry in sorted((entry for entry in entries if entry.name not in names), key=_raw_name):
        name = shown(entry.name)
        while name in taken:
            name += "~"
        names[entry.name] = name
        taken.add(name)
    return names


def _raw_name(entry: os.DirEntry[str]) -> bytes:
    return os.fsencode(entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _look(place: Place, parent: _Folder, entry: os.DirEntry[str], name: str) -> _Folder | Found | None:
    """What one entry is: a folder to go down into, something to yield, or None when it is gone."""
    path = parent.path + name
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        if parent.ignored is not None:
            return Ignored(place.root, path, parent.ignored)
        unknown = f"{path}/" if _is_folder(entry) else path
        return Unreadable(
            place.root, unknown, explain_os_error(error), _real_path(place, parent, entry, name)
        )
    if _is_link(status):
        return Ignored(
            place.root, path, parent.ignored or "链接：不跟随；要索引它指向的文件夹，请直接给出那个文件夹"
        )
    folder = stat.S_ISDIR(status.st_mode)
    reason = parent.ignored or _reason(place, path, status, folder=folder)
    if folder:
        return _go_down(place, parent, entry, path, status, reason)
    if reason is None and not stat.S_ISREG(status.st_mode):
        reason = "不是普通文件（管道、设备或套接字）"
    if reason is not None:
        return Ignored(place.root, path, reason)
    raw = _real_path(place, parent, entry, name)
    return SourceFile(place.root, path, Path(entry.path), status.st_size, status.st_mtime_ns, raw)


def _reason(place: Place, path: str, status: os.stat_result, *, folder: bool) -> str | None:
    reason = reason_to_ignore(place.rules, path, folder=folder)
    attributes: int = getattr(status, "st_file_attributes", 0)
    if reason is None and attributes & stat.FILE_ATTRIBUTE_HIDDEN:
        return "隐藏文件"
    return reason


def _go_down(
    place: Place,
    parent: _Folder,
    entry: os.DirEntry[str],
    path: str,
    status: os.stat_result,
    reason: str | None,
) -> _Folder | Ignored:
    identity = (status.st_dev, status.st_ino)
    if status.st_ino and identity in parent.above:
        return Ignored(place.root, f"{path}/", "文件夹绕回了自己的上级，没有再进去")
    if any(_same_folder(entry, own) for own in place.own):
        return Ignored(place.root, f"{path}/", "本系统自己的数据目录")
    known = parent.unicode and _is_unicode(entry.name)
    return _Folder(f"{path}/", entry.path, (*parent.above, identity), reason, known)


def _same_folder(entry: os.DirEntry[str], own: Path) -> bool:
    if entry.name.casefold() != own.name.casefold():
        return False
    try:
        return Path(entry.path).samefile(own)
    except OSError:
        return False


def _is_link(status: os.stat_result) -> bool:
    """A symbolic link anywhere, and on Windows a junction, which ``stat`` calls a folder."""
    tag: int = getattr(status, "st_reparse_tag", 0)
    return stat.S_ISLNK(status.st_mode) or tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def _real_path(place: Place, parent: _Folder, entry: os.DirEntry[str], name: str) -> bytes | None:
    if parent.unicode and name == entry.name:
        return None
    root = openable(str(place.folder))
    return os.fsencode(os.path.relpath(entry.path, root).replace(os.sep, "/"))
