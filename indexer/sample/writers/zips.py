"""ZIP files with fixed times, and names in any encoding: what office formats and archives are packed with.

``zipfile`` always sets the UTF-8 flag for names outside ASCII; the archives of Chinese offices come from
programs that write GBK names without it, so the few structures of APPNOTE 6.3 are written here.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

#: 2024-12-31 17:00:00 as MS-DOS date and time.
_DATE, _TIME = (2024 - 1980) << 9 | 12 << 5 | 31, 17 << 11
_UTF8 = 0x800


def pack(members: Iterable[tuple[str, bytes]], *, names: str = "utf-8", level: int = 6) -> bytes:
    """A ZIP of the members in their order; ``names`` other than utf-8 are written without the flag."""
    out, directory, count = io.BytesIO(), bytearray(), 0
    for name, data in members:
        raw = name.encode(names)
        flags = _UTF8 if names == "utf-8" and not name.isascii() else 0
        packed = zlib.compress(data, level, -15)
        method = 8
        if len(packed) >= len(data):
            packed, method = data, 0
        common = struct.pack(
            "<HHHHIIIHH", flags, method, _TIME, _DATE, zlib.crc32(data), len(packed), len(data), len(raw), 0
        )
        offset = out.tell()
        out.write(b"PK\x03\x04" + struct.pack("<H", 20) + common + raw + packed)
        directory += b"PK\x01\x02" + struct.pack("<HH", 20, 20) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0, offset) + raw
        count += 1
    start = out.tell()
    out.write(directory)
    out.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), start, 0))
    return out.getvalue()


def freeze(data: bytes, replace: Mapping[str, bytes]) -> bytes:
    """The same ZIP with fixed times, and some members' contents put in place of what a library wrote."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return pack((name, replace.get(name) or source.read(name)) for name in source.namelist())
