"""OFD (GB/T 33190-2016): OFD.xml → Doc_0/Document.xml → Pages; a text object a line, fonts named only."""

from __future__ import annotations

from hashlib import blake2b
from xml.sax.saxutils import escape

from indexer.sample.paper import Break, Grid, Line, Paper, Style
from indexer.sample.writers.zips import pack

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_WIDTH, _HEIGHT, _MARGIN = 210, 297, 28
_SIZE, _LEADING = 4.6, 8.4
_COLUMNS = int((_WIDTH - 2 * _MARGIN) / _SIZE)


def ofd(paper: Paper) -> bytes:
    pages = _paginate(paper)
    members = [("OFD.xml", _entry(paper)), ("Doc_0/Document.xml", _document(len(pages)))]
    members.append(("Doc_0/PublicRes.xml", _resources()))
    for number, lines in enumerate(pages):
        members.append((f"Doc_0/Pages/Page_{number}/Content.xml", _page(number, lines)))
    return pack((name, (_XML + text).encode()) for name, text in members)


def _entry(paper: Paper) -> str:
    info = (
        f"<ofd:DocID>{_digest(paper.text()):032x}</ofd:DocID><ofd:Title>{escape(paper.title)}</ofd:Title>"
        f"<ofd:Author>{escape(paper.author)}</ofd:Author>"
        f"<ofd:CreationDate>{paper.created.isoformat()}</ofd:CreationDate>"
    )
    return (
        f'<ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _digest(text: str) -> int:
    """A number of 128 bits that depends on the text alone."""
    return int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "big")


def _document(pages: int) -> str:
    listed = "".join(
        f'<ofd:Page ID="{10 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(pages)
    )
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_WIDTH} {_HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
    return (
        f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>100000</ofd:MaxUnitID>{area}"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def _resources() -> str:
    return (
        f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="1" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>'
    )


def _page(number: int, lines: list[tuple[Style, str]]) -> str:
    first = 1000 * (number + 1)
    objects = "".join(
        _text_object(first + at, style, text, _MARGIN + at * _LEADING)
        for at, (style, text) in enumerate(lines)
        if text
    )
    return (
        f'<ofd:Page {_NAMESPACE}><ofd:Content><ofd:Layer ID="{first + 900}">{objects}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    )


def _text_object(number: int, style: Style, text: str, top: float) -> str:
    steps = [_SIZE / 2 if character.isascii() else _SIZE for character in text]
    width = sum(steps)
    left = {
        Style.TITLE: (_WIDTH - width) / 2,
        Style.LETTERHEAD: (_WIDTH - width) / 2,
        Style.CENTER: (_WIDTH - width) / 2,
    }
    start = _WIDTH - _MARGIN - width if style is Style.RIGHT else left.get(style, _MARGIN)
    delta = " ".join(f"{step:.2f}" for step in steps[:-1])
    along = f' DeltaX="{delta}"' if delta else ""
    color = '<ofd:FillColor Value="208 16 16"/>' if style is Style.LETTERHEAD else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{start:.2f} {top:.2f} {width + _SIZE:.2f} {_LEADING:.2f}" '
        f'Font="1" Size="{_SIZE}">{color}<ofd:TextCode X="0" Y="{_SIZE:.2f}"{along}>'
        f"{escape(text)}</ofd:TextCode>"
        "</ofd:TextObject>"
    )


def _paginate(paper: Paper) -> list[list[tuple[Style, str]]]:
    rows = int((_HEIGHT - 2 * _MARGIN) / _LEADING)
    pages: list[list[tuple[Style, str]]] = [[]]
    for block in paper.blocks:
        if isinstance(block, Break):
            pages.append([])
            continue
        for line in _wrapped(block):
            if len(pages[-1]) >= rows:
                pages.append([])
            pages[-1].append(line)
    return pages


def _wrapped(block: Line | Grid) -> list[tuple[Style, str]]:
    if isinstance(block, Line):
        indent = "　　" if block.style is Style.BODY else ""
        return [(block.style, text) for text in _cut(indent + block.text)]
    lines = ["　".join(cell.replace("\n", " ") for cell in row) for row in block.rows]
    return [(Style.PLAIN, text) for line in lines for text in _cut(line)]


def _cut(text: str) -> list[str]:
    return [text[at : at + _COLUMNS] for at in range(0, len(text), _COLUMNS)] or [""]
