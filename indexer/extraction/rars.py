"""RAR, versions 2 to 5, by ``rarfile`` and whatever unpacker the machine has.

Names, sizes and members that are stored without compression need no unpacker. Windows 10 and macOS
have one that reads RAR in their ``tar`` (libarchive); on Linux unar, 7z, unrar or bsdtar will do.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO, cast

from ..documents import Problem, ProblemKind
from .member_names import each_once, harmless, is_system_file
from .reading import Context, Member, NotReadable, Source
from .zips import encrypted_member

NO_UNPACKER = "这台机器没有能解开 RAR 的程序"
INSTALL = "安装 unar、7-Zip 或 unrar（Windows 10 以上自带的 tar 也可以），再索引一次；或另存为 zip"


def members(source: Source, context: Context) -> Iterator[Member]:
    """Every file of the archive. The later volumes of a split archive are read with the first."""
    rarfile = _library()
    path = source.local_path()
    try:
        archive = rarfile.RarFile(path)
        entries = [entry for entry in _unlocked(archive, context) if not entry.is_dir()]
        names = each_once(harmless(entry.filename) for entry in entries)
        for name, entry in zip(names, entries, strict=True):
            if not is_system_file(name):
                yield _member(archive, name, entry, context)
    except rarfile.NeedFirstVolume as error:
        raise NotReadable(
            ProblemKind.LIMITED, "这是分卷压缩包的后续卷，内容在第一卷里检索", "与第一卷放在同一个文件夹"
        ) from error
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
            "用压缩软件修复，或找一份好的替换它",
        ) from error


@cache
def _library() -> Any:
    import rarfile

    if _system_tar_reads_rar():
        rarfile.BSDTAR_TOOL = "tar"
    return rarfile


def _system_tar_reads_rar() -> bool:
    if sys.platform not in ("win32", "darwin"):
        return False
    try:
        told = subprocess.run(["tar", "--version"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return b"libarchive" in told.stdout or b"bsdtar" in told.stdout


def _unlocked(archive: Any, context: Context) -> list[Any]:
    """The entries; of an archive with encrypted names, those that a password shows."""
    rarfile = _library()
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


def _member(archive: Any, name: str, entry: Any, context: Context) -> Member:
    if entry.is_symlink():
        return Member(name, None, Problem(ProblemKind.LIMITED, "这是一个快捷方式（符号链接），不是文件"))
    if entry.needs_password():
        password = _password(archive, entry, context)
        if password is None:
            return Member(name, None, encrypted_member())
    else:
        password = None
    return Member(
        name,
        Source(name, entry.file_size, lambda: _open(archive, entry, password)),
        packed=entry.compress_size,
    )


def _open(archive: Any, entry: Any, password: str | None) -> BinaryIO:
    rarfile = _library()
    try:
        return cast(BinaryIO, archive.open(entry, pwd=password))
    except rarfile.RarCannotExec as error:
        raise NotReadable(ProblemKind.LIMITED, NO_UNPACKER, INSTALL) from error
    except rarfile.Error as error:
        raise NotReadable(
            ProblemKind.BROKEN,
            f"压缩包里的这个文件取不出来（{type(error).__name__}）",
            "用压缩软件解开后单独存放",
        ) from error


def _password(archive: Any, entry: Any, context: Context) -> str | None:
    rarfile = _library()
    for password in context.passwords:
        try:
            with archive.open(entry, pwd=password) as stream:
                while stream.read(1 << 20):
                    pass
        except (rarfile.Error, OSError, EOFError):
            continue
        return password
    return None
