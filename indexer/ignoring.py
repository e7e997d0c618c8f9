"""Which paths of an archive are left out: lock and system files by rule, others by the user's patterns.

Patterns are written as in ``.gitignore``: a name alone fits at any depth, one with a slash from the
root, a slash at the end fits folders only, ``!`` takes back what an earlier pattern left out, and the
last that fits decides. Unlike git's they do not tell capitals from small letters, since office shares don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: What every archive has and nobody searches for: (pattern, reason).
BUILT_IN = (
    (".*", "隐藏文件"),
    ("~$*", "办公软件的锁文件"),
    (".~lock.*", "办公软件的锁文件"),
    ("~WR[LADF]*.tmp", "办公软件的临时文件"),
    ("*.tmp", "临时文件"),
    ("*.temp", "临时文件"),
    ("*.swp", "临时文件"),
    ("*.crdownload", "没有下载完的文件"),
    ("*.part", "没有下载完的文件"),
    ("*.partial", "没有下载完的文件"),
    ("Thumbs.db", "系统文件"),
    ("ehthumbs.db", "系统文件"),
    ("desktop.ini", "系统文件"),
    ("Icon\r", "系统文件"),
    ("$RECYCLE.BIN/", "回收站"),
    ("#recycle/", "回收站"),
    ("System Volume Information/", "系统文件夹"),
    ("lost+found/", "系统文件夹"),
    ("@eaDir/", "系统文件夹"),
    ("__MACOSX/", "系统文件夹"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern, ready to be tried. ``reason`` is None where it takes back what others left out."""

    fits: re.Pattern[str]
    folders_only: bool
    reason: str | None


def read_rules(patterns: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The built-in rules and then the user's, in the order in which they are tried."""
    built_in = [_rule(pattern, reason) for pattern, reason in BUILT_IN]
    own = [_rule(line.strip(), None) for line in patterns if line.strip() and not line.startswith("#")]
    return (*built_in, *own)


def reason_to_ignore(rules: Iterable[Rule], path: str, *, folder: bool) -> str | None:
    """Why the rules leave ``path`` (relative, with ``/``) out; None where they do not.

    The folders above it are the caller's to ask about: what lies in one left out is left out too.
    """
    reason: str | None = None
    for rule in rules:
        if (folder or not rule.folders_only) and rule.fits.fullmatch(path):
            reason = rule.reason
    return reason


def _rule(pattern: str, reason: str | None) -> Rule:
    negated = reason is None and pattern.startswith("!")
    body = pattern[1:] if negated else pattern
    folders_only = body.endswith("/")
    regex = re.compile(_translate(body.rstrip("/")), re.IGNORECASE | re.DOTALL)
    return Rule(regex, folders_only, None if negated else reason or f"符合忽略规则 {pattern}")


#: The pieces of a pattern, the longest first.
_PIECES = re.compile(r"^\*\*/|/\*\*/|/\*\*$|\*+|\?|\\.|\[!?\]?[^\]]*\]|.", re.DOTALL)


def _translate(pattern: str) -> str:
    anchored = "/" in pattern
    pieces = (_piece(found.group()) for found in _PIECES.finditer(pattern.removeprefix("/")))
    return ("" if anchored else "(?:.*/)?") + "".join(pieces)


def _piece(text: str) -> str:
    if text == "**/":
        return "(?:.*/)?"
    if text == "/**/":
        return "/(?:.*/)?"
    if text == "/**":
        return "/.*"
    if text.startswith("*"):
        return "[^/]*"
    if text == "?":
        return "[^/]"
    if text.startswith("[") and len(text) > 2:
        inside = text[1:-1].replace("\\", "\\\\").replace("[", "\\[")
        return "[^/" + inside[1:] + "]" if inside.startswith("!") else f"[{inside}]"
    return re.escape(text[-1] if text.startswith("\\") else text)
