"""RAR, versions 1.5 to 5: members by their names, opened by ``rar_tools``.

Names, sizes and members that are stored without compression need no unpacker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..documents import Problem, ProblemKind
from .member_names import decoded, each_once, harmless, is_system_file
from .rar_tools import Unpacker, library
from .reading import Context, Member, NotReadable, Source
from .zips import encrypted_member

#: In the headers of versions before 5: the name is stored in Unicode.
_UNICODE_NAME = 0x0200
_VOLUME = re.compile(r"(\.part)(\d+)(\.rar)$", re.IGNORECASE)
_OLD_VOLUME = re.compile(r"\.[r-z]\d\d$", re.IGNORECASE)
_BESIDE = "把所有分卷放在同一个文件夹，再索引一次"


def members(source: Source, context: Context) -> Iterator[Member]:
    """Every file of the archive. The later volumes of a split archive are read with the first."""
    rarfile = library()
    path = source.local_path()
    try:
        archive = rarfile.RarFile(path)
        entries = [entry for entry in _unlocked(archive, context) if not entry.is_dir()]
        names = each_once(harmless(name) for name in _names(entries))
        with TemporaryDirectory(prefix="dangan-") as folder:
            opening = _Opening(Unpacker(archive, path, entries, context, Path(folder)), context.passwords)
            for name, entry in zip(names, entries, strict=True):
                if not is_system_file(name):
                    yield opening.member(name, entry)
    except rarfile.NeedFirstVolume as error:
        if _first_volume(source.place).exists():
            return
        raise NotReadable(ProblemKind.LIMITED, "这是分卷压缩包的后续卷，找不到第一卷", _BESIDE) from error
    except rarfile.PasswordRequired as error:
        raise NotReadable(
            ProblemKind.ENCRYPTED,
            "压缩包连文件名都加了密，密码本里的密码都打不开",
            "把密码加进密码本（设置 passwords_file），再索引一次",
        ) from error
    except rarfile.Error as error:
        raise NotReadable(
            ProblemKind.BROKEN,
            f"压缩包已损坏或不完整（{type(error).__name__}）",
            "用压缩软件修复，或找一份好的替换它；分卷压缩的要放在同一个文件夹",
        ) from error


def _first_volume(place: str) -> Path:
    """Where the first volume of a split archive lies: part1.rar, part01.rar, or just .rar."""
    newer = _VOLUME.search(place)
    if newer is not None:
        first = f"{newer[1]}{'1'.zfill(len(newer[2]))}{newer[3]}"
        return Path(place[: newer.start()] + first)
    return Path(_OLD_VOLUME.sub(".rar", place))


def _names(entries: Sequence[Any]) -> list[str]:
    """Names as the archive tells them; those of old versions that do not say how they are written are
    judged together, as in other archives."""
    unsaid = [entry for entry in entries if not _says_how(entry)]
    read = dict(zip(map(id, unsaid), decoded([entry.orig_filename for entry in unsaid]), strict=True))
    return [read.get(id(entry), entry.filename) for entry in entries]


def _says_how(entry: Any) -> bool:
    raw = entry.orig_filename
    is_old = type(entry).__name__ == "Rar3Info"
    return not is_old or bool(entry.flags & _UNICODE_NAME) or raw is None or raw.isascii()


def _unlocked(archive: Any, context: Context) -> list[Any]:
    """The entries; of an archive with encrypted names, those that a password shows."""
    rarfile = library()
    if archive.infolist() or not archive.needs_password():
        return list(archive.infolist())
    for password in context.passwords:
        try:
            archive.setpassword(password)
        except rarfile.Error:
            continue
        if archive.infolist():
            return list(archive.infolist())
    raise rarfile.PasswordRequired("names")


class _Opening:
    """Opens the members of one archive; the password that opened the last one is tried first."""

    def __init__(self, unpacker: Unpacker, passwords: Sequence[str]) -> None:
        self._unpacker = unpacker
        self._passwords = list(passwords)

    def member(self, name: str, entry: Any) -> Member:
        if entry.is_symlink():
            link = Problem(ProblemKind.LIMITED, "这是一个快捷方式（符号链接），不是文件")
            return Member(name, None, link)
        if not entry.file_size:
            return Member(name, Source.of_bytes(name, b""))
        password = self._password(entry) if entry.needs_password() else None
        if password is None and entry.needs_password():
            return Member(name, None, encrypted_member())
        return Member(
            name,
            Source(name, entry.file_size, lambda: self._unpacker.open(entry, password)),
            packed=entry.compress_size,
        )

    def _password(self, entry: Any) -> str | None:
        for password in self._passwords:
            if self._unpacker.opens(entry, password):
                self._passwords.sort(key=lambda word, found=password: word != found)  # type: ignore[misc]
                return password
        return None
