"""The unit's own words, which the segmenter keeps whole, and what may stand among them."""

from __future__ import annotations

import re
from enum import StrEnum

from analyzers import fold
from indexer.errors import UsageError

#: A word that both segmenters can be taught: Han characters alone.
_TEACHABLE = re.compile("[\u4e00-\u9fd5]{2,20}")
_LONGEST_SYNONYMS = 200


class WordKind(StrEnum):
    """What a word is for: a term or a person's name goes to the segmenter as one word. ``SYNONYM`` is a
    line of words with one meaning, for whoever expands queries."""

    TERM = "term"
    PERSON = "person"
    SYNONYM = "synonym"


#: What a reader calls the kinds.
KIND_NAMES = {WordKind.TERM: "专用词", WordKind.PERSON: "人名", WordKind.SYNONYM: "同义词"}
#: The kinds that the segmenter is taught.
TAUGHT = (WordKind.TERM, WordKind.PERSON)


def checked_word(kind: WordKind, text: str) -> str:
    """The word as it is kept. Raises ``UsageError`` where it is none of its kind."""
    word = " ".join(text.split())
    if kind is WordKind.SYNONYM:
        if not 2 <= len(word) <= _LONGEST_SYNONYMS:
            raise UsageError(f"“{text}”不能作同义词", f"应为 2 到 {_LONGEST_SYNONYMS} 字", parameter="word")
        return word
    if not _TEACHABLE.fullmatch(fold(word)):
        raise UsageError(f"“{text}”不能加入词典", "词典只收两个到二十个汉字的词", parameter="word")
    return word


def kind_named(name: str | None) -> WordKind:
    """The kind of this value or name; terms where none is given. Raises ``UsageError``."""
    for kind, told in KIND_NAMES.items():
        if name in (kind.value, told):
            return kind
    if name is None:
        return WordKind.TERM
    raise UsageError(f"没有“{name}”这个类别", f"可以写：{'、'.join(KIND_NAMES.values())}", parameter="kind")
