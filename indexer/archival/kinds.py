"""Kinds of meetings by their names: 支部党员大会, 支委会, 党小组会, 党课, 主题党日, 组织生活会 …"""

from __future__ import annotations

import re

_KINDS = (
    ("民主生活会", r"民主生活会"),
    ("组织生活会", r"组织生活会"),
    ("民主评议党员", r"民主评议"),
    ("主题党日", r"党日|政治生日|(?:支部|党员)活动日"),
    ("党小组会", r"党小组.{0,12}(?:会|学习|活动)|小组会"),
    (
        "支委会",
        r"支委(?:扩大)?会|支部委员会(?:(?!大会).){0,6}(?:会议|扩大|记录)|支委.{0,4}会议|支部委员(?:会)?会议?|支部委员会$|"
        r"总支(?:部)?委员会.{0,4}(?:会议|记录)|总支委会",
    ),
    (
        "支部党员大会",
        r"党员大会|支部大会|(?:换届|选举|支部成立).{0,4}大会|全体党员(?:会|大会|会议)|党员会议|支部党员会",
    ),
    ("党课", r"党课"),
    ("谈心谈话", r"谈心|谈话"),
    ("理论学习中心组学习", r"中心组"),
    ("支部会议", r"支部会议|支部.{0,4}例会"),
    ("学习会", r"学习会|理论学习|政治学习|集中学习|学习记录"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)

#: 中共…支部委员会 over 党员大会会议记录: whose meeting it is, and not of what kind.
_LETTERHEAD = re.compile(r"支部委员会(?=\s*(?:支部)?(?:党员大会|支部大会|换届|选举))")


def kind_in(text: str) -> str | None:
    """The kind of meeting a text names; of several the one named first in the order above."""
    text = _LETTERHEAD.sub("", text)
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), None)
