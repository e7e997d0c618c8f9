"""Mail: headers and body as the mail's own text, every attachment a member.

``eml``, a mail program's ``mbox`` (each mail a member) and a web page saved as ``mht``.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from email import message_from_binary_file, message_from_bytes, policy
from email.header import decode_header
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from typing import BinaryIO

from lxml import etree, html

from ..documents import Page, Problem, ProblemKind
from .encoding import decode
from .member_names import each_once, harmless
from .reading import Context, Member, Reading, Source

#: The headers that stand above the body in the text, with what they are called.
HEADERS = (("From", "发件人"), ("To", "收件人"), ("Cc", "抄送"), ("Date", "日期"), ("Subject", "主题"))
#: Where a mail that was made here keeps names that are no addresses.
INFORMAL = {"From": "X-Sender", "To": "X-To", "Cc": "X-Cc"}
#: A mail in a mailbox larger than this is cut off: it would not fit any server.
LARGEST_MAIL = 256 * 1024 * 1024


def read(source: Source, context: Context) -> Reading:
    """The mail's own text. Of an mbox: how many mails it holds; of an mht: the page."""
    if _is_mbox(source):
        return Reading("mbox")
    with source.open() as stream:
        message = message_from_binary_file(stream, policy=policy.compat32)
    saved_page = _is_saved_page(message)
    body = _body(message)
    headers = {} if saved_page else _headers(message)
    told = [f"{label}：{headers[name]}" for name, label in HEADERS if headers.get(name)]
    text = "\n".join([*told, "", body]).strip()
    return Reading(
        doc_type="mht" if saved_page else "eml",
        pages=(Page(1, "正文", text),) if text else (),
        page_count=1,
        metadata=_metadata(message, headers),
        problems=() if text else (Problem(ProblemKind.NO_TEXT, "邮件里没有文字"),),
    )


def members(source: Source, context: Context) -> Iterator[Member]:
    """The attachments in order; of an mbox its mails."""
    if _is_mbox(source):
        yield from _mails(source)
        return
    with source.open() as stream:
        message = message_from_binary_file(stream, policy=policy.compat32)
    parts = [part for part in _leaves(message) if _is_attachment(part, message)]
    names = each_once(harmless(_name(part, number)) for number, part in enumerate(parts, 1))
    for name, part in zip(names, parts, strict=True):
        yield Member(name, Source.of_bytes(name, _payload(part)))


def as_bytes(message: EmailMessage) -> bytes:
    """A message made here, as the file it would be."""
    return message.as_bytes(policy=policy.SMTP.clone(max_line_length=None))


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; an attached mail is one part, not its parts."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _leaves(part)


def _is_saved_page(message: Message) -> bool:
    return message.get_content_type() == "multipart/related" and not message.get("To")


def _is_attachment(part: Message, message: Message) -> bool:
    if part is message:
        return not part.get_content_type().startswith("text/") and bool(_payload(part))
    named = part.get_filename() is not None or part.get_content_disposition() == "attachment"
    return named or not part.get_content_type().startswith("text/")


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = _inner(part)
        return inner.as_bytes() if inner is not None else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _inner(part: Message) -> Message | None:
    """The mail that a message/rfc822 part carries."""
    inner = part.get_payload()
    return inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], Message) else None


def _name(part: Message, number: int) -> str:
    name = _decoded(part.get_filename() or part.get_param("name") or "")
    if not name and part.get_content_type() == "message/rfc822":
        inner = _inner(part)
        subject = _decoded(inner.get("Subject", "")) if inner is not None else ""
        return f"{subject or f'附带的邮件{number}'}.eml"
    if not name:
        location = str(part.get("Content-Location", "")).rstrip("/").rsplit("/", 1)[-1].split("?")[0]
        name = (
            location
            if "." in location
            else f"附件{number}{mimetypes.guess_extension(part.get_content_type()) or ''}"
        )
    return name.replace("/", "_")


def _decoded(value: object) -> str:
    """A header's words, whatever the sender did: encoded words, parameters, raw GBK."""
    if isinstance(value, tuple):
        charset, _, text = value
        return str(text).encode("latin-1", "replace").decode(str(charset or "utf-8"), "replace")
    text = str(value)
    parts: list[str] = []
    for piece, charset in decode_header(text):
        if isinstance(piece, str):
            parts.append(_raw(piece.encode("ascii", "surrogateescape")) if _escaped(piece) else piece)
        else:
            parts.append(_bytes(piece, charset))
    return " ".join("".join(parts).split())


def _raw_header(message: Message, wanted: str) -> str | None:
    """A header as it stands in the file; the library's own access loses bytes outside ASCII."""
    for name, value in message.raw_items():
        if name.lower() == wanted.lower():
            return str(value)
    return None


def _escaped(text: str) -> bool:
    return any("\udc80" <= char <= "\udcff" for char in text)


def _bytes(data: bytes, charset: str | None) -> str:
    if charset and charset.lower() != "unknown-8bit":
        try:
            return data.decode("gb18030" if charset.lower() in ("gb2312", "gbk") else charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return _raw(data)


def _raw(data: bytes) -> str:
    return decode(data).text


def _headers(message: Message) -> dict[str, str]:
    told = {
        name: _raw_header(message, name) or _raw_header(message, INFORMAL.get(name, ""))
        for name, _ in HEADERS
    }
    return {name: _decoded(value) for name, value in told.items() if value is not None}


def _metadata(message: Message, headers: dict[str, str]) -> dict[str, str]:
    found = {
        "title": _decoded(_raw_header(message, "Subject") or ""),
        "author": headers.get("From", ""),
        "to": headers.get("To", ""),
        "copied_to": headers.get("Cc", ""),
        "created": _date(str(message.get("Date", ""))),
    }
    return {name: value for name, value in found.items() if value}


def _date(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _body(message: Message) -> str:
    """The plain text where there is one, else the text of the HTML."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind in texts and (part is message or not _is_attachment(part, message)):
            charset = part.get_content_charset()
            text = _bytes_of(part, charset)
            texts[kind].append(html_text(text) if kind == "text/html" else text)
    plain = "\n".join(texts["text/plain"]).strip()
    rich = "\n".join(texts["text/html"]).strip()
    return plain if len(plain) >= len(rich) // 2 else rich


def _bytes_of(part: Message, charset: str | None) -> str:
    data = _payload(part)
    if isinstance(part.get_payload(), str) and not data:
        return str(part.get_payload())
    return decode(data, [charset] if charset else []).text


#: Elements that end a line.
_BLOCKS = frozenset(("p", "div", "br", "li", "tr", "table", "ul", "ol", "blockquote", "title", "section")) | {
    f"h{level}" for level in range(1, 7)
}


def html_text(markup: str) -> str:
    """The words of a piece of HTML, a line a block, cells parted by tabs."""
    try:
        root = html.document_fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    etree.strip_elements(root, "script", "style", etree.Comment, with_tail=False)
    parts: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            parts.append(" ".join((node.text or "").split()))
        else:
            parts.append("\n" if name in _BLOCKS else "\t" if name in ("td", "th") else "")
            parts.append(" ".join((node.tail or "").split()))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_mbox(source: Source) -> bool:
    return source.head(5) == b"From "


def _mails(source: Source) -> Iterator[Member]:
    with source.open() as stream:
        for number, data in enumerate(_cut(stream), 1):
            subject = harmless(_decoded(message_from_bytes(data).get("Subject", ""))).replace("/", "_")
            name = f"{number:04d} {subject[:60]}.eml"
            yield Member(name, Source.of_bytes(name, data))


def _cut(stream: BinaryIO) -> Iterator[bytes]:
    """The mails of an mbox: each begins at a line ``From `` after an empty one."""
    mail: list[bytes] = []
    size = 0
    empty = True
    for line in stream:
        if empty and line.startswith(b"From "):
            if mail:
                yield b"".join(mail)
            mail, size = [], 0
        elif size < LARGEST_MAIL:
            mail.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        empty = not line.strip()
    if mail:
        yield b"".join(mail)
