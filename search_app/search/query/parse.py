"""The query language: a search text to a tree of what is asked for, never to an error of the clerk's.

Words side by side must all occur; ``OR``, ``或`` and ``|`` bind looser; ``-`` binds to what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analyzers import fold
from indexer.engines.query import TextField
from indexer.errors import QueryTooBroad

from .lexing import Kind, Token, lex
from .syntax import And, Near, Negated, Node, Or, Pattern, Phrase, Piece, Segment, Value, all_of, wanted

MOST_CHARACTERS = 1000
MOST_WORDS = 120
MOST_WILDCARDS = 10
MOST_SPECIAL = 6
DEEPEST = 6
FARTHEST = 10_000

_RANGE = re.compile(r"(?:\d{4}(?:-\d{1,2}){0,2})?\.\.(?:\d{4}(?:-\d{1,2}){0,2})?")
_QUESTION = re.compile("什么|怎么|怎样|多少|如何|是否|为何|何时|哪|谁|几|吗|呢|么")
_LONG_QUESTION = 6


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """``tree`` is None where nothing is asked for. ``raised`` are folded quotations inside running text:
    they raise the score and are not required. ``notices`` are Chinese sentences."""

    text: str
    tree: Node | None = None
    raised: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are asked for, as they were understood."""
        found: list[str] = []
        for leaf in wanted(self.tree):
            match leaf:
                case Piece():
                    found += leaf.words
                case Phrase():
                    found.append(leaf.folded)
                case Near():
                    found += leaf.terms
                case Pattern():
                    found.append(leaf.text)
        return tuple(dict.fromkeys(found))


def parse(text: str, cut: Callable[[str], Sequence[str]]) -> ParsedQuery:
    """Parse a search text; ``cut`` makes the words of an unquoted piece (``Analyzer.query_words``).

    Raises ``QueryTooBroad`` over a limit, naming it.
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryTooBroad(
            f"检索词太长：最多 {MOST_CHARACTERS} 个字，现有 {len(text)} 个",
            "请只留下要紧的词",
            parameter="q",
        )
    lexed = lex(text)
    parser = _Parser(lexed.tokens, cut)
    tree = parser.whole()
    _check_limits(tree)
    notices = dict.fromkeys((*lexed.notices, *parser.notices))
    return ParsedQuery(text, tree, tuple(parser.raised), tuple(notices))


class _Parser:
    def __init__(self, tokens: Sequence[Token], cut: Callable[[str], Sequence[str]]) -> None:
        self._tokens = tokens
        self._cut = cut
        self._place = 0
        self._depth = 0
        self._marks: list[str] = []
        self.raised: list[str] = []
        self.notices: list[str] = []

    def whole(self) -> Node | None:
        tree = self._alternatives(TextField.ANY)
        if tree is None and (marks := fold("".join(self._marks))):
            return Phrase("".join(self._marks), marks)
        return tree

    def _alternatives(self, field: TextField | str) -> Node | None:
        parts = [self._conjunction(field)]
        while (token := self._peek()) is not None and token.kind is Kind.OR:
            self._place += 1
            if parts[-1] is None or self._at_end():
                parts[-1] = all_of(tuple(part for part in (parts[-1], self._lone(token, field)) if part))
                rest = self._conjunction(field)
                parts[-1] = all_of(tuple(part for part in (parts[-1], rest) if part))
            else:
                parts.append(self._conjunction(field))
        found = tuple(part for part in parts if part is not None)
        if len(found) <= 1:
            return found[0] if found else None
        return Or(
            tuple(inner for part in found for inner in (part.parts if isinstance(part, Or) else (part,)))
        )

    def _conjunction(self, field: TextField | str) -> Node | None:
        parts = []
        while (token := self._peek()) is not None and token.kind not in {Kind.OR, Kind.CLOSE}:
            self._place += 1
            part = self._operand(token, field)
            if part is not None:
                parts.append(part)
        return all_of(tuple(parts))

    def _operand(self, token: Token, field: TextField | str) -> Node | None:
        if token.kind is Kind.OPEN:
            return self._group(field)
        if token.kind in {Kind.NOT, Kind.PREFIX}:
            return self._prefixed(token, field)
        if isinstance(field, str) and not isinstance(field, TextField):
            return Value(field, token.text.strip())
        return self._phrase(token, field) if token.kind is Kind.PHRASE else self._text(token, field)

    def _group(self, field: TextField | str) -> Node | None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryTooBroad(f"括号套得太深：最多 {DEEPEST} 层", "请把检索式写简单些", parameter="q")
        tree = self._alternatives(field)
        self._place += 1
        self._depth -= 1
        return tree

    def _prefixed(self, token: Token, field: TextField | str) -> Node | None:
        if self._at_end():
            return self._lone(token, field)
        following = self._tokens[self._place]
        self._place += 1
        if token.kind is Kind.PREFIX:
            return self._operand(following, token.field)
        part = self._operand(following, field)
        return Negated(part) if part is not None else None

    def _lone(self, token: Token, field: TextField | str) -> Node | None:
        self.notices.append(f"“{token.text}”前后缺少内容，已按普通文字查找")
        return self._operand(Token(Kind.TEXT, token.text), field)

    def _phrase(self, token: Token, field: TextField) -> Node | None:
        if token.distance is not None:
            return self._near(token, field)
        folded = fold(token.text)
        return Phrase(token.text.strip(), folded, field) if folded else None

    def _near(self, token: Token, field: TextField) -> Node | None:
        distance = token.distance or 0
        if distance > FARTHEST:
            raise QueryTooBroad(f"相距的字数太大：最多 {FARTHEST} 个字", "请写小一些", parameter="q")
        parts = token.text.split()
        terms = [fold(part) for part in parts] if len(parts) > 1 else list(self._cut(token.text))
        terms = [term for term in terms if term]
        if len(terms) < 2:
            self.notices.append("“~”前的引号里只有一个词，已按原样查找")
            return self._phrase(Token(Kind.PHRASE, token.text), field)
        return Near(tuple(terms), distance, field)

    def _text(self, token: Token, field: TextField) -> Node | None:
        self.raised += [folded for quotation in token.raised if (folded := fold(quotation))]
        text = _without_question_mark(token.text)
        if _RANGE.fullmatch(text) and len(text) > 2:
            name = "date" if "-" in text else "year"
            self.notices.append(f"“{text}”已当作{'日期' if name == 'date' else '年度'}范围")
            return Value(name, text)
        if ("*" in text or "?" in text) and (pattern := self._pattern(text, field)) is not None:
            return pattern
        words = tuple(dict.fromkeys(self._cut(text)))
        if not words:
            self._marks.append(text)
            return None
        return Piece(text, words, field)

    def _pattern(self, text: str, field: TextField) -> Pattern | None:
        segments = tuple(segment for part in text.split("*") if any(segment := tuple(_segment(part))))
        if segments:
            return Pattern(text, segments, field)
        self.notices.append("只有通配符，没有文字，已按普通文字查找")
        return None

    def _peek(self) -> Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _at_end(self) -> bool:
        token = self._peek()
        return token is None or token.kind in {Kind.OR, Kind.CLOSE}


def _segment(part: str) -> Segment:
    """``支?会`` as literal folded text and None for each ``?``."""
    pieces: list[str | None] = []
    for number, literal in enumerate(part.split("?")):
        if number:
            pieces.append(None)
        if folded := fold(literal):
            pieces.append(folded)
    return tuple(pieces)


def _without_question_mark(text: str) -> str:
    """A question's own mark at its end is no wildcard."""
    bare = text.rstrip("?？")
    if bare != text and "*" not in bare and "?" not in bare:
        asks = _QUESTION.search(bare) is not None
        return bare if asks or len(bare) > _LONG_QUESTION else text
    return text


def _check_limits(tree: Node | None) -> None:
    leaves = list(_leaves(tree))
    words = sum(len(leaf.words) if isinstance(leaf, Piece) else 1 for leaf in leaves)
    if words > MOST_WORDS:
        raise QueryTooBroad(
            f"检索词太多：最多 {MOST_WORDS} 个，现有 {words} 个", "请只留下要紧的词", parameter="q"
        )
    wildcards = sum(
        leaf.text.count("*") + leaf.text.count("?") for leaf in leaves if isinstance(leaf, Pattern)
    )
    if wildcards > MOST_WILDCARDS:
        raise QueryTooBroad(
            f"通配符太多：最多 {MOST_WILDCARDS} 个，现有 {wildcards} 个", "请少用 * 和 ?", parameter="q"
        )
    special = sum(isinstance(leaf, Pattern | Near) for leaf in leaves)
    if special > MOST_SPECIAL:
        raise QueryTooBroad(
            f"通配和邻近条件太多：最多 {MOST_SPECIAL} 个，现有 {special} 个", "请分几次查", parameter="q"
        )


def _leaves(tree: Node | None) -> list[Node]:
    match tree:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in _leaves(part)]
        case Negated(part):
            return _leaves(part)
        case None:
            return []
        case _:
            return [tree]
