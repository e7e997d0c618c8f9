"""Outlook's ``msg`` (MS-OXMSG): turned into the mail that it was, then read as any other mail."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from ..documents import ProblemKind
from . import mail
from .encoding import decode
from .reading import Context, Member, NotReadable, Reading, Source

# Property ids, MS-OXPROPS.
SUBJECT, BODY, HTML, SENDER, SENDER_ADDRESS = "0037", "1000", "1013", "0C1A", "0C1F"
TO, CC = "0E04", "0E03"
DISPLAY_NAME, ADDRESS, SMTP_ADDRESS, RECIPIENT_KIND = "3001", "3003", "39FE", 0x0C15
ATTACHMENT_NAMES, ATTACHMENT_DATA = ("3707", "3704", "3001"), "3701"
SENT, RECEIVED = 0x0039, 0x0E06
MESSAGE_CODE_PAGE, INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE
DEEPEST = 8

Place = list[str]


def read(source: Source, context: Context) -> Reading:
    with _mail(source) as letter:
        reading = mail.read(letter, context)
    return Reading("msg", reading.pages, reading.page_count, reading.metadata, reading.problems)


def members(source: Source, context: Context) -> Iterator[Member]:
    with _mail(source) as letter:
        yield from mail.members(letter, context)


def _mail(source: Source) -> Source:
    import olefile

    try:
        with source.open() as stream, olefile.OleFileIO(io.BytesIO(stream.read())) as ole:
            return Source.of_bytes("mail.eml", mail.as_bytes(_message(ole, [], 0)))
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise NotReadable(ProblemKind.BROKEN, "邮件文件已损坏，打不开", "从 Outlook 重新另存一份") from error


def _message(ole: Any, place: Place, depth: int) -> EmailMessage:
    message = EmailMessage()
    sender = " ".join(filter(None, [_text(ole, place, SENDER), _angled(_text(ole, place, SENDER_ADDRESS))]))
    for name, value in (
        ("Subject", _text(ole, place, SUBJECT)),
        ("X-Sender", sender),
        ("X-To", _people(ole, place, 1) or _text(ole, place, TO)),
        ("X-Cc", _people(ole, place, 2) or _text(ole, place, CC)),
    ):
        if value:
            message[name] = re.sub(r"\s+", " ", value)
    sent = _sent(ole, place)
    if sent:
        message["Date"] = format_datetime(sent)
    body = _text(ole, place, BODY)
    message.set_content(body or mail.html_text(_html(ole, place)))
    for attachment in _storages(ole, place, "__attach_version1.0_"):
        _attach(message, ole, attachment, depth)
    return message


def _people(ole: Any, place: Place, kind: int) -> str:
    """The recipients of one kind (1 to, 2 copies) with their addresses."""
    told = []
    for one in _storages(ole, place, "__recip_version1.0_"):
        if _numbers(ole, one, 0x03, header=8).get(RECIPIENT_KIND, 1) & 0xFF == kind:
            address = _text(ole, one, SMTP_ADDRESS) or _text(ole, one, ADDRESS)
            name = _text(ole, one, DISPLAY_NAME).strip("'")
            told.append(
                " ".join(filter(None, [name if name != address else "", _angled(address) or address]))
            )
    return "; ".join(filter(None, told))


def _angled(address: str) -> str:
    return f"<{address}>" if "@" in address else ""


def _html(ole: Any, place: Place) -> str:
    data = _stream(ole, place, HTML + "0102")
    return decode(data).text if data else _text(ole, place, HTML)


def _stream(ole: Any, place: Place, tag: str) -> bytes:
    path = [*place, f"__substg1.0_{tag}"]
    return bytes(ole.openstream(path).read()) if ole.exists(path) else b""


def _text(ole: Any, place: Place, tag: str) -> str:
    """A text property, stored as UTF-16 or in the writer's own code page."""
    wide = _stream(ole, place, tag + "001F")
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return _narrow(_stream(ole, place, tag + "001E"), _code_page(ole, place)).rstrip("\0")


def _narrow(data: bytes, code_page: int) -> str:
    """A text in the writer's code page: never in UTF-16, which guessing might take it for."""
    for encoding in ("utf-8", f"cp{code_page}", "gb18030", "big5"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _code_page(ole: Any, place: Place) -> int:
    numbers = _numbers(ole, place, 0x03)
    return (numbers.get(MESSAGE_CODE_PAGE) or numbers.get(INTERNET_CODE_PAGE) or 936) & 0xFFFF


def _sent(ole: Any, place: Place) -> datetime | None:
    times = _numbers(ole, place, 0x40)
    ticks = times.get(SENT) or times.get(RECEIVED)
    return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10) if ticks else None


def _numbers(ole: Any, place: Place, wanted: int, header: int = 0) -> dict[int, int]:
    """The fixed-size properties of one kind (MS-OXMSG §2.4: 16 bytes each after a header, whose size is
    that of a message where it is not given)."""
    path = [*place, "__properties_version1.0"]
    data = bytes(ole.openstream(path).read()) if ole.exists(path) else b""
    found: dict[int, int] = {}
    for start in range(header or (24 if place else 32), len(data) - 15, 16):
        kind = int.from_bytes(data[start : start + 2], "little")
        if kind == wanted:
            tag = int.from_bytes(data[start + 2 : start + 4], "little")
            found[tag] = int.from_bytes(data[start + 8 : start + 16], "little")
    return found


def _storages(ole: Any, place: Place, named: str) -> list[Place]:
    """The storages of one kind right inside a message, in their order."""
    depth = len(place)
    found = {
        tuple(entry[: depth + 1])
        for entry in ole.listdir(streams=True, storages=True)
        if len(entry) > depth and list(entry[:depth]) == place and entry[depth].startswith(named)
    }
    return [list(path) for path in sorted(found)]


def _attach(message: EmailMessage, ole: Any, place: Place, depth: int) -> None:
    name = next(filter(None, (_text(ole, place, tag) for tag in ATTACHMENT_NAMES)), "")
    inner = [*place, f"__substg1.0_{ATTACHMENT_DATA}000D"]
    if ole.exists(inner) and ole.exists([*inner, "__properties_version1.0"]):
        if depth < DEEPEST:
            letter = _message(ole, inner, depth + 1)
            message.add_attachment(
                mail.as_bytes(letter),
                maintype="application",
                subtype="octet-stream",
                filename=f"{name or '附带的邮件'}.eml",
            )
        return
    data = _stream(ole, place, ATTACHMENT_DATA + "0102")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name or "附件")
