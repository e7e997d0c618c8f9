"""Whether a paper's opening lines say that it keeps a meeting, whatever its title and file are called."""

from __future__ import annotations

import re

from .persons import is_name
from .view import View

_HAN = "\u4e00-\u9fff"
#: Who presided and who wrote, on either side of the name: 主持骆敏，记录武皓; 王光豪主持　我记的（张敏）.
_PRESIDED = re.compile(rf"主持人?[:\t]?(?P<a>[{_HAN}]{{2,3}})|(?P<b>[{_HAN}]{{2,3}})(?:同志)?主持")
_WROTE = re.compile(
    rf"[记纪]录人?[:\t]?(?P<a>[{_HAN}]{{2,3}})|(?P<b>[{_HAN}]{{2,3}})(?:\([^()\n]{{2,8}}\))?(?:[记纪]录|记(?=[,。;.)\n]))"
    rf"|我记的?\((?P<c>[{_HAN}]{{2,3}})\)"
)
_OPENING_LINES, _OPENING = 6, 300


def keeps_meeting(view: View) -> bool:
    """Whether the opening lines name both who presided and who wrote."""
    lines = view.lines[:_OPENING_LINES]
    text = "\n".join(line.text for line in lines)[:_OPENING]
    return _names(_PRESIDED, text) and _names(_WROTE, text)


def _names(pattern: re.Pattern[str], text: str) -> bool:
    return any(
        is_name(words[:size]) or is_name(words[-size:])
        for match in pattern.finditer(text)
        for words in (word for word in match.groups() if word)
        for size in (3, 2)
    )
