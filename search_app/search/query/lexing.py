"""A search text cut into operators, prefixes, quotations and plain text.

Nothing typed is an error: what does not work as an operator where it stands is plain text, with a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from indexer.engines.query import TextField

#: What a prefix asks for: a text field, or by its API name a field whose value is chosen.
PREFIXES: dict[str, TextField | str] = {
    "题名": TextField.TITLE,
    "标题": TextField.TITLE,
    "title": TextField.TITLE,
    "正文": TextField.BODY,
    "全文": TextField.BODY,
    "body": TextField.BODY,
    "text": TextField.BODY,
    "文件名": TextField.NAME,
    "name": TextField.NAME,
    "支部": "branch",
    "党支部": "branch",
    "branch": "branch",
    "年度": "year",
    "year": "year",
    "类别": "category",
    "category": "category",
    "类型": "role",
    "材料类型": "role",
    "role": "role",
    "文号": "doc_no",
    "发文字号": "doc_no",
    "doc_no": "doc_no",
    "日期": "date",
    "date": "date",
    "责任者": "issuer",
    "issuer": "issuer",
    "人": "person",
    "人名": "person",
    "person": "person",
    "月份": "month",
    "month": "month",
    "密级": "secrecy",
    "secrecy": "secrecy",
    "格式": "doc_type",
    "doc_type": "doc_type",
}
_PREFIX = re.compile(r"([A-Za-z][A-Za-z_]{1,15}|[\u4e00-\u9fff]{1,5})[:：](?!//)")
_QUOTES = {'"': '"', "＂": "＂", "“": "”", "「": "」", "『": "』"}
_STRAIGHT = frozenset('"＂')
_OPENING, _CLOSING, _BARS, _DASHES = "(（", ")）", "|｜", "-－"
_ALTERNATIVE = re.compile(r"\S\s*[|｜]\s*\S|\S\s(?:OR|或)\s+\S")
_NEARNESS = re.compile(r"[~～]\s?([0-9]{1,9})")


class Kind(Enum):
    TEXT = auto()
    PHRASE = auto()
    PREFIX = auto()
    NOT = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is what stands there (inside the quotes for a phrase); ``distance`` is a phrase's ``~n``;
    ``field`` a prefix's; ``raised`` are quotations inside running text."""

    kind: Kind
    text: str
    distance: int | None = None
    field: TextField | str = TextField.ANY
    raised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexed:
    tokens: tuple[Token, ...]
    notices: tuple[str, ...]


def lex(text: str) -> Lexed:
    """The tokens of a search text, and what had to be taken as plain text."""
    return _Lexer(text).run()


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._notices: dict[str, None] = {}
        self._tokens: list[Token] = []
        self._quotations = self._find_quotations()
        self._groups = self._find_groups()

    def run(self) -> Lexed:
        place = 0
        while place < len(self._text):
            if self._text[place].isspace():
                place += 1
            else:
                place = self._token(place)
        return Lexed(tuple(self._tokens), tuple(self._notices))

    def _token(self, place: int) -> int:
        """Add the token that starts at ``place``; return where it ends."""
        character = self._text[place]
        if place in self._groups:
            kind = Kind.OPEN if character in _OPENING else Kind.CLOSE
            return self._add(Token(kind, character), place + 1)
        if character in _BARS:
            return self._add(Token(Kind.OR, character), place + 1)
        if character in _DASHES and self._begins(place) and not self._after_not():
            if not self._ends(place + 1):
                return self._add(Token(Kind.NOT, character), place + 1)
            self._notice(f"“{character}”后面没有内容，已按普通文字查找")
        if place in self._quotations and self._is_phrase(place):
            return self._phrase(place)
        return self._prefix(place) or self._plain(place)

    def _add(self, token: Token, end: int) -> int:
        self._tokens.append(token)
        return end

    def _phrase(self, place: int) -> int:
        end = self._quotations[place]
        inside = self._text[place + 1 : end]
        nearness = _NEARNESS.match(self._text, end + 1)
        if nearness is None:
            return self._add(Token(Kind.PHRASE, inside), end + 1)
        return self._add(Token(Kind.PHRASE, inside, int(nearness[1])), nearness.end())

    def _prefix(self, place: int) -> int | None:
        match = _PREFIX.match(self._text, place)
        if match is None or not self._begins(place):
            return None
        field = PREFIXES.get(match[1].lower())
        end = match.end()
        while end < len(self._text) and self._text[end].isspace():
            end += 1
        if field is None:
            if end == match.end() < len(self._text):
                self._notice(f"没有“{match[1]}”这个检索字段，已按普通文字查找")
            return None
        if end == len(self._text):
            self._notice(f"“{match[0]}”后面没有内容，已按普通文字查找")
            return None
        return self._add(Token(Kind.PREFIX, match[0], field=field), end)

    def _plain(self, place: int) -> int:
        end = place
        raised = []
        while end < len(self._text) and not self._breaks(end, place):
            closing = self._quotations.get(end)
            if closing is not None:
                raised.append(self._text[end + 1 : closing])
                end = closing
            end += 1
        word = self._text[place:end]
        alone = self._begins(place) and self._ends(end)
        kind = Kind.OR if alone and word in {"OR", "或"} else Kind.TEXT
        return self._add(Token(kind, word, raised=tuple(raised)), end)

    def _breaks(self, place: int, start: int) -> bool:
        """Whether plain text that began at ``start`` stops before ``place``."""
        character = self._text[place]
        if character.isspace() or character in _BARS or place in self._groups:
            return True
        return place > start and place in self._quotations and self._is_phrase(place)

    def _is_phrase(self, place: int) -> bool:
        """Straight quotes always ask for the words as they stand; curly ones only where they stand apart:
        inside a sentence they belong to the sentence."""
        if self._text[place] in _STRAIGHT:
            return True
        end = self._quotations[place] + 1
        return self._begins(place) and (self._ends(end) or bool(_NEARNESS.match(self._text, end)))

    def _begins(self, place: int) -> bool:
        """Whether an operand may start here: at the start, after a blank or after an operator."""
        if place == 0 or self._text[place - 1].isspace() or self._text[place - 1] in _BARS:
            return True
        if not self._tokens:
            return False
        before = self._tokens[-1].kind
        return self._text[place - 1] in _DASHES + _OPENING + ":：" and before in {
            Kind.NOT,
            Kind.OPEN,
            Kind.PREFIX,
        }

    def _after_not(self) -> bool:
        return bool(self._tokens) and self._tokens[-1].kind is Kind.NOT

    def _ends(self, place: int) -> bool:
        """Whether an operand may end here."""
        if place >= len(self._text) or self._text[place].isspace() or self._text[place] in _BARS:
            return True
        return self._text[place] in _CLOSING and place in self._groups

    def _notice(self, sentence: str) -> None:
        self._notices[sentence] = None

    def _find_quotations(self) -> dict[int, int]:
        """Where each quotation opens → where it closes."""
        found: dict[int, int] = {}
        place = 0
        while place < len(self._text):
            closing = _QUOTES.get(self._text[place])
            end = self._text.find(closing, place + 1) if closing else -1
            if closing and end < 0 and self._text[place] in _STRAIGHT:
                self._notice("引号没有成对，已按普通文字查找")
            if end > place + 1 and not self._text[place + 1 : end].isspace():
                found[place] = end
            place = max(place, end) + 1
        return found

    def _find_groups(self) -> frozenset[int]:
        """The parentheses that group, of both ends; those inside words and quotations do not."""
        groups: set[int] = set()
        open_at: list[tuple[int, bool]] = []
        for place in self._outside_quotations():
            character = self._text[place]
            if character in _OPENING:
                open_at.append((place, self._may_open(place)))
            elif character in _CLOSING and open_at:
                start, may_open = open_at.pop()
                inside = self._text[start + 1 : place]
                if _ALTERNATIVE.search(inside) or (may_open and self._may_close(place) and inside.strip()):
                    groups |= {start, place}
            elif character in _CLOSING:
                open_at = []
                self._notice("括号没有成对，已按普通文字查找")
        if open_at:
            self._notice("括号没有成对，已按普通文字查找")
        return frozenset(groups)

    def _outside_quotations(self) -> Iterator[int]:
        place = 0
        while place < len(self._text):
            if place in self._quotations:
                place = self._quotations[place]
            else:
                yield place
            place += 1

    def _may_open(self, place: int) -> bool:
        head = self._text[:place].rstrip(_DASHES + _OPENING)
        if not head or head[-1].isspace() or head[-1] in _BARS:
            return True
        prefix = re.search(r"(?:^|[\s|｜(（\-－])([A-Za-z_]+|[\u4e00-\u9fff]+)[:：]\s*$", head)
        return prefix is not None and prefix[1].lower() in PREFIXES

    def _may_close(self, place: int) -> bool:
        tail = self._text[place + 1 :].lstrip(_CLOSING)
        return not tail or tail[0].isspace() or tail[0] in _BARS
