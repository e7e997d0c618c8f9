"""Mail: headers and body as the mail's own text, every attachment a member. A web page saved as ``mht`` is
written like a mail: the page is its text, its pictures are members."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_binary_file, policy
from email.header import decode_header
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from lxml import etree

from ..documents import Page, Problem, ProblemKind
from . import web, web_blocks
from .encoding import decode
from .member_names import each_once, harmless
from .reading import Context, Member, Reading, Source

#: The headers that stand above the body in the text, with what they are called.
HEADERS = (("From", "发件人"), ("To", "收件人"), ("Cc", "抄送"), ("Date", "日期"), ("Subject", "主题"))
#: Where a mail that was made here keeps names that are no addresses.
INFORMAL = {"From": "X-Sender", "To": "X-To", "Cc": "X-Cc"}
_NO_TEXT = Problem(ProblemKind.NO_TEXT, "邮件里没有文字")
#: Parts of a saved page that say nothing to a reader.
_FITTINGS = re.compile(r"text/css|javascript|ecmascript|font|text/xml")
#: An HTML body says the same as the plain one where the plain one has this share of its pairs of characters.
SAME_BODY = 0.6


def read(source: Source, context: Context) -> Reading:
    """The mail's own text; of an mht the page."""
    with source.open() as stream:
        message = message_from_binary_file(stream, policy=policy.compat32)
    if _is_saved_page(message):
        return _page(message, context)
    body = _body(message)
    headers = _headers(message)
    told = [f"{label}：{headers[name]}" for name, label in HEADERS if headers.get(name)]
    text = "\n".join([*told, "", body]).strip()
    return Reading(
        doc_type="eml",
        pages=(Page(1, "正文", text),) if text else (),
        page_count=1,
        metadata=_metadata(message, headers),
        problems=() if text else (_NO_TEXT,),
    )


def members(source: Source, context: Context) -> Iterator[Member]:
    """The attachments in order; of an mht what belongs to the page, but its styles and scripts."""
    with source.open() as stream:
        message = message_from_binary_file(stream, policy=policy.compat32)
    parts = [part for part in _leaves(message) if _is_attachment(part, message)]
    if _is_saved_page(message):
        parts = [part for part in parts if not _FITTINGS.search(part.get_content_type())]
    names = each_once(harmless(_name(part, number)) for number, part in enumerate(parts, 1))
    for name, part in zip(names, parts, strict=True):
        yield Member(name, Source.of_bytes(name, _payload(part)))


def _page(message: Message, context: Context) -> Reading:
    """A saved page, read as any other page."""
    for part in _leaves(message):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            text = _bytes_of(part, part.get_content_charset())
            with Source.of_bytes("page.html", text.encode("utf-8", "replace")) as page:
                found = web.read(page, context)
            return replace(found, doc_type="mht", metadata={**_metadata(message, {}), **found.metadata})
    body = _body(message)
    pages = (Page(1, "正文", body),) if body else ()
    return Reading("mht", pages, 1, _metadata(message, {}), () if body else (_NO_TEXT,))


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
    name = decoded(part.get_filename() or part.get_param("name") or "")
    if not name and part.get_content_type() == "message/rfc822":
        inner = _inner(part)
        subject = decoded(inner.get("Subject", "")) if inner is not None else ""
        return f"{subject or f'附带的邮件{number}'}.eml"
    if not name:
        location = str(part.get("Content-Location", "")).rstrip("/").rsplit("/", 1)[-1].split("?")[0]
        name = (
            location
            if "." in location
            else f"附件{number}{mimetypes.guess_extension(part.get_content_type()) or ''}"
        )
    return name.replace("/", "_")


def decoded(value: object) -> str:
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
    return {name: decoded(value) for name, value in told.items() if value is not None}


def _metadata(message: Message, headers: dict[str, str]) -> dict[str, str]:
    found = {
        "title": decoded(_raw_header(message, "Subject") or ""),
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
    """The plain text and the text of the HTML, which mostly say the same: then the longer of them."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind in texts and (part is message or not _is_attachment(part, message)):
            charset = part.get_content_charset()
            text = _bytes_of(part, charset)
            texts[kind].append(html_text(text) if kind == "text/html" else text)
    plain = "\n".join(texts["text/plain"]).strip()
    rich = "\n".join(texts["text/html"]).strip()
    if _said(rich, plain) >= SAME_BODY:
        return plain
    return rich if _said(plain, rich) >= SAME_BODY else f"{plain}\n\n{rich}"


def _said(text: str, other: str) -> float:
    """The share of a text's adjacent pairs of characters that stand in another text."""
    one, where = "".join(text.split()), "".join(other.split())
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return sum(pair in where for pair in pairs) / len(pairs) if pairs else 1.0


def _bytes_of(part: Message, charset: str | None) -> str:
    data = _payload(part)
    if isinstance(part.get_payload(), str) and not data:
        return str(part.get_payload())
    return decode(data, [charset] if charset else []).text


def html_text(markup: str) -> str:
    """The words of a piece of HTML, a line a block, cells parted by tabs."""
    root = web.parse(markup)
    if root is None:
        return ""
    etree.strip_elements(root, "script", "style", "title", etree.Comment, with_tail=False)
    return web_blocks.text_of([root]).strip()
