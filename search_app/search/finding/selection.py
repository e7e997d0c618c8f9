"""The tree of a search text made into what an engine selects and scores by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from analyzers import Analyzer, fold
from indexer.engines.query import AllOf, AnyOf, Boost, Everything, Not, Query, Text, TextField

from ..query.syntax import (
    And,
    Forms,
    Leaf,
    Near,
    Negated,
    Node,
    Or,
    Pattern,
    Phrase,
    Piece,
    Unit,
    Value,
    conjuncts,
    units,
    wanted,
)
from ..query.values import Known, resolve_value

#: What another form of a word adds to the score, against the word itself.
OTHER_FORM = 0.5
#: What a quotation inside running text adds.
RAISED = 1.0


@dataclass(frozen=True, slots=True)
class Looking:
    """How words are looked for: ``forms`` are the other folded forms of a word; ``known`` the archive's
    values; ``verify`` resolves nearness and wildcards within a query."""

    known: Known
    verify: Callable[[Near | Pattern, Query], Query]
    forms: Forms = field(default_factory=dict)


def readable(tree: Node | None, known: Known, analyzer: Analyzer) -> tuple[Node | None, list[str]]:
    """The tree with values that cannot be read taken as plain text, and a notice for each."""
    notices: list[str] = []

    def leaf(node: Leaf) -> Node | None:
        if not isinstance(node, Value) or resolve_value(node, known) is not None:
            return node
        notices.append(f"“{node.text}”不能当作{_VALUE_NAMES.get(node.name, '条件')}，已按普通文字查找")
        words = tuple(dict.fromkeys(analyzer.query_words(node.text)))
        return Piece(node.text, words) if words else None

    return _mapped(tree, leaf), notices


def _mapped(node: Node | None, leaf: Callable[[Leaf], Node | None]) -> Node | None:
    match node:
        case None:
            return None
        case And(parts) | Or(parts):
            kept = tuple(part for part in (_mapped(part, leaf) for part in parts) if part is not None)
            return replace(node, parts=kept) if kept else None
        case Negated(part):
            inner = _mapped(part, leaf)
            return Negated(inner) if inner is not None else None
        case _:
            return leaf(node)


def select(tree: Node | None, looking: Looking, within: Query) -> Query:
    """What the tree selects inside ``within`` (the reader's rights, dates)."""
    plain = [part for part in conjuncts(tree) if not _needs_reading(part)]
    narrowed = AllOf((within, *(_compile(part, looking, within, asked=True) for part in plain)))
    parts = [_compile(part, looking, narrowed, asked=True) for part in conjuncts(tree) if part not in plain]
    return AllOf((narrowed, *parts))


def _needs_reading(node: Node) -> bool:
    match node:
        case And(parts) | Or(parts):
            return any(map(_needs_reading, parts))
        case Negated(part):
            return _needs_reading(part)
        case _:
            return isinstance(node, Near | Pattern)


def _compile(node: Node, looking: Looking, within: Query, *, asked: bool) -> Query:
    match node:
        case And(parts):
            return AllOf(tuple(_compile(part, looking, within, asked=asked) for part in parts))
        case Or(parts):
            return AnyOf(tuple(_compile(part, looking, within, asked=asked) for part in parts))
        case Negated(part):
            return Not(_compile(part, looking, within, asked=False))
        case Piece(_, words, field):
            forms = looking.forms if asked else {}
            return AllOf(tuple(unit_query(unit, field) for unit in units(words, forms)))
        case Phrase(_, folded, field):
            return Text(folded, field)
        case Near() | Pattern():
            return looking.verify(node, within)
        case Value():
            return resolve_value(node, looking.known) or Everything()


def unit_query(unit: Unit, field: TextField = TextField.ANY) -> Query:
    """All words of the unit, or something in their stead."""
    own = tuple(Text(word, field) for word in unit.words)
    typed: Query = own[0] if len(own) == 1 else AllOf(own)
    others: list[Query] = [Text(text, field) for text in unit.other.texts]
    if unit.other.query is not None and field is TextField.ANY:
        others.append(unit.other.query)
    return AnyOf((typed, *others)) if others else typed


def scoring(
    tree: Node | None, raised: tuple[str, ...], analyzer: Analyzer, forms: Forms
) -> tuple[Boost, ...]:
    """What raises the score: the words asked for, their other forms, quotations in running text."""
    boosts: list[Boost] = []
    for leaf in wanted(tree):
        match leaf:
            case Piece(text, words):
                boosts.append(boost(text, analyzer, words))
                others = [form for unit in units(words, forms) for form in unit.other.texts]
                boosts += [replace(boost(form, analyzer), weight=OTHER_FORM) for form in others]
            case Phrase(text):
                boosts.append(boost(text, analyzer))
            case Near(terms):
                boosts += [boost(term, analyzer) for term in terms]
            case Pattern():
                boosts += [boost(literal, analyzer) for literal in leaf.literals]
    boosts += [replace(boost(quotation, analyzer), weight=RAISED) for quotation in raised]
    return tuple(boosts)


def boost(text: str, analyzer: Analyzer, words: tuple[str, ...] | None = None) -> Boost:
    """A text's words and bigrams."""
    cut = tuple(analyzer.query_words(text)) if words is None else words
    return Boost(cut, tuple(analyzer.grams(fold(text))[:-1]))


def marked_words(tree: Node | None, raised: tuple[str, ...], forms: Forms) -> list[tuple[str, ...]]:
    """The words to mark in a text, each with its other forms, folded; the longest of a kind first."""
    words: dict[tuple[str, ...], None] = {}
    for leaf in wanted(tree):
        match leaf:
            case Piece():
                marked = (shown for unit in units(leaf.words, forms) for shown in unit.marked)
                words.update(dict.fromkeys(marked))
            case Phrase():
                words[leaf.folded,] = None
            case Near():
                words.update(dict.fromkeys((term,) for term in leaf.terms))
            case Pattern():
                words.update(dict.fromkeys((literal,) for literal in leaf.literals))
    words.update(dict.fromkeys((quotation,) for quotation in raised))
    return list(words)


_VALUE_NAMES = {"year": "年度", "month": "月份", "date": "日期"}
