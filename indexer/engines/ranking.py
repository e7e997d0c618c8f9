"""An order that both engines agree on: rounded scores, ties by document id.

The engines add up the same BM25 parts in different orders and precisions; rounding makes what is a tie in
one a tie in the other.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable

from .fields import FIELDS, Kind, scoring_words
from .query import Boost

#: A field, a term in it, and what multiplies the term's BM25 score there.
ScoredTerm = tuple[str, str, float]


def scored_terms(boosts: Iterable[Boost], most: int) -> list[ScoredTerm]:
    """The terms that score, each with its field and weight: at most ``most`` of them, words first.

    A term in several boosts stands once, with their weights added.
    """
    words: dict[str, float] = {}
    grams: dict[str, float] = {}
    for boost in boosts:
        for word in dict.fromkeys(scoring_words(boost.words)):
            words[word] = words.get(word, 0.0) + boost.weight
        for gram in dict.fromkeys(boost.grams):
            grams[gram] = grams.get(gram, 0.0) + boost.weight
    found = [
        (field.name, term, round(field.weight * weight, 6))
        for kind, terms in ((Kind.WORDS, words), (Kind.GRAMS, grams))
        for term, weight in terms.items()
        for field in FIELDS
        if field.kind is kind
    ]
    return found[:most]


def single(score: float) -> float:
    """``score`` as the 32-bit number that the engine computed (JSON carries a shorter one)."""
    return float(struct.unpack("f", struct.pack("f", score))[0])


def rounded(score: float) -> float:
    """``score`` to four significant digits, and to three decimals where that is less.

    A term that nearly every document has weighs next to nothing, and tantivy computes that little in 32
    bits: its fourth digit is noise.
    """
    exact = single(score)
    return float(f"{exact:.3f}" if exact < 1.0 else f"{exact:.3e}")


def lowest_single(shown: float) -> float:
    """The lowest 32-bit number that rounds to ``shown`` (a result of ``rounded``)."""
    exponent = max(0, math.floor(math.log10(shown * 0.9999))) if shown else 0
    bits = struct.unpack("I", struct.pack("f", max(0.0, shown - 0.5 * 10.0 ** (exponent - 3))))[0]
    while bits and rounded(_from_bits(bits)) >= shown:
        bits -= 1
    while rounded(_from_bits(bits)) < shown:
        bits += 1
    return _from_bits(bits)


def _from_bits(bits: int) -> float:
    return float(struct.unpack("f", struct.pack("I", bits))[0])
