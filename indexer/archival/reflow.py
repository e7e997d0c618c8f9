"""Lines that a page broke because it was full, put together again.

PDF, OFD and scans give the printed lines of a paragraph one by one; names and dates are torn at their
ends. A line that is as long as the longest and ends no sentence goes on in the next.
"""

from __future__ import annotations

import re

#: Printed lines have so many characters; longer ones are paragraphs that nothing has broken.
SHORTEST, LONGEST = 18, 64
#: A line of this share of the longest is full; so many full lines make a printed page.
_FULL, _LEAST = 0.86, 3
_ENDS = re.compile(
    r"[。！？!?；;：:]\s*$|文件\s*$|[〔\[［【（(]\s*(?:19|20)\d\d\s*[〕\]］】）)].{0,6}号|签发人|^\s*中共.{2,40}委员会\s*$"
)
_BEGINS = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十百]{1,4}[章节条]|[—\-]{2}|附件|抄送|关于|中共.{2,40}委员会\s*$|"
    r"[\u4e00-\u9fff ]{2,12}[：:])"
)


def reflow(page: str) -> str:
    """The page with soft line breaks taken out; a page that is not printed lines as it stands."""
    lines = page.split("\n")
    widths = [_width(line) for line in lines]
    longest = max(widths, default=0)
    if not SHORTEST <= longest <= LONGEST or "\t" in page:
        return page
    full = _FULL * longest
    if sum(width >= full for width in widths) < _LEAST:
        return page
    parts: list[str] = []
    for at, line in enumerate(lines):
        parts.append(line)
        if at + 1 < len(lines):
            soft = widths[at] >= full and not _ENDS.search(line) and bool(lines[at + 1].strip())
            parts.append("" if soft and not _BEGINS.match(lines[at + 1]) else "\n")
    return "".join(parts)


def _width(line: str) -> float:
    """Characters as wide as a Chinese one; others count half."""
    return len(line.strip().encode("gbk", "replace")) / 2
