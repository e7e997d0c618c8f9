"""Two texts side by side: paragraph beside paragraph, the characters that differ marked in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from indexer.documents import Page

#: So much of a text is compared: paragraphs, and characters.
PARAGRAPHS = 3_000
CHARACTERS = 200_000
#: Paragraphs longer than this are marked whole where they differ.
FINE = 4_000
#: Two paragraphs that have less in common than this are no versions of each other.
KIN = 0.5
#: Paragraphs of a stretch that are compared each with each.
_PAIRS = 400
#: Differences with fewer equal characters between them are one difference.
_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of a paragraph; ``differs`` where the other text has it otherwise."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of each text; empty where it has none."""

    left: tuple[Bit, ...]
    right: tuple[Bit, ...]

    @property
    def same(self) -> bool:
        return not any(bit.differs for bit in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class Comparison:
    """``cut``: one of the texts is longer than what was compared."""

    rows: tuple[Row, ...]
    cut: bool

    @property
    def differing(self) -> int:
        return sum(not row.same for row in self.rows)


def compared(left: Sequence[Page], right: Sequence[Page]) -> Comparison:
    """The two texts beside each other, as they stand but for blank lines."""
    (one, cut_one), (other, cut_other) = _paragraphs(left), _paragraphs(right)
    return Comparison(tuple(_rows(one, other)), cut_one or cut_other)


def _paragraphs(pages: Sequence[Page]) -> tuple[list[str], bool]:
    """The lines that say something, as far as they are compared, and whether there are more."""
    found: list[str] = []
    left = CHARACTERS
    for page in pages:
        for line in page.text.splitlines():
            text = line.strip().replace("\t", "　")
            if not text:
                continue
            if len(found) >= PARAGRAPHS or len(text) > left:
                return found, True
            found.append(text)
            left -= len(text)
    return found, False


def _rows(one: list[str], other: list[str]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, one, other)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from (Row((Bit(text),), (Bit(text),)) for text in one[a:b])
        else:
            yield from _versions(one[a:b], other[c:d])


def _versions(one: list[str], other: list[str]) -> Iterator[Row]:
    """A stretch that differs: paragraphs that are versions of each other side by side, the others alone."""
    at = 0
    for left, right in _kin(one, other):
        if left is not None and right is not None:
            yield from (_alone(text, right=True) for text in other[at:right])
            yield _fine(one[left], other[right])
            at = right + 1
        elif left is not None:
            yield _alone(one[left], right=False)
    yield from (_alone(text, right=True) for text in other[at:])


def _kin(one: list[str], other: list[str]) -> Iterator[tuple[int | None, int | None]]:
    """Every paragraph of the one with its version in the other, in order; None where it has none."""
    if len(one) * len(other) > _PAIRS:
        yield from ((n, n if n < len(other) else None) for n in range(len(one)))
        return
    at = 0
    for number, text in enumerate(one):
        ratios = [(_ratio(text, candidate), -n) for n, candidate in enumerate(other[at:], at)]
        best, place = max(ratios, default=(0.0, 0))
        if best >= KIN:
            yield number, -place
            at = -place + 1
        else:
            yield number, None


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:FINE], other[:FINE], autojunk=False)
    if matcher.real_quick_ratio() < KIN or matcher.quick_ratio() < KIN:
        return 0.0
    return matcher.ratio()


def _alone(text: str, *, right: bool) -> Row:
    bits = (Bit(text, differs=True),)
    return Row((), bits) if right else Row(bits, ())


def _fine(one: str, other: str) -> Row:
    """Two versions of a paragraph, character by character."""
    if max(len(one), len(other)) > FINE:
        return Row((Bit(one, differs=True),), (Bit(other, differs=True),))
    left: list[Bit] = []
    right: list[Bit] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        few = (
            kind == "equal" and b - a < _TOGETHER and bool(left or right) and (b < len(one) or d < len(other))
        )
        _append(left, one[a:b], differs=kind != "equal" or few)
        _append(right, other[c:d], differs=kind != "equal" or few)
    return Row(tuple(left), tuple(right))


def _append(bits: list[Bit], text: str, *, differs: bool) -> None:
    if bits and bits[-1].differs == differs:
        bits[-1] = Bit(bits[-1].text + text, differs)
    elif text:
        bits.append(Bit(text, differs))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows to show, or how many equal ones are passed over."""

    rows: tuple[Row, ...] = ()
    passed_over: int = 0


def shortened(rows: Sequence[Row], around: int = 2) -> list[Stretch]:
    """The rows with only so many equal ones left around those that differ."""
    near = {
        place
        for number, row in enumerate(rows)
        if not row.same
        for place in range(number - around, number + around + 1)
    }
    stretches: list[Stretch] = []
    start = 0
    while start < len(rows):
        shown, end = start in near, start
        while end < len(rows) and (end in near) == shown:
            end += 1
        if shown or end - start <= around:
            stretches.append(Stretch(tuple(rows[start:end])))
        else:
            stretches.append(Stretch(passed_over=end - start))
        start = end
    return stretches
