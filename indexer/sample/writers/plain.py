"""Text, Markdown and HTML."""

from __future__ import annotations

from html import escape

from indexer.sample.paper import Break, Grid, Line, Paper, Style


def utf8_text(paper: Paper) -> bytes:
    return _text(paper).encode()


def gbk_text(paper: Paper) -> bytes:
    """As Notepad saved it for twenty years: GBK, line ends of Windows."""
    return _text(paper).replace("\n", "\r\n").encode("gb18030")


def markdown(paper: Paper) -> bytes:
    lines: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Line):
            lines.append({Style.TITLE: "# ", Style.HEADING: "## "}.get(block.style, "") + block.text)
        elif isinstance(block, Grid):
            rows = [[*row, *[""] * (block.width - len(row))] for row in block.rows]
            rows.insert(1, ["---"] * block.width)
            lines.append(
                "\n".join(
                    "| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in rows
                )
            )
        else:
            lines.append(f"## {block.label}" if block.label else "---")
    return ("\n\n".join(lines) + "\n").encode()


def html(paper: Paper) -> bytes:
    return _html(paper, "utf-8").encode()


def gbk_html(paper: Paper) -> bytes:
    return _html(paper, "gb2312").encode("gb18030")


def _text(paper: Paper) -> str:
    lines: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Line):
            lines.append({Style.BODY: "　　", Style.RIGHT: "　" * 14}.get(block.style, "") + block.text)
        elif isinstance(block, Grid):
            lines.extend("\t".join(cell.replace("\n", " ") for cell in row) for row in block.rows)
        else:
            lines.append("")
    return "\n".join(lines) + "\n"


def _html(paper: Paper, charset: str) -> str:
    head = escape(paper.title or next((b.text for b in paper.blocks if isinstance(b, Line)), ""))
    parts = [
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}"><title>{head}</title>'
        "<style>body{font-family:SimSun,serif}p{text-indent:2em}table{border-collapse:collapse}</style></head><body>"
    ]
    for block in paper.blocks:
        if isinstance(block, Line):
            parts.append(_html_line(block))
        elif isinstance(block, Grid):
            parts.append(_html_table(block))
        elif isinstance(block, Break):
            parts.append("<hr>")
    return "\n".join(parts) + "\n</body></html>\n"


def _html_line(line: Line) -> str:
    tag = {Style.TITLE: "h1", Style.HEADING: "h2"}.get(line.style, "p")
    align = {
        Style.RIGHT: ' align="right"',
        Style.CENTER: ' align="center"',
        Style.LETTERHEAD: ' align="center"',
    }
    return f"<{tag}{align.get(line.style, '')}>{escape(line.text)}</{tag}>"


def _html_table(grid: Grid) -> str:
    rows = []
    for row in grid.rows:
        last = len(row) - 1
        spans = [
            f' colspan="{grid.width - last}"' if at == last < grid.width - 1 else "" for at in range(len(row))
        ]
        cells = (escape(cell).replace("\n", "<br>") for cell in row)
        rows.append(
            "<tr>"
            + "".join(f"<td{span}>{cell}</td>" for span, cell in zip(spans, cells, strict=True))
            + "</tr>"
        )
    return '<table border="1">\n' + "\n".join(rows) + "\n</table>"
