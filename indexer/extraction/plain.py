"""Which kind of plain text a file is: mail, web page, XML, table, Markdown, or just text."""

from __future__ import annotations

import codecs
import re

from indexer.extraction.encoding import Decoded, decode, plausibility

#: How a text must read to be taken for one: surely, by its name, or neither.
PLAUSIBLE = {"sure": 0.0, "named": -0.5, "unnamed": 0.3}
#: Names that say their file is text.
_TEXT_NAMES = frozenset(
    (
        *(
            "txt",
            "text",
            "log",
            "md",
            "markdown",
            "csv",
            "tsv",
            "tab",
            "htm",
            "html",
            "shtml",
            "xhtml",
            "xml",
        ),
        *(
            "json",
            "ini",
            "cfg",
            "conf",
            "srt",
            "eml",
            "mht",
            "mhtml",
            "nfo",
            "asp",
            "jsp",
            "php",
            "css",
            "js",
        ),
    )
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")
_HEADER = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]?(.*)$")
_MAIL_HEADERS = frozenset(
    (
        "from",
        "to",
        "subject",
        "date",
        "received",
        "message-id",
        "mime-version",
        "return-path",
        "content-type",
        "cc",
        "bcc",
        "sender",
        "reply-to",
        "delivered-to",
        "x-mailer",
        "content-transfer-encoding",
        "x-priority",
        "snapshot-content-location",
        "dkim-signature",
        "received-spf",
        "authentication-results",
        "x-unsent",
        "x-originating-ip",
        "thread-topic",
    )
)
_ROOT = re.compile(r"<(?![?!])\s*(?:([\w.-]+):)?([\w.-]+)([^>]*)")
_HTML = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|title|meta|table|div|p|script|style|h1|font)\b", re.I
)
_XML_ROOTS = {
    "html": "html",
    "svg": "svg",
    "workbook": "excelml",
    "worddocument": "wordml",
    "uof": "uof",
    "fictionbook": "fb2",
    "rss": "rss",
    "feed": "rss",
}


def text_type(head: bytes, suffix: str, *, whole: bool = False) -> str | None:
    """The kind of text that the first bytes are (``whole``: there are no others), None for no text.

    ``suffix`` decides only between kinds that bytes cannot tell apart.
    """
    decoded = decode(head if whole else head[: _last_whole(head)])
    text = decoded.text
    if not _reads_as_text(decoded, suffix):
        return None
    start = text.lstrip("\ufeff \t\r\n")
    return _mail_type(start, suffix) or _markup_type(start) or _loose_type(text, suffix)


def _last_whole(head: bytes) -> int:
    """Where to cut the head so that no character is cut in two, as far as that can be told."""
    if b"\x00" in head:
        return len(head) - len(head) % 4
    end = head.rfind(b"\n") + 1
    if end > len(head) // 2:
        return end
    try:
        return len(codecs.getincrementaldecoder("utf-8")().decode(head).encode("utf-8"))
    except UnicodeDecodeError:
        return len(head) - len(head) % 4


def _reads_as_text(decoded: Decoded, suffix: str) -> bool:
    """Whether decoded bytes are writing: hardly a control character, nothing undecodable, plausible."""
    text = decoded.text
    noise = len(_CONTROL.findall(text)) + text.count("\ufffd")
    named = suffix in _TEXT_NAMES
    if noise * (50 if named else 200) > len(text):
        return False
    wide = decoded.encoding.startswith(("utf-16", "utf-32"))
    if wide and not decoded.sure and not named:
        return False
    if sum(char > "\x7f" for char in text) * 50 < len(text):
        return True  # so few others that they may be anything: names in a lost encoding, quotes
    trust = "sure" if decoded.sure else "named" if named else "unnamed"
    return plausibility(text) >= PLAUSIBLE[trust]


def _mail_type(start: str, suffix: str) -> str | None:
    lines = start[:8000].splitlines()
    if lines and lines[0].startswith("From ") and len(_headers(lines[1:])) >= 2:
        return "mbox"
    headers = _headers(lines)
    if len(headers) < 2:
        return None
    kind = headers.get("content-type", "")
    saved_page = "snapshot-content-location" in headers or "saved by" in headers.get("from", "").lower()
    if saved_page or (suffix in ("mht", "mhtml") and "multipart/related" in kind):
        return "mht"
    strong = headers.keys() & {"mime-version", "received", "message-id", "return-path", "from"}
    return "eml" if strong else None


def _headers(lines: list[str]) -> dict[str, str]:
    """The mail headers that a text begins with; empty as soon as a line is neither header nor its rest."""
    found: dict[str, str] = {}
    last = ""
    for line in lines:
        if not line.strip():
            break
        match = _HEADER.match(line)
        if match and (match.group(1).lower() in _MAIL_HEADERS or "-" in match.group(1) or found):
            last = match.group(1).lower()
            found[last] = match.group(2)
        elif line[0] in " \t" and last:
            found[last] += " " + line.strip()
        else:
            return {}
    return {name: value for name, value in found.items() if name in _MAIL_HEADERS}


def _markup_type(start: str) -> str | None:
    if re.match(r"<!doctype\s+html", start, re.I):
        return "html"
    if start.startswith(("<?xml", "<!DOCTYPE", "<!--")):
        return _xml_type(start)
    if start.startswith("<"):
        root = _ROOT.match(start)
        if root and root.group(2).lower() in _XML_ROOTS:
            return _XML_ROOTS[root.group(2).lower()]
        return "html" if _HTML.search(start[:4000]) else None
    return "html" if re.search(r"<html\b", start[:4000], re.I) and "</" in start else None


def _xml_type(start: str) -> str:
    body = re.sub(r"<!--.*?(-->|$)|<\?.*?\?>|<!DOCTYPE[^>]*>", "", start, flags=re.DOTALL)
    root = _ROOT.search(body)
    name = root.group(2).lower() if root else ""
    if name == "document" and root and root.group(1) == "office":
        return _flat_odf(start)
    if name in _XML_ROOTS:
        return _XML_ROOTS[name]
    declared_html = re.search(r"<!doctype\s+html", start[:2000], re.I)
    return "html" if declared_html or (not start.startswith("<?xml") and _HTML.search(start)) else "xml"


def _flat_odf(start: str) -> str:
    found = re.search(r'mimetype="application/vnd\.oasis\.opendocument\.(\w+)', start)
    return {"text": "fodt", "spreadsheet": "fods", "presentation": "fodp"}.get(
        found[1] if found else "", "xml"
    )


def _loose_type(text: str, suffix: str) -> str:
    """Kinds without a mark of their own: the name decides, a table is told by its even lines."""
    if suffix in ("csv", "tsv", "tab"):
        return "csv"
    if suffix in ("md", "markdown"):
        return "md"
    if re.match(r"\s*[\[{]", text) and suffix == "json":
        return "json"
    if suffix in ("txt", "text", "log", "srt"):
        return "txt"
    return "csv" if _is_table(text) else "txt"


def _is_table(text: str) -> bool:
    lines = [line for line in text.splitlines()[:-1] if line.strip()][:20]
    if len(lines) < 3:
        return False
    counts = ({line.count(mark) for line in lines} for mark in ("\t", ",", ";"))
    return any(len(seen) == 1 and min(seen) >= 2 for seen in counts)
