"""What the parts of a document are called that its own breaks part."""

from __future__ import annotations


def labelled(parts: int, pages: int, *, stored: bool = False) -> str:
    """A label to fill with the part's number. Breaks set by hand are pages only where the program that
    saved the document counted no more pages than they part, or stored where it broke them itself."""
    if parts == 1:
        return "全文"
    return "第{}页" if stored or pages <= parts else "第{}部分"
