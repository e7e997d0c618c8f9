"""Columns of a roster that tell of lives: 出生年月, 入党时间. Their dates say nothing of the roster's own."""

from __future__ import annotations

import re

_LIVES = re.compile(r"出生|生日|入党|入团|转正|参加工作|任职|转入|递交|申请|确定")
#: A row under the table that says when it was made.
_OWN_DAY, _LABEL = (
    re.compile(r"(?:制表|填表|填报|统计|整理|核对|更新|上报|编制)(?:日期|时间|于)?:?$|日期:?$"),
    8,
)
#: So many cells make a row of a table.
_CELLS = 3


def in_column_of_lives(text: str, at: int) -> bool:
    """Whether what stands at an offset is in a column whose heading, in a row above, is of that kind."""
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    row = text[begin : end if end >= 0 else len(text)].split("\t")
    if len(row) < _CELLS:
        return False
    column = text.count("\t", begin, at)
    if _OWN_DAY.search(text[begin:at].rstrip("\t ")[-_LABEL:]):
        return False
    for line in text[:begin].split("\n"):
        cells = line.split("\t")
        if len(cells) >= _CELLS and column < len(cells) and _LIVES.search(cells[column]):
            return True
    return False
