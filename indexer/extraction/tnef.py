"""``winmail.dat`` (MS-OXTNEF): what Outlook packs the attachments of a mail into for its own kind."""

from __future__ import annotations

from collections.abc import Iterator

from ..documents import Page, Problem, ProblemKind
from . import tika
from .encoding import decode
from .member_names import each_once, harmless
from .reading import Context, Member, NotReadable, Reading, Source
from .xhtml import tidy

# Attributes, MS-OXTNEF 2.1.3.3, and MAPI properties in them.
BODY, RENDER_DATA, TITLE = 0x0002800C, 0x00069002, 0x00018010
DATA, ATTACHMENT = 0x0006800F, 0x00069005
LONG_NAME_WIDE, LONG_NAME = b"\x1f\x00\x07\x37", b"\x1e\x00\x07\x37"
_HEAD = 6

Found = tuple[str, bytes]


def read(source: Source, context: Context) -> Reading:
    """The mail's own text where it stands plainly; else, without attachments, what Tika makes of it."""
    data = source.bytes()
    body = next((value for kind, value, _ in _attributes(data) if kind == BODY), b"")
    text = tidy(decode(body.rstrip(b"\0")).text)
    if text or any(True for _ in _attachments(data)):
        pages = (Page(1, "正文", text),) if text else ()
        return Reading("tnef", pages, 1, problems=() if pages else (tika.NO_TEXT,))
    return tika.read(source, context)


def members(source: Source, context: Context) -> Iterator[Member]:
    """The attachments in order. Raises ``NotReadable`` where the packet is cut off."""
    data = source.bytes()
    found = list(_attachments(data))
    names = each_once(harmless(name or f"附件{number}") for number, (name, _) in enumerate(found, 1))
    for name, (_, content) in zip(names, found, strict=True):
        yield Member(name, Source.of_bytes(name, content))
    if not _is_whole(data):
        problem = Problem(ProblemKind.BROKEN, "winmail.dat 不完整，后面的附件取不出来", "请发件人重新发送")
        raise NotReadable(problem.kind, problem.reason, problem.hint)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Attribute, its bytes, and where the next one begins: level, id, length, bytes, checksum."""
    at = _HEAD
    while at + 9 <= len(data):
        kind, length = (
            int.from_bytes(data[at + 1 : at + 5], "little"),
            int.from_bytes(data[at + 5 : at + 9], "little"),
        )
        end = at + 9 + length
        if end + 2 > len(data):
            return
        yield kind, data[at + 9 : end], end + 2
        at = end + 2


def _is_whole(data: bytes) -> bool:
    end = _HEAD
    for _, _, end in _attributes(data):  # noqa: B007 - the last one counts
        pass
    return end >= len(data)


def _attachments(data: bytes) -> Iterator[Found]:
    """Names and bytes; each attachment begins with how it is drawn."""
    name, content, is_open = "", b"", False
    for kind, value, _ in _attributes(data):
        if kind == RENDER_DATA:
            if is_open:
                yield name, content
            name, content, is_open = "", b"", True
        elif kind == TITLE:
            name = name or decode(value.rstrip(b"\0")).text
        elif kind == DATA:
            content = value
        elif kind == ATTACHMENT:
            name = _long_name(value) or name
    if is_open:
        yield name, content


def _long_name(properties: bytes) -> str:
    """The whole name among an attachment's properties: tag, count, length, text."""
    for tag, encoding in ((LONG_NAME_WIDE, "utf-16-le"), (LONG_NAME, "")):
        at = properties.find(tag)
        if at >= 0:
            length = int.from_bytes(properties[at + 8 : at + 12], "little")
            raw = properties[at + 12 : at + 12 + length]
            text = raw.decode(encoding, "replace") if encoding else decode(raw.rstrip(b"\0")).text
            return text.rstrip("\0")
    return ""
