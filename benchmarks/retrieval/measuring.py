"""What a ranking is worth: the usual measures of retrieval, and the time a search takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2
from statistics import median
from time import perf_counter

from .corpora import Question

#: A question → the keys found, the best first.
Ask = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: the places (from 1) of its answers among what was found, and the milliseconds it took."""

    question: Question
    places: tuple[int, ...]
    milliseconds: float

    @property
    def reciprocal(self) -> float:
        return 1 / self.places[0] if self.places and self.places[0] <= 10 else 0.0

    @property
    def first(self) -> bool:
        return self.places[:1] == (1,)

    @property
    def gain(self) -> float:
        """nDCG@10 with every answer worth the same."""
        ideal = sum(1 / log2(place + 1) for place in range(1, min(10, len(self.question.answers)) + 1))
        return sum(1 / log2(place + 1) for place in self.places if place <= 10) / ideal

    @property
    def recall(self) -> float:
        return len(self.places) / len(self.question.answers)


@dataclass(frozen=True, slots=True)
class Measured:
    """The means over a set of questions; times in milliseconds."""

    questions: int
    mrr: float
    first: float
    ndcg: float
    recall: float
    p50: float
    p95: float

    def row(self, *names: str) -> str:
        values = f"{self.mrr:.4f} | {self.first:.4f} | {self.ndcg:.4f} | {self.recall:.4f}"
        return f"| {' | '.join(names)} | {self.questions} | {values} | {self.p50:.0f} | {self.p95:.0f} |"


#: The place of what is not found.
LAST = 101

HEAD = "| {names} | n | MRR@10 | P@1 | nDCG@10 | recall@100 | p50 ms | p95 ms |"


def head(*names: str) -> str:
    rule = "| " + " | ".join(["---"] * len(names)) + " |" + " ---: |" * 7
    return f"{HEAD.format(names=' | '.join(names))}\n{rule}"


def outcomes(questions: Iterable[Question], ask: Ask) -> list[Outcome]:
    found = []
    for question in questions:
        started = perf_counter()
        keys = ask(question.text)
        took = 1000 * (perf_counter() - started)
        places = tuple(place for place, key in enumerate(keys, 1) if key in question.answers)
        found.append(Outcome(question, places, took))
    return found


def measured(found: Sequence[Outcome]) -> Measured:
    times = sorted(outcome.milliseconds for outcome in found)
    count = len(found)
    return Measured(
        count,
        sum(outcome.reciprocal for outcome in found) / count,
        sum(outcome.first for outcome in found) / count,
        sum(outcome.gain for outcome in found) / count,
        sum(outcome.recall for outcome in found) / count,
        median(times),
        times[int(0.95 * (count - 1))],
    )


def wins_and_losses(found: Sequence[Outcome], plain: Sequence[Outcome]) -> str:
    """How many questions have their first answer earlier, later and at the same place than plainly."""
    pairs = [
        (new.places[0] if new.places else LAST, old.places[0] if old.places else LAST)
        for new, old in zip(found, plain, strict=True)
    ]
    won = sum(new < old for new, old in pairs)
    lost = sum(new > old for new, old in pairs)
    same = len(pairs) - won - lost
    return f"    against words + bigrams: {won} earlier, {lost} later, {same} at the same place"
