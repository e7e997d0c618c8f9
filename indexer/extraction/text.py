"""Plain text and Markdown: decoded, one page."""

from __future__ import annotations

from indexer.documents import Page, Problem, ProblemKind
from indexer.extraction.encoding import Decoded, decode
from indexer.extraction.reading import Context, Reading, Source
from indexer.extraction.xhtml import tidy

UNSURE = Problem(
    ProblemKind.LIMITED,
    "文字编码不能确定，按{}读出，可能有乱码",
    "用记事本打开，另存为 UTF-8 编码",
)


def read(source: Source, context: Context) -> Reading:
    """The whole text as one page; form feeds part pages."""
    decoded = decode(source.bytes())
    texts = [tidy(part) for part in decoded.text.split("\f")]
    while len(texts) > 1 and not texts[-1].strip():
        texts.pop()
    label = "全文" if len(texts) == 1 else "第{}页"
    pages = tuple(Page(n, label.format(n), t) for n, t in enumerate(texts, 1) if t.strip())
    return Reading("", pages, len(texts), {"encoding": decoded.encoding}, encoding_problems(decoded))


def encoding_problems(decoded: Decoded) -> tuple[Problem, ...]:
    """The remark that a text may be garbled, where its encoding is a guess."""
    if decoded.sure:
        return ()
    return (Problem(UNSURE.kind, UNSURE.reason.format(decoded.encoding), UNSURE.hint),)
