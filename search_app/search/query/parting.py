"""Words that no document has, cut again: a segmenter glues a name it does not know to what stands beside it
(潘淑是 谁 的 皇后), and then the name would be let go with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from .parse import ParsedQuery
from .syntax import And, Node, Or, Piece

_HAN = re.compile(r"[\u3400-\u9fff]{3,8}")


def in_parts(parsed: ParsedQuery, stands: Callable[[str], bool]) -> ParsedQuery:
    """The query with every word of three or more Chinese characters that stands nowhere cut into parts of
    which the longest stands somewhere; a word without such a part is left as it is."""
    return replace(parsed, tree=_parted(parsed.tree, stands))


def _parted(tree: Node | None, stands: Callable[[str], bool]) -> Node | None:
    match tree:
        case Piece():
            return replace(tree, words=tuple(part for word in tree.words for part in _parts(word, stands)))
        case And(nodes):
            return And(tuple(_inner(node, stands) for node in nodes))
        case Or(nodes):
            return Or(tuple(_inner(node, stands) for node in nodes))
        case _:
            return tree


def _inner(node: Node, stands: Callable[[str], bool]) -> Node:
    return _parted(node, stands) or node


def _parts(word: str, stands: Callable[[str], bool]) -> tuple[str, ...]:
    if not _HAN.fullmatch(word) or stands(word):
        return (word,)
    for start, end in _stretches(len(word)):
        if stands(word[start:end]):
            before, after = _parts(word[:start], stands), _parts(word[end:], stands)
            return tuple(part for part in (*before, word[start:end], *after) if part)
    return (word,)


def _stretches(length: int) -> Iterator[tuple[int, int]]:
    """The parts of two or more characters, the longest first, of equal ones the first."""
    for size in range(length - 1, 1, -1):
        for start in range(length - size + 1):
            yield start, start + size
