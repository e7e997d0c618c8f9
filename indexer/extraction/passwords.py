"""Office documents under a password: told apart, and opened where a known password fits.

The only home of ``msoffcrypto``.
"""

from __future__ import annotations

import io
import logging
import struct
from typing import Any

import msoffcrypto
import olefile
from msoffcrypto import exceptions

from indexer.documents import ProblemKind
from indexer.extraction.reading import Context, NotReadable, Source

HINT = "把密码写进密码本（设置 passwords_file），或去掉密码后另存"
#: Passwords that the programs themselves set, so that nobody is asked: Excel for a workbook that is only
#: protected against changes, PowerPoint for one that is only marked final (MS-OFFCRYPTO 2.4.2.3).
_BUILT_IN = ("VelvetSweatshop", "/01Hannes Ruescher/01")
_ERRORS = (
    exceptions.FileFormatError,
    exceptions.ParseError,
    exceptions.DecryptionError,
    exceptions.InvalidKeyError,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    TypeError,
    ValueError,
    struct.error,
)
logging.getLogger("msoffcrypto").setLevel(logging.CRITICAL)


def opened_with_password(source: Source, context: Context) -> Source:
    """The document itself if it is not encrypted, else a decrypted copy of it.

    Raises ``NotReadable``: ``ENCRYPTED`` where no password fits.
    """
    data = io.BytesIO(source.bytes())
    try:
        encrypted = msoffcrypto.OfficeFile(data).is_encrypted()
    except _ERRORS:
        encrypted = False  # whatever ails it, its reader will say
    if not encrypted:
        if _is_rights_managed(data):
            raise NotReadable(
                ProblemKind.ENCRYPTED, "文件受权限管理（IRM），打不开", "请有权限的人另存为普通文件"
            )
        return source
    for password in (*_BUILT_IN, *context.passwords):
        context.beat()
        opened = _decrypted(data, password)
        if opened is not None:
            return Source.of_bytes(source.name, opened)
    raise NotReadable(ProblemKind.ENCRYPTED, "文件设了打开密码", HINT)


def _decrypted(data: io.BytesIO, password: str) -> bytes | None:
    """The bytes as this password opens them, None where it does not fit."""
    out = io.BytesIO()
    try:
        document: Any = msoffcrypto.OfficeFile(data)
        document.load_key(password=password, verify_password=True)
        document.decrypt(out)
    except _ERRORS:
        return None
    return out.getvalue()


def _is_rights_managed(data: io.BytesIO) -> bool:
    data.seek(0)
    try:
        with olefile.OleFileIO(data) as ole:
            return bool(ole.exists("EncryptedPackage") or ole.exists("\x09DRMContent"))
    except _ERRORS:
        return False
