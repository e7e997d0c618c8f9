"""RTF 1.5 as WordPad writes it in China: code page 936, bytes as hex escapes, others as Unicode escapes."""

from __future__ import annotations

from indexer.sample.paper import Break, Grid, Line, Paper, Style

_ALIGN = {
    Style.TITLE: "\\qc\\b\\fs36 ",
    Style.LETTERHEAD: "\\qc\\cf1\\fs44 ",
    Style.CENTER: "\\qc ",
    Style.RIGHT: "\\qr ",
    Style.HEADING: "\\b ",
    Style.BODY: "\\fi480 ",
}


def rtf(paper: Paper) -> bytes:
    info = f"{{\\info{{\\title {_escape(paper.title)}}}{{\\author {_escape(paper.author)}}}}}"
    font = _escape("宋体")
    head = (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 " + font + ";}}"
        "{\\colortbl;\\red200\\green20\\blue20;}" + info + "\n\\f0\\fs24\n"
    )
    return (head + "".join(map(_block, paper.blocks)) + "}\n").encode("ascii")


def _block(block: Line | Grid | Break) -> str:
    if isinstance(block, Line):
        return f"{{\\pard {_ALIGN.get(block.style, '')}{_escape(block.text)}\\par}}\n"
    if isinstance(block, Grid):
        return "".join(_row(row, block.width) for row in block.rows)
    return "\\page\n"


def _row(row: tuple[str, ...], width: int) -> str:
    step = 9000 // max(width, 1)
    edges = [step * (at + 1) for at in range(len(row) - 1)] + [9000]
    cells = "".join(f"\\intbl {_escape(cell)}\\cell " for cell in row)
    return "\\trowd" + "".join(f"\\cellx{edge}" for edge in edges) + f"\n{cells}\\row\n"


def _escape(text: str) -> str:
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character in "\\{}":
        return "\\" + character
    if character == "\n":
        return "\\line "
    if character.isascii():
        return character
    try:
        return "".join(f"\\'{byte:02x}" for byte in character.encode("gbk"))
    except UnicodeEncodeError:
        return f"\\u{ord(character)}?"
