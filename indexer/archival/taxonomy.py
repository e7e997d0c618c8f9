"""The taxonomy: categories with their second levels, kinds of paper, and the words that speak for them."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from indexer.errors import UsageError

from .paper import plain

WEIGHTS = {"strong": 10.0, "clear": 6.0, "hint": 2.0}
#: What texts' words are remembered: so many, no longer than so.
_MOST_KNOWN, _SHORT = 4096, 120
#: What "…" stands for: it ends with the clause.
_GAP = r"[^,。;:!?\n\t]{0,20}?"
_DEFAULT = Path(__file__).with_name("taxonomy.toml")


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    name: str
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An evidence word in a text: what it speaks for (code, second level or None) and how loudly."""

    word: str
    claims: tuple[tuple[str, str | None, float], ...]
    start: int
    end: int


class Words:
    """Finds evidence words in plain text; a longer word hides a shorter one inside it."""

    def __init__(self, claims: Mapping[str, tuple[tuple[str, str | None, float], ...]]) -> None:
        self._claims = claims
        self._known: dict[str, tuple[Found, ...]] = {}
        self._by_start: dict[str, list[str]] = defaultdict(list)
        self._gapped: list[tuple[str, re.Pattern[str]]] = []
        for word in claims:
            if "…" in word:
                pattern = _GAP.join(re.escape(part) for part in word.split("…"))
                self._gapped.append((word, re.compile(pattern)))
            else:
                self._by_start[word[:2]].append(word)
        for words in self._by_start.values():
            words.sort(key=len, reverse=True)

    def find(self, text: str) -> tuple[Found, ...]:
        """The evidence words of a text in their order, each where it stands."""
        if len(text) > _SHORT:
            return self._find(text)
        known = self._known.get(text)  # folders and titles come again and again
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[text] = self._find(text)
        return known

    def _find(self, text: str) -> tuple[Found, ...]:
        found: list[Found] = []
        for at in range(len(text) - 1):
            words = self._by_start.get(text[at : at + 2])
            if words is not None:
                word = next((w for w in words if text.startswith(w, at)), None)
                if word is not None:
                    found.append(Found(word, self._claims[word], at, at + len(word)))
        visible = _without_nested(found)
        return (*visible, *self._find_gapped(text))

    def _find_gapped(self, text: str) -> Iterator[Found]:
        for word, pattern in self._gapped:
            if word[0] in text:
                match = pattern.search(text)
                if match:
                    yield Found(word, self._claims[word], match.start(), match.end())


def _without_nested(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:  # in order of start, the longest of each start
        if kept and item.end <= kept[-1].end:
            continue
        kept.append(item)
    return kept


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """What a unit sorts its papers by. ``words`` finds the evidence for categories, ``role_words`` maps
    a word that ends a title to its kind of paper. ``fingerprint`` changes when anything in it does."""

    categories: tuple[Category, ...]
    precedence: tuple[str, ...]
    roles: tuple[str, ...]
    words: Words
    role_words: Mapping[str, str]
    restricted: tuple[str, ...]
    quarantined: tuple[str, ...]
    fingerprint: str

    def category_name(self, code: str) -> str | None:
        return next((category.name for category in self.categories if category.code == code), None)


@lru_cache(maxsize=1)
def default_taxonomy() -> Taxonomy:
    """The taxonomy that ships with the product."""
    return load_taxonomy(_DEFAULT)


def load_taxonomy(path: Path) -> Taxonomy:
    """Read a taxonomy file. Raises ``UsageError`` where it cannot be read or lacks what it must have."""
    try:
        data = path.read_bytes()
        tables = tomllib.loads(data.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"分类文件读不了：{path}（{error}）",
            "请检查文件是否存在、是否为 UTF-8 编码的 TOML。",
            parameter="taxonomy",
        ) from error
    try:
        return _taxonomy(tables, blake2b(data, digest_size=8).hexdigest())
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"分类文件缺少必要的内容：{error}",
            "每个 [[category]] 要有 code、name、second，[role] 要有 values。",
            parameter="taxonomy",
        ) from error


def _taxonomy(tables: Mapping[str, Any], fingerprint: str) -> Taxonomy:
    categories = tuple(
        Category(str(entry["code"]), str(entry["name"]), tuple(entry.get("second", ())))
        for entry in tables["category"]
    )
    role = tables["role"]
    secrecy = tables.get("secrecy", {})
    return Taxonomy(
        categories,
        tuple(tables.get("precedence", (category.code for category in categories))),
        tuple(role["values"]),
        Words(_claims(categories, tables)),
        _role_words(role),
        tuple(secrecy.get("restricted", ("内部", "工作秘密"))),
        tuple(secrecy.get("quarantined", ("秘密", "机密", "绝密"))),
        fingerprint,
    )


def _claims(
    categories: tuple[Category, ...], tables: Mapping[str, Any]
) -> dict[str, tuple[tuple[str, str | None, float], ...]]:
    claims: dict[str, list[tuple[str, str | None, float]]] = defaultdict(list)
    evidence = tables.get("evidence", {})
    for category in categories:
        for second in (None, *category.second):
            value = category.code if second is None else f"{category.code}.{second}"
            words = evidence.get(value) or {"clear": [second or category.name]}
            for strength, weight in WEIGHTS.items():
                for word in words.get(strength, ()):
                    claims[plain(word)].append((category.code, second, weight))
    for mask in tables.get("masks", ()):
        claims.setdefault(plain(mask), [])
    return {word: tuple(items) for word, items in claims.items()}


def _role_words(role: Mapping[str, Any]) -> dict[str, str]:
    listed = role.get("words", {})
    words: dict[str, str] = {}
    for value in role["values"]:
        for word in listed.get(value, [value]):
            words.setdefault(plain(word), value)
    return words
