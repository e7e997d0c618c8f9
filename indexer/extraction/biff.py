"""What xlrd leaves behind in an old workbook: text boxes, headers, charts and names (MS-XLS 2.3, 2.4)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

import olefile

_TXO, _CONTINUE, _HEADER, _FOOTER, _SERIES_TEXT = 0x01B6, 0x003C, 0x0014, 0x0015, 0x100D
_SHEET, _CHART_SHEET = 0x0085, 2
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[LCRPNDTZFAGUEXYSBIOH+-])')
_Record = tuple[int, bytes]


def other_texts(data: bytes, known: set[str]) -> list[str]:
    """The words of shapes, headers and charts, each once, without those in ``known`` (comments)."""
    stream = _workbook(data)
    if stream is None:
        return []
    texts = (text.replace("\r", "\n").strip() for text in _texts(list(_records(stream))))
    return [text for text in dict.fromkeys(texts) if any(c.isalnum() for c in text) and text not in known]


def has_objects(data: bytes) -> bool:
    """Whether other files are put into the workbook as objects (storages named ``MBD…``)."""
    return data.startswith(olefile.MAGIC) and "MBD".encode("utf-16-le") in data


def _workbook(data: bytes) -> bytes | None:
    if not data.startswith(olefile.MAGIC):
        return data
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            name = next((name for name in ("Workbook", "WORKBOOK", "Book") if ole.exists(name)), None)
            return bytes(ole.openstream(name).read()) if name else None
    except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError):
        return None


def _records(stream: bytes) -> Iterator[_Record]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _texts(records: list[_Record]) -> Iterator[str]:
    for index, (kind, body) in enumerate(records):
        if kind == _TXO and len(body) >= 12:
            yield _continued(records[index + 1 : index + 10], struct.unpack_from("<H", body, 10)[0])
        elif kind in (_HEADER, _FOOTER) and len(body) > 3:
            yield _CODES.sub(" ", _counted(body, struct.unpack_from("<H", body)[0], 2))
        elif kind == _SERIES_TEXT and len(body) > 4:
            yield _counted(body, body[2], 3)
        elif kind == _SHEET and len(body) > 8 and body[5] == _CHART_SHEET:
            yield _counted(body, body[6], 7)


def _continued(following: list[_Record], count: int) -> str:
    """The characters of a text object, in the records that continue it, each with a mark of its width."""
    text = ""
    for kind, body in following:
        if kind != _CONTINUE or len(text) >= count or not body:
            break
        text += _decoded(body[1:], wide=bool(body[0] & 1))[: count - len(text)]
    return text


def _counted(body: bytes, count: int, at: int) -> str:
    """A string after its count: a byte for its width, then the characters."""
    wide = bool(body[at] & 1)
    return _decoded(body[at + 1 : at + 1 + count * (2 if wide else 1)], wide=wide)


def _decoded(data: bytes, *, wide: bool) -> str:
    return data.decode("utf-16-le" if wide else "latin-1", "ignore")
