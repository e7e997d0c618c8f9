"""What kind of meeting a record keeps: 支部党员大会, 支委会, 党小组会, 党课, 主题党日, 组织生活会 …"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.documents import Evidence, FieldSource, FieldValue

from ..kinds import kind_in
from ..paper import plain
from ..view import View
from .labels import Stretch

#: 支部会议 says less than 支委会, wherever that stands.
_VAGUE = frozenset({"支部会议"})
#: What minutes of any kind speak of.
_OTHER_MATTERS = re.compile("谈心|谈话|民主评议|(?:理论|政治|集中)学习")
_TICK, _BOX = "☑√✓✔■▣☒●◉", "□☐○〇"
_NAME = "[\u4e00-\u9fff]{2,10}"
_TICK_BEFORE = re.compile(rf"[{_TICK}]\s?({_NAME})")
_TICK_AFTER = re.compile(rf"({_NAME})\s?[(\[]?\s?[{_TICK}]")


def kind_of_meeting(view: View, title: FieldValue, labelled: Sequence[Stretch]) -> FieldValue:
    """From the label 会议类型, the title, the file's name, the first lines, the folders, in this order."""
    for stretch in labelled:
        text = view.head.text[stretch.start : min(stretch.end, stretch.start + 120)]
        kind = _ticked(text) if re.search(f"[{_TICK}{_BOX}]", text) else kind_in(text)
        if kind is not None:
            return FieldValue(
                kind, FieldSource.EXTRACTED, view.head.evidence(stretch.label, stretch.end), 0.93
            )
    places = (
        (plain(str(title.value or "")), title.source, title.evidence, 0.93),
        (view.stem, FieldSource.NAME, Evidence(view.stem), 0.9),
        (view.head.text[:120], FieldSource.EXTRACTED, view.head.evidence(0, 120), 0.8),
        (view.book, FieldSource.EXTRACTED, Evidence(view.book), 0.8),
        *((folder, FieldSource.FOLDER, Evidence(folder), 0.75) for folder in view.folders[:3]),
        (_OTHER_MATTERS.sub("", view.head.text[:600]), FieldSource.EXTRACTED, None, 0.55),
    )
    vague = FieldValue()
    for text, source, evidence, confidence in places:
        kind = kind_in(text)
        if kind is not None and kind not in _VAGUE:
            return FieldValue(kind, source, evidence, confidence)
        if kind is not None and vague.value is None:
            vague = FieldValue(kind, source, evidence, confidence)
    return vague


def _ticked(text: str) -> str | None:
    """The kind whose box is ticked: ☑支委会 where boxes stand before the names, 支委会(√) where after."""
    before = re.match(rf"[\s\[(]*[{_TICK}{_BOX}]", text) is not None
    for match in (_TICK_BEFORE if before else _TICK_AFTER).finditer(text):
        kind = kind_in(match[1])
        if kind is not None:
            return kind
    return None
