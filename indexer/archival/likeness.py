"""Which texts are nearly the same, written for another day or by another name (雷同材料).

A text is reduced to what it says apart from numbers, dates, lists of names and punctuation, cut into
shingles of characters, and sketched by MinHash; sketches that share a band are candidates, and candidates are
compared shingle by shingle. So a whole archive is looked through without comparing every pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import Literal

import numpy as np
from datasketch import MinHash

from analyzers import fold

from .surnames import COMPOUND, SINGLE

#: Characters of a shingle; long enough that phrases every paper has make no two papers alike.
SHINGLE = 5
#: Texts with less to compare than this are forms and headings, alike by nature.
SHORTEST = 120
#: Only so much of a long text is looked at.
LONGEST = 60_000
#: Shares of common shingles from which two texts count as nearly the same.
ALIKE = 0.80
#: 64 values in 16 bands of 4: two texts with a share of .8 meet in some band 99.98 times in 100.
_VALUES, _ROWS = 64, 4
#: Named, since sketches are kept in the catalog: another scheme would match none of them.
_SCHEME: Literal["affine32"] = "affine32"
_PERMUTATIONS = MinHash(num_perm=_VALUES, seed=1, scheme=_SCHEME).permutations

#: Names in lists and after labels: the same minutes under other names are the same minutes.
_NAMES = re.compile(
    rf"(?<![^\s:：、，,;；(（])(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SINGLE))}])[\u4e00-\u9fff]{{1,2}}"
    r"(?![^\s、，,;；。.)）(（])"
)
_LEFT_OUT = re.compile(r"[^\w]|[\d_a-z〇零一二三四五六七八九十百千年月日]")


def shingles(texts: Iterable[str]) -> frozenset[str]:
    """The shingles of a document's pages; none where there is too little to compare."""
    whole = "\n".join(texts)[:LONGEST]
    plain = _LEFT_OUT.sub("", fold(_NAMES.sub("", whole)))
    if len(plain) < SHORTEST:
        return frozenset()
    return frozenset(plain[start : start + SHINGLE] for start in range(len(plain) - SHINGLE + 1))


def bands(found: frozenset[str]) -> tuple[int, ...]:
    """The bands of a set's sketch as signed 64-bit numbers; texts that share one may be alike."""
    if not found:
        return ()
    sketch = MinHash(num_perm=_VALUES, permutations=_PERMUTATIONS, scheme=_SCHEME)
    sketch.update_batch([shingle.encode("utf-8") for shingle in found])
    values = np.asarray(sketch.hashvalues, dtype="<u8")
    starts = range(0, _VALUES, _ROWS)
    return tuple(_number(start, values[start : start + _ROWS].tobytes()) for start in starts)


def _number(band: int, values: bytes) -> int:
    digest = blake2b(bytes([band]) + values, digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of shingles that two texts have in common (Jaccard), 0 to 1."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0
