"""What can be saved of a compound file whose structure is lost: the Chinese text that still stands in it.

Word, Excel and PowerPoint of the old kind keep such text as UTF-16, a run of it in one place.
"""

from __future__ import annotations

import re

from ..documents import Page, Problem, ProblemKind
from .encoding import plausibility
from .reading import MEBIBYTE, Context, Reading, Source
from .xhtml import tidy

#: Kinds of files that this is tried on.
KINDS = frozenset(("ole", "doc", "xls", "ppt"))
#: Not more than so many bytes are looked at.
LARGEST = 256 * MEBIBYTE
#: Runs of this many characters count, if they read like writing.
LEAST, PLAUSIBLE = 6, 0.3
#: Han characters, their punctuation, full-width forms, and what may stand among them.
_HAN = rb"[\x00-\xff][\x4e-\x9f]"
_MARK = rb"[\x00-\x3f]\x30|[\x00-\xef]\xff|[\x00-\x7f]\x20"
_LATIN = rb"[\x09\x0a\x0d\x20-\x7e\x07\x0b\x0c]\x00"
_RUN = re.compile(rb"(?:%s|%s|%s){%d,}" % (_HAN, _MARK, _LATIN, LEAST), re.DOTALL)
_PARTLY = Problem(
    ProblemKind.BROKEN, "文件有损坏，只捡回了其中一部分文字，顺序可能不对", "找一份好的原件替换它"
)


def read(source: Source, context: Context) -> Reading:
    """The text found, or nothing."""
    with source.open() as stream:
        data = stream.read(LARGEST)
    runs = []
    for match in _RUN.finditer(data):
        context.beat()
        text = match.group().decode("utf-16-le", "ignore")
        if _reads(text):
            runs.append(re.sub("[\x07\x0b\x0c\r]", "\n", text))
    text = tidy("\n".join(runs))
    return Reading("", (Page(1, "全文", text),), 1, problems=(_PARTLY,)) if text else Reading("")


def _reads(text: str) -> bool:
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return han >= LEAST and plausibility(text) >= PLAUSIBLE
